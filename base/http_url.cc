#include "base/http_url.h"

#include <curl/curl.h>

#include <memory>

#include "base/text.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxUrlBytes = 16U << 10U;

struct CurlUrlDeleter {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using CurlUrl = std::unique_ptr<CURLU, CurlUrlDeleter>;

Error bad_url(std::string message) {
  return Error{ErrorCode::kInvalidArgument, "bad_url", std::move(message), ""};
}

std::string part(CURLU* url, CURLUPart which, unsigned flags) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, flags) != CURLUE_OK || text == nullptr) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

// Characters on which URL parsers disagree, or that would end a header line.
bool has_unsafe_characters(std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7F || c == '\\') return true;
  }
  return false;
}

Result<RequestUrl> take_apart(CURLU* url, bool allow_http) {
  RequestUrl parsed;
  parsed.scheme = to_lower_ascii(part(url, CURLUPART_SCHEME, 0));
  parsed.host = to_lower_ascii(part(url, CURLUPART_HOST, 0));
  if (parsed.scheme != "https" && !(allow_http && parsed.scheme == "http")) {
    const bool plain = parsed.scheme == "http";
    return Error{ErrorCode::kBlocked, "scheme_blocked",
                 "the address of " + quoted_for_message(parsed.host) + " uses " +
                     quoted_for_message(parsed.scheme) + ": only https is allowed" +
                     (allow_http ? ", and http" : ""),
                 plain ? "use https, or set allow_http for a local server" : ""};
  }
  if (parsed.host.empty()) return bad_url("the address has no host name");
  parsed.port = part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
  curl_url_set(url, CURLUPART_FRAGMENT, nullptr, 0);
  parsed.text = part(url, CURLUPART_URL, 0);
  if (parsed.text.empty()) return bad_url("the address cannot be written as a URL");
  return parsed;
}

}  // namespace

Result<RequestUrl> parse_request_url(std::string_view text, bool allow_http) {
  if (text.empty()) return bad_url("the address is empty");
  if (text.size() > kMaxUrlBytes) {
    return bad_url("the address has " + std::to_string(text.size()) + " bytes; at most " +
                   std::to_string(kMaxUrlBytes) + " are sent");
  }
  if (has_unsafe_characters(text)) {
    return bad_url("the address contains a space, control character, backslash or non-ASCII byte");
  }
  if (const auto slashes = text.find("://"); slashes != std::string_view::npos) {
    std::string_view authority = text.substr(slashes + 3);
    authority = authority.substr(0, authority.find_first_of("/?#"));
    if (authority.find('@') != std::string_view::npos) {
      return bad_url("the address contains a user name or password");
    }
  }
  const CurlUrl url(curl_url());
  if (!url) return Error{ErrorCode::kInternal, "", "out of memory for a URL", ""};
  const std::string copy(text);
  if (curl_url_set(url.get(), CURLUPART_URL, copy.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) {
    return bad_url("the address is not a URL with scheme and host");
  }
  return take_apart(url.get(), allow_http);
}

Result<RequestUrl> resolve_redirect(const RequestUrl& base, std::string_view location,
                                    bool allow_http) {
  const auto blocked = [&base](const std::string& why) {
    return Error{ErrorCode::kBlocked, "redirect_blocked",
                 base.host + " redirects " + why + "; the redirect was not followed",
                 "check base_url; only redirects on the same host are followed"};
  };
  if (location.empty() || location.size() > kMaxUrlBytes || has_unsafe_characters(location)) {
    return blocked("to something that is not an address");
  }
  const CurlUrl url(curl_url());
  if (!url) return Error{ErrorCode::kInternal, "", "out of memory for a URL", ""};
  const std::string copy(location);
  if (curl_url_set(url.get(), CURLUPART_URL, base.text.c_str(), 0) != CURLUE_OK ||
      curl_url_set(url.get(), CURLUPART_URL, copy.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) {
    return blocked("to something that is not an address");
  }
  Result<RequestUrl> target =
      parse_request_url(part(url.get(), CURLUPART_URL, CURLU_NON_SUPPORT_SCHEME), allow_http);
  if (!target.ok())
    return blocked("to an address that is refused (" + target.error().message + ")");
  if (target->scheme != base.scheme || target->host != base.host || target->port != base.port) {
    return blocked("to " +
                   quoted_for_message(target->scheme + "://" + target->host + ":" + target->port));
  }
  return target;
}

}  // namespace evidence
