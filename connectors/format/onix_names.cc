// Contributors: who, in which role (code list 17), with ORCID and affiliation.
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "connectors/format/onix_reading.h"
#include "connectors/format/xml_fields.h"
#include "model/person_name.h"

namespace evidence::onix {
namespace {

struct Role {
  std::string_view code;
  std::string_view role;
};
constexpr std::array kRoles{
    Role{"A01", "author"},
    Role{"A02", "author"},
    Role{"A14", "author"},
    Role{"A32", "author"},
    Role{"A38", "author"},
    Role{"A12", "illustrator"},
    Role{"A13", "photographer"},
    Role{"A15", "author of preface"},
    Role{"A19", "author of afterword"},
    Role{"A23", "author of foreword"},
    Role{"A24", "author of introduction"},
    Role{"B02", "reviser"},
    Role{"B03", "reteller"},
    Role{"B04", "abridger"},
    Role{"B05", "adapter"},
    Role{"B06", "translator"},
    Role{"B07", "arranger"},
    Role{"B08", "translator"},
    Role{"B10", "translator"},
    Role{"E07", "narrator"},
};

std::string role_of(const std::string& code) {
  for (const Role& role : kRoles) {
    if (code == role.code) return std::string(role.role);
  }
  if (code.empty()) return "author";
  switch (code.front()) {
    case 'A':
      return "contributor";
    case 'B':
      return "editor";
    case 'C':
      return "compiler";
    case 'E':
      return "performer";
    default:
      return "contributor";
  }
}

std::string name_identifier(RecordReading& in, const pugi::xml_node& node) {
  for (const char* name : {"NameIdentifier", "PersonNameIdentifier"}) {
    for (const pugi::xml_node& identifier : node.children(name)) {
      // Code list 44: 21 is ORCID.
      if (child_text(identifier, "NameIDType") == "21") {
        return in.orcid(child_text(identifier, "IDValue"));
      }
    }
  }
  return "";
}

Contributor person(const pugi::xml_node& node) {
  Contributor out;
  const std::string key = child_text(node, "KeyNames");
  if (!key.empty()) {
    const std::string prefix = child_text(node, "PrefixToKey");
    out.family = (prefix.empty() ? "" : prefix + " ") + key;
    out.given = child_text(node, "NamesBeforeKey");
    out.initials = initials_of(out.given);
    return out;
  }
  std::string name = child_text(node, "PersonNameInverted");
  if (!name.empty()) {
    // "Doe Jane": inverted all the same.
    const std::size_t space = name.find(' ');
    if (space != std::string::npos && name.find(',') == std::string::npos &&
        name.rfind(' ') == space) {
      name.insert(space, ",");
    }
  } else {
    name = child_text(node, "PersonName");
  }
  return name.empty() ? out : parse_person_name(name);
}

struct Numbered {
  unsigned long place = 0;
  Contributor contributor;
};

}  // namespace

std::vector<Contributor> contributors_in(RecordReading& in, const pugi::xml_node& parent) {
  std::vector<Numbered> found;
  for (const pugi::xml_node& node : parent.children("Contributor")) {
    Contributor one = person(node);
    const std::string corporate = child_text(node, "CorporateName");
    std::string role = role_of(child_text(node, "ContributorRole"));
    if (one.family.empty() && !corporate.empty()) {
      one.family = corporate;
      if (role == "author") role = "collective";
    }
    if (one.family.empty()) continue;  // "unnamed persons": various, anonymous
    if (one.role != "collective") one.role = std::move(role);
    one.orcid = name_identifier(in, node);
    one.affiliation = child_text(node.child("ProfessionalAffiliation"), "Affiliation");
    const std::string place = child_text(node, "SequenceNumber");
    const bool number = !place.empty() && place.size() < 6 &&
                        place.find_first_not_of("0123456789") == std::string::npos;
    found.push_back({number ? std::stoul(place) : 0, std::move(one)});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Numbered& a, const Numbered& b) { return a.place < b.place; });
  std::vector<Contributor> out;
  for (Numbered& one : found) {
    if (std::find(out.begin(), out.end(), one.contributor) == out.end()) {
      out.push_back(std::move(one.contributor));
    }
  }
  return out;
}

}  // namespace evidence::onix
