#include "access/unpaywall.h"

#include <algorithm>
#include <array>

#include "base/json.h"
#include "base/text.h"
#include "base/url.h"

namespace evidence {
namespace {

// Names that are kept for examples (RFC 2606), and what people type in their place.
constexpr std::array<std::string_view, 7> kPlaceholderHosts{
    "example.com", "example.org", "example.net", "test.com",
    "email.com",   "domain.com",  "localhost"};

std::string version_of(const std::string& stated) {
  if (stated == "publishedVersion") return "published";
  if (stated == "acceptedVersion") return "accepted";
  if (stated == "submittedVersion") return "submitted";
  return "";
}

void add_location(const json::value& value, std::vector<FoundCopy>& copies) {
  if (!value.is_object()) return;
  const json::object& location = value.get_object();
  FoundCopy copy;
  copy.version = version_of(string_member(location, "version"));
  const std::string host = string_member(location, "host_type");
  if (host == "publisher" || host == "repository") copy.host = host;
  copy.licence = truncate_utf8(clean_text(string_member(location, "license")), 100);
  // Each may be null; `url` is the best of them.
  const std::string pdf = string_member(location, "url_for_pdf");
  for (const std::string& url :
       {pdf, string_member(location, "url_for_landing_page"), string_member(location, "url")}) {
    if (url.empty()) continue;
    FoundCopy one = copy;
    one.url = url;
    one.pdf = !pdf.empty() && url == pdf;
    add_copy(copies, std::move(one));
  }
}

class Unpaywall final : public EnrichmentSource {
 public:
  explicit Unpaywall(UnpaywallSettings settings) : settings_(std::move(settings)) {}

  std::string_view name() const override { return "unpaywall"; }
  std::string key(const EnrichmentQuestion& question) const override {
    return question.doi.empty() ? "" : "unpaywall||doi:" + question.doi;
  }
  Result<HttpRequest> request(const EnrichmentQuestion& question) const override {
    HttpRequest request;
    EVIDENCE_ASSIGN(request.url, unpaywall_url(settings_, question.doi));
    request.headers.emplace_back("Accept", "application/json");
    return request;
  }
  Result<EnrichmentAnswer> parse(const EnrichmentQuestion& question,
                                 std::string_view body) const override {
    static_cast<void>(question);
    return parse_unpaywall(body);
  }

 private:
  const UnpaywallSettings settings_;
};

}  // namespace

bool is_placeholder_email(std::string_view email) {
  const std::size_t at = email.find('@');
  if (at == std::string_view::npos || at == 0 || email.find('@', at + 1) != email.npos) return true;
  const std::string host = to_lower_ascii(email.substr(at + 1));
  if (host.find('.') == std::string::npos || host.ends_with(".")) return true;
  const auto url = parse_web_url("https://" + host + "/");
  if (!url.ok() || url->host != host) return true;
  return std::any_of(kPlaceholderHosts.begin(), kPlaceholderHosts.end(),
                     [&](std::string_view name) { return host_is_within(host, name); }) ||
         host.ends_with(".example") || host.ends_with(".invalid") || host.ends_with(".test");
}

Result<std::string> unpaywall_url(const UnpaywallSettings& settings, std::string_view doi) {
  if (is_placeholder_email(settings.email)) {
    return Error{
        ErrorCode::kInvalidArgument, "bad_email",
        "Unpaywall asks for a real e-mail address, not " + quoted_for_message(settings.email) + ".",
        "Set unpaywall.email."};
  }
  EVIDENCE_ASSIGN(const std::string path, doi_in_path(doi));
  return settings.base_url + "/v2/" + path + "?email=" + percent_encode(settings.email);
}

Result<EnrichmentAnswer> parse_unpaywall(std::string_view body) {
  EVIDENCE_ASSIGN(const json::value value, parse_json(body, kEnrichmentLimits.reply_bytes));
  const json::value* open = value.is_object() ? member(value.get_object(), "is_oa") : nullptr;
  if (open == nullptr || !open->is_bool()) {
    return Error{ErrorCode::kBadContent, "bad_unpaywall_reply",
                 "the reply is not one of Unpaywall's: it has no is_oa", ""};
  }
  EnrichmentAnswer answer;
  answer.source = "unpaywall";
  if (!open->get_bool()) return answer;
  const json::object& object = value.get_object();
  if (const json::value* best = member(object, "best_oa_location")) {
    add_location(*best, answer.open);
  }
  if (const json::value* all = member(object, "oa_locations"); all != nullptr && all->is_array()) {
    for (const json::value& one : all->get_array()) add_location(one, answer.open);
  }
  return answer;
}

std::unique_ptr<EnrichmentSource> make_unpaywall(UnpaywallSettings settings) {
  return std::make_unique<Unpaywall>(std::move(settings));
}

}  // namespace evidence
