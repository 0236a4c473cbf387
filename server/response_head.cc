#include "server/response_head.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

#include "base/byte_source.h"
#include "base/log.h"
#include "base/text.h"
#include "server/request_parsing.h"

namespace evidence::server {
namespace {

constexpr std::size_t kCompressFrom = 1'024;  // bytes; below it gzip costs more than it saves
constexpr int kCompressionLevel = 5;

struct Field {
  std::string_view name, value;
};

// On every answer, unless the handler set the field itself.
constexpr std::array kStandardFields{
    Field{"Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
          "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    Field{"X-Content-Type-Options", "nosniff"},
    Field{"Referrer-Policy", "no-referrer"},
    Field{"Cross-Origin-Opener-Policy", "same-origin"},
    Field{"Accept-Ranges", "none"},
};

const std::string* find_header(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (equals_ignoring_case(key, name)) return &value;
  }
  return nullptr;
}

bool is_compressible(std::string_view content_type) {
  const std::string_view type = trim(content_type.substr(0, content_type.find(';')));
  return type.starts_with("text/") || type == "application/json" || type.ends_with("+json") ||
         type.ends_with("+xml") || type == "application/xml" || type == "application/javascript";
}

void add_to_vary(Response& response, std::string_view name) {
  for (auto& [key, value] : response.headers) {
    if (!equals_ignoring_case(key, "Vary")) continue;
    if (value.find(name) == std::string::npos) value.append(", ").append(name);
    return;
  }
  response.headers.emplace_back("Vary", name);
}

void compress(Response& response, const Request& request) {
  if (response.producer || !is_compressible(response.content_type) ||
      find_header(response, "Content-Encoding") != nullptr) {
    return;
  }
  const bool has_body = may_have_body(response.status);
  if (has_body && response.body.size() < kCompressFrom) return;
  add_to_vary(response, "Accept-Encoding");
  const auto accepted = request.headers.find("accept-encoding");
  if (!has_body || accepted == request.headers.end() || !accepts_gzip(accepted->second)) return;
  std::string packed = gzip(response.body, kCompressionLevel);
  if (packed.empty() || packed.size() >= response.body.size()) return;
  response.body = std::move(packed);
  response.headers.emplace_back("Content-Encoding", "gzip");
  for (auto& [key, value] : response.headers) {  // other bytes, other strong tag
    if (equals_ignoring_case(key, "ETag") && !value.starts_with("W/") && value.ends_with('"')) {
      value.insert(value.size() - 1, "-gzip");
    }
  }
}

bool is_safe_field(std::string_view name, std::string_view value) {
  const auto bad = [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
  };
  return !name.empty() && name.find_first_of(": \t") == std::string_view::npos &&
         std::none_of(name.begin(), name.end(), bad) &&
         std::none_of(value.begin(), value.end(), bad);
}

void append_field(std::string& head, std::string_view name, std::string_view value) {
  if (!is_safe_field(name, value)) {
    log_error("a response header was left out because it held a control character: " +
              quoted_for_message(name));
    return;
  }
  head.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 410:
      return "Gone";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    case 507:
      return "Insufficient Storage";
    default:
      return "Unknown";
  }
}

std::string format_http_date(std::chrono::system_clock::time_point when) {
  static constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t seconds = std::chrono::system_clock::to_time_t(when);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 64> text{};
  const int length = std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                                   kDays[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
                                   kMonths[static_cast<std::size_t>(parts.tm_mon)],
                                   parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
  return {text.data(), static_cast<std::size_t>(std::max(length, 0))};
}

void complete_response(Response& response, const Request& request, Audience audience) {
  compress(response, request);
  response.headers.emplace_back("X-Request-Id", request.request_id);
  if (find_header(response, "Cache-Control") == nullptr) {
    const bool shared = audience == Audience::kApi;
    response.headers.emplace_back("Cache-Control", audience == Audience::kOperations ? "no-store"
                                                   : shared                          ? "no-cache"
                                                            : "private, no-cache");
  }
  if (audience == Audience::kApi) {
    response.headers.emplace_back("Access-Control-Allow-Origin", "*");
    response.headers.emplace_back("Access-Control-Expose-Headers",
                                  "ETag, Link, Retry-After, X-Request-Id");
  }
}

std::string make_head(const Response& response, const Framing& framing) {
  std::string head;
  head.reserve(1'024);
  head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  head.append(reason_phrase(response.status)).append("\r\n");
  append_field(head, "Date", framing.date);
  append_field(head, "Connection", framing.keep_alive ? "keep-alive" : "close");
  if (may_have_body(response.status)) {
    if (!response.content_type.empty()) append_field(head, "Content-Type", response.content_type);
    if (framing.chunked) {
      append_field(head, "Transfer-Encoding", "chunked");
    } else if (!response.producer) {
      append_field(head, "Content-Length", std::to_string(response.body.size()));
    }
  }
  for (const Field& field : kStandardFields) {
    if (find_header(response, field.name) == nullptr) append_field(head, field.name, field.value);
  }
  for (const auto& [name, value] : response.headers) append_field(head, name, value);
  head.append("\r\n");
  return head;
}

}  // namespace evidence::server
