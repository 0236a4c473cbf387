// 100, 110, 111 and 700, 710, 711: who made it.
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "connectors/format/marc_reading.h"
#include "connectors/format/marc_text.h"
#include "connectors/format/relator.h"
#include "model/person_name.h"

namespace evidence::marc {
namespace {

// $4 is a code or its address, $e words: "editor.", "Hrsg.".
std::string role_of(const MarcField& field) {
  for (const auto& [code, text] : field.subfields) {
    if (code != '4') continue;
    if (std::string role = relator_role(text); !role.empty()) return role;
  }
  return relator_role(without_isbd(field.first('e')));
}

std::string orcid_of(const MarcField& field) {
  for (const auto& [code, text] : field.subfields) {
    if (code != '0' && code != '1') continue;
    if (to_lower_ascii(text).find("orcid") == std::string::npos) continue;
    const std::size_t at = text.find("0000-");
    if (at != std::string::npos && text.size() >= at + 19) return text.substr(at, 19);
  }
  return "";
}

}  // namespace

void read_name(Reading& in, const MarcField& field, bool main) {
  const std::string name = without_isbd(field.first('a'), true);
  if (name.empty()) return;
  // An added entry with a title ($t) is a work spoken of, not somebody who made
  // this one.
  if (!main && !field.first('t').empty()) return;
  const bool person = field.tag.ends_with("00");
  std::string role = role_of(field);
  // Published, funded or held: not who wrote it.
  if (!main && is_bystander(role)) return;
  Contributor contributor;
  if (person) {
    // "Smith, John A.,": a stop after an initial stays, one after a whole word
    // goes.
    contributor = parse_person_name(without_isbd(name));
    contributor.role = role.empty() || role == "contributor" ? "author" : std::move(role);
    contributor.orcid = orcid_of(field);
    contributor.affiliation = without_isbd(field.first('u'));
  } else {
    contributor.family = without_isbd(field.joined(field.tag.ends_with("11") ? "ae" : "ab"));
    contributor.role = role == "editor" ? "editor" : "collective";
  }
  auto& all = in.record.contributors;
  if (std::find(all.begin(), all.end(), contributor) == all.end()) {
    all.push_back(std::move(contributor));
  }
}

}  // namespace evidence::marc
