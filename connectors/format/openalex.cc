#include "connectors/format/openalex.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "connectors/format/json_fields.h"
#include "connectors/format/json_splitter.h"
#include "connectors/format/marked_text.h"
#include "connectors/format/page_range.h"
#include "connectors/format/record_reading.h"
#include "model/person_name.h"

namespace evidence {
namespace {

constexpr std::array<std::string_view, 1> kArrays{"results"};
// Works that were merged into others or removed all point at this one.
constexpr std::string_view kDeletedWork = "W4285719527";
constexpr std::size_t kMaxWords = 50'000;
constexpr double kLowestScore = 0.3;

std::optional<Error> refuse(std::string_view envelope) {
  const std::string error = member_in(envelope, "error");
  if (error.empty()) return std::nullopt;
  return Error{ErrorCode::kUpstream, "remote_error",
               "OpenAlex answered with an error: " +
                   quoted_for_message(error + " " + member_in(envelope, "message"), 300),
               "Look at the query and its filters, then run again."};
}

JsonSplitRules split_rules() {
  JsonSplitRules rules;
  rules.noun = "work";
  rules.expected = "OpenAlex reply";
  rules.arrays = kArrays;
  rules.refuse = refuse;
  return rules;
}

// "https://openalex.org/W123" → "W123"; its other ids are addresses too.
std::string last_part(const std::string& address) {
  std::string_view text = trim(address);
  while (text.ends_with('/')) text.remove_suffix(1);
  const std::size_t slash = text.rfind('/');
  return std::string(slash == std::string_view::npos ? text : text.substr(slash + 1));
}

// {"Asthma": [0, 7], "is": [1]} → "Asthma is …".
std::string words_in_order(RecordReading& in, const JsonView& index) {
  const JsonView inner = index["InvertedIndex"].present() ? index["InvertedIndex"] : index;
  const json::object* words = inner.object();
  if (words == nullptr) return {};
  std::vector<std::pair<std::int64_t, std::string>> places;
  bool odd = false;
  for (const json::key_value_pair& pair : *words) {
    const std::string word(pair.key().data(), pair.key().size());
    for (const JsonView& place : JsonView(&pair.value()).list()) {
      const auto number = place.number();
      if (!number || *number < 0 || places.size() >= kMaxWords) {
        odd = true;
        continue;
      }
      places.emplace_back(*number, word);
    }
  }
  if (odd) in.drop("bad_abstract", "some words of the abstract have no usable place; left out");
  std::sort(places.begin(), places.end());
  std::string text;
  for (const auto& [place, word] : places) {
    if (!text.empty()) text.push_back(' ');
    text += word;
  }
  return text;
}

void read_identifiers(RecordReading& in, const JsonView& work) {
  const JsonView ids = work["ids"];
  in.add_identifier(IdentifierScheme::kDoi, work["doi"].raw());
  if (work["doi"].raw().empty()) in.add_identifier(IdentifierScheme::kDoi, ids["doi"].raw());
  in.add_identifier(IdentifierScheme::kPmid, last_part(ids["pmid"].raw()));
  std::string archive = last_part(ids["pmcid"].raw());
  if (!archive.empty() && archive.front() >= '0' && archive.front() <= '9') {
    archive.insert(0, "PMC");
  }
  in.add_identifier(IdentifierScheme::kPmcid, archive);
}

void read_people(RecordReading& in, const JsonView& work) {
  for (const JsonView& one : work["authorships"].list()) {
    std::string name = plain_text(one["author"]["display_name"].raw());
    if (name.empty()) name = plain_text(one["raw_author_name"].raw());
    Contributor person = parse_person_name(name);
    if (person.family.empty()) continue;
    person.orcid = in.orcid(one["author"]["orcid"].raw());
    person.affiliation = plain_text(one["raw_affiliation_strings"].raw());
    if (person.affiliation.empty()) {
      person.affiliation = plain_text(one["institutions"]["display_name"].raw());
    }
    in.record.contributors.push_back(std::move(person));
  }
}

void read_publication(RecordReading& in, const JsonView& work) {
  Publication& publication = in.record.publication;
  JsonView source = work["primary_location"]["source"];
  if (!source.present()) source = work["host_venue"];  // before 2023
  publication.title = plain_text(source["display_name"].raw());
  publication.publisher = plain_text(source["host_organization_name"].raw());
  if (publication.publisher.empty()) publication.publisher = plain_text(source["publisher"].raw());
  const JsonView biblio = work["biblio"];
  publication.volume = biblio["volume"].text();
  publication.issue = biblio["issue"].text();
  publication.pages = page_range(biblio["first_page"].text(), biblio["last_page"].text());
  const std::string date = work["publication_date"].text();
  publication.date = loose_date(date);
  if (!publication.date.known()) {
    if (!date.empty()) in.bad_date("publication date", date);
    publication.date = loose_date(work["publication_year"].text());
  }
  in.add_identifier(IdentifierScheme::kIssn, source["issn_l"].text());
  for (const std::string& issn : source["issn"].texts()) {
    in.add_identifier(IdentifierScheme::kIssn, issn);
  }
}

void read_subjects(RecordReading& in, const JsonView& work) {
  for (const JsonView& heading : work["mesh"].list()) {
    Subject subject;
    subject.scheme = "mesh";
    subject.id = heading["descriptor_ui"].text();
    subject.label = plain_text(heading["descriptor_name"].raw());
    subject.qualifier_id = heading["qualifier_ui"].text();
    subject.qualifier = plain_text(heading["qualifier_name"].raw());
    subject.major = heading["is_major_topic"].yes();
    if (!subject.label.empty()) in.record.subjects.push_back(std::move(subject));
  }
  for (const JsonView& topic : work["topics"].list()) {
    in.add_subject("openalex-topic", plain_text(topic["display_name"].raw()),
                   last_part(topic["id"].text()));
  }
  for (const JsonView& concept_view : work["concepts"].list()) {
    const json::object* members = concept_view.object();
    const json::value* score = members == nullptr ? nullptr : member(*members, "score");
    const double* number = score == nullptr ? nullptr : score->if_double();
    if (number != nullptr && *number < kLowestScore) continue;
    if (score != nullptr && score->is_int64() && score->get_int64() < 1) continue;
    in.add_subject("openalex-concept", plain_text(concept_view["display_name"].raw()),
                   last_part(concept_view["id"].text()));
  }
  for (const JsonView& keyword : work["keywords"].list()) {
    std::string label = plain_text(keyword["display_name"].raw());
    if (label.empty()) label = plain_text(keyword["keyword"].raw());
    in.add_subject("keyword", std::move(label));
  }
}

void add_location(RecordReading& in, const JsonView& location, bool primary) {
  const bool open = location["is_oa"].yes();
  if (!open && !primary) return;
  const bool repository = location["source"]["type"].text() == "repository";
  in.add_link(location["landing_page_url"].raw(),
              repository ? "repository"
              : primary  ? "publisher"
                         : "fulltext",
              open);
  in.add_link(location["pdf_url"].raw(), "pdf", open);
}

void read_access(RecordReading& in, const JsonView& work) {
  Record& record = in.record;
  const JsonView access = work["open_access"];
  const JsonView best = work["best_oa_location"];
  for (const Identifier& identifier : record.identifiers) {
    if (identifier.scheme() == IdentifierScheme::kDoi) {
      in.add_link(registry_url(identifier), "publisher", false);
    }
  }
  add_location(in, best, false);
  add_location(in, work["primary_location"], true);
  for (const JsonView& location : work["locations"].list()) add_location(in, location, false);
  in.add_link(access["oa_url"].raw(), "fulltext", access["is_oa"].yes());
  record.rights = best["license"].text();
  if (record.rights.empty()) record.rights = work["primary_location"]["license"].text();
  if (access["is_oa"].present()) {
    record.open_access = access["is_oa"].yes() ? OpenAccess::kOpen : OpenAccess::kClosed;
  }
}

}  // namespace

bool OpenAlexFormat::recognises(std::string_view head, std::string_view /*file_name*/) const {
  if (!trim(head).starts_with('{') && !trim(head).starts_with('[')) return false;
  return head.find("\"https://openalex.org/W") != std::string_view::npos ||
         head.find("\"https:\\/\\/openalex.org\\/W") != std::string_view::npos;
}

std::unique_ptr<EntryReader> OpenAlexFormat::open(ByteSource& source) const {
  return split_json(source, split_rules());
}

ParsedEntry OpenAlexFormat::parse(const RawEntry& entry) const {
  ParsedEntry parsed;
  const std::optional<json::value> value = parse_entry_json(entry, parsed);
  if (!value) return parsed;
  const JsonView work(&*value);
  RecordReading in{{}, {}, entry.position};
  Record& record = in.record;
  const std::string id = last_part(work["id"].text());
  // Authors, sources and institutions have ids too, with other letters.
  if (id.starts_with('W')) record.source_record_id = id;
  if (id == kDeletedWork) {
    parsed.problems.push_back({entry.position, "deleted_work",
                               "OpenAlex keeps this entry in place of works that it deleted"});
    return parsed;
  }
  read_identifiers(in, work);
  record.title = plain_text(work["title"].raw());
  if (record.title.empty()) record.title = plain_text(work["display_name"].raw());
  if (record.title.empty() && !record.source_record_id.empty()) {
    in.drop("no_title", "the work has no title, so nobody could tell what it is; it is left out");
    parsed.problems = std::move(in.problems);
    return parsed;
  }
  record.abstract = marked_sections(words_in_order(in, work["abstract_inverted_index"]));
  read_people(in, work);
  read_publication(in, work);
  in.add_type(work["type"].text());
  if (work["is_retracted"].yes()) in.add_type("Retracted Publication");
  in.add_language(work["language"].text());
  read_subjects(in, work);
  read_access(in, work);
  record.datestamp = work["updated_date"].text();
  if (record.datestamp.empty()) record.datestamp = work["updated"].text();
  return std::move(in).finish("the entry has no OpenAlex work id, so it cannot be found again");
}

}  // namespace evidence
