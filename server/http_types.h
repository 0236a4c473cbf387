// What an endpoint sees of HTTP: plain structs without any networking header. Values.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace evidence::server {

struct Request {
  std::string method;  // "GET", "HEAD" arrives as "GET" with `head` set
  bool head = false;
  std::string target;  // as received, origin form
  std::string path;    // decoded once; never contains NUL, backslash or ".." segments
  std::vector<std::pair<std::string, std::string>> query;  // decoded, valid UTF-8, in order
  std::map<std::string, std::string> path_parameters;      // {"id": "w…"}
  std::map<std::string, std::string> headers;  // lower-case names; snapshot taken before the body
  std::map<std::string, std::string> cookies;
  std::string body;
  std::string remote_address;
  std::string request_id;
  std::chrono::steady_clock::time_point deadline;

  [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const;  // first
  [[nodiscard]] std::vector<std::string_view> parameters(std::string_view name) const;   // all
};

// Pull producer of a long answer: gives the next chunk, "" at the end; `cancelled` is set when the
// reader went away.
using ChunkProducer = std::function<Result<std::string>(const std::function<bool()>& cancelled)>;

struct Response {
  int status = 200;
  std::string content_type = "text/html; charset=utf-8";
  std::vector<std::pair<std::string, std::string>> headers;  // beyond the standard ones
  std::string body;
  ChunkProducer producer;  // when set, `body` is ignored and the answer is chunked
};

}  // namespace evidence::server
