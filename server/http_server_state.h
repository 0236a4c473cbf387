// What the coroutines of http_server.cc work on: one network thread, one connection, one request.
// Included by http_server.cc (coroutines) and http_server_plain.cc (the rest). Everything here but
// Exchange::response belongs to the network thread of its connection, so that nothing needs a lock.
#pragma once

#define BOOST_ASIO_SEPARATE_COMPILATION
#define BOOST_BEAST_SEPARATE_COMPILATION

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wpedantic"
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#pragma GCC diagnostic pop

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "server/connection_limits.h"
#include "server/http_guard.h"
#include "server/http_server.h"
#include "server/lane.h"
#include "server/response_head.h"
#include "server/router.h"

namespace evidence::server {

namespace asio = boost::asio;
namespace http = boost::beast::http;

using SteadyClock = std::chrono::steady_clock;
using Executor = asio::io_context::executor_type;
using Tcp = asio::ip::tcp;
using Socket = asio::basic_stream_socket<Tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<Tcp, Executor>;
using Timer = asio::basic_waitable_timer<SteadyClock, asio::wait_traits<SteadyClock>, Executor>;
template <typename T>
using Task = asio::awaitable<T, Executor>;
using Parser = http::request_parser<http::string_body>;

// Errors come as values: a closed connection is no exception.
constexpr asio::as_tuple_t<asio::use_awaitable_t<Executor>> kAwait{
    asio::use_awaitable_t<Executor>{}};

struct Connection;

// One network thread. Time limits of all its connections are kept by one sweep, not by a timer
// each.
struct Home {
  std::unordered_set<Connection*> connections;
  asio::io_context context{1};
  Timer tick{context.get_executor()};
  std::mt19937_64 random{std::random_device{}()};
  std::string date;
  std::time_t date_second = 0;

  std::string_view current_date();
  std::string new_request_id();
};

struct Connection : std::enable_shared_from_this<Connection> {
  // `limits` null: a connection that is only told to go away and was never counted.
  Connection(Home& home_thread, Socket accepted, std::string peer_address, std::string limit_key,
             ConnectionLimits* counted_by, std::size_t buffer_bytes)
      : home(home_thread),
        socket(std::move(accepted)),
        wake(home_thread.context.get_executor()),
        input(buffer_bytes),
        peer(std::move(peer_address)),
        key(std::move(limit_key)),
        limits(counted_by) {}
  ~Connection() {
    home.connections.erase(this);
    if (limits != nullptr) limits->release(key);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void allow(std::chrono::milliseconds time) {
    deadline = SteadyClock::now() + time;
    timed_out = false;
  }
  [[nodiscard]] std::string_view received() const {
    return {static_cast<const char*>(input.cdata().data()), input.cdata().size()};
  }

  Home& home;
  Socket socket;
  Timer wake;  // cancelled when a worker has an answer
  boost::beast::flat_buffer input;
  SteadyClock::time_point deadline = SteadyClock::time_point::max();
  bool idle = false;       // between requests: may be closed at any moment
  bool timed_out = false;  // the sweep cancelled what was going on
  const std::string peer, key;

 private:
  ConnectionLimits* limits;
};

// One request and its answer; shared with the worker, which alone touches `response` until it has
// reported back.
struct Exchange {
  Request request;
  Response response;
  HeadVerdict verdict;
  Match match;
  Audience audience = Audience::kPage;
  bool keep_alive = false;
  bool http10 = false;
  bool answered = false;  // set on the network thread
  bool unread_body = false;
  std::size_t max_body_bytes = 0;
  std::shared_ptr<void> large_body;  // a place among kMostLargeBodies, given back at the end
  SteadyClock::time_point begin;
  std::size_t bytes_sent = 0;
  std::size_t reserved_output = 0;
};

// One chunk of a streamed answer, made on a worker.
struct ChunkStep {
  std::string chunk;
  bool failed = false;
  bool done = false;  // set on the network thread
};

// "4000\r\n": what stands before a chunk; for 0 the whole end of a chunked body.
std::string chunk_size_line(std::size_t size);

struct HttpServer::Impl {
  // Plain functions.
  Impl(HttpServerOptions given, const Router& routes, Services& used);
  ~Impl();
  Result<std::uint16_t> listen();
  Result<void> run();
  void start_coroutines();
  void begin_stop();
  void arm_signals();
  void admit(Home& home, Socket socket);
  void note_accept_error(const boost::system::error_code& error);
  void sweep_once(Home& home);
  void stop_home(Home& home);
  std::optional<Refusal> begin_exchange(Connection& connection, Parser& parser,
                                        std::size_t header_length, Exchange& exchange);
  void refuse(Exchange& exchange, const Refusal& why);
  void finish(Exchange& exchange);
  bool post_to_lane(Connection& connection, const std::shared_ptr<Exchange>& exchange);
  bool post_chunk(Connection& connection, const std::shared_ptr<Exchange>& exchange,
                  const std::shared_ptr<ChunkStep>& step,
                  const std::shared_ptr<std::atomic<bool>>& cancelled);
  void run_handler(Exchange& exchange) noexcept;
  std::shared_ptr<Exchange> late_answer(const Exchange& exchange);
  void reserve_output(Exchange& exchange);
  void release_output(const Exchange& exchange);
  void record(const Exchange& exchange);
  [[nodiscard]] bool is_stopping() const { return stopping.load(std::memory_order_acquire); }

  // Coroutines.
  Task<void> accept_loop();
  Task<void> sweep(Home& home);
  Task<void> serve(std::shared_ptr<Connection> connection);
  Task<void> turn_away(std::shared_ptr<Connection> connection);
  Task<bool> serve_one(Connection& connection, bool last);
  Task<std::size_t> receive(Connection& connection);
  Task<std::size_t> receive_header(Connection& connection, std::optional<Refusal>& why);
  Task<bool> receive_body(Connection& connection, Parser& parser, Exchange& exchange,
                          std::optional<Refusal>& why);
  Task<std::shared_ptr<Exchange>> answer(Connection& connection,
                                         std::shared_ptr<Exchange> exchange);
  Task<bool> send(Connection& connection, std::shared_ptr<Exchange> exchange);
  Task<bool> send_stream(Connection& connection, std::shared_ptr<Exchange> exchange);
  Task<bool> write(Connection& connection, std::string_view first, std::string_view second);
  Task<void> linger(Connection& connection);

  const HttpServerOptions options;
  const Router& router;
  Services& services;
  const GuardLimits guard_limits;
  std::chrono::milliseconds sweep_interval{100};
  ConnectionLimits limits;
  std::vector<std::unique_ptr<Home>> homes;
  std::optional<Acceptor> acceptor;
  std::optional<asio::signal_set> signals;
  std::atomic<bool> stopping{false};
  std::atomic<SteadyClock::time_point> drain_deadline{SteadyClock::time_point::max()};
  std::atomic<std::size_t> refusing{0};
  std::atomic<std::size_t> output_bytes{0};
  // Of bodies that are larger than usual, being received or worked on.
  const std::shared_ptr<std::atomic<int>> large_bodies = std::make_shared<std::atomic<int>>(0);
  int reserve_descriptor = -1;
  SteadyClock::time_point last_accept_log;
  std::size_t next_home = 0;
  Lane lane;  // last: its threads end before what they report to
};

}  // namespace evidence::server
