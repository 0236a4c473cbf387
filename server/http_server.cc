#include "server/http_server.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <optional>
#include <thread>

#include "base/log.h"
#include "server/http_server_state.h"
#include "server/metrics.h"
#include "server/problem.h"

// Every value stands in a named variable before it is awaited: g++ 12 destroys temporaries beside
// co_await twice. tests/unit/structure/coroutine_shapes_test.cc reads this file.

namespace evidence::server {
namespace {

constexpr unsigned kMaxRequestsPerConnection = 1'000;
constexpr std::size_t kWriteSlice = 64U << 10U;  // must leave within the write time-out
constexpr std::size_t kLingerBytes = 1U << 20U;
constexpr std::size_t kMaxRefusing = 64;  // connections being told 503 at one time
constexpr auto kLingerTime = std::chrono::milliseconds(1'000);
constexpr auto kAcceptPause = std::chrono::milliseconds(50);

constexpr std::string_view kOverloaded =
    "The service has more requests than it can answer at the moment.";
constexpr std::string_view kConnectionRefusal =
    "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\n"
    "Content-Length: 130\r\nRetry-After: 1\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
    "{\"type\":\"urn:evidence:problem:overloaded\",\"title\":\"Not available now\",\"status\":503,"
    "\"detail\":\"Too many connections.\",\"code\":\"overloaded\"}";

Refusal refusal(int status, std::string_view slug, std::string_view detail) {
  return {status, std::string(slug), std::string(detail)};
}

}  // namespace

// ---- time limits -----------------------------------------------------------------------------

Task<void> HttpServer::Impl::sweep(Home& home) {
  while (!is_stopping() || !home.connections.empty()) {
    if (home.connections.empty()) {
      home.tick.expires_at(SteadyClock::time_point::max());
    } else {
      home.tick.expires_after(sweep_interval);
    }
    [[maybe_unused]] const auto [ignored] = co_await home.tick.async_wait(kAwait);
    sweep_once(home);
  }
  if (&home == homes.front().get() && signals) signals->cancel();
}

// ---- accepting -------------------------------------------------------------------------------

Task<void> HttpServer::Impl::accept_loop() {
  Timer pause(homes.front()->context.get_executor());
  while (!is_stopping()) {
    Home& home = *homes[next_home++ % homes.size()];
    Socket socket(home.context.get_executor());
    const auto [error] = co_await acceptor->async_accept(socket, kAwait);
    if (!acceptor->is_open() || is_stopping()) break;
    if (!error) {
      admit(home, std::move(socket));
      continue;
    }
    if (error == asio::error::connection_aborted) continue;  // gone before we looked
    note_accept_error(error);
    pause.expires_after(kAcceptPause);
    [[maybe_unused]] const auto [ignored] = co_await pause.async_wait(kAwait);
  }
}

void HttpServer::Impl::admit(Home& home, Socket socket) {
  boost::system::error_code error;
  const Tcp::endpoint remote = socket.remote_endpoint(error);
  if (error) return;
  socket.set_option(Tcp::no_delay(true), error);
  const std::string peer = remote.address().to_string();
  const auto& proxies = options.trusted_proxies;
  const bool is_proxy = std::find(proxies.begin(), proxies.end(), peer) != proxies.end();
  const std::string key = is_proxy ? "" : address_key(peer);
  const ConnectionLimits::Outcome outcome = limits.admit(key);
  if (outcome == ConnectionLimits::Outcome::kAdmitted) {
    services.metrics.set_connections(limits.open());
    auto connection = std::make_shared<Connection>(home, std::move(socket), peer, key, &limits,
                                                   options.max_header_bytes);
    asio::co_spawn(home.context.get_executor(), serve(std::move(connection)), asio::detached);
    return;
  }
  services.metrics.count_refusal(outcome == ConnectionLimits::Outcome::kFull ? "connection_limit"
                                                                             : "address_limit");
  if (refusing.load() >= kMaxRefusing) return;  // closed without a word
  refusing.fetch_add(1);
  auto connection = std::make_shared<Connection>(home, std::move(socket), peer, key, nullptr,
                                                 options.max_header_bytes);
  asio::co_spawn(home.context.get_executor(), turn_away(std::move(connection)), asio::detached);
}

Task<void> HttpServer::Impl::turn_away(std::shared_ptr<Connection> connection) {
  Home& home = connection->home;
  home.connections.insert(connection.get());
  if (home.connections.size() == 1) home.tick.cancel();
  connection->allow(kLingerTime);
  const std::string_view nothing;
  const bool written = co_await write(*connection, kConnectionRefusal, nothing);
  if (written) co_await linger(*connection);
  boost::system::error_code ignored;
  connection->socket.close(ignored);
  home.connections.erase(connection.get());
  refusing.fetch_sub(1);
  if (is_stopping()) home.tick.cancel();
}

// ---- one connection --------------------------------------------------------------------------

Task<void> HttpServer::Impl::serve(std::shared_ptr<Connection> connection) {
  Home& home = connection->home;
  try {
    home.connections.insert(connection.get());
    if (home.connections.size() == 1) home.tick.cancel();  // the sweep was asleep
    for (unsigned served = 1; served <= kMaxRequestsPerConnection; ++served) {
      const bool last = served == kMaxRequestsPerConnection;
      const bool again = co_await serve_one(*connection, last);
      if (!again) break;
    }
  } catch (const std::exception& exception) {
    log_error("a connection failed: " + std::string(exception.what()));
  }
  boost::system::error_code ignored;
  connection->socket.close(ignored);
  home.connections.erase(connection.get());
  services.metrics.set_connections(limits.open() - 1);  // this one goes with its last owner
  if (is_stopping()) home.tick.cancel();
}

Task<bool> HttpServer::Impl::serve_one(Connection& connection, bool last) {
  std::optional<Refusal> why;
  const std::size_t header_length = co_await receive_header(connection, why);
  if (header_length == 0 && !why) co_return false;

  const auto exchange = std::make_shared<Exchange>();
  exchange->begin = SteadyClock::now();
  exchange->request.request_id = connection.home.new_request_id();
  exchange->request.remote_address = connection.peer;
  exchange->request.deadline = exchange->begin + options.request_deadline;
  exchange->audience = audience_of_request_line(connection.received());
  Parser parser;
  if (!why) why = begin_exchange(connection, parser, header_length, *exchange);

  if (!why && exchange->verdict.has_body()) {
    if (exchange->match.route == nullptr) {
      exchange->unread_body = true;  // the answer is no anyway
    } else {
      const bool whole = co_await receive_body(connection, parser, *exchange, why);
      if (!whole && !why) co_return false;
    }
  }
  if (last || exchange->unread_body) exchange->keep_alive = false;
  std::shared_ptr<Exchange> shown = exchange;

  if (why) {
    exchange->keep_alive = false;
    refuse(*exchange, *why);
    finish(*exchange);
  } else {
    shown = co_await answer(connection, exchange);
  }
  if (is_stopping()) shown->keep_alive = false;
  reserve_output(*shown);
  const bool sent = co_await send(connection, shown);
  release_output(*shown);
  record(*shown);
  if (!sent || shown->keep_alive) co_return sent;
  if (why || shown->unread_body || connection.input.size() > 0) co_await linger(connection);
  co_return false;
}

// ---- receiving -------------------------------------------------------------------------------

// 0: the end of the stream, an error, a time-out, or no room left.
Task<std::size_t> HttpServer::Impl::receive(Connection& connection) {
  const std::size_t room = connection.input.max_size() - connection.input.size();
  if (room == 0) co_return 0;
  const auto space = connection.input.prepare(std::min<std::size_t>(room, 8U << 10U));
  const auto [error, count] = co_await connection.socket.async_read_some(space, kAwait);
  if (error) co_return 0;
  connection.input.commit(count);
  co_return count;
}

// Length of the next request's header block; 0 without `why` when the connection just ended.
Task<std::size_t> HttpServer::Impl::receive_header(Connection& connection,
                                                   std::optional<Refusal>& why) {
  if (connection.input.size() == 0) {
    if (is_stopping()) co_return 0;
    connection.idle = true;
    connection.allow(options.idle_timeout);
    const std::size_t first = co_await receive(connection);
    connection.idle = false;
    if (first == 0) co_return 0;
  }
  connection.allow(options.header_timeout);  // for the whole header, however it drips
  std::size_t from = 0;
  for (;;) {
    if (from == 0 && connection.received().starts_with("\r\n")) {
      connection.input.consume(2);  // an empty line before the request line (RFC 9112 §2.2)
    }
    const HeaderScan scan = scan_header_block(connection.received(), from);
    if (scan.state == HeaderScan::State::kComplete) co_return scan.length;
    if (scan.state == HeaderScan::State::kMalformed) {
      why = refusal(400, "bad_request", "The request is not well-formed HTTP.");
      co_return 0;
    }
    if (connection.input.size() == connection.input.max_size()) {
      if (scan.has_first_line) {
        why = refusal(431, "header_too_large", "The request header is too large.");
      } else {
        why = refusal(414, "target_too_long", "The address is too long.");
      }
      co_return 0;
    }
    const std::size_t more = co_await receive(connection);
    if (more > 0) continue;
    if (connection.timed_out) {
      why = refusal(408, "header_timeout", "The request header did not arrive in time.");
    } else if (connection.input.size() > 0) {
      why = refusal(400, "incomplete_request", "The request ended before its header did.");
    }
    co_return 0;
  }
}

// False without `why` when the connection ended in the middle of the body.
Task<bool> HttpServer::Impl::receive_body(Connection& connection, Parser& parser,
                                          Exchange& exchange, std::optional<Refusal>& why) {
  connection.allow(options.body_timeout);
  if (exchange.verdict.expects_continue && connection.input.size() == 0) {
    const std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    const std::string_view nothing;
    const bool written = co_await write(connection, go_on, nothing);
    if (!written) co_return false;
    connection.allow(options.body_timeout);
  }
  // Chunk extensions and trailers count too, or they could grow for ever.
  std::size_t budget = exchange.max_body_bytes + options.max_header_bytes;
  while (!parser.is_done()) {
    boost::beast::error_code error;
    const std::size_t used = parser.put(connection.input.cdata(), error);
    connection.input.consume(used);
    if (error == http::error::body_limit || used > budget) {
      why = refusal(413, "body_too_large", "The body of the request is too large.");
      co_return false;
    }
    budget -= used;
    if (error && error != http::error::need_more) {
      why = refusal(400, "bad_body", "The body of the request is not well-formed.");
      co_return false;
    }
    if (parser.is_done()) break;
    if (used > 0 && connection.input.size() > 0 && !error) continue;
    if (connection.input.size() == connection.input.max_size()) {
      why = refusal(413, "body_too_large", "A chunk extension or trailer is too large.");
      co_return false;
    }
    const std::size_t more = co_await receive(connection);
    if (more == 0) {
      if (connection.timed_out) {
        why = refusal(408, "body_timeout", "The body of the request did not arrive in time.");
      }
      co_return false;
    }
  }
  exchange.request.body = std::move(parser.get().body());
  co_return true;
}

// ---- answering -------------------------------------------------------------------------------

// The exchange to send: the given one, or another where the worker did not report in time.
Task<std::shared_ptr<Exchange>> HttpServer::Impl::answer(Connection& connection,
                                                         std::shared_ptr<Exchange> exchange) {
  connection.deadline = SteadyClock::time_point::max();  // the request has a deadline of its own
  const Route* route = exchange->match.route;
  if (route == nullptr || route->inline_ok) {
    run_handler(*exchange);
    co_return exchange;
  }
  connection.wake.expires_at(exchange->request.deadline);
  if (!post_to_lane(connection, exchange)) {
    refuse(*exchange, refusal(503, "overloaded", kOverloaded));
    finish(*exchange);
    co_return exchange;
  }
  [[maybe_unused]] const auto [ignored] = co_await connection.wake.async_wait(kAwait);
  if (exchange->answered) co_return exchange;
  // The worker still writes into the exchange; what is sent now is another.
  co_return late_answer(*exchange);
}

Task<bool> HttpServer::Impl::send(Connection& connection, std::shared_ptr<Exchange> exchange) {
  const Response& response = exchange->response;
  if (response.producer && !exchange->request.head && may_have_body(response.status)) {
    const bool streamed = co_await send_stream(connection, exchange);
    co_return streamed;
  }
  Framing framing;
  framing.keep_alive = exchange->keep_alive;
  framing.chunked = static_cast<bool>(response.producer);
  framing.date = connection.home.current_date();
  const std::string head = make_head(response, framing);
  std::string_view body;
  if (!exchange->request.head && may_have_body(response.status)) body = response.body;
  exchange->bytes_sent = head.size() + body.size();
  const bool sent = co_await write(connection, head, body);
  co_return sent;
}

// One chunk at a time is made, by a worker, and sent before the next: a slow reader holds one
// chunk.
Task<bool> HttpServer::Impl::send_stream(Connection& connection,
                                         std::shared_ptr<Exchange> exchange) {
  if (exchange->http10) exchange->keep_alive = false;  // the end of the stream ends the answer
  Framing framing;
  framing.keep_alive = exchange->keep_alive;
  framing.chunked = !exchange->http10;
  framing.date = connection.home.current_date();
  std::string frame = make_head(exchange->response, framing);
  const auto cancelled = std::make_shared<std::atomic<bool>>(false);
  for (;;) {
    const auto step = std::make_shared<ChunkStep>();
    connection.deadline = SteadyClock::time_point::max();
    connection.wake.expires_after(options.request_deadline);
    if (!post_chunk(connection, exchange, step, cancelled)) break;
    [[maybe_unused]] const auto [ignored] = co_await connection.wake.async_wait(kAwait);
    if (!step->done || step->failed) break;  // ends without the last chunk: the reader can tell
    if (framing.chunked) frame += chunk_size_line(step->chunk.size());
    exchange->bytes_sent += frame.size() + step->chunk.size();
    const bool sent = co_await write(connection, frame, step->chunk);
    if (!sent) break;
    if (step->chunk.empty()) co_return true;
    frame.clear();
    if (framing.chunked) frame = "\r\n";
  }
  cancelled->store(true);
  co_return false;
}

Task<bool> HttpServer::Impl::write(Connection& connection, std::string_view first,
                                   std::string_view second) {
  while (!first.empty() || !second.empty()) {
    const std::string_view slice = second.substr(0, kWriteSlice);
    const std::array<asio::const_buffer, 2> buffers = {
        asio::const_buffer(first.data(), first.size()),
        asio::const_buffer(slice.data(), slice.size())};
    connection.allow(options.write_timeout);
    std::size_t left = first.size() + slice.size();
    std::array<asio::const_buffer, 2> rest = buffers;
    while (left > 0) {
      const auto [error, count] = co_await connection.socket.async_write_some(rest, kAwait);
      if (error) co_return false;
      left -= count;
      const std::size_t of_first = std::min(count, rest[0].size());
      rest[0] += of_first;
      rest[1] += count - of_first;
    }
    first = std::string_view();
    second.remove_prefix(slice.size());
  }
  co_return true;
}

// Reads on for a moment after the last answer, so that a reset does not overtake it.
Task<void> HttpServer::Impl::linger(Connection& connection) {
  boost::system::error_code ignored;
  connection.socket.shutdown(asio::socket_base::shutdown_send, ignored);
  connection.allow(kLingerTime);
  for (std::size_t thrown_away = 0; thrown_away < kLingerBytes;) {
    connection.input.consume(connection.input.size());
    const std::size_t count = co_await receive(connection);
    if (count == 0) break;
    thrown_away += count;
  }
}

// ---- the outside -----------------------------------------------------------------------------

void HttpServer::Impl::start_coroutines() {
  for (const auto& home : homes) {
    asio::co_spawn(home->context.get_executor(), sweep(*home), asio::detached);
  }
  asio::co_spawn(homes.front()->context.get_executor(), accept_loop(), asio::detached);
}

HttpServer::HttpServer(HttpServerOptions options, const Router& router, Services& services)
    : impl_(std::make_unique<Impl>(std::move(options), router, services)) {}

HttpServer::~HttpServer() = default;

Result<std::uint16_t> HttpServer::listen() { return impl_->listen(); }

Result<void> HttpServer::run() { return impl_->run(); }

void HttpServer::stop() { impl_->begin_stop(); }

}  // namespace evidence::server
