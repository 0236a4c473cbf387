#include "connectors/protocol/polite_http.h"

#include <algorithm>

#include "base/text.h"
#include "base/url.h"

namespace evidence {
namespace {

constexpr std::size_t kQuotedBytes = 160;
constexpr std::chrono::hours kLongestDownload{6};

bool is_also_good(const HttpResponse& response, const PoliteHttp::Options& options) {
  const std::vector<int>& good = options.also_good;
  return std::find(good.begin(), good.end(), response.status) != good.end();
}

// The first words of an error body, for the message; markup says nothing to a person.
std::string quotation(std::string_view body) {
  if (body.empty() || is_html(body)) return "";
  return ": " + quoted_for_message(trim(body.substr(0, 4'096)), kQuotedBytes);
}

}  // namespace

std::string url_with(std::string_view base, const QueryParameters& parameters) {
  std::string url(base);
  char separator = url.find('?') == std::string::npos ? '?' : '&';
  for (const auto& [name, value] : parameters) {
    if (url.ends_with('?') || url.ends_with('&')) {
      url += name;
    } else {
      url += separator + name;
    }
    url += '=' + percent_encode(value);
    separator = '&';
  }
  return url;
}

bool is_html(std::string_view body) {
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  const std::string head = to_lower_ascii(trim(body.substr(0, 1'024)));
  if (head.starts_with("<!doctype html") || head.starts_with("<html")) return true;
  // XHTML behind an XML declaration or comments.
  return (head.starts_with("<?xml") || head.starts_with("<!--")) &&
         (head.find("<html") != std::string::npos ||
          head.find("<!doctype html") != std::string::npos);
}

Error error_of_status(int status, std::string_view body, std::string_view log_url) {
  const std::string what = "the source answered " + std::to_string(status) + quotation(body) +
                           " (" + std::string(log_url) + ")";
  if (status == 429 || status == 503) {
    return {ErrorCode::kBusy, "source_busy", what, "it is asked again later"};
  }
  if (status >= 500 || status == 408) return {ErrorCode::kUnavailable, "source_failed", what, ""};
  if (status == 404 || status == 410) {
    return {ErrorCode::kNotFound, "not_found", what, "check base_url in the source's file"};
  }
  if (status == 401 || status == 403) {
    return {ErrorCode::kUpstream, "upstream_rejected", what,
            "the source refuses: is a key needed or wrong, or this address blocked?"};
  }
  return {ErrorCode::kUpstream, "upstream_rejected", what, "check the source's file"};
}

Result<void> PoliteHttp::check_status(const HttpResponse& response, const Options& options,
                                      const std::string& log_url) {
  const bool also_good = is_also_good(response, options);
  if (response.status >= 400 && !also_good) {
    wait_asked_for_ = retry_after(response, clock_.now());
    return error_of_status(response.status, response.body, log_url);
  }
  if (response.status >= 300 && !also_good) {
    return Error{ErrorCode::kUpstream, "upstream_rejected",
                 "the source answered " + std::to_string(response.status) + " (" + log_url + ")",
                 "check base_url in the source's file"};
  }
  return {};
}

Result<HttpResponse> PoliteHttp::download(const std::string& url, const std::filesystem::path& path,
                                          std::size_t max_bytes, const Options& options,
                                          const StopFlag* stop) {
  wait_asked_for_.reset();
  HttpDownload download;
  download.request.url = url;
  download.request.headers = options.headers;
  download.request.timeout = std::max<std::chrono::milliseconds>(source_.timeout, kLongestDownload);
  download.request.max_bytes = max_bytes;
  download.path = path;
  download.stop = stop;
  limiter_.wait_for_turn();
  EVIDENCE_ASSIGN(HttpResponse response, http_.download(download));
  const std::string log_url = redact_secrets(url);
  EVIDENCE_TRY(check_status(response, options, log_url));
  if (response.status != 200 && response.status != 206 && !is_also_good(response, options)) {
    return Error{ErrorCode::kUpstream, "upstream_rejected",
                 "the source answered " + std::to_string(response.status) +
                     " where a file was asked for (" + log_url + ")",
                 "check the address in the source's file"};
  }
  return response;
}

Result<HttpResponse> PoliteHttp::get(const std::string& url, const Options& options) {
  wait_asked_for_.reset();
  HttpRequest request;
  request.url = url;
  request.headers = options.headers;
  request.timeout = source_.timeout;
  request.max_bytes = source_.max_page_bytes;
  limiter_.wait_for_turn();
  EVIDENCE_ASSIGN(HttpResponse response, http_.send(request));
  const std::string log_url = redact_secrets(url);
  EVIDENCE_TRY(check_status(response, options, log_url));
  const bool also_good = is_also_good(response, options);
  if (response.body.empty() && !options.empty_allowed && !also_good) {
    return Error{ErrorCode::kBadContent, "empty_reply",
                 "the source sent an empty reply (" + log_url + ")", ""};
  }
  if (!options.html_allowed && is_html(response.body)) {
    return Error{ErrorCode::kBadContent, "html_reply",
                 "a web page came in place of data (" + log_url + ")",
                 "open the address in a browser: a login, a captcha or a maintenance page?"};
  }
  return response;
}

void PoliteHttp::limit_to(double requests_per_second) {
  limiter_.slow_down_to(requests_per_second, source_.requests_per_second);
}

}  // namespace evidence
