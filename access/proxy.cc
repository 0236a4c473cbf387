#include "access/proxy.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "access/link_resolver.h"
#include "base/text.h"
#include "base/url.h"

namespace evidence {
namespace {

constexpr std::string_view kRedirectorHost = "go.openathens.net";
constexpr std::string_view kRedirectorPath = "/redirector/";
constexpr std::string_view kManagedProxy = "proxy.openathens.net";

struct Pieces {
  std::string scheme, host, path, query;  // host in lower case, without port
  std::string after_host;                 // path, query and fragment as written
  bool has_query = false;
};

std::optional<Pieces> pieces_of(std::string_view url) {
  Pieces pieces;
  const std::size_t scheme_end = url.find("://");
  if (scheme_end == std::string_view::npos) return std::nullopt;
  pieces.scheme = to_lower_ascii(url.substr(0, scheme_end));
  if (pieces.scheme != "http" && pieces.scheme != "https") return std::nullopt;
  std::string_view rest = url.substr(scheme_end + 3);
  const std::size_t host_end = std::min(rest.find_first_of("/?#"), rest.size());
  std::string_view authority = rest.substr(0, host_end);
  rest.remove_prefix(host_end);
  pieces.after_host = rest;
  if (authority.find('@') != std::string_view::npos) return std::nullopt;
  authority = authority.substr(0, authority.find(':'));
  pieces.host = to_lower_ascii(authority);
  while (pieces.host.ends_with('.')) pieces.host.pop_back();
  const std::size_t question = rest.find('?');
  pieces.path = rest.substr(0, std::min(question, rest.find('#')));
  if (question != std::string_view::npos) {
    pieces.has_query = true;
    pieces.query = rest.substr(question + 1);
  }
  return pieces;
}

// The value of the encoded parameter `name`, decoded; nullopt where it is missing or damaged.
std::optional<std::string> encoded_parameter(std::string_view query, std::string_view name) {
  query = query.substr(0, query.find('#'));
  for (const std::string_view parameter : split(query, '&')) {
    if (!parameter.starts_with(name) || parameter.substr(name.size(), 1) != "=") continue;
    auto decoded = percent_decode(parameter.substr(name.size() + 1), false);
    if (!decoded.ok() || decoded->empty()) return std::nullopt;
    return std::move(*decoded);
  }
  return std::nullopt;
}

bool is_web_address(std::string_view text) {
  return starts_with_ignoring_case(text, "http://") || starts_with_ignoring_case(text, "https://");
}

// EZproxy's url= is everything to the end, literally; people encode it all the same.
std::optional<std::string> literal_parameter(std::string_view query, std::string_view name) {
  std::size_t at = 0;
  if (!query.starts_with(std::string(name) + "=")) {
    at = query.find("&" + std::string(name) + "=");
    if (at == std::string_view::npos) return std::nullopt;
    ++at;
  }
  const std::string_view value = query.substr(at + name.size() + 1);
  if (is_web_address(value)) return std::string(value);
  return encoded_parameter(query.substr(at), name);
}

// "www-nejm-org.eu1" → "www.nejm.org": the label before the region, hyphens back to dots. A doubled
// hyphen stands for one that was there before.
std::string host_from_label(std::string_view label) {
  std::string host;
  for (std::size_t i = 0; i < label.size(); ++i) {
    if (label[i] != '-') {
      host += label[i];
    } else if (i + 1 < label.size() && label[i + 1] == '-') {
      host += '-';
      ++i;
    } else {
      host += '.';
    }
  }
  return host;
}

std::optional<std::string> target_of(std::string_view url) {
  const auto pieces = pieces_of(url);
  if (!pieces) return std::nullopt;
  if (pieces->host == kRedirectorHost && pieces->path.starts_with(kRedirectorPath)) {
    // Unencoded targets are common; what follows url= is then the target as far as it goes.
    return literal_parameter(pieces->query, "url");
  }
  if (pieces->path.ends_with("/login") && pieces->has_query) {
    if (auto target = encoded_parameter(pieces->query, "qurl")) return target;
    return literal_parameter(pieces->query, "url");
  }
  const std::string suffix = "." + std::string(kManagedProxy);
  if (pieces->host.ends_with(suffix)) {
    const std::string label = pieces->host.substr(0, pieces->host.find('.'));
    const std::string host = host_from_label(label);
    if (host.find('.') == std::string::npos) return std::nullopt;
    return "https://" + host + pieces->after_host;
  }
  return std::nullopt;
}

}  // namespace

std::string openathens_url(std::string_view domain, std::string_view target) {
  std::string url = "https://";
  url += kRedirectorHost;
  url += kRedirectorPath;
  url += domain;
  url += "?url=";
  url += percent_encode(target);
  return url;
}

std::string openathens_proxy_url(std::string_view target) {
  return "https://" + std::string(kManagedProxy) + "/login?qurl=" + percent_encode(target);
}

std::string ezproxy_url(std::string_view prefix, std::string_view target) {
  std::string url(prefix);
  if (const std::size_t at = url.find("%u"); at != std::string::npos) {
    url.replace(at, 2, percent_encode(target));
  }
  return url;
}

std::string without_proxy(std::string_view url) {
  // A log-in page that returns to a path of its own site is no proxy: its target is no web address.
  if (auto target = target_of(url); target && is_web_address(*target)) return std::move(*target);
  return std::string(url);
}

}  // namespace evidence
