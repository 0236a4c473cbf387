#include "connectors/format/crossref.h"

#include <array>
#include <utility>

#include "base/text.h"
#include "connectors/format/crossref_parts.h"
#include "connectors/format/identifier_links.h"
#include "connectors/format/json_fields.h"
#include "connectors/format/json_splitter.h"
#include "connectors/format/marked_text.h"
#include "connectors/format/page_range.h"
#include "connectors/format/record_reading.h"

namespace evidence {
namespace {

constexpr std::array<std::string_view, 1> kArrays{"message.items"};
constexpr std::array<std::string_view, 1> kObjects{"message"};

std::optional<Error> refuse(std::string_view envelope) {
  const std::string status = to_lower_ascii(member_in(envelope, "status"));
  const std::string type = member_in(envelope, "message-type");
  if (status == "failed" || status == "error") {
    const std::size_t message = envelope.find("\"message\"");
    const std::string said =
        message == std::string_view::npos ? type : clean_text(envelope.substr(message, 300));
    return Error{ErrorCode::kUpstream, "remote_error",
                 "Crossref answered with an error: " + quoted_for_message(said, 300),
                 "Look at the query and its filters, then run again."};
  }
  if (!type.empty() && type != "work" && type != "work-list") {
    return Error{ErrorCode::kBadContent, "not_works",
                 "the reply holds " + quoted_for_message(type, 40) + ", not works",
                 "Ask for /works, or for the works of a journal, member or funder."};
  }
  return std::nullopt;
}

JsonSplitRules split_rules() {
  JsonSplitRules rules;
  rules.noun = "work";
  rules.expected = "Crossref reply";
  rules.arrays = kArrays;
  rules.objects = kObjects;
  rules.refuse = refuse;
  return rules;
}

// Several titles are one publication's names in several forms; the first is the one it goes by.
std::string title_of(const JsonView& work) {
  std::string title = plain_text(work["title"].raw());
  const std::string subtitle = plain_text(work["subtitle"].raw());
  if (title.empty()) title = plain_text(work["short-title"].raw());
  if (!title.empty() && !subtitle.empty() && title.find(subtitle) == std::string::npos) {
    title += title.ends_with(':') || title.ends_with('?') ? " " + subtitle : ": " + subtitle;
  }
  return title;
}

void read_types(RecordReading& in, const JsonView& work) {
  const std::string type = work["type"].text();
  const std::string subtype = to_lower_ascii(work["subtype"].text());
  if (type == "posted-content" && !subtype.empty() && subtype != "preprint") {
    // Theses, reports and letters are posted too; they are no preprints.
    return in.add_type(subtype);
  }
  in.add_type(type);
  if (type == "posted-content") in.add_type("Preprint");
}

bool is_part_of_book(std::string_view type) {
  return type == "book-chapter" || type == "book-section" || type == "book-part" ||
         type == "reference-entry";
}

void read_publication(RecordReading& in, const JsonView& work) {
  Record& record = in.record;
  Publication& publication = record.publication;
  publication.title = plain_text(work["container-title"].raw());
  publication.abbreviation = plain_text(work["short-container-title"].raw());
  if (publication.abbreviation.empty()) {
    publication.abbreviation = plain_text(work["container-title-short"].raw());
  }
  if (publication.abbreviation == publication.title) publication.abbreviation.clear();
  if (publication.title.empty() && work["type"].text() == "posted-content") {
    publication.title = plain_text(work["institution"]["name"].raw());  // a preprint's server
  }
  publication.volume = work["volume"].text();
  publication.issue = work["issue"].text();
  if (publication.issue.empty()) publication.issue = work["journal-issue"]["issue"].text();
  publication.pages = expand_pages(work["page"].text());
  if (publication.pages.empty()) publication.pages = work["article-number"].text();
  publication.publisher = plain_text(work["publisher"].raw());
  publication.edition = work["edition-number"].text();
  for (const char* key : {"issued", "published", "published-online", "published-print", "posted",
                          "content-created", "approved"}) {
    publication.date = crossref::read_date(in, work[key]);
    if (publication.date.known()) break;
  }
}

void read_identifiers(RecordReading& in, const JsonView& work) {
  for (const std::string& issn : work["ISSN"].texts()) {
    in.add_identifier(IdentifierScheme::kIssn, issn);
  }
  for (const JsonView& issn : work["issn-type"].list()) {
    in.add_identifier(IdentifierScheme::kIssn, issn["value"].text());
  }
  for (const std::string& isbn : work["ISBN"].texts()) {
    // Old deposits write them as addresses: "http://id.crossref.org/isbn/978…".
    const std::size_t slash = isbn.rfind('/');
    in.add_identifier(IdentifierScheme::kIsbn,
                      slash == std::string::npos ? isbn : isbn.substr(slash + 1));
  }
  for (const JsonView& trial : work["clinical-trial-number"].list()) {
    const std::string number = trial["clinical-trial-number"].text();
    // Other registries' numbers have no scheme of their own.
    if (starts_with_ignoring_case(number, "NCT")) {
      in.add_identifier(IdentifierScheme::kNct, number);
    } else {
      in.add_subject("trial-registration", number);
    }
  }
}

}  // namespace

bool CrossrefFormat::recognises(std::string_view head, std::string_view /*file_name*/) const {
  if (!trim(head).starts_with('{') && !trim(head).starts_with('[')) return false;
  if (head.find("\"message-type\"") != std::string_view::npos) return true;
  // Reference managers write "DOI" and "date-parts" too; these only Crossref does.
  for (const std::string_view mark :
       {"\"indexed\"", "\"is-referenced-by-count\"", "\"reference-count\"", "\"deposited\""}) {
    if (head.find(mark) != std::string_view::npos) return true;
  }
  return false;
}

std::unique_ptr<EntryReader> CrossrefFormat::open(ByteSource& source) const {
  return split_json(source, split_rules());
}

ParsedEntry CrossrefFormat::parse(const RawEntry& entry) const {
  ParsedEntry parsed;
  const std::optional<json::value> value = parse_entry_json(entry, parsed);
  if (!value) return parsed;
  const JsonView work(&*value);
  RecordReading in{{}, {}, entry.position};
  Record& record = in.record;
  const std::string type = work["type"].text();
  if (type == "component") {
    parsed.problems.push_back({entry.position, "component",
                               "it is a figure, table or supplement of an article, not a "
                               "publication; it is left out"});
    return parsed;
  }
  in.add_identifier(IdentifierScheme::kDoi, work["DOI"].raw());
  record.source_record_id = record.identifiers.empty() ? to_lower_ascii(work["DOI"].text())
                                                       : record.identifiers.front().value();
  record.title = title_of(work);
  record.original_title = plain_text(work["original-title"].raw());
  if (record.original_title == record.title) record.original_title.clear();
  read_identifiers(in, work);
  read_publication(in, work);
  if (record.title.empty()) record.title = std::exchange(record.original_title, "");
  if (record.title.empty() && !record.publication.title.empty()) {
    record.title = record.publication.title;
    in.drop("title_from_container", "the work has no title; that of its journal or book stands");
  }
  if (record.title.empty() && !record.source_record_id.empty()) {
    in.drop("no_title", "the work has no title, so nobody could tell what it is; it is left out");
    parsed.problems = std::move(in.problems);
    return parsed;
  }
  record.abstract = marked_sections(work["abstract"].raw());
  read_types(in, work);
  crossref::read_people(in, work);
  crossref::read_licence_and_links(in, work);
  crossref::read_relations(in, work);
  if (is_part_of_book(type) && !record.publication.title.empty()) {
    in.add_relation(RelationType::kPartOf, "", record.publication.title);
  }
  for (const std::string& subject : work["subject"].texts()) {
    in.add_subject("crossref-subject", subject);
  }
  in.add_language(work["language"].text());
  record.datestamp = work["deposited"]["date-time"].text();
  if (record.datestamp.empty()) record.datestamp = work["indexed"]["date-time"].text();
  add_identifier_links(record);
  return std::move(in).finish("the work has no DOI, so it cannot be kept or found again");
}

}  // namespace evidence
