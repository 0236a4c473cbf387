#include "connectors/format/doaj.h"

#include <array>
#include <utility>

#include "base/text.h"
#include "connectors/format/identifier_links.h"
#include "connectors/format/json_fields.h"
#include "connectors/format/json_splitter.h"
#include "connectors/format/marked_text.h"
#include "connectors/format/record_reading.h"
#include "model/person_name.h"

namespace evidence {
namespace {

constexpr std::array<std::string_view, 1> kArrays{"results"};

std::optional<Error> refuse(std::string_view envelope) {
  const std::string error = member_in(envelope, "error");
  const bool failed = !error.empty() && envelope.find("\"bibjson\"") == std::string_view::npos;
  if (!failed) return std::nullopt;
  return Error{ErrorCode::kUpstream, "remote_error",
               "DOAJ answered with an error: " + quoted_for_message(error, 300),
               "Look at the query, then run again."};
}

JsonSplitRules split_rules() {
  JsonSplitRules rules;
  rules.noun = "record";
  rules.expected = "DOAJ reply";
  rules.arrays = kArrays;
  rules.refuse = refuse;
  return rules;
}

void read_licence(RecordReading& in, const JsonView& licences) {
  for (const JsonView& licence : licences.list()) {
    // The address is often the journal's own page about its licence: the name says more.
    std::string name = licence["type"].text();
    if (name.empty()) name = licence["title"].text();
    const std::string url = licence["url"].text();
    if (name.empty() || url.find("creativecommons.org/") != std::string::npos) name = url;
    if (in.record.rights.empty()) in.record.rights = std::move(name);
  }
}

void read_subjects(RecordReading& in, const JsonView& bib) {
  for (const JsonView& subject : bib["subject"].list()) {
    std::string scheme = to_lower_ascii(subject["scheme"].text());
    if (scheme.empty()) scheme = "subject";
    in.add_subject(std::move(scheme), plain_text(subject["term"].raw()), subject["code"].text());
  }
  for (const JsonView& keyword : bib["keywords"].list()) {
    in.add_subject("keyword", plain_text(keyword.raw()));
  }
}

void read_links(RecordReading& in, const JsonView& bib) {
  for (const JsonView& link : bib["link"].list()) {
    const bool pdf = to_lower_ascii(link["content_type"].text()).find("pdf") != std::string::npos;
    const std::string type = link["type"].text();
    if (!type.empty() && type != "fulltext") continue;
    in.add_link(link["url"].raw(), pdf ? "pdf" : "fulltext", true);
  }
}

void read_identifiers(RecordReading& in, const JsonView& bib) {
  for (const JsonView& one : bib["identifier"].list()) {
    const std::string type = to_lower_ascii(one["type"].text());
    if (type == "doi") in.add_identifier(IdentifierScheme::kDoi, one["id"].raw());
    if (type == "eissn" || type == "pissn" || type == "issn") {
      in.add_identifier(IdentifierScheme::kIssn, one["id"].text());
    }
    if (type == "pmid") in.add_identifier(IdentifierScheme::kPmid, one["id"].text());
  }
  for (const std::string& issn : bib.at("journal.issns").texts()) {
    in.add_identifier(IdentifierScheme::kIssn, issn);
  }
}

void read_article(RecordReading& in, const JsonView& bib) {
  Record& record = in.record;
  read_identifiers(in, bib);
  record.abstract = marked_sections(bib["abstract"].raw());
  for (const JsonView& author : bib["author"].list()) {
    Contributor person = parse_person_name(plain_text(author["name"].raw()));
    if (person.family.empty()) continue;
    person.orcid = in.orcid(author["orcid_id"].raw());
    person.affiliation = plain_text(author["affiliation"].raw());
    record.contributors.push_back(std::move(person));
  }
  const JsonView journal = bib["journal"];
  Publication& publication = record.publication;
  publication.title = plain_text(journal["title"].raw());
  publication.publisher = plain_text(journal["publisher"].raw());
  publication.volume = journal["volume"].text();
  publication.issue = journal["number"].text();
  publication.pages = bib["start_page"].text();
  if (const std::string end = bib["end_page"].text(); !end.empty() && end != publication.pages) {
    publication.pages += (publication.pages.empty() ? "" : "-") + end;
  }
  const std::string year = bib["year"].text();
  publication.date = date_from_parts(year, bib["month"].text(), "");
  if (!publication.date.known() && !year.empty()) in.bad_date("year", year);
  // DOAJ has articles of journals; it says no more about their kind.
  in.add_type("Journal Article");
  for (const std::string& language : journal["language"].texts()) in.add_language(language);
  read_licence(in, journal["license"]);
  read_links(in, bib);
}

void read_journal(RecordReading& in, const JsonView& bib) {
  Record& record = in.record;
  in.add_identifier(IdentifierScheme::kIssn, bib["eissn"].text());
  in.add_identifier(IdentifierScheme::kIssn, bib["pissn"].text());
  record.original_title = plain_text(bib["alternative_title"].raw());
  record.publication.title = record.title;
  record.publication.publisher = plain_text(bib["publisher"]["name"].raw());
  if (record.publication.publisher.empty()) {
    record.publication.publisher = plain_text(bib["publisher"].raw());
  }
  in.add_type("Journal");
  for (const std::string& language : bib["language"].texts()) in.add_language(language);
  read_licence(in, bib["license"]);
  in.add_link(bib["ref"]["journal"].raw(), "title", true);
}

// Journals have their licences and policies; old dumps have no es_type.
bool is_journal(const JsonView& entry, const JsonView& bib) {
  const std::string type = entry["es_type"].text();
  if (!type.empty()) return type == "journal";
  return !bib["journal"].present() &&
         (bib["eissn"].present() || bib["pissn"].present() || bib["apc"].present());
}

}  // namespace

bool DoajFormat::recognises(std::string_view head, std::string_view /*file_name*/) const {
  return head.find("\"bibjson\"") != std::string_view::npos;
}

std::unique_ptr<EntryReader> DoajFormat::open(ByteSource& source) const {
  return split_json(source, split_rules());
}

ParsedEntry DoajFormat::parse(const RawEntry& entry) const {
  ParsedEntry parsed;
  const std::optional<json::value> value = parse_entry_json(entry, parsed);
  if (!value) return parsed;
  const JsonView view(&*value);
  const JsonView bib = view["bibjson"];
  RecordReading in{{}, {}, entry.position};
  Record& record = in.record;
  record.source_record_id = view["id"].text();
  record.datestamp = view["last_updated"].text();
  const JsonView listed = view["admin"]["in_doaj"];
  if (listed.present() && !listed.yes() && !record.source_record_id.empty()) {
    record.deleted = true;
    parsed.records.push_back(std::move(record));
    return parsed;
  }
  record.title = plain_text(bib["title"].raw());
  if (is_journal(view, bib)) {
    read_journal(in, bib);
  } else {
    read_article(in, bib);
  }
  for (const Identifier& identifier : record.identifiers) {
    if (record.source_record_id.empty() && identifier.scheme() == IdentifierScheme::kDoi) {
      record.source_record_id = "doi:" + identifier.value();
    }
  }
  if (record.title.empty() && !record.source_record_id.empty()) {
    in.drop("no_title", "the record has no title, so nobody could tell what it is; it is left out");
    parsed.problems = std::move(in.problems);
    return parsed;
  }
  // DOAJ lists nothing else than what anybody may read.
  record.open_access = OpenAccess::kOpen;
  read_subjects(in, bib);
  add_identifier_links(record);
  return std::move(in).finish(
      "the record has neither an id nor a DOI, so it cannot be found again");
}

}  // namespace evidence
