// The parts of base/http_client.h that need no network: Retry-After and the hiding of secrets.
#include <curl/curl.h>

#include <algorithm>
#include <array>

#include "base/http_client.h"
#include "base/text.h"

namespace evidence {

std::optional<std::chrono::seconds> retry_after(const HttpResponse& response,
                                                std::chrono::system_clock::time_point now) {
  using std::chrono::seconds;
  constexpr seconds kLeast{1};
  constexpr seconds kMost{3600};
  const auto found = response.headers.find("retry-after");
  if (found == response.headers.end()) return std::nullopt;
  const std::string_view text = trim(found->second);
  if (text.empty() || text.size() > 100) return std::nullopt;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (std::all_of(text.begin(), text.end(), is_digit)) {
    std::int64_t value = 0;
    for (const char c : text) value = std::min<std::int64_t>(value * 10 + (c - '0'), kMost.count());
    return std::clamp(seconds(value), kLeast, kMost);
  }
  // A date has a time of day and a zone; curl's parser alone would take "5 May" or "-5" for one.
  if (text.find(':') == std::string_view::npos || !text.ends_with("GMT")) return std::nullopt;
  const std::time_t when = curl_getdate(std::string(text).c_str(), nullptr);
  if (when < 0) return std::nullopt;
  const std::int64_t wait = std::int64_t{when} - std::chrono::system_clock::to_time_t(now);
  return seconds(std::clamp<std::int64_t>(wait, kLeast.count(), kMost.count()));
}

std::string redact_secrets(std::string_view text) {
  static constexpr std::array<std::string_view, 6> kNames = {"api_key", "apikey",       "key",
                                                             "token",   "access_token", "password"};
  const auto ends_name = [](char c) {
    return c == '?' || c == '&' || c == ';' || c == ' ' || c == '"' || c == '\'' || c == '\n';
  };
  const auto ends_value = [](char c) {
    return c == '&' || c == '#' || c == ' ' || c == '"' || c == '\'' || c == '<' || c == '\n';
  };
  std::string clean;
  clean.reserve(text.size());
  std::size_t at = 0;
  while (at < text.size()) {
    const bool name_begins = at == 0 || ends_name(text[at - 1]);
    const auto name = std::find_if(kNames.begin(), kNames.end(), [&](std::string_view candidate) {
      return name_begins && text.size() > at + candidate.size() &&
             text[at + candidate.size()] == '=' &&
             starts_with_ignoring_case(text.substr(at), candidate);
    });
    if (name == kNames.end()) {
      clean += text[at++];
      continue;
    }
    clean += text.substr(at, name->size() + 1);
    clean += "REDACTED";
    at += name->size() + 1;
    while (at < text.size() && !ends_value(text[at])) ++at;
  }
  return clean;
}

}  // namespace evidence
