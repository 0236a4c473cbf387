#include "connectors/format/datacite.h"

#include <algorithm>
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

using R = RelationType;

constexpr std::array<std::string_view, 1> kMembers{"data"};

struct Kind {
  std::string_view name;
  R type;
};
constexpr std::array kKinds{
    Kind{"IsPartOf", R::kPartOf},
    Kind{"HasPart", R::kHasPart},
    Kind{"IsNewVersionOf", R::kUpdates},
    Kind{"IsPreviousVersionOf", R::kUpdatedBy},
    Kind{"Obsoletes", R::kUpdates},
    Kind{"IsObsoletedBy", R::kUpdatedBy},
    Kind{"Reviews", R::kCommentsOn},
    Kind{"IsReviewedBy", R::kHasComment},
    Kind{"IsTranslationOf", R::kRepublishes},
    Kind{"HasTranslation", R::kRepublishedAs},
};

std::optional<Error> refuse(std::string_view envelope) {
  if (envelope.find("\"errors\"") == std::string_view::npos ||
      envelope.find("\"attributes\"") != std::string_view::npos) {
    return std::nullopt;
  }
  return Error{
      ErrorCode::kUpstream, "remote_error",
      "DataCite answered with an error: " + quoted_for_message(member_in(envelope, "title"), 300),
      "Look at the query, then run again."};
}

JsonSplitRules split_rules() {
  JsonSplitRules rules;
  rules.noun = "DOI";
  rules.expected = "DataCite reply";
  rules.arrays = kMembers;
  rules.objects = kMembers;
  rules.refuse = refuse;
  return rules;
}

void read_titles(RecordReading& in, const JsonView& work) {
  std::string subtitle;
  for (const JsonView& one : work["titles"].list()) {
    std::string title = plain_text(one["title"].raw());
    const std::string type = one["titleType"].text();
    if (type == "Subtitle" && subtitle.empty())
      subtitle = std::move(title);
    else if (in.record.title.empty())
      in.record.title = std::move(title);
  }
  if (!subtitle.empty() && !in.record.title.empty()) in.record.title += ": " + subtitle;
  if (in.record.title.empty()) in.record.title = std::move(subtitle);
}

void read_person(RecordReading& in, const JsonView& one, const std::string& role) {
  Contributor person;
  person.family = plain_text(one["familyName"].raw());
  const std::string name = plain_text(one["name"].raw());
  const bool group = one["nameType"].text() == "Organizational";
  if (!person.family.empty()) {
    person.given = plain_text(one["givenName"].raw());
    person.initials = initials_of(person.given);
    person.role = role;
  } else if (group) {
    person.family = name;
    person.role = role == "author" ? "collective" : role;
  } else {
    person = parse_person_name(name);
    if (role != "author") person.role = role;
  }
  if (person.family.empty()) return;
  for (const JsonView& id : one["nameIdentifiers"].list()) {
    if (to_lower_ascii(id["nameIdentifierScheme"].text()) == "orcid") {
      person.orcid = in.orcid(id["nameIdentifier"].raw());
    }
  }
  const JsonView place = one["affiliation"];
  person.affiliation = plain_text(place.raw());
  if (person.affiliation.empty()) person.affiliation = plain_text(place["name"].raw());
  in.record.contributors.push_back(std::move(person));
}

// "JournalArticle" → "Journal Article".
std::string in_words(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool capital = c >= 'A' && c <= 'Z';
    if (capital && !out.empty() && out.back() >= 'a' && out.back() <= 'z') out.push_back(' ');
    out.push_back(c);
  }
  return out;
}

void read_types(RecordReading& in, const JsonView& work) {
  constexpr std::size_t kMaxName = 60;  // longer ones are descriptions
  const std::string general = in_words(work["types"]["resourceTypeGeneral"].text());
  const std::string own = plain_text(work["types"]["resourceType"].raw());
  // "Text" says nothing where there is anything else.
  if (general != "Text" || own.empty()) in.add_type(general);
  if (own.size() <= kMaxName && !equals_ignoring_case(own, general)) in.add_type(own);
}

PartialDate date_of(RecordReading& in, const JsonView& work) {
  std::string issued;
  for (const char* type : {"Issued", "Available", "Created"}) {
    for (const JsonView& date : work["dates"].list()) {
      if (issued.empty() && date["dateType"].text() == type) issued = date["date"].text();
    }
  }
  // A range ("2014-01/2015-03") counts from its beginning.
  PartialDate date = loose_date(std::string_view(issued).substr(0, issued.find('/')));
  const std::string year = work["publicationYear"].text();
  if (!date.known()) date = loose_date(year);
  if (!date.known() && !issued.empty()) in.bad_date("date of issue", issued);
  // Some write the year of the Buddhist calendar: nothing is published long after its DOI.
  const PartialDate registered = loose_date(work["registered"].text());
  constexpr int kYearsAhead = 10;
  if (date.known() && registered.known() && date.year > registered.year + kYearsAhead) {
    in.drop("bad_date", "the year " + std::to_string(date.year) +
                            " lies long after the DOI was registered; it is left out");
    return {};
  }
  return date;
}

void read_publication(RecordReading& in, const JsonView& work) {
  Publication& publication = in.record.publication;
  const JsonView container = work["container"];
  publication.title = plain_text(container["title"].raw());
  publication.volume = container["volume"].text();
  publication.issue = container["issue"].text();
  publication.pages = plain_text(container["firstPage"].raw());
  if (const std::string last = container["lastPage"].text();
      !last.empty() && last != publication.pages) {
    publication.pages += (publication.pages.empty() ? "" : "-") + last;
  }
  publication.publisher = plain_text(work["publisher"].raw());
  if (publication.publisher.empty()) {
    publication.publisher = plain_text(work["publisher"]["name"].raw());
  }
  publication.edition = work["version"].text();
  publication.date = date_of(in, work);
}

void read_descriptions(RecordReading& in, const JsonView& work) {
  Record& record = in.record;
  for (const JsonView& one : work["descriptions"].list()) {
    const std::string type = one["descriptionType"].text();
    const std::string text = one["description"].raw();
    if (type == "Abstract") {
      for (AbstractSection& section : marked_sections(text)) {
        record.abstract.push_back(std::move(section));
      }
    } else if (type == "Methods") {
      record.abstract.push_back({"Methods", plain_text(text)});
    } else if (type == "TableOfContents" && record.table_of_contents.empty()) {
      record.table_of_contents = plain_text(text);
    }
  }
  if (!record.abstract.empty()) return;
  for (const JsonView& one : work["descriptions"].list()) {
    if (one["descriptionType"].text() != "Other") continue;
    if (record.abstract.empty()) record.abstract = marked_sections(one["description"].raw());
  }
}

void read_subjects(RecordReading& in, const JsonView& work) {
  for (const JsonView& one : work["subjects"].list()) {
    std::string label = plain_text(one["subject"].raw());
    if (label.empty()) label = plain_text(one.raw());
    std::string scheme = to_lower_ascii(one["subjectScheme"].text());
    if (scheme.find("mesh") != std::string::npos) scheme = "mesh";
    if (scheme.empty()) scheme = "keyword";
    in.add_subject(std::move(scheme), std::move(label));
  }
}

void read_rights(RecordReading& in, const JsonView& work) {
  Record& record = in.record;
  for (const JsonView& one : work["rightsList"].list()) {
    const std::string uri = one["rightsUri"].text();
    const std::string text = plain_text(one["rights"].raw());
    const bool commons = uri.find("creativecommons.org/") != std::string::npos;
    if (commons || uri.ends_with("/openAccess")) record.open_access = OpenAccess::kOpen;
    if (record.open_access == OpenAccess::kUnknown &&
        (uri.ends_with("/closedAccess") || uri.ends_with("/restrictedAccess"))) {
      record.open_access = OpenAccess::kClosed;
    }
    if (uri.starts_with("info:eu-repo/")) continue;
    if (record.rights.empty() || commons) record.rights = uri.empty() ? text : uri;
  }
}

void read_related(RecordReading& in, const JsonView& work) {
  for (const JsonView& one : work["relatedIdentifiers"].list()) {
    const std::string relation = one["relationType"].text();
    const std::string scheme = one["relatedIdentifierType"].text();
    const std::string id = one["relatedIdentifier"].raw();
    const bool serial = scheme == "ISSN" || scheme == "EISSN" || scheme == "LISSN";
    if (serial && relation == "IsPartOf") in.add_identifier(IdentifierScheme::kIssn, id);
    for (const Kind& kind : kKinds) {
      if (kind.name != relation || serial) continue;
      if (scheme == "DOI") in.add_relation(kind.type, IdentifierScheme::kDoi, id);
      if (scheme == "ISBN") in.add_relation(kind.type, IdentifierScheme::kIsbn, id);
      if (scheme == "PMID") in.add_relation(kind.type, IdentifierScheme::kPmid, id);
    }
  }
  if (work["container"]["identifierType"].text() == "ISSN") {
    in.add_identifier(IdentifierScheme::kIssn, work["container"]["identifier"].text());
  }
  for (const JsonView& one : work["identifiers"].list()) {
    const std::string type = to_lower_ascii(one["identifierType"].text());
    const std::string id = one["identifier"].raw();
    if (type == "isbn") in.add_identifier(IdentifierScheme::kIsbn, id);
    if (type == "issn" || type == "eissn") in.add_identifier(IdentifierScheme::kIssn, id);
    if (type == "pmid") in.add_identifier(IdentifierScheme::kPmid, id);
  }
}

bool is_withdrawn(const JsonView& work) {
  const std::string state = work["state"].text();
  if (!state.empty() && state != "findable") return true;
  return work["isActive"].present() && !work["isActive"].yes();
}

}  // namespace

bool DataCiteFormat::recognises(std::string_view head, std::string_view /*file_name*/) const {
  const auto has = [head](std::string_view mark) {
    return head.find(mark) != std::string_view::npos;
  };
  if (!trim(head).starts_with('{') && !trim(head).starts_with('[')) return false;
  return has("datacite.org/schema") || (has("\"dois\"") && has("\"attributes\"") && has("\"doi\""));
}

std::unique_ptr<EntryReader> DataCiteFormat::open(ByteSource& source) const {
  return split_json(source, split_rules());
}

ParsedEntry DataCiteFormat::parse(const RawEntry& entry) const {
  ParsedEntry parsed;
  const std::optional<json::value> value = parse_entry_json(entry, parsed);
  if (!value) return parsed;
  const JsonView view(&*value);
  const JsonView work = view["attributes"].present() ? view["attributes"] : view;
  RecordReading in{{}, {}, entry.position};
  Record& record = in.record;
  in.add_identifier(IdentifierScheme::kDoi, work["doi"].raw());
  record.source_record_id = record.identifiers.empty() ? to_lower_ascii(work["doi"].text())
                                                       : record.identifiers.front().value();
  record.datestamp = work["updated"].text();
  if (!record.source_record_id.empty() && is_withdrawn(work)) {
    record.identifiers.clear();
    record.deleted = true;
    parsed.records.push_back(std::move(record));
    return parsed;
  }
  read_titles(in, work);
  if (record.title.empty() && !record.source_record_id.empty()) {
    in.drop("no_title", "the work has no title, so nobody could tell what it is; it is left out");
    parsed.problems = std::move(in.problems);
    return parsed;
  }
  for (const JsonView& one : work["creators"].list()) read_person(in, one, "author");
  for (const JsonView& one : work["contributors"].list()) {
    // Contacts, hosts and funders did not make the work.
    if (one["contributorType"].text() == "Editor") read_person(in, one, "editor");
  }
  read_publication(in, work);
  read_types(in, work);
  read_descriptions(in, work);
  read_subjects(in, work);
  read_rights(in, work);
  read_related(in, work);
  in.add_language(work["language"].text());
  for (const JsonView& url : work["contentUrl"].list()) in.add_link(url.raw(), "fulltext", false);
  add_identifier_links(record);
  return std::move(in).finish("the entry has no DOI, so it cannot be kept or found again");
}

}  // namespace evidence
