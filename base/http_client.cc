#include "base/http_client.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <mutex>

#include "base/address_guard.h"
#include "base/download_file.h"
#include "base/http_exchange.h"
#include "base/http_url.h"
#include "base/version.h"

namespace evidence {
namespace {

constexpr long kLowSpeedBytes = 100;
constexpr std::size_t kMaxIdleHandles = 8;
constexpr std::size_t kMaxErrorBody = 1U << 20U;

struct HandleDeleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, HandleDeleter>;

struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, ListDeleter>;

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

bool is_header_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

Result<void> check_request(const HttpRequest& request) {
  const auto bad = [](std::string message) {
    return Error{ErrorCode::kInvalidArgument, "bad_request", std::move(message), ""};
  };
  static constexpr std::array<std::string_view, 4> kMethods = {"GET", "HEAD", "POST", "PUT"};
  if (std::find(kMethods.begin(), kMethods.end(), request.method) == kMethods.end()) {
    return bad("the method " + quoted_for_message(request.method, 20) +
               " is not one of GET HEAD POST PUT");
  }
  if (request.timeout.count() <= 0) return bad("the time-out must be positive");
  for (const auto& [name, value] : request.headers) {
    if (!is_header_name(name))
      return bad("the header name " + quoted_for_message(name) + " is not allowed");
    if (has_control_character(value)) {
      return bad("the value of header " + name + " contains a control character");
    }
  }
  return {};
}

class CurlClient final : public HttpClient {
 public:
  explicit CurlClient(CurlOptions options) : options_(std::move(options)) {}

  Result<HttpResponse> send(const HttpRequest& request) override {
    return follow(request, nullptr, nullptr);
  }

  Result<HttpResponse> download(const HttpDownload& download) override {
    HttpRequest request = download.request;
    if (request.method != "GET") {
      return Error{ErrorCode::kInvalidArgument, "bad_request", "a download is a GET", ""};
    }
    DownloadFile file(download.path, request.max_bytes);
    const std::uint64_t present = file.present();
    const std::string validator = file.validator();
    if (present > 0 && !validator.empty()) {
      request.headers.emplace_back("Range", "bytes=" + std::to_string(present) + "-");
      request.headers.emplace_back("If-Range", validator);
    }
    Result<HttpResponse> answer = follow(request, &file, download.stop);
    // Nothing behind what is there, or another part than asked for: from the beginning.
    const bool past_end = answer.ok() && answer->status == 416 && present > 0;
    if (past_end || (!answer.ok() && answer.error().slug == "bad_range")) {
      file.drop();
      answer = follow(download.request, &file, download.stop);
    }
    if (!answer.ok()) {
      if (answer.error().code == ErrorCode::kTooLarge) file.drop();
      return answer;
    }
    EVIDENCE_TRY(file.finish());
    return answer;
  }

 private:
  // One exchange and its redirects; the body of the last goes into `file` where there is one.
  Result<HttpResponse> follow(const HttpRequest& request, DownloadFile* file,
                              const StopFlag* stop) {
    EVIDENCE_TRY(check_request(request));
    EVIDENCE_ASSIGN(RequestUrl url, parse_request_url(request.url, options_.allow_http));
    const auto deadline = std::chrono::steady_clock::now() + request.timeout;
    Handle handle = take_handle();
    if (!handle) return Error{ErrorCode::kInternal, "", "out of memory for an HTTP request", ""};
    std::string method = request.method;
    for (int redirects = 0;; ++redirects) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          deadline - std::chrono::steady_clock::now());
      Result<HttpResponse> answer =
          left.count() > 0
              ? exchange_once(handle.get(), url, method, request, left, file, stop)
              : Result<HttpResponse>(Error{ErrorCode::kTimeout, "timeout",
                                           url.host + ": redirected until the time was over", ""});
      if (!answer.ok() || !request.follow_redirects || !is_redirect(*answer)) {
        give_back(std::move(handle));
        return answer;
      }
      if (redirects >= options_.max_redirects) {
        return Error{
            ErrorCode::kBlocked, "redirect_blocked",
            url.host + ": more than " + std::to_string(options_.max_redirects) + " redirects", ""};
      }
      EVIDENCE_ASSIGN(url, resolve_redirect(url, answer->headers["location"], options_.allow_http));
      // Other than browsers, a POST answered by 301 or 302 stays a POST: without its body it would
      // be another question.
      if (answer->status == 303 && method != "HEAD") method = "GET";
    }
  }

  static bool is_redirect(const HttpResponse& response) {
    switch (response.status) {
      case 301:
      case 302:
      case 303:
      case 307:
      case 308:
        return response.headers.contains("location");
      default:
        return false;
    }
  }

  Result<HttpResponse> exchange_once(CURL* handle, const RequestUrl& url, const std::string& method,
                                     const HttpRequest& request, std::chrono::milliseconds left,
                                     DownloadFile* file, const StopFlag* stop) {
    Exchange exchange;
    exchange.file = file;
    exchange.stop = stop == nullptr ? options_.stop : stop;
    if (exchange.stop != nullptr && exchange.stop->stop_requested()) {
      exchange.stopped = true;
      return error_of(CURLE_ABORTED_BY_CALLBACK, exchange, url.host, request, "");
    }
    // Beside a file only an error's body is kept in memory.
    exchange.max_bytes = file == nullptr ? request.max_bytes : kMaxErrorBody;
    exchange.cut_body = request.cut_body && file == nullptr;
    // Through a proxy the guard at the socket sees the proxy alone, which the operator chose; what
    // can be said about the host is said before.
    exchange.allow_private_addresses = options_.allow_private_addresses || !options_.proxy.empty();
    if (!options_.allow_private_addresses && !is_public_host_text(url.host)) {
      exchange.address_refused = true;
      return error_of(CURLE_COULDNT_CONNECT, exchange, url.host, request, "");
    }
    std::array<char, CURL_ERROR_SIZE> detail{};
    Result<HeaderList> headers = header_list(request);
    if (!headers.ok()) return headers.error();
    curl_easy_reset(handle);  // keeps connections and DNS answers
    if (!set_limits(handle, request, left) || !set_request(handle, url, method, request) ||
        !set_callbacks(handle, exchange) || (file != nullptr && !set_download(handle)) ||
        curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, detail.data()) != CURLE_OK ||
        curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers->get()) != CURLE_OK) {
      return Error{ErrorCode::kInternal, "", "the HTTP library refuses an option", ""};
    }
    const CURLcode code = curl_easy_perform(handle);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, nullptr);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, nullptr);
    if (code != CURLE_OK && !exchange.body_cut)
      return error_of(code, exchange, url.host, request, detail.data());
    exchange.response.final_url = url.text;
    return std::move(exchange.response);
  }

  bool set_limits(CURL* handle, const HttpRequest& request, std::chrono::milliseconds left) const {
    const char* schemes = options_.allow_http ? "http,https" : "https";
    const auto connect = std::min(left, options_.connect_timeout);
    const auto set = [handle](CURLoption option, auto value) {
      return curl_easy_setopt(handle, option, value) == CURLE_OK;
    };
    return set(CURLOPT_NOSIGNAL, 1L) && set(CURLOPT_PROTOCOLS_STR, schemes) &&
           set(CURLOPT_REDIR_PROTOCOLS_STR, schemes) && set(CURLOPT_FOLLOWLOCATION, 0L) &&
           set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L) &&
           set(CURLOPT_PROXY, options_.proxy.c_str()) && set(CURLOPT_NOPROXY, "") &&
           set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L) &&
           set(CURLOPT_ACCEPT_ENCODING, "gzip, deflate") &&
           set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect.count())) &&
           set(CURLOPT_TIMEOUT_MS, static_cast<long>(left.count())) &&
           set(CURLOPT_LOW_SPEED_LIMIT, kLowSpeedBytes) &&
           set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(options_.low_speed_time.count())) &&
           set(CURLOPT_MAXFILESIZE_LARGE,
               request.cut_body ? curl_off_t{0} : static_cast<curl_off_t>(request.max_bytes)) &&
           set(CURLOPT_USERAGENT, options_.user_agent.c_str()) &&
           (options_.ca_file.empty() || set(CURLOPT_CAINFO, options_.ca_file.c_str()));
  }

  static bool set_request(CURL* handle, const RequestUrl& url, const std::string& method,
                          const HttpRequest& request) {
    const auto set = [handle](CURLoption option, auto value) {
      return curl_easy_setopt(handle, option, value) == CURLE_OK;
    };
    bool good = set(CURLOPT_URL, url.text.c_str());
    if (method == "POST" || method == "PUT") {
      good = good && set(CURLOPT_POST, 1L) && set(CURLOPT_POSTFIELDS, request.body.data()) &&
             set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
      if (method == "PUT") good = good && set(CURLOPT_CUSTOMREQUEST, "PUT");
    } else {
      good = good && set(CURLOPT_HTTPGET, 1L);
      if (method == "HEAD") good = good && set(CURLOPT_NOBODY, 1L);
    }
    return good;
  }

  static bool set_callbacks(CURL* handle, Exchange& exchange) {
    const auto set = [handle](CURLoption option, auto value) {
      return curl_easy_setopt(handle, option, value) == CURLE_OK;
    };
    return set(CURLOPT_WRITEFUNCTION, &on_body) && set(CURLOPT_WRITEDATA, &exchange) &&
           set(CURLOPT_HEADERFUNCTION, &on_header) && set(CURLOPT_HEADERDATA, &exchange) &&
           set(CURLOPT_OPENSOCKETFUNCTION, &on_open_socket) &&
           set(CURLOPT_OPENSOCKETDATA, &exchange) &&
           (exchange.stop == nullptr ||
            (set(CURLOPT_NOPROGRESS, 0L) && set(CURLOPT_XFERINFOFUNCTION, &on_progress) &&
             set(CURLOPT_XFERINFODATA, &exchange)));
  }

  // A file is kept as it is sent: a .gz stays one, and its length is known.
  static bool set_download(CURL* handle) {
    return curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, nullptr) == CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_HTTP_CONTENT_DECODING, 0L) == CURLE_OK;
  }

  static Result<HeaderList> header_list(const HttpRequest& request) {
    HeaderList list;
    const auto append = [&list](const std::string& line) {
      curl_slist* longer = curl_slist_append(list.get(), line.c_str());
      if (longer == nullptr) return false;
      static_cast<void>(list.release());
      list.reset(longer);
      return true;
    };
    bool good = append("Expect:");  // no waiting for "100 Continue" before a body
    for (const auto& [name, value] : request.headers) {
      good = good && append(value.empty() ? name + ";" : name + ": " + value);
    }
    if (!good) return Error{ErrorCode::kInternal, "", "out of memory for HTTP headers", ""};
    return list;
  }

  Handle take_handle() {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        Handle handle = std::move(idle_.back());
        idle_.pop_back();
        return handle;
      }
    }
    return Handle(curl_easy_init());
  }

  void give_back(Handle handle) {
    const std::lock_guard lock(mutex_);
    if (idle_.size() < kMaxIdleHandles) idle_.push_back(std::move(handle));
  }

  const CurlOptions options_;
  std::mutex mutex_;          // guards idle_
  std::vector<Handle> idle_;  // a handle is used by one thread at a time
};

}  // namespace

Result<std::unique_ptr<HttpClient>> make_curl_client(const CurlOptions& options) {
  const auto bad = [](std::string message) {
    return Error{ErrorCode::kInvalidArgument, "bad_http_options", std::move(message), ""};
  };
  // Thread-safe in the libcurl that bookworm has; done once for the process.
  static const CURLcode global = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (global != CURLE_OK) return Error{ErrorCode::kInternal, "", "libcurl cannot be started", ""};
  if (has_control_character(options.user_agent))
    return bad("the user agent contains a control character");
  if (has_control_character(options.proxy)) return bad("the proxy contains a control character");
  if (options.connect_timeout.count() <= 0 || options.low_speed_time.count() <= 0) {
    return bad("the connect and low-speed time-outs must be positive");
  }
  if (options.max_redirects < 0) return bad("max_redirects must not be negative");
  CurlOptions checked = options;
  if (checked.user_agent.empty()) {
    checked.user_agent = std::string(kProgramName) + "/" + std::string(kProgramVersion);
  }
  return std::unique_ptr<HttpClient>(std::make_unique<CurlClient>(std::move(checked)));
}

}  // namespace evidence
