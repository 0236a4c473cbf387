// One source's HTTP requests as every connector must make them: at the source's rate, with its time
// and size limits, and with refusals, error pages and empty bodies told apart from answers. Used by
// the connectors over HTTP; one thread at a time.
//
// Failures: those of base/http_client.h; kBusy for 429 and 503 (see wait_asked_for), kUnavailable
// for other 5xx and 408, kNotFound for 404 and 410, kUpstream "upstream_rejected" for other 4xx,
// kBadContent "html_reply" and "empty_reply" where a page for people or nothing stands in place of
// data.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/http_client.h"
#include "connectors/rate_limiter.h"
#include "connectors/source_config.h"

namespace evidence {

using QueryParameters = std::vector<std::pair<std::string, std::string>>;

// base + "?" (or "&") + the parameters, percent-encoded in order.
std::string url_with(std::string_view base, const QueryParameters& parameters);

class PoliteHttp {
 public:
  PoliteHttp(const SourceConfig& source, HttpClient& http, Clock& clock)
      : source_(source), http_(http), clock_(clock), limiter_(clock, source.requests_per_second) {}

  struct Options {
    std::vector<std::pair<std::string, std::string>> headers;
    bool html_allowed = false;   // for downloads whose kind is not known
    bool empty_allowed = false;  // 304, or a file of no bytes
    std::vector<int> also_good;  // statuses beside 200 that are answers: 304, 404, 500 …
  };
  Result<HttpResponse> get(const std::string& url, const Options& options);
  Result<HttpResponse> get(const std::string& url) { return get(url, Options{}); }

  // The same for a file, written as HttpClient::download says; how long it may take follows from
  // its lowest speed alone. Only 200, 206 and `also_good` are answers.
  Result<HttpResponse> download(const std::string& url, const std::filesystem::path& path,
                                std::size_t max_bytes, const Options& options,
                                const StopFlag* stop = nullptr);

  // How long the last refused request asked to wait.
  [[nodiscard]] std::optional<std::chrono::seconds> wait_asked_for() const {
    return wait_asked_for_;
  }
  // The source named another rate in its reply; never above what the source's file allows.
  void limit_to(double requests_per_second);

 private:
  Result<void> check_status(const HttpResponse& response, const Options& options,
                            const std::string& log_url);

  const SourceConfig& source_;
  HttpClient& http_;
  Clock& clock_;
  RateLimiter limiter_;
  std::optional<std::chrono::seconds> wait_asked_for_;
};

// The error that a status of 400 and above stands for; `body` gives at most a short quotation.
Error error_of_status(int status, std::string_view body, std::string_view log_url);

// Does this look like a page for people: an HTML doctype or root element at its beginning?
bool is_html(std::string_view body);

}  // namespace evidence
