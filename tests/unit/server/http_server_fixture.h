// A running server with small limits and handlers made for the tests.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "server/http_server.h"
#include "tests/unit/server/raw_client.h"
#include "tests/unit/server/service_fixture.h"

namespace evidence::server {

// Holds handlers back until the test lets them go.
class Gate {
 public:
  void enter() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait_for(lock, std::chrono::seconds(10), [this] { return open_; });
    --waiting_;
  }
  bool wait_for(int count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10),
                             [this, count] { return waiting_ >= count; });
  }
  void set(bool open) {
    const std::scoped_lock lock(mutex_);
    open_ = open;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
  int waiting_ = 0;
};

inline Gate& gate() {
  static Gate one;
  return one;
}

inline Response text_response(std::string body) {
  Response response;
  response.content_type = "text/plain";
  response.body = std::move(body);
  return response;
}

inline std::vector<Route> test_routes() {
  const auto route = [](std::string_view method, std::string_view pattern, Handler handler,
                        bool inline_ok = false) {
    return Route{method, pattern, Audience::kOperations, handler, inline_ok, {}};
  };
  return {
      route(
          "GET", "/hello",
          [](const Request& request, Services&) {
            return text_response("hello " + std::string(request.parameter("n").value_or("")));
          },
          true),
      route("GET", "/worker", [](const Request&, Services&) { return text_response("worked"); }),
      route("GET", "/headers",
            [](const Request& request, Services&) {
              std::string all = request.remote_address + "\n";
              for (const auto& [name, value] : request.headers) all += name + "=" + value + "\n";
              return text_response(all);
            }),
      route("POST", "/echo",
            [](const Request& request, Services&) {
              std::string all = request.body + "|";
              for (const auto& [name, value] : request.headers) all += name + ";";
              return text_response(all);
            }),
      // Takes larger bodies than the others, and longer.
      Route{"POST",
            "/upload",
            Audience::kOperations,
            [](const Request& request, Services&) {
              const auto left = request.deadline - std::chrono::steady_clock::now();
              return text_response(std::to_string(request.body.size()) + " bytes, " +
                                   (left > std::chrono::seconds(10) ? "long" : "short"));
            },
            false,
            {},
            300'000,
            std::chrono::seconds(20)},
      // Reads addresses in any encoding.
      Route{"GET",
            "/old",
            Audience::kOperations,
            [](const Request& request, Services&) {
              return text_response("old " + std::string(request.parameter("n").value_or("")));
            },
            false,
            {},
            0,
            std::chrono::milliseconds(0),
            QueryEncoding::kAny},
      route("GET", "/gate",
            [](const Request&, Services&) {
              gate().enter();
              return text_response("through");
            }),
      route("GET", "/throw",
            [](const Request&, Services&) -> Response {
              throw std::runtime_error("secret of /the/inside");
            }),
      route("GET", "/large",
            [](const Request&, Services&) { return text_response(std::string(5U << 20U, 'x')); }),
      route("GET", "/stream",
            [](const Request&, Services&) {
              Response response = text_response("");
              response.producer = [n = 0](const std::function<bool()>&) mutable {
                return Result<std::string>(++n > 3 ? ""
                                                   : std::string(10, static_cast<char>('0' + n)));
              };
              return response;
            }),
      route("GET", "/broken-stream",
            [](const Request&, Services&) {
              Response response = text_response("");
              response.producer =
                  [n = 0](const std::function<bool()>&) mutable -> Result<std::string> {
                if (++n > 1) return Error{ErrorCode::kInternal, "broken", "it broke", ""};
                return std::string("first");
              };
              return response;
            }),
  };
}

class HttpServerTest : public ServiceTest {
 protected:
  HttpServerTest() : test_router_(test_routes()) { gate().set(false); }
  ~HttpServerTest() override { stop(); }

  HttpServerOptions options() const {
    HttpServerOptions options;
    options.port = 0;
    options.handle_signals = false;
    options.access_log = false;
    options.header_timeout = std::chrono::milliseconds(400);
    options.body_timeout = std::chrono::milliseconds(400);
    options.idle_timeout = std::chrono::milliseconds(400);
    options.write_timeout = std::chrono::milliseconds(1'000);
    options.request_deadline = std::chrono::milliseconds(5'000);
    options.drain_timeout = std::chrono::milliseconds(3'000);
    return options;
  }
  void start(const HttpServerOptions& options) {
    server_.emplace(options, test_router_, services_);
    const Result<std::uint16_t> port = server_->listen();
    ASSERT_TRUE(port.ok()) << port.error().message;
    port_ = *port;
    thread_ = std::thread([this] { EXPECT_TRUE(server_->run().ok()); });
  }
  void start() { start(options()); }
  void stop() {
    gate().set(true);
    if (server_) server_->stop();
    if (thread_.joinable()) thread_.join();
    server_.reset();
  }
  // The whole answer to these bytes on a connection of their own.
  std::string ask(std::string_view bytes) {
    RawClient client(port_);
    client.send(bytes);
    return client.read_all();
  }
  static std::string get(std::string_view target, std::string_view fields = "") {
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n";
  }
  static std::string get_once(std::string_view target) {
    return get(target, "Connection: close\r\n");
  }

  Router test_router_;
  std::optional<HttpServer> server_;
  std::thread thread_;
  std::uint16_t port_ = 0;
};

}  // namespace evidence::server
