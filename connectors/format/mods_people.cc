// Titles, names and where and when it was published.
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "connectors/format/marc_text.h"
#include "connectors/format/mods_parts.h"
#include "connectors/format/relator.h"
#include "connectors/format/xml_fields.h"
#include "model/language.h"
#include "model/person_name.h"

namespace evidence::mods {
namespace {

std::string_view attribute(const pugi::xml_node& node, const char* name) {
  return node.attribute(name).value();
}

std::string role_of(const pugi::xml_node& name) {
  // A code is plainer than words; several roles: the first that makes a contributor.
  std::string first;
  for (const pugi::xml_node& role : name.children("role")) {
    for (const pugi::xml_node& term : role.children("roleTerm")) {
      const std::string known = relator_role(node_text(term));
      if (known == "author" || known == "editor") return known;
      if (first.empty()) first = known;
    }
  }
  return first;
}

Contributor person_of(const pugi::xml_node& name) {
  std::string family, given, whole;
  for (const pugi::xml_node& part : name.children("namePart")) {
    const std::string_view type = attribute(part, "type");
    const std::string text = node_text(part);
    if (type == "family") {
      family += (family.empty() ? "" : " ") + text;
    } else if (type == "given") {
      given += (given.empty() ? "" : " ") + text;
    } else if (type.empty() && whole.empty()) {
      whole = text;
    }
  }
  if (family.empty()) return parse_person_name(without_isbd(whole.empty() ? given : whole));
  Contributor out;
  out.family = std::move(family);
  out.initials = initials_of(given);
  out.given = std::move(given);
  return out;
}

}  // namespace

std::string title_of(const pugi::xml_node& info) {
  std::string title = without_isbd(child_text(info, "title"));
  if (const std::string article = child_text(info, "nonSort"); !article.empty()) {
    const bool joined = article.ends_with('\'') || article.ends_with("\xe2\x80\x99");
    title = article + (joined ? "" : " ") + title;
  }
  for (const char* part : {"partNumber", "partName"}) {
    for (const pugi::xml_node& node : info.children(part)) {
      const std::string text = without_isbd(node_text(node));
      if (!text.empty()) title += (title.empty() ? "" : ". ") + text;
    }
  }
  const std::string rest = without_isbd(child_text(info, "subTitle"));
  return rest.empty() ? title : title + (title.empty() ? "" : ": ") + rest;
}

void read_titles(RecordReading& in, const pugi::xml_node& mods) {
  pugi::xml_node main;
  for (const pugi::xml_node& info : mods.children("titleInfo")) {
    if (!attribute(info, "type").empty()) continue;
    if (!main || attribute(info, "usage") == "primary") main = info;
    if (attribute(info, "usage") == "primary") break;
  }
  if (!main) main = mods.child("titleInfo");
  Record& record = in.record;
  record.title = title_of(main);
  for (const pugi::xml_node& info : mods.children("titleInfo")) {
    if (info == main) continue;
    const std::string_view group = attribute(info, "altRepGroup");
    const std::string_view type = attribute(info, "type");
    if (type.empty() && !group.empty() && group == attribute(main, "altRepGroup")) {
      // The same title in its own script.
      if (record.original_title.empty()) record.original_title = title_of(info);
    } else if (type == "translated" && record.original_title.empty()) {
      // Readers search in English; the title as published stays beside it.
      const std::string language = language_code(attribute(info, "lang"));
      const std::string published = language_code(attribute(main, "lang"));
      if (language != "eng" || published == "eng") continue;
      record.original_title = std::exchange(record.title, title_of(info));
    }
  }
}

void read_name(RecordReading& in, const pugi::xml_node& name) {
  std::string role = role_of(name);
  if (is_bystander(role)) return;
  Contributor one;
  const std::string_view type = attribute(name, "type");
  if (type == "corporate" || type == "conference") {
    for (const pugi::xml_node& part : name.children("namePart")) {
      if (attribute(part, "type") == "date") continue;
      const std::string text = without_isbd(node_text(part));
      if (!text.empty()) one.family += (one.family.empty() ? "" : ". ") + text;
    }
    one.role = role == "editor" ? "editor" : "collective";
  } else {
    one = person_of(name);
    if (one.role != "collective") {
      one.role = role.empty() || role == "contributor" ? "author" : std::move(role);
    }
  }
  if (one.family.empty()) return;
  for (const pugi::xml_node& id : name.children("nameIdentifier")) {
    if (equals_ignoring_case(attribute(id, "type"), "orcid")) one.orcid = in.orcid(node_text(id));
  }
  one.affiliation = child_text(name, "affiliation");
  auto& all = in.record.contributors;
  if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
}

PartialDate date_of(const pugi::xml_node& node) {
  const std::string text = node_text(node);
  if (text.empty()) return {};
  const std::string day = text.substr(0, text.find('T'));
  if (const auto date = parse_date(day)) return *date;
  const bool digits = day.find_first_not_of("0123456789") == std::string::npos;
  // iso8601 and marc: "20100501", "201005".
  if (digits && (day.size() == 8 || day.size() == 6)) {
    return date_from_parts(day.substr(0, 4), day.substr(4, 2),
                           day.size() == 8 ? day.substr(6) : "");
  }
  const PartialDate date = date_from_medline(text);
  return date.known() ? date : date_from_parts(year_in(text), "", "");
}

void read_origin(RecordReading& in, const pugi::xml_node& origin) {
  Publication& publication = in.record.publication;
  if (publication.publisher.empty()) {
    publication.publisher = without_isbd(child_text(origin, "publisher"));
  }
  if (publication.edition.empty()) publication.edition = child_text(origin, "edition");
  // The one marked as key, then one in a known notation, then what there is.
  for (const char* kind : {"dateIssued", "copyrightDate", "dateCreated", "dateOther"}) {
    pugi::xml_node best;
    int best_rank = -1;
    for (const pugi::xml_node& date : origin.children(kind)) {
      if (attribute(date, "point") == "end") continue;
      const int rank = (attribute(date, "keyDate") == "yes" ? 2 : 0) +
                       (attribute(date, "encoding").empty() ? 0 : 1);
      if (rank > best_rank) {
        best = date;
        best_rank = rank;
      }
    }
    if (!best || publication.date.known()) continue;
    publication.date = date_of(best);
    const std::string text = node_text(best);
    if (!publication.date.known() && text.find_first_of("0123456789") != std::string::npos) {
      in.bad_date("date of publication", text);
    }
  }
}

}  // namespace evidence::mods
