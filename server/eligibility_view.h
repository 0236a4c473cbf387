// "Am I eligible?", answered from the table of rules and the directory; shared by page and API. An
// answer always names somebody to ask. Thread-safe.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "curation/eligibility.h"
#include "curation/organisation_finder.h"
#include "server/http_types.h"
#include "server/services.h"

namespace evidence::server {

struct EligibilityAnswer {
  std::string role, employer, nation;  // ids; "" = not said
  std::string at;                      // the employer's name, code or postcode as typed
  bool asked = false;                  // any of them was given
  // The rule; nullptr where nothing was asked or the service has no rules.
  const curation::EligibilityRule* rule = nullptr;
  std::shared_ptr<const curation::Directory> directory;
  // Libraries of organisations that may be the one typed: all that fit, never one that was guessed.
  std::vector<curation::OrganisationCandidate> candidates;
};

// Parameters: role, employer (kind), nation, at. kInvalidArgument "unknown_choice" for an id that
// is not in the table, "text_too_long"; kNotFound "no_directory".
Result<EligibilityAnswer> answer_eligibility(const Request& request, Services& services,
                                             std::string& at_fault);

json::object eligibility_json(const EligibilityAnswer& answer, const Services& services);

// Where to look for a library when none is named: "/libraries?q=…".
std::string look_for_library(const EligibilityAnswer& answer);

}  // namespace evidence::server
