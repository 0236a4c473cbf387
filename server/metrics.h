// Counters, gauges and histograms of the server, in Prometheus' text form. Labels have few values
// by construction (route patterns, status codes): never a path, a query or an address.
// Thread-safe; nothing fails.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "server/source_registry.h"

namespace evidence::server {

class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // `route` is the pattern of a route ("/works/{id}"), or "none" where no route matched.
  void count_request(std::string_view route, int status, std::chrono::microseconds took);
  void count_search(std::chrono::microseconds took);
  // Why a connection or request was turned away before a handler saw it: "lane_full",
  // "connection_limit", "address_limit", "header_timeout", "bad_request" … literals only.
  void count_refusal(std::string_view reason);

  void set_lane_queue(std::size_t waiting);
  void set_connections(std::size_t open);
  void set_index(std::uint64_t documents, std::int64_t sequence);
  // Sources are as many as files under config/sources/: few.
  void set_source(const SourceState& state);

  [[nodiscard]] std::string to_text() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace evidence::server
