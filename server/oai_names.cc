#include "server/oai_names.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/text.h"
#include "base/url.h"

namespace evidence::server {
namespace {

std::string host_of(std::string_view url) {
  const std::size_t slashes = url.find("://");
  if (slashes == std::string_view::npos) return {};
  url.remove_prefix(slashes + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  url = url.substr(url.rfind('@') + 1);
  return to_lower_ascii(url.substr(0, url.find(':')));
}

}  // namespace

std::string oai_base_url(const Request& request, const SiteOptions& site) {
  std::string_view base = site.base_url;
  while (base.ends_with('/')) base.remove_suffix(1);
  if (!base.empty()) return std::string(base) + "/oai";
  const auto host = request.headers.find("host");
  return "http://" + (host == request.headers.end() ? "localhost" : host->second) + "/oai";
}

bool is_domain_name(std::string_view text) {
  const std::vector<std::string_view> labels = split(text, '.');
  return labels.size() >= 2 && text.size() <= 255 &&
         std::all_of(labels.begin(), labels.end(), [](std::string_view label) {
           return !label.empty() && is_letter(label.front()) &&
                  std::all_of(label.begin(), label.end(),
                              [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
         });
}

std::string oai_repository(const SiteOptions& site) {
  if (!site.oai_repository.empty()) return site.oai_repository;
  std::string host = host_of(site.base_url);
  return is_domain_name(host) ? host : "evidence.invalid";
}

std::string oai_admin_email(const SiteOptions& site) {
  if (!site.contact_email.empty()) return site.contact_email;
  return "postmaster@" + oai_repository(site);  // every domain with mail has one (RFC 2142)
}

std::string oai_identifier(std::string_view repository, std::string_view source,
                           std::string_view key) {
  std::string identifier = "oai:";
  identifier.append(repository).append(":").append(source).append(":");
  return identifier + percent_encode(key);
}

std::optional<std::pair<std::string, std::string>> parse_oai_identifier(
    std::string_view repository, std::string_view identifier) {
  const std::string beginning = "oai:" + std::string(repository) + ":";
  if (identifier.size() > 4'096 || !identifier.starts_with(beginning)) return std::nullopt;
  identifier.remove_prefix(beginning.size());
  const std::size_t colon = identifier.find(':');
  if (colon == 0 || colon == std::string_view::npos) return std::nullopt;
  Result<std::string> key = percent_decode(identifier.substr(colon + 1), false);
  if (!key.ok() || key->empty() || key->find('\0') != std::string::npos) return std::nullopt;
  return std::pair(std::string(identifier.substr(0, colon)), std::move(*key));
}

std::string oai_set_of(std::string_view source) {
  return std::string(kAllSources) + ":" + std::string(source);
}

bool is_set_spec(std::string_view text) {
  static constexpr std::string_view kMarks = "-_.!~*'()";
  const std::vector<std::string_view> parts = split(text, ':');
  return text.size() <= 1'000 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
           return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) {
             return is_letter(c) || is_digit(c) || kMarks.find(c) != std::string_view::npos;
           });
         });
}

std::optional<std::string> source_of_set(std::string_view set) {
  if (set.empty() || set == kAllSources) return std::string();
  const std::string below = std::string(kAllSources) + ":";
  if (!set.starts_with(below) || set.find(':', below.size()) != std::string_view::npos) {
    return std::nullopt;
  }
  return std::string(set.substr(below.size()));
}

}  // namespace evidence::server
