// People, dates, licences and links of a Crossref work.
#include "connectors/format/crossref_parts.h"

#include <utility>

#include "base/text.h"
#include "base/url.h"
#include "connectors/format/marked_text.h"
#include "model/person_name.h"

namespace evidence::crossref {
namespace {

void read_contributors(RecordReading& in, const JsonView& people, const std::string& role) {
  for (const JsonView& one : people.list()) {
    Contributor person;
    person.role = role;
    person.family = plain_text(one["family"].raw());
    if (!person.family.empty()) {
      person.given = plain_text(one["given"].raw());
      person.initials = initials_of(person.given);
      if (const std::string suffix = one["suffix"].text(); !suffix.empty()) {
        person.family += " " + suffix;
      }
    } else {
      person.family = plain_text(one["name"].raw());
      if (person.family.empty()) person.family = plain_text(one["literal"].raw());
      if (person.family.empty()) person.family = plain_text(one["given"].raw());
      if (role == "author" && !one["name"].raw().empty()) person.role = "collective";
    }
    if (person.family.empty()) continue;
    person.orcid = in.orcid(one["ORCID"].raw());
    person.affiliation = plain_text(one["affiliation"]["name"].raw());
    in.record.contributors.push_back(std::move(person));
  }
}

bool is_creative_commons(std::string_view url) {
  return url.find("creativecommons.org/") != std::string_view::npos;
}

// The copy that a licence speaks of. Those for machines alone say nothing to a reader.
bool is_for_readers(std::string_view version) {
  return version != "tdm" && !version.starts_with("stm-asf");
}

}  // namespace

PartialDate read_date(RecordReading& in, const JsonView& date) {
  const std::vector<JsonView> outer = date["date-parts"].list();
  if (outer.empty()) return loose_date(date["raw"].raw());
  std::vector<JsonView> parts = outer.front().list();
  // [2019, 5] as some write it, without the inner list.
  if (parts.size() == 1 && outer.size() > 1) parts = outer;
  if (parts.empty() || !parts.front().present()) return {};  // [[null]]: not known
  std::string text;
  PartialDate best;
  for (std::size_t i = 0; i < parts.size() && i < 3; ++i) {
    const auto number = parts[i].number();
    if (!number) break;
    const std::string digits = std::to_string(*number);
    text += (i == 0 ? "" : "-") + std::string(i > 0 && digits.size() == 1 ? "0" : "") + digits;
    const auto parsed = parse_date(text);
    if (!parsed) {
      in.bad_date("date", text);
      break;
    }
    best = *parsed;
  }
  return best;
}

void read_people(RecordReading& in, const JsonView& work) {
  read_contributors(in, work["author"], "author");
  read_contributors(in, work["editor"], "editor");
  read_contributors(in, work["translator"], "translator");
}

void read_licence_and_links(RecordReading& in, const JsonView& work) {
  Record& record = in.record;
  bool free_now = false;
  for (const JsonView& licence : work["license"].list()) {
    const std::string url = licence["URL"].text();
    if (url.empty() || !is_for_readers(licence["content-version"].text())) continue;
    const bool commons = is_creative_commons(url);
    if (record.rights.empty() || (commons && !is_creative_commons(record.rights))) {
      record.rights = url;
    }
    // A licence may begin years after publication: it counts once the record is younger than it.
    const std::string start = licence["start"]["date-time"].text().substr(0, 10);
    const std::string seen = work["indexed"]["date-time"].text().substr(0, 10);
    if (commons && (start.empty() || seen.empty() || start <= seen)) free_now = true;
  }
  if (free_now) record.open_access = OpenAccess::kOpen;

  for (const JsonView& link : work["link"].list()) {
    const std::string type = link["content-type"].text();
    const std::string use = link["intended-application"].text();
    const std::string url = link["URL"].raw();
    const bool pdf = type == "application/pdf";
    const bool page = type == "text/html" && (use == "syndication" || use == "unspecified");
    // Addresses of programming interfaces want a key and give no page.
    if ((!pdf && !page) || url.find("://api.") != std::string::npos) continue;
    in.add_link(url, pdf ? "pdf" : "fulltext", free_now);
  }
}

}  // namespace evidence::crossref
