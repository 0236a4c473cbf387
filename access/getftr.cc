#include "access/getftr.h"

#include "base/json.h"
#include "base/text.h"
#include "base/url.h"

namespace evidence {
namespace {

Error bad_reply(std::string_view why) {
  return {ErrorCode::kBadContent, "bad_getftr_reply",
          "the reply is not one of GetFTR's: " + std::string(why), ""};
}

// `vor` and `av` hold the versions of record and accepted manuscripts.
void add_copies(const json::object& entitlement, std::string_view key, std::string_view version,
                bool certain, std::vector<FoundCopy>& copies) {
  const json::value* list = member(entitlement, key);
  if (list == nullptr || !list->is_array()) return;
  for (const json::value& one : list->get_array()) {
    if (!one.is_object()) continue;
    const std::string type = to_lower_ascii(string_member(one.get_object(), "contentType"));
    add_copy(copies, {string_member(one.get_object(), "url"), std::string(version), "publisher", "",
                      type.find("pdf") != std::string::npos, certain});
  }
}

// What `updates` holds beside a type is not documented in what this was built from: a type that
// names a retraction or a concern counts, all else is left alone.
void add_notes(const json::object& entitlement, EnrichmentAnswer& answer) {
  const json::value* list = member(entitlement, "updates");
  if (list == nullptr || !list->is_array()) return;
  for (const json::value& one : list->get_array()) {
    if (!one.is_object() || answer.notes.size() >= kEnrichmentLimits.notes) continue;
    const std::string type = to_lower_ascii(string_member(one.get_object(), "type"));
    const bool retraction = type.find("retract") != std::string::npos;
    if (!retraction && type.find("concern") == std::string::npos) continue;
    const auto url = parse_web_url(string_member(one.get_object(), "url"));
    answer.notes.push_back(
        {retraction ? NoteKind::kRetraction : NoteKind::kConcern, url.ok() ? url->text : ""});
  }
}

bool says_not_known(const json::object& entitlement) {
  const json::value* status = member(entitlement, "statusCode");
  if (status == nullptr) return false;
  return (status->is_int64() && status->get_int64() == 404) ||
         (status->is_string() && status->get_string() == "404");
}

class GetFtr final : public EnrichmentSource {
 public:
  explicit GetFtr(GetFtrSettings settings) : settings_(std::move(settings)) {}

  std::string_view name() const override { return "getftr"; }
  std::string key(const EnrichmentQuestion& question) const override {
    if (question.doi.empty() || !settings_.organisations.contains(question.organisation)) return "";
    return "getftr|" + question.organisation + "|doi:" + question.doi;
  }
  Result<HttpRequest> request(const EnrichmentQuestion& question) const override {
    const auto organisation = settings_.organisations.find(question.organisation);
    if (organisation == settings_.organisations.end()) {
      return Error{ErrorCode::kNotFound, "no_organisation", "GetFTR is not set up for it", ""};
    }
    HttpRequest request;
    request.method = "POST";
    request.url = getftr_url(settings_.base_url);
    request.body = getftr_body(organisation->second, question.doi);
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    if (!settings_.key.empty()) request.headers.emplace_back(settings_.key_header, settings_.key);
    return request;
  }
  Result<EnrichmentAnswer> parse(const EnrichmentQuestion& question,
                                 std::string_view body) const override {
    return parse_getftr(body, question.doi);
  }

 private:
  const GetFtrSettings settings_;
};

}  // namespace

Result<void> validate(const GetFtrOrganisation& organisation) {
  const auto bad = [](std::string_view why) {
    return Error{ErrorCode::kInvalidArgument, "bad_getftr_organisation", std::string(why), ""};
  };
  if (organisation.entity_id.empty() && organisation.ringgold_id.empty()) {
    return bad(organisation.openathens_org_id.empty()
                   ? "names neither entity_id nor ringgold_id"
                   : "openathens_org_id needs entity_id beside it");
  }
  if (!organisation.entity_id.empty() && !organisation.ringgold_id.empty()) {
    return bad("names both entity_id and ringgold_id: one is enough");
  }
  if (!organisation.ringgold_id.empty() && !organisation.openathens_org_id.empty()) {
    return bad("openathens_org_id goes with entity_id, not with ringgold_id");
  }
  return {};
}

std::string getftr_url(std::string_view base_url) {
  return std::string(base_url) + "/v2/entitlements";
}

std::string getftr_body(const GetFtrOrganisation& organisation, std::string_view doi) {
  json::object org;
  if (!organisation.entity_id.empty()) org["entityID"] = organisation.entity_id;
  if (!organisation.openathens_org_id.empty()) {
    org["openAthensOrgID"] = organisation.openathens_org_id;
  }
  if (!organisation.ringgold_id.empty()) org["ringgoldID"] = organisation.ringgold_id;
  return json::serialize(
      json::object{{"org", std::move(org)}, {"dois", json::array{json::string(doi)}}});
}

Result<EnrichmentAnswer> parse_getftr(std::string_view body, std::string_view doi) {
  EVIDENCE_ASSIGN(const json::value value, parse_json(body, kEnrichmentLimits.reply_bytes));
  const json::value* list =
      value.is_object() ? member(value.get_object(), "entitlements") : nullptr;
  if (list == nullptr || !list->is_array()) return bad_reply("it has no entitlements");
  for (const json::value& one : list->get_array()) {
    if (!one.is_object()) continue;
    const json::object& entitlement = one.get_object();
    if (!equals_ignoring_case(string_member(entitlement, "doi"), doi)) continue;
    EnrichmentAnswer answer;
    answer.source = "getftr";
    if (says_not_known(entitlement)) return answer;
    const std::string entitled = to_lower_ascii(string_member(entitlement, "entitled"));
    const std::string access = to_lower_ascii(string_member(entitlement, "accessType"));
    const bool open = access == "open" || access == "free" || access == "permfree";
    if (entitled == "yes" || entitled == "maybe") {
      std::vector<FoundCopy>& copies = open ? answer.open : answer.licensed;
      const bool certain = entitled == "yes";
      add_copies(entitlement, "vor", "published", certain, copies);
      add_copies(entitlement, "av", "accepted", certain, copies);
      if (copies.empty()) {
        add_copy(copies,
                 {string_member(entitlement, "document"), "", "publisher", "", false, certain});
      }
    }
    add_notes(entitlement, answer);
    return answer;
  }
  return bad_reply("no entitlement is about the DOI");
}

std::unique_ptr<EnrichmentSource> make_getftr(GetFtrSettings settings) {
  return std::make_unique<GetFtr>(std::move(settings));
}

}  // namespace evidence
