#include "curation/eligibility.h"

#include <algorithm>
#include <set>

namespace evidence::curation {
namespace {

// A rule that names nobody is for everybody; a question left open fits only such a rule.
bool fits(const std::vector<std::string>& ids, std::string_view id) {
  return ids.empty() || std::find(ids.begin(), ids.end(), id) != ids.end();
}

bool is_for_everybody(const EligibilityRule& rule) {
  return rule.roles.empty() && rule.employers.empty() && rule.nations.empty();
}

void find_unknown(const std::vector<std::string>& ids,
                  const std::vector<EligibilityOption>& options, const std::string& where,
                  std::vector<std::string>& faults) {
  for (const std::string& id : ids) {
    if (option_of(options, id) == nullptr) {
      faults.push_back(where + " names \"" + id + "\", which is not in the table");
    }
  }
}

void find_twice(const std::vector<EligibilityOption>& options, const std::string& what,
                std::vector<std::string>& faults) {
  std::set<std::string> seen;
  if (options.empty()) faults.push_back("there is no " + what);
  for (const EligibilityOption& option : options) {
    if (option.id.empty() || option.label.empty()) {
      faults.push_back("a " + what + " lacks its id or label");
    } else if (!seen.insert(option.id).second) {
      faults.push_back("the " + what + " \"" + option.id + "\" stands twice");
    }
  }
}

}  // namespace

std::string_view eligible_name(Eligible answer) {
  switch (answer) {
    case Eligible::kYes:
      return "eligible";
    case Eligible::kProbably:
      return "probably";
    case Eligible::kAsk:
      break;
  }
  return "ask";
}

std::string_view contact_name(Contact contact) {
  switch (contact) {
    case Contact::kEmployerLibrary:
      return "employer_library";
    case Contact::kAreaLibrary:
      return "area_library";
    case Contact::kService:
      break;
  }
  return "service";
}

std::vector<std::string> faults_of(const EligibilityTable& table) {
  std::vector<std::string> faults;
  find_twice(table.roles, "role", faults);
  find_twice(table.employers, "employer", faults);
  find_twice(table.nations, "nation", faults);
  bool for_everybody = false;
  for (std::size_t i = 0; i < table.rules.size(); ++i) {
    const EligibilityRule& rule = table.rules[i];
    const std::string where = "rule " + std::to_string(i + 1);
    if (for_everybody) faults.push_back(where + " stands behind one that fits everybody");
    find_unknown(rule.roles, table.roles, where, faults);
    find_unknown(rule.employers, table.employers, where, faults);
    find_unknown(rule.nations, table.nations, where, faults);
    if (rule.gives.empty()) faults.push_back(where + " does not say what one gets (gives)");
    for_everybody = for_everybody || is_for_everybody(rule);
  }
  if (!for_everybody) {
    faults.emplace_back(
        "the last rule must fit everybody, so that nobody is left without an answer");
  }
  return faults;
}

const EligibilityRule* rule_for(const EligibilityTable& table, std::string_view role,
                                std::string_view employer, std::string_view nation) {
  const bool known = (role.empty() || option_of(table.roles, role) != nullptr) &&
                     (employer.empty() || option_of(table.employers, employer) != nullptr) &&
                     (nation.empty() || option_of(table.nations, nation) != nullptr);
  if (!known) return nullptr;
  for (const EligibilityRule& rule : table.rules) {
    if (fits(rule.roles, role) && fits(rule.employers, employer) && fits(rule.nations, nation)) {
      return &rule;
    }
  }
  return nullptr;
}

const EligibilityOption* option_of(const std::vector<EligibilityOption>& options,
                                   std::string_view id) {
  const auto found =
      std::find_if(options.begin(), options.end(),
                   [id](const EligibilityOption& option) { return option.id == id; });
  return found == options.end() ? nullptr : &*found;
}

}  // namespace evidence::curation
