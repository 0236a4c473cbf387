// "Am I eligible?": rules that a table states, looked up by role, employer and nation. The table
// decides nothing about anybody: its answers say how likely it is and whom to ask. Values and pure
// functions, thread-safe; app/eligibility_file.h reads the table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace evidence::curation {

struct EligibilityOption {
  std::string id, label;
};

enum class Eligible { kYes, kProbably, kAsk };
std::string_view eligible_name(Eligible answer);  // "eligible", "probably", "ask"

// Whom the answer sends the reader to.
enum class Contact {
  kEmployerLibrary,  // the library that the directory names for the employer
  kAreaLibrary,      // libraries near the reader
  kService,          // those who run this service
};
std::string_view contact_name(Contact contact);  // "employer_library", "area_library", "service"

struct EligibilityRule {
  std::vector<std::string> roles, employers, nations;  // ids; none = any
  Eligible answer = Eligible::kAsk;
  std::string gives;  // what one gets, a sentence or two
  std::string why;    // why the answer is so, "" where nothing is to be said
  Contact contact = Contact::kEmployerLibrary;
};

struct EligibilityTable {
  std::string about;  // whose table this is, shown below every answer
  std::vector<EligibilityOption> roles, employers, nations;
  std::vector<EligibilityRule> rules;  // the first that fits counts
};

// Every fault of the table: an id twice, a rule that names an unknown id, no rule that fits
// everybody at the end, a rule that none can reach.
std::vector<std::string> faults_of(const EligibilityTable& table);

// nullptr where one of the ids is not in the table; "" is any. A table without faults has a rule
// for everything else.
const EligibilityRule* rule_for(const EligibilityTable& table, std::string_view role,
                                std::string_view employer, std::string_view nation);

const EligibilityOption* option_of(const std::vector<EligibilityOption>& options,
                                   std::string_view id);

}  // namespace evidence::curation
