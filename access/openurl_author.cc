#include "access/openurl_author.h"

#include "base/text.h"
#include "model/person_name.h"

namespace evidence {
namespace {

// "Smith, John A" or any other printed form.
OpenUrlAuthor author_of(const std::string& printed) {
  if (const std::size_t comma = printed.find(','); comma != std::string::npos) {
    return {std::string(trim(std::string_view(printed).substr(0, comma))),
            std::string(trim(std::string_view(printed).substr(comma + 1)))};
  }
  const Contributor person = parse_person_name(printed);
  return {person.family, person.given.empty() ? person.initials : person.given};
}

}  // namespace

bool may_be_one_author(const OpenUrlAuthor& a, const OpenUrlAuthor& b) {
  if (!equals_ignoring_case(a.family, b.family)) return false;
  return a.given.empty() || b.given.empty() ||
         equals_ignoring_case(a.given.substr(0, 1), b.given.substr(0, 1));
}

bool add_authors(OpenUrl& out, OpenUrlAuthor first, const std::vector<std::string>& printed) {
  if (!first.family.empty()) out.authors.push_back(std::move(first));
  bool begun = false;
  for (const std::string& name : printed) {
    OpenUrlAuthor author = author_of(name);
    if (author.family.empty()) continue;
    // Many say the first author both ways.
    const bool again =
        !begun && !out.authors.empty() && may_be_one_author(author, out.authors.front());
    begun = true;
    if (again) continue;
    if (out.authors.size() == kOpenUrlLimits.authors) return false;
    out.authors.push_back(std::move(author));
  }
  return true;
}

}  // namespace evidence
