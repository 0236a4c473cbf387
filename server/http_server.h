// The asynchronous HTTP/1.1 server (Boost.Beast); http_server.cc is the only coroutine file.
// run() blocks until stop() or SIGTERM/SIGINT; a graceful stop refuses new connections, closes idle
// ones, finishes what is in flight, at most drain_timeout.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "server/router.h"
#include "server/services.h"

namespace evidence::server {

struct HttpServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0 = any free one
  unsigned io_threads = 1;
  unsigned lane_threads = 2;    // workers that run handlers
  std::size_t lane_queue = 64;  // beyond it 503 with Retry-After at once
  std::size_t max_connections = 512;
  std::size_t max_connections_per_address = 128;
  std::size_t max_header_bytes = 16U << 10U;
  std::size_t max_target_bytes = 8U << 10U;
  std::size_t max_body_bytes = 64U << 10U;
  std::chrono::milliseconds header_timeout{5'000};
  std::chrono::milliseconds body_timeout{10'000};
  std::chrono::milliseconds write_timeout{10'000};
  std::chrono::milliseconds idle_timeout{5'000};
  std::chrono::milliseconds request_deadline{5'000};
  std::chrono::milliseconds drain_timeout{10'000};
  std::size_t max_output_bytes = 64U << 20U;  // of large answers being sent at one time
  std::vector<std::string> trusted_proxies;   // whose X-Forwarded-For counts
  bool handle_signals = true;                 // SIGTERM and SIGINT stop run(), a second one at once
  bool access_log = true;                     // one line a request, without query string or address
};

class HttpServer {
 public:
  HttpServer(HttpServerOptions options, const Router& router, Services& services);
  ~HttpServer();
  Result<std::uint16_t> listen();  // binds; gives the port
  Result<void> run();
  void stop();  // from any thread

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace evidence::server
