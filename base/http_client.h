// Requests to other people's servers, with every limit that libcurl does not set by itself.
// HttpClient implementations are thread-safe. Failures: kTimeout, kUnavailable (cannot connect),
// kTooLarge, kBlocked (scheme, address, redirect), kInvalidArgument (bad_ca_file). kUpstream is
// left to the caller: a 4xx/5xx answer is a HttpResponse, not an Error.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/stop_flag.h"

namespace evidence {

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;  // control characters are refused
  std::string body;                                          // sent for POST and PUT
  std::chrono::milliseconds timeout{60'000};
  std::size_t max_bytes = 16U << 20U;  // of the decoded body
  // false: a redirect is the answer; where it leads is the caller's to judge and to ask.
  bool follow_redirects = true;
  // true: a longer body is cut at max_bytes instead of failing; for those who need its beginning.
  bool cut_body = false;
};

struct HttpResponse {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case; the last value wins
  std::string body;
  std::string final_url;
};

// A file to fetch. Its bytes are kept as they are sent: what is gzip stays gzip. What an earlier
// attempt left is gone on with, where the server can do that and still has the same file; what it
// called the file (ETag or Last-Modified) stands beside it until then, in `path` + ".validator".
struct HttpDownload {
  HttpRequest request;             // a GET; max_bytes counts the whole file
  std::filesystem::path path;      // where it is written, fsynced when it is whole
  const StopFlag* stop = nullptr;  // asked about once a second; kCancelled
};

class HttpClient {
 public:
  virtual ~HttpClient() = default;
  virtual Result<HttpResponse> send(const HttpRequest& request) = 0;
  // Under the same guards, to a file. Only the body of a 200 or 206 is written; any other stays in
  // the response. A failure leaves what came so far; kTooLarge removes it.
  virtual Result<HttpResponse> download(const HttpDownload& download) = 0;
};

struct CurlOptions {
  std::string user_agent;                // names the program and a contact
  bool allow_http = false;               // https only unless set (tests, local servers)
  bool allow_private_addresses = false;  // loopback, RFC 1918, link-local … refused unless set
  std::string proxy;                     // "" = none; the environment is ignored
  std::string ca_file;
  std::chrono::milliseconds connect_timeout{5'000};
  // Under 100 bytes/s for so long is kTimeout; the time before the first byte counts.
  std::chrono::seconds low_speed_time{5};
  int max_redirects = 3;  // same host and scheme only
  // Ends every exchange with kCancelled, asked about once a second; has to outlive the client.
  const StopFlag* stop = nullptr;
};

// Retries are the caller's (harvester); one call is one exchange plus its redirects.
Result<std::unique_ptr<HttpClient>> make_curl_client(const CurlOptions& options);

// Retry-After as seconds from now (delta or HTTP-date), clamped to 1 s..1 h; nullopt if absent or
// not understood.
std::optional<std::chrono::seconds> retry_after(const HttpResponse& response,
                                                std::chrono::system_clock::time_point now);

// A URL or message with the values of api_key, apikey, key, token, access_token and password
// parameters replaced by "REDACTED": what may be logged, stored or shown.
std::string redact_secrets(std::string_view text);

}  // namespace evidence
