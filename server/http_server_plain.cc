// The part of the HTTP server that awaits nothing: starting, stopping, routing, bookkeeping.
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <thread>

#include "base/log.h"
#include "base/text.h"
#include "server/endpoints.h"
#include "server/http_server_state.h"
#include "server/metrics.h"
#include "server/problem.h"
#include "server/request_parsing.h"

namespace evidence::server {
namespace {

constexpr std::size_t kSmallOutput = 64U << 10U;  // answers up to this size are not counted

Refusal refusal(int status, std::string_view slug, std::string_view detail) {
  return {status, std::string(slug), std::string(detail)};
}

// " HTTP/2.0": a version, if not one of ours.
bool ends_in_version(std::string_view line) {
  constexpr std::string_view kForm = " HTTP/d.d";
  if (line.size() < kForm.size()) return false;
  const std::string_view end = line.substr(line.size() - kForm.size());
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return end.starts_with(" HTTP/") && digit(end[6]) && end[7] == '.' && digit(end[8]);
}

constexpr int kMostLargeBodies = 16;

// Gives the parser a whole header block and copies what it found.
std::optional<Refusal> parse_head(Parser& parser, boost::beast::flat_buffer& input,
                                  std::size_t length, RequestHead& head) {
  boost::beast::error_code error;
  const std::string_view block(static_cast<const char*>(input.cdata().data()), length);
  const bool names_version = ends_in_version(block.substr(0, block.find('\r')));
  const std::size_t used = parser.put(asio::const_buffer(block.data(), length), error);
  input.consume(length);
  if (error == http::error::bad_version && names_version) {
    return refusal(505, "http_version", "Only HTTP/1.0 and HTTP/1.1 are spoken here.");
  }
  if (error == http::error::body_limit) {
    return refusal(413, "body_too_large", "The body of the request is too large.");
  }
  if (error || used != length || !parser.is_header_done()) {
    return refusal(400, "bad_request", "The request is not well-formed HTTP.");
  }
  const auto& message = parser.get();
  head.method = std::string(message.method_string());
  head.target = std::string(message.target());
  head.version = message.version();
  for (const auto& field : message) {
    head.fields.emplace_back(to_lower_ascii(field.name_string()), field.value());
  }
  return std::nullopt;
}

}  // namespace

std::string chunk_size_line(std::size_t size) {
  if (size == 0) return "0\r\n\r\n";
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), size, 16).ptr;
  return std::string(digits.data(), end) + "\r\n";
}

std::string_view Home::current_date() {
  const auto now = std::chrono::system_clock::now();
  const std::time_t second = std::chrono::system_clock::to_time_t(now);
  if (second != date_second) {
    date = format_http_date(now);
    date_second = second;
  }
  return date;
}

std::string Home::new_request_id() {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string id(16, '0');
  std::uint64_t bits = random();
  for (char& digit : id) {
    digit = kDigits[bits & 15U];
    bits >>= 4U;
  }
  return id;
}

HttpServer::Impl::Impl(HttpServerOptions given, const Router& routes, Services& used)
    : options(std::move(given)),
      router(routes),
      services(used),
      guard_limits{options.max_target_bytes,
                   std::max(options.max_body_bytes, routes.largest_body())},
      limits(options.max_connections, options.max_connections_per_address),
      lane(options.lane_threads, options.lane_queue) {
  for (unsigned i = 0; i < std::max(options.io_threads, 1U); ++i) {
    homes.push_back(std::make_unique<Home>());
  }
  const auto shortest = std::min({options.header_timeout, options.body_timeout,
                                  options.write_timeout, options.idle_timeout}) /
                        10;
  sweep_interval =
      std::clamp(shortest, std::chrono::milliseconds(5), std::chrono::milliseconds(100));
}

HttpServer::Impl::~Impl() {
  lane.stop();
  if (reserve_descriptor >= 0) ::close(reserve_descriptor);
}

Result<std::uint16_t> HttpServer::Impl::listen() {
  boost::system::error_code error;
  const std::string host = options.address == "localhost" ? "127.0.0.1" : options.address;
  const asio::ip::address address = asio::ip::make_address(host, error);
  if (error) {
    return Error{ErrorCode::kInvalidArgument, "bad_address",
                 "This is not an IP address to listen on: " + quoted_for_message(options.address),
                 "Use 127.0.0.1, 0.0.0.0, ::1 or an address of this machine."};
  }
  const Tcp::endpoint endpoint(address, options.port);
  acceptor.emplace(homes.front()->context.get_executor());
  acceptor->open(endpoint.protocol(), error);
  if (!error) acceptor->set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor->bind(endpoint, error);
  if (!error) acceptor->listen(1'024, error);
  if (error) {
    acceptor.reset();
    const bool taken = error == asio::error::address_in_use;
    return Error{taken ? ErrorCode::kBusy : ErrorCode::kUnavailable,
                 taken ? "address_in_use" : "cannot_listen",
                 "Cannot listen on " + host + " port " + std::to_string(options.port) + ": " +
                     error.message(),
                 taken ? "Another program uses this port; choose one with --port." : ""};
  }
  reserve_descriptor = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  return acceptor->local_endpoint().port();
}

void HttpServer::Impl::arm_signals() {
  signals->async_wait([this](const boost::system::error_code& error, int) {
    if (error) return;
    if (is_stopping()) drain_deadline = SteadyClock::now();  // asked twice: at once
    begin_stop();
    arm_signals();
  });
}

void HttpServer::Impl::begin_stop() {
  if (!stopping.exchange(true)) drain_deadline = SteadyClock::now() + options.drain_timeout;
  for (const auto& home : homes) {
    Home& one = *home;
    asio::post(one.context, [this, &one] { stop_home(one); });
  }
}

void HttpServer::Impl::stop_home(Home& home) {
  boost::system::error_code ignored;
  if (&home == homes.front().get() && acceptor) acceptor->close(ignored);
  for (Connection* connection : home.connections) {
    if (connection->idle) connection->socket.cancel(ignored);
  }
  home.tick.cancel();
}

void HttpServer::Impl::sweep_once(Home& home) {
  const auto now = SteadyClock::now();
  const bool over = is_stopping() && now >= drain_deadline.load();
  boost::system::error_code ignored;
  for (Connection* connection : home.connections) {
    if (over) {
      connection->socket.close(ignored);
      connection->wake.cancel();
    } else if (now >= connection->deadline) {
      connection->deadline = SteadyClock::time_point::max();
      connection->timed_out = true;
      connection->socket.cancel(ignored);
    }
  }
}

Result<void> HttpServer::Impl::run() {
  if (!acceptor) {
    const Result<std::uint16_t> port = listen();
    if (!port.ok()) return port.error();
  }
  std::signal(SIGPIPE, SIG_IGN);  // a reader that leaves is an error of its socket only
  if (options.handle_signals) {
    signals.emplace(homes.front()->context, SIGINT, SIGTERM);
    arm_signals();
  }
  record_index_state(services);
  start_coroutines();
  std::vector<std::thread> others;
  for (std::size_t i = 1; i < homes.size(); ++i) {
    others.emplace_back([this, i] { homes[i]->context.run(); });
  }
  homes.front()->context.run();
  for (std::thread& thread : others) thread.join();
  lane.stop();
  for (const auto& home : homes) {  // reports of workers that came too late
    home->context.restart();
    home->context.poll();
  }
  return {};
}

void HttpServer::Impl::note_accept_error(const boost::system::error_code& error) {
  const auto now = SteadyClock::now();
  if (now - last_accept_log >= std::chrono::seconds(1)) {
    log_error("cannot accept connections: " + error.message());
    last_accept_log = now;
  }
  services.metrics.count_refusal("accept_error");
  if (reserve_descriptor < 0) return;
  // Out of descriptors: give up the reserved one to accept and close one connection, so that its
  // reader learns of it now.
  ::close(reserve_descriptor);
  const int accepted =
      ::accept4(acceptor->native_handle(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (accepted >= 0) ::close(accepted);
  reserve_descriptor = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
}

std::optional<Refusal> HttpServer::Impl::begin_exchange(Connection& connection, Parser& parser,
                                                        std::size_t header_length,
                                                        Exchange& exchange) {
  parser.header_limit(static_cast<std::uint32_t>(options.max_header_bytes));
  parser.body_limit(guard_limits.max_body_bytes);  // narrowed when the route is known
  RequestHead head;
  if (auto why = parse_head(parser, connection.input, header_length, head)) return why;
  exchange.http10 = head.version == 10;
  exchange.verdict = check_head(head, guard_limits);
  if (exchange.verdict.refusal) return exchange.verdict.refusal;
  Request& request = exchange.request;
  copy_head(head, request);  // before any trailer can add to it
  request.remote_address = client_address(connection.peer, request, options.trusted_proxies);
  exchange.keep_alive = parser.get().keep_alive();
  Result<ParsedTarget> target = parse_target(head.target);
  if (!target.ok()) {  // few addresses are of routes that read older encodings
    Result<ParsedTarget> older = parse_target(head.target, QueryEncoding::kAny);
    const Match match = older.ok() ? router.match(request.method, older->path) : Match{};
    if (match.route != nullptr && match.route->encoding == QueryEncoding::kAny) {
      target = std::move(older);
    }
  }
  if (!target.ok()) {
    const Error& error = target.error();
    return refusal(status_of(error), error.slug, error.message);
  }
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  exchange.match = router.match(request.method, request.path);
  request.path_parameters = exchange.match.path_parameters;
  exchange.max_body_bytes = options.max_body_bytes;
  if (const Route* route = exchange.match.route) {
    exchange.audience = route->audience;
    exchange.max_body_bytes = std::max(exchange.max_body_bytes, route->max_body_bytes);
    request.deadline = std::max(request.deadline, exchange.begin + route->deadline);
  }
  parser.body_limit(exchange.max_body_bytes);
  if (exchange.verdict.content_length > exchange.max_body_bytes) {
    return refusal(
        413, "body_too_large",
        "The body is longer than " + std::to_string(exchange.max_body_bytes) + " bytes.");
  }
  if (exchange.verdict.content_length > options.max_body_bytes ||
      (exchange.verdict.chunked && exchange.max_body_bytes > options.max_body_bytes)) {
    const auto count = large_bodies;
    const bool full = count->fetch_add(1) >= kMostLargeBodies;
    exchange.large_body = std::shared_ptr<void>(nullptr, [count](void*) { count->fetch_sub(1); });
    if (full) {
      return refusal(503, "overloaded", "Too many large uploads are being read at the moment.");
    }
  }
  return std::nullopt;
}

void HttpServer::Impl::refuse(Exchange& exchange, const Refusal& why) {
  services.metrics.count_refusal(why.status == 408   ? "timeout"
                                 : why.status == 503 ? "overloaded"
                                                     : "bad_request");
  exchange.response = refusal_response(why.status, why.slug, why.detail, exchange.request,
                                       exchange.audience, services);
  if (why.status == 405) exchange.response.headers.emplace_back("Allow", "GET, HEAD, OPTIONS");
}

void HttpServer::Impl::finish(Exchange& exchange) {
  complete_response(exchange.response, exchange.request, exchange.audience);
}

// On a worker, or here for handlers that are cheap. Nothing may escape.
void HttpServer::Impl::run_handler(Exchange& exchange) noexcept {
  try {
    if (exchange.match.route == nullptr) {
      exchange.response = answer_unmatched(exchange.match, exchange.request, services);
    } else if (SteadyClock::now() >= exchange.request.deadline) {
      const Error late{ErrorCode::kTimeout, "search_timeout",
                       "The service was too busy to answer in time.", "Try again in a moment."};
      exchange.response = error_response(late, exchange.request, exchange.audience, services);
    } else {
      exchange.response = run_route(*exchange.match.route, exchange.request, services);
    }
    finish(exchange);
  } catch (...) {  // out of memory while writing the error itself
    exchange.response.status = 500;
    exchange.response.headers.clear();
    exchange.response.body.clear();
    exchange.response.producer = nullptr;
  }
}

bool HttpServer::Impl::post_to_lane(Connection& connection,
                                    const std::shared_ptr<Exchange>& exchange) {
  // The references travel to the network thread with the report: the last one must not die here.
  Lane::Job job = [this, owner = connection.shared_from_this(), shared = exchange]() mutable {
    services.metrics.set_lane_queue(lane.waiting());
    run_handler(*shared);
    asio::io_context& context = owner->home.context;
    asio::post(context, [owner = std::move(owner), shared = std::move(shared)] {
      shared->answered = true;
      owner->wake.cancel();
    });
  };
  const bool posted = lane.try_post(std::move(job));
  if (posted) services.metrics.set_lane_queue(lane.waiting());
  return posted;
}

std::shared_ptr<Exchange> HttpServer::Impl::late_answer(const Exchange& exchange) {
  services.metrics.count_refusal("deadline");
  auto instead = std::make_shared<Exchange>();
  instead->request = exchange.request;
  instead->match = exchange.match;
  instead->audience = exchange.audience;
  instead->http10 = exchange.http10;
  instead->begin = exchange.begin;
  const Error late{ErrorCode::kTimeout, "search_timeout",
                   "The answer took longer than the service allows.",
                   "Try again, or ask a narrower question."};
  instead->response = error_response(late, instead->request, instead->audience, services);
  finish(*instead);
  return instead;
}

// Large answers share one budget, so that many slow readers cannot hold all memory.
void HttpServer::Impl::reserve_output(Exchange& exchange) {
  const std::size_t size = exchange.response.body.size();
  if (size <= kSmallOutput || exchange.request.head) return;
  if (output_bytes.fetch_add(size) + size <= options.max_output_bytes) {
    exchange.reserved_output = size;
    return;
  }
  output_bytes.fetch_sub(size);
  exchange.response = Response();
  refuse(exchange, refusal(503, "overloaded", "Too many large answers are being sent."));
  finish(exchange);
}

void HttpServer::Impl::release_output(const Exchange& exchange) {
  output_bytes.fetch_sub(exchange.reserved_output);
}

bool HttpServer::Impl::post_chunk(Connection& connection, const std::shared_ptr<Exchange>& exchange,
                                  const std::shared_ptr<ChunkStep>& step,
                                  const std::shared_ptr<std::atomic<bool>>& cancelled) {
  return lane.post_continuation(
      [owner = connection.shared_from_this(), shared = exchange, one = step, cancelled]() mutable {
        try {
          Result<std::string> chunk =
              shared->response.producer([&cancelled] { return cancelled->load(); });
          one->failed = !chunk.ok();
          if (chunk.ok()) {
            one->chunk = std::move(*chunk);
          } else if (chunk.error().code != ErrorCode::kCancelled) {
            log_error("request " + shared->request.request_id +
                      ": a streamed answer broke off: " + chunk.error().message);
          }
        } catch (const std::exception& exception) {
          one->failed = true;
          log_error("request " + shared->request.request_id +
                    ": a streamed answer broke off: " + exception.what());
        } catch (...) {
          one->failed = true;
        }
        asio::io_context& context = owner->home.context;
        asio::post(context,
                   [owner = std::move(owner), shared = std::move(shared), one = std::move(one)] {
                     one->done = true;
                     owner->wake.cancel();
                   });
      });
}

void HttpServer::Impl::record(const Exchange& exchange) {
  const auto took =
      std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - exchange.begin);
  const Route* route = exchange.match.route;
  const std::string_view pattern = route == nullptr ? "none" : route->pattern;
  services.metrics.count_request(pattern, exchange.response.status, took);
  if (!options.access_log) return;
  // Neither query string nor address: what a reader searches for is not written down.
  std::string line = "access ";
  line += exchange.request.head ? "HEAD" : exchange.request.method;
  line.append(" ").append(pattern).append(" ");
  line.append(std::to_string(exchange.response.status)).append(" ");
  line.append(std::to_string(exchange.bytes_sent)).append(" bytes ");
  line.append(std::to_string(took.count())).append(" us ");
  line.append(exchange.request.request_id);
  log_info(line);
}

}  // namespace evidence::server
