// What is known about a work as words and lines, free of HTML: names, citation, warnings, the list
// of facts, citation_* tags. Used by the work page. Pure functions, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/work.h"
#include "server/services.h"

namespace evidence::server {

std::string full_name(const Contributor& person);           // "John A Smith"
std::string citation_rest(const Publication& publication);  // "5 April 2023; 12(3): 101-109."
std::string coverage_sentence(const Coverage& coverage);    // "From 1995, volume 1, to today. …"
std::string sentence_case(std::string_view label);          // "BACKGROUND" → "Background"
std::string_view relation_label(RelationType type);         // "Retracted by"
std::string registry_of(std::string_view target);           // "pmid:1" → its page; "" if none

struct WarningWords {
  std::string_view title, text;  // empty: nothing to warn of
  bool serious = false;
};
WarningWords warning_of(Status status);

struct FactLine {
  std::string text, url;  // url "" = plain text
};
struct Fact {
  std::string_view name;
  std::vector<FactLine> lines;
};
std::vector<Fact> facts_of(const Work& work, const Services& services);
// False for what stands among the facts under a name of its own: other names, a source's own grade
// of the evidence, the product that it is a part of.
bool is_heading(const Subject& subject);

// Highwire's names, as reference managers read them.
std::vector<std::pair<std::string_view, std::string>> citation_meta(const Work& work);

}  // namespace evidence::server
