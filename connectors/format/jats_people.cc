// contrib-group: people and groups with their ORCIDs and first affiliations.
#include <map>
#include <utility>

#include "base/text.h"
#include "connectors/format/jats_parts.h"
#include "connectors/format/orcid.h"
#include "connectors/format/xml_fields.h"
#include "model/person_name.h"

namespace evidence::jats {
namespace {

using Affiliations = std::map<std::string, std::string, std::less<>>;

constexpr int kMaxDepth = 8;  // groups inside collaborations

std::string affiliation_text(const pugi::xml_node& affiliation) {
  pugi::xml_document copy;
  pugi::xml_node node = copy.append_copy(affiliation);
  for (pugi::xml_node child = node.first_child(); child;) {
    const pugi::xml_node next = child.next_sibling();
    // "1 University of …": the number that authors refer to; and addresses of mailboxes.
    const bool mark = name_is(child, "label") || name_is(child, "email") ||
                      name_is(child, "institution-id") ||
                      (name_is(child, "sup") && !child.previous_sibling());
    if (mark) node.remove_child(child);
    child = next;
  }
  for (pugi::xml_node wrap : node.children("institution-wrap")) {
    while (wrap.remove_child("institution-id")) {
    }
  }
  std::string text = node_text(node);
  const std::size_t first = text.find_first_not_of(" ,;");
  text.erase(0, first == std::string::npos ? text.size() : first);
  while (text.ends_with(' ') || text.ends_with(',') || text.ends_with(';')) text.pop_back();
  // What white space between tags leaves: "Leeds , UK".
  for (std::size_t at = text.find(" ,"); at != std::string::npos; at = text.find(" ,", at)) {
    text.erase(at, 1);
  }
  return text;
}

void collect_affiliations(const pugi::xml_node& parent, Affiliations& all) {
  for (const pugi::xml_node& child : parent.children()) {
    if (name_is(child, "aff")) {
      std::string id = child.attribute("id").value();
      if (id.empty()) id = "#" + std::to_string(all.size());
      all.emplace(std::move(id), affiliation_text(child));
    } else if (name_is(child, "aff-alternatives")) {
      const pugi::xml_node first = child.child("aff");
      all.emplace(child.attribute("id").value(), affiliation_text(first));
      if (first.attribute("id"))
        all.emplace(first.attribute("id").value(), affiliation_text(first));
    }
  }
}

std::string role_of(const pugi::xml_node& contrib, std::string_view group_role) {
  std::string type = to_lower_ascii(attribute_text(contrib, "contrib-type"));
  if (type.empty()) {
    type = to_lower_ascii(attribute_text(contrib.parent(), "content-type"));
  }
  if (type.find("editor") != std::string::npos) return "editor";
  if (type.find("investigator") != std::string::npos) return "investigator";
  return std::string(group_role);
}

bool fill_name(const pugi::xml_node& contrib, Contributor& person) {
  pugi::xml_node name = contrib.child("name");
  const pugi::xml_node alternatives = contrib.child("name-alternatives");
  if (!name) name = alternatives.child("name");
  if (!name) name = contrib.child("string-name");
  if (!name) name = alternatives.child("string-name");
  if (!name) return false;
  const std::string role = person.role;
  person.family = child_text(name, "surname");
  person.given = child_text(name, "given-names");
  if (person.family.empty() && person.given.empty()) {
    const std::string text = node_text(name);
    if (text.empty()) return false;
    person = parse_person_name(text);
    person.role = role;
    return true;
  }
  if (person.family.empty()) std::swap(person.family, person.given);
  person.initials = initials_of(person.given);
  std::string letters = person.given;
  std::erase_if(letters, [](char c) { return c == ' ' || c == '.'; });
  if (letters == person.initials) person.given.clear();
  if (const std::string suffix = child_text(name, "suffix"); !suffix.empty()) {
    person.family += " " + suffix;
  }
  return true;
}

std::string first_affiliation(const pugi::xml_node& contrib, const Affiliations& all) {
  if (const pugi::xml_node own = contrib.child("aff")) return affiliation_text(own);
  for (const pugi::xml_node& reference : contrib.children("xref")) {
    if (std::string_view(reference.attribute("ref-type").value()) != "aff") continue;
    // "rid" may name several.
    const std::string_view rid = reference.attribute("rid").value();
    const auto found = all.find(rid.substr(0, rid.find(' ')));
    if (found != all.end()) return found->second;
  }
  return all.size() == 1 ? all.begin()->second : std::string();
}

void read_group(Reading& in, const pugi::xml_node& group, const Affiliations& known,
                std::string_view role, int depth) {
  Affiliations affiliations = known;
  collect_affiliations(group, affiliations);
  for (const pugi::xml_node& contrib : group.children("contrib")) {
    // Those who reviewed an article are no contributors to it.
    if (std::string_view(contrib.attribute("contrib-type").value()) == "reviewer") continue;
    Contributor person;
    person.role = role_of(contrib, role);
    const pugi::xml_node collab = contrib.child("collab")
                                      ? contrib.child("collab")
                                      : contrib.child("collab-alternatives").child("collab");
    if (!fill_name(contrib, person)) {
      if (!collab) continue;  // <anonymous/>, or only a role
      pugi::xml_document copy;
      pugi::xml_node named = copy.append_copy(collab);
      while (named.remove_child("contrib-group")) {
      }
      person.family = node_text(named);
      if (person.role == "author") person.role = "collective";
    }
    for (const pugi::xml_node& id : contrib.children("contrib-id")) {
      if (std::string_view(id.attribute("contrib-id-type").value()) != "orcid") continue;
      person.orcid = bare_orcid(node_text(id));
      if (person.orcid.empty()) {
        in.drop("bad_identifier", quoted_for_message(node_text(id)) + " is not a valid ORCID");
      }
    }
    if (person.role != "collective") person.affiliation = first_affiliation(contrib, affiliations);
    if (!person.family.empty()) in.record.contributors.push_back(std::move(person));
    if (depth >= kMaxDepth) continue;
    for (const pugi::xml_node& members : collab.children("contrib-group")) {
      read_group(in, members, affiliations, "investigator", depth + 1);
    }
  }
}

}  // namespace

void read_people(Reading& in, const pugi::xml_node& meta) {
  Affiliations affiliations;
  collect_affiliations(meta, affiliations);
  for (const pugi::xml_node& group : meta.children("contrib-group")) {
    const std::string_view type = group.attribute("content-type").value();
    if (type == "reviewers") continue;
    read_group(in, group, affiliations,
               type.find("editor") != std::string_view::npos ? "editor" : "author", 0);
  }
  for (const pugi::xml_node& group : meta.children("collab")) {
    Contributor collective;
    collective.family = node_text(group);
    collective.role = "collective";
    if (!collective.family.empty()) in.record.contributors.push_back(std::move(collective));
  }
}

}  // namespace evidence::jats
