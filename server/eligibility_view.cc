#include "server/eligibility_view.h"

#include "base/text.h"
#include "curation/directory_search.h"
#include "server/directory_request.h"
#include "server/directory_services.h"
#include "server/library_view.h"
#include "server/search_url.h"

namespace evidence::server {
namespace {

using curation::EligibilityOption;
using curation::EligibilityTable;

constexpr std::size_t kMostCandidates = 10;

Result<std::string> chosen_id(const Request& request, std::string_view name,
                              const std::vector<EligibilityOption>& options,
                              std::string& at_fault) {
  const std::string id(request.parameter(name).value_or(""));
  if (id.empty() || curation::option_of(options, id) != nullptr) return id;
  at_fault = name;
  std::vector<std::string> known;
  known.reserve(options.size());
  for (const EligibilityOption& option : options) known.push_back(option.id);
  return Error{
      ErrorCode::kInvalidArgument, "unknown_choice",
      quoted_for_message(id, 40) + " is not one of the choices for " + std::string(name) + ".",
      known.empty() ? std::string("There are none.") : "Choose one of: " + join(known, ", ") + "."};
}

json::array options_json(const std::vector<EligibilityOption>& options) {
  json::array rows;
  for (const EligibilityOption& option : options) {
    rows.emplace_back(json::object{{"id", option.id}, {"label", option.label}});
  }
  return rows;
}

}  // namespace

Result<EligibilityAnswer> answer_eligibility(const Request& request, Services& services,
                                             std::string& at_fault) {
  EligibilityAnswer answer;
  EVIDENCE_ASSIGN(answer.directory, directory_of(services));
  const EligibilityTable& table = services.directory->eligibility;
  EVIDENCE_ASSIGN(answer.role, chosen_id(request, "role", table.roles, at_fault));
  EVIDENCE_ASSIGN(answer.employer, chosen_id(request, "employer", table.employers, at_fault));
  EVIDENCE_ASSIGN(answer.nation, chosen_id(request, "nation", table.nations, at_fault));
  const std::string_view at = request.parameter("at").value_or("");
  if (at.size() > curation::kMostQueryBytes) {
    at_fault = "at";
    return Error{ErrorCode::kInvalidArgument, "text_too_long", "at is longer than 200 bytes.",
                 "Shorten it."};
  }
  answer.at = clean_text(at);
  answer.asked = !answer.role.empty() || !answer.employer.empty() || !answer.nation.empty() ||
                 !answer.at.empty();
  if (!answer.asked) return answer;
  answer.rule = curation::rule_for(table, answer.role, answer.employer, answer.nation);
  answer.candidates = curation::find_organisations(*answer.directory, answer.at, kMostCandidates);
  // Beside one that is called exactly so, those that only share words with it mislead.
  const bool exact = !answer.candidates.empty() && answer.candidates.front().is_exact();
  if (exact) std::erase_if(answer.candidates, [](const auto& each) { return !each.is_exact(); });
  return answer;
}

std::string look_for_library(const EligibilityAnswer& answer) {
  if (answer.at.empty()) return "/libraries";
  return address("/libraries", {{"q", answer.at}});
}

json::object eligibility_json(const EligibilityAnswer& answer, const Services& services) {
  const EligibilityTable& table = services.directory->eligibility;
  json::object object;
  object["about"] = table.about;
  object["choices"] = json::object{{"role", options_json(table.roles)},
                                   {"employer", options_json(table.employers)},
                                   {"nation", options_json(table.nations)}};
  if (!answer.asked) {
    object["answer"] = nullptr;
    return object;
  }
  const bool has_rule = answer.rule != nullptr;
  json::object said;
  said["eligible"] =
      has_rule ? curation::eligible_name(answer.rule->answer) : std::string_view("ask");
  said["gives"] = has_rule ? answer.rule->gives : std::string();
  said["why"] = has_rule ? answer.rule->why : std::string();
  said["contact"] =
      has_rule ? curation::contact_name(answer.rule->contact) : std::string_view("area_library");
  json::array libraries;
  for (const curation::OrganisationCandidate& candidate : answer.candidates) {
    const curation::LibraryEntry* entry = answer.directory->library(candidate.library_code);
    if (entry == nullptr) continue;
    json::object row = library_view(*entry, *answer.directory);
    row["matched_by"] = candidate.why;
    libraries.emplace_back(std::move(row));
  }
  said["libraries"] = std::move(libraries);
  said["find_library"] = look_for_library(answer);
  said["service_email"] = services.site.contact_email;
  object["answer"] = std::move(said);
  return object;
}

}  // namespace evidence::server
