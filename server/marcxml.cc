#include "server/marcxml.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/text.h"
#include "server/dublin_core.h"

namespace evidence::server {
namespace {

using Scheme = IdentifierScheme;
using Subfields = std::vector<std::pair<char, std::string>>;

// Fields in the order of their tags; empty subfields and fields without any are left out.
class Marc {
 public:
  explicit Marc(XmlWriter& out) : out_(out) {}
  void control(std::string_view tag, std::string_view text) {
    if (!text.empty()) out_.element("controlfield", text, {{"tag", tag}});
  }
  void field(std::string_view tag, std::string_view indicators, const Subfields& subfields) {
    const auto filled = [](const auto& one) { return !one.second.empty(); };
    if (std::none_of(subfields.begin(), subfields.end(), filled)) return;
    out_.open("datafield",
              {{"tag", tag}, {"ind1", indicators.substr(0, 1)}, {"ind2", indicators.substr(1, 1)}});
    for (const auto& [code, text] : subfields) {
      if (!text.empty()) out_.element("subfield", text, {{"code", {&code, 1}}});
    }
    out_.close();
  }

 private:
  XmlWriter& out_;
};

std::vector<std::string> values_of(const Record& record, Scheme scheme) {
  std::vector<std::string> values;
  for (const Identifier& identifier : record.identifiers) {
    if (identifier.scheme() == scheme) values.push_back(identifier.value());
  }
  return values;
}

bool has_type(const Record& record, std::string_view name) {
  return std::any_of(record.publication_types.begin(), record.publication_types.end(),
                     [name](const std::string& type) { return equals_ignoring_case(type, name); });
}

// Leader 07: b a part of a serial, a of a book, s a serial, m a book, i something else, which is
// mostly kept up to date on a website.
char level_of(const Record& record) {
  const bool isbn = !values_of(record, Scheme::kIsbn).empty();
  const bool issn = !values_of(record, Scheme::kIssn).empty();
  for (const Relation& relation : record.relations) {
    if (relation.type == RelationType::kPartOf && relation.target.starts_with("isbn:")) return 'a';
  }
  if (isbn || has_type(record, "Book")) return 'm';
  const Publication& publication = record.publication;
  const bool in_serial = issn || !publication.volume.empty() || !publication.pages.empty() ||
                         has_type(record, "Journal Article");
  if (!publication.title.empty() && in_serial) return 'b';
  return (issn && publication.title.empty()) || has_type(record, "Journal") ? 's' : 'i';
}

std::string digits(int number, int width) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%0*d", width, number);
  return text.data();
}

// 008, 40 characters: what is not known stands as blanks, which is a value of its own there.
std::string fixed_field(const StoredRecord& stored) {
  const Record& record = stored.record;
  const PartialDate& date = record.publication.date;
  const std::string& seen = stored.first_seen;  // 2026-11-22T…
  std::string text =
      seen.size() < 10 ? "000000" : seen.substr(2, 2) + seen.substr(5, 2) + seen.substr(8, 2);
  if (!date.known()) {
    text += "nuuuuuuuu";
  } else if (date.month == 0) {
    text += "s" + digits(date.year, 4) + "    ";
  } else {
    text += "e" + digits(date.year, 4) + digits(date.month, 2) +
            (date.day == 0 ? std::string("  ") : digits(date.day, 2));
  }
  text += "xx ";                                       // place unknown
  text += record.links.empty() ? "      " : "     o";  // form of item: online
  text += "           ";
  const bool coded = !record.languages.empty() && record.languages.front().size() == 3;
  text += coded ? record.languages.front() : "und";
  return text + " d";
}

void write_numbers(Marc& marc, const Record& record, char level) {
  for (const std::string& isbn : values_of(record, Scheme::kIsbn)) {
    marc.field("020", "  ", {{'a', isbn}});
  }
  if (level == 's') {
    for (const std::string& issn : values_of(record, Scheme::kIssn)) {
      marc.field("022", "  ", {{'a', issn}});
    }
  }
  for (const std::string& doi : values_of(record, Scheme::kDoi)) {
    marc.field("024", "7 ", {{'a', doi}, {'2', "doi"}});
  }
  constexpr std::array<std::pair<Scheme, std::string_view>, 3> kSystems{
      std::pair{Scheme::kPmid, "(PMID)"}, std::pair{Scheme::kPmcid, "(PMCID)"},
      std::pair{Scheme::kNct, "(ClinicalTrials.gov)"}};
  for (const auto& [scheme, system] : kSystems) {
    for (const std::string& number : values_of(record, scheme)) {
      marc.field("035", "  ", {{'a', std::string(system) + number}});
    }
  }
  for (const std::string& number : values_of(record, Scheme::kLocal)) {
    marc.field("035", "  ", {{'a', number}});
  }
  if (record.languages.size() > 1) {
    Subfields codes;
    for (const std::string& language : record.languages) codes.emplace_back('a', language);
    marc.field("041", "0 ", codes);
  }
  constexpr std::array<std::array<std::string_view, 3>, 4> kClassifications{
      {{"lcc", "050", " 4"}, {"nlmc", "060", " 4"}, {"udc", "080", "  "}, {"ddc", "082", "04"}}};
  for (const auto& [scheme, tag, indicators] : kClassifications) {
    for (const Subject& subject : record.subjects) {
      if (subject.scheme == scheme) marc.field(tag, indicators, {{'a', subject.label}});
    }
  }
}

std::string relator(const Contributor& contributor) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kCodes{
      std::pair{"editor", "edt"}, std::pair{"translator", "trl"}, std::pair{"illustrator", "ill"},
      std::pair{"author", "aut"}, std::pair{"collective", "aut"}};
  for (const auto& [role, code] : kCodes) {
    if (contributor.role == role) return std::string(code);
  }
  return contributor.role.empty() ? "aut" : "ctb";
}

void write_name(Marc& marc, const Contributor& contributor, bool main) {
  const bool body = contributor.role == "collective";
  const std::string_view tag = main ? (body ? "110" : "100") : (body ? "710" : "700");
  const std::string address =
      contributor.orcid.empty() ? "" : "https://orcid.org/" + contributor.orcid;
  const bool inverted =
      !contributor.family.empty() && !(contributor.given.empty() && contributor.initials.empty());
  marc.field(tag, body ? "2 " : (inverted ? "1 " : "0 "),
             {{'a', inverted_name(contributor)},
              {'u', contributor.affiliation},
              {'1', address},
              {'4', relator(contributor)}});
}

void write_notes(Marc& marc, const Record& record) {
  for (const std::string& warning : warnings_about(record)) {
    marc.field("500", "  ", {{'a', warning}});
  }
  std::string contents = record.table_of_contents;
  for (std::size_t at = contents.find('\n'); at != std::string::npos;
       at = contents.find('\n', at)) {
    contents.replace(at, 1, " -- ");
  }
  marc.field("505", "0 ", {{'a', contents}});
  if (record.open_access == OpenAccess::kOpen) {
    marc.field("506", "0 ", {{'a', "Open access"}, {'f', "Unrestricted online access"}});
  } else if (record.open_access == OpenAccess::kClosed) {
    marc.field("506", "1 ", {{'a', "Access is restricted"}});
  }
  std::string abstract;
  for (const AbstractSection& section : record.abstract) {
    if (!abstract.empty()) abstract += " ";
    abstract += section.label.empty() ? section.text : section.label + ": " + section.text;
  }
  marc.field("520", "3 ", {{'a', abstract}});
  for (const Subject& subject : record.subjects) {
    if (subject.scheme == "audience") marc.field("521", "  ", {{'a', subject.label}});
    if (subject.scheme == "coverage") marc.field("522", "  ", {{'a', subject.label}});
  }
  const bool address =
      record.rights.starts_with("https://") || record.rights.starts_with("http://");
  marc.field("540", "  ", {{address ? 'u' : 'a', record.rights}});
}

// (DNLM)D001249Q000188
std::string heading_number(const Subject& subject) {
  return subject.id.empty() ? "" : "(DNLM)" + subject.id + subject.qualifier_id;
}

// The leader says it already.
bool is_said_by_leader(std::string_view type, char level) {
  return (level == 'b' && equals_ignoring_case(type, "Journal Article")) ||
         (level == 'm' && equals_ignoring_case(type, "Book")) ||
         (level == 's' && equals_ignoring_case(type, "Journal"));
}

void write_subjects(Marc& marc, const Record& record, char level) {
  constexpr std::array<std::string_view, 8> kElsewhere{
      "lcc", "nlmc", "udc", "ddc", "audience", "coverage", "oai-set", "keyword"};
  for (const Subject& subject : record.subjects) {
    if (std::find(kElsewhere.begin(), kElsewhere.end(), subject.scheme) != kElsewhere.end()) {
      continue;
    }
    const Subfields heading{{'a', subject.label}, {'x', subject.qualifier}};
    if (subject.scheme == "mesh") {
      marc.field("650", subject.major ? "12" : "22",
                 {{'a', subject.label}, {'x', subject.qualifier}, {'0', heading_number(subject)}});
    } else if (subject.scheme == "lcsh") {
      marc.field("650", " 0", heading);
    } else if (subject.scheme.empty()) {
      marc.field("650", " 4", heading);
    } else {
      marc.field("650", " 7",
                 {{'a', subject.label}, {'x', subject.qualifier}, {'2', subject.scheme}});
    }
  }
  for (const Subject& subject : record.subjects) {
    if (subject.scheme == "keyword") marc.field("653", "  ", {{'a', subject.label}});
  }
  for (const std::string& type : record.publication_types) {
    if (is_said_by_leader(type, level)) continue;
    marc.field("655", " 7", {{'a', type}, {'2', "local"}});
  }
}

// 773 $g in words, $q for machines: "Vol. 12, no. 3 (2015), p. 45-67", "12:3<45".
void write_host(Marc& marc, const Record& record, char level) {
  const Publication& publication = record.publication;
  std::string words;
  const auto add = [&words](std::string_view before, const std::string& value) {
    if (value.empty()) return;
    if (!words.empty()) words += ", ";
    words.append(before).append(value);
  };
  add("Vol. ", publication.volume);
  add("no. ", publication.issue);
  if (!words.empty() && publication.date.known()) {
    words += " (" + std::to_string(publication.date.year) + ")";
  }
  add("p. ", publication.pages);
  std::string coded = publication.volume;
  if (!coded.empty() && !publication.issue.empty()) coded += ":" + publication.issue;
  const std::string first = publication.pages.substr(0, publication.pages.find('-'));
  if (!coded.empty() && !first.empty()) coded += "<" + first;
  std::string isbn;
  for (const Relation& relation : record.relations) {
    if (relation.type == RelationType::kPartOf && relation.target.starts_with("isbn:")) {
      isbn = relation.target.substr(5);
    }
  }
  // Print and online have a number each, and a field each.
  std::vector<std::string> numbers = values_of(record, Scheme::kIssn);
  if (numbers.empty() || level == 'a') numbers.resize(1);
  for (const std::string& issn : numbers) {
    marc.field("773", "0 ",
               {{'t', publication.title},
                {'p', publication.abbreviation},
                {'g', words},
                {'x', issn},
                {'z', level == 'a' ? isbn : ""},
                {'q', coded}});
  }
}

std::string relation_words(RelationType type) {
  std::string words(relation_name(type));
  std::replace(words.begin(), words.end(), '_', ' ');
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') {
    words[0] = static_cast<char>(words[0] - 'a' + 'A');
  }
  return words + ":";
}

void write_links(Marc& marc, const Record& record) {
  for (const Relation& relation : record.relations) {
    if (relation.type == RelationType::kPartOf) continue;
    marc.field("787", "08",
               {{'i', relation_words(relation.type)},
                {'t', relation.citation.empty() ? relation.target : relation.citation},
                {'o', relation.target}});
  }
  for (const Link& link : record.links) {
    if (link.kind == "search-inside") continue;
    marc.field("856", link.kind == "related" ? "42" : "40",
               {{'u', link.url}, {'y', link.label}, {'7', link.open ? "0" : ""}});
  }
}

// "2026-11-22T00:06:48Z" → "20261122000648.0"
std::string marc_time(const std::string& timestamp) {
  std::string text;
  std::copy_if(timestamp.begin(), timestamp.end(), std::back_inserter(text),
               [](char c) { return c >= '0' && c <= '9'; });
  return text + ".0";
}

}  // namespace

void write_marcxml(XmlWriter& out, const StoredRecord& stored) {
  const Record& record = stored.record;
  const Publication& publication = record.publication;
  const char level = level_of(record);
  const bool part = level == 'a' || level == 'b';
  const std::string location = std::string(kMarcNamespace) + " " + std::string(kMarcSchema);
  out.open("record", {{"xmlns", kMarcNamespace},
                      {"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"},
                      {"xsi:schemaLocation", location}});
  out.element("leader", std::string("00000na") + level + " a2200000 i 4500");
  Marc marc(out);
  marc.control("001", record.source + ":" + record.source_record_id);
  marc.control("005", marc_time(stored.last_changed));
  marc.control("008", fixed_field(stored));
  write_numbers(marc, record, level);
  const auto& names = record.contributors;
  const bool main = !names.empty() && is_creator(names.front());
  if (main) write_name(marc, names.front(), true);
  marc.field("245", main ? "10" : "00", {{'a', record.title}});
  marc.field("250", "  ", {{'a', publication.edition}});
  marc.field("264", " 1",
             {{'b', publication.publisher},
              {'c', publication.date.known() ? std::to_string(publication.date.year) : ""}});
  if (!part) marc.field("300", "  ", {{'a', publication.pages}});
  if (!part) marc.field("490", "0 ", {{'a', publication.title}, {'v', publication.volume}});
  write_notes(marc, record);
  write_subjects(marc, record, level);
  for (std::size_t i = main ? 1 : 0; i < names.size(); ++i) write_name(marc, names[i], false);
  marc.field("765", "0 ", {{'t', record.original_title}});
  if (part) write_host(marc, record, level);
  write_links(marc, record);
  out.close();
}

}  // namespace evidence::server
