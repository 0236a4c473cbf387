#include "connectors/format/europepmc.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "connectors/format/europepmc_parts.h"
#include "connectors/format/json_or_xml.h"
#include "connectors/format/marked_text.h"
#include "connectors/format/page_range.h"

namespace evidence {
namespace {

constexpr std::array<std::string_view, 1> kArrays{"resultList.result"};
constexpr std::array<std::string_view, 2> kObjects{"result", "resultList.result"};

std::optional<Error> refuse(std::string_view envelope) {
  std::string said = member_in(envelope, "errMsg");
  if (said.empty()) said = member_in(envelope, "errorMessage");
  if (!said.empty() || envelope.find("\"errCode\"") != std::string_view::npos) {
    return Error{ErrorCode::kUpstream, "remote_error",
                 "Europe PMC answered with an error: " + quoted_for_message(said, 300),
                 "Look at the query, then run again."};
  }
  if (member_in(envelope, "resultType") == "idlist") {
    return Error{ErrorCode::kBadContent, "ids_only",
                 "the reply holds identifiers only (resultType=idlist)",
                 "Ask for resultType=core."};
  }
  const bool whole = envelope.ends_with('}');
  if (whole && envelope.find("\"hitCount\"") != std::string_view::npos &&
      envelope.find("\"result\"") == std::string_view::npos) {
    return Error{ErrorCode::kBadContent, "bad_json_file",
                 "the Europe PMC reply has a count but no results", "Fetch it again."};
  }
  return std::nullopt;
}

XmlTag classify_tag(std::string_view name, std::string_view root) {
  if (name == "result") return XmlTag::kEntry;
  if (name == "responseWrapper") return XmlTag::kRoot;
  return root.empty() ? XmlTag::kForeign : XmlTag::kOther;
}

constexpr XmlSplitRules kXmlRules{"result", "Europe PMC reply", "errMsg", classify_tag};

JsonSplitRules json_rules() {
  JsonSplitRules rules;
  rules.noun = "result";
  rules.expected = "Europe PMC reply";
  rules.arrays = kArrays;
  rules.objects = kObjects;
  rules.refuse = refuse;
  return rules;
}

void read_types(RecordReading& in, const JsonView& result, bool preprint) {
  for (const std::string& type : result.at("pubTypeList.pubType").texts()) in.add_type(type);
  // Lite: "review; journal article".
  const std::string types = result["pubType"].text();
  for (const std::string_view type : split(types, ';')) in.add_type(std::string(trim(type)));
  const auto& all = in.record.publication_types;
  const bool said = std::any_of(all.begin(), all.end(), [](const std::string& type) {
    return equals_ignoring_case(type, "preprint");
  });
  if (preprint && !said) in.add_type("Preprint");
}

PartialDate date_of(const JsonView& result, bool preprint) {
  const JsonView info = result["journalInfo"];
  const PartialDate electronic = loose_date(result["electronicPublicationDate"].text());
  PartialDate date;
  if (!preprint) {
    const std::string month = info["monthOfPublication"].text();
    date = date_from_parts(info["yearOfPublication"].text(), month == "0" ? "" : month, "");
    if (!date.known()) date = date_from_medline(info["dateOfPublication"].text());
    if (electronic.known() && (!date.known() || electronic < date)) date = electronic;
  }
  if (!date.known()) date = loose_date(result["firstPublicationDate"].text());
  if (!date.known()) date = loose_date(result["pubYear"].text());
  return date;
}

void read_publication(RecordReading& in, const JsonView& result, bool preprint) {
  Publication& publication = in.record.publication;
  const JsonView info = result["journalInfo"];
  const JsonView journal = info["journal"];
  const JsonView book = result["bookOrReportDetails"];
  publication.title = plain_text(journal["title"].raw());
  if (publication.title.empty()) publication.title = plain_text(result["journalTitle"].raw());
  publication.abbreviation = plain_text(journal["isoabbreviation"].raw());
  if (publication.abbreviation.empty()) {
    publication.abbreviation = plain_text(journal["medlineAbbreviation"].raw());
  }
  publication.volume = info["volume"].text();
  if (publication.volume.empty()) publication.volume = result["journalVolume"].text();
  publication.issue = info["issue"].text();
  if (publication.issue.empty()) publication.issue = result["issue"].text();
  publication.pages = expand_pages(result["pageInfo"].text());
  publication.publisher = plain_text(book["publisher"].raw());
  publication.edition = book["edition"].text();
  if (publication.title.empty()) publication.title = plain_text(book["comprisingTitle"].raw());
  if (preprint) {
    if (publication.title.empty()) publication.title = publication.publisher;  // its server
    if (const auto version = result["versionNumber"].number()) {
      publication.edition = "Version " + std::to_string(*version);
    }
  }
  publication.date = date_of(result, preprint);
  in.add_identifier(IdentifierScheme::kIssn, journal["issn"].text());
  in.add_identifier(IdentifierScheme::kIssn, journal["essn"].text());
  const std::string numbers = result["journalIssn"].text();
  for (const std::string_view issn : split(numbers, ';')) {
    in.add_identifier(IdentifierScheme::kIssn, issn);
  }
  for (const char* key : {"isbn10", "isbn13", "isbn"}) {
    for (const std::string& isbn : book[key].texts()) {
      in.add_identifier(IdentifierScheme::kIsbn, isbn);
    }
  }
}

}  // namespace

bool EuropePmcFormat::recognises(std::string_view head, std::string_view /*file_name*/) const {
  const auto has = [head](std::string_view mark) {
    return head.find(mark) != std::string_view::npos;
  };
  if (has("<responseWrapper")) return has("<hitCount") || has("europepmc");
  if (has("\"hitCount\"")) return true;
  return has("\"inEPMC\"") || (has("\"pubModel\"") && has("\"journalInfo\""));
}

std::unique_ptr<EntryReader> EuropePmcFormat::open(ByteSource& source) const {
  return split_json_or_xml(source, json_rules(), kXmlRules);
}

ParsedEntry EuropePmcFormat::parse(const RawEntry& entry) const {
  ParsedEntry parsed;
  const std::optional<json::value> value = parse_entry_of_either(entry, parsed);
  if (!value) return parsed;
  const JsonView result(&*value);
  RecordReading in{{}, {}, entry.position};
  Record& record = in.record;
  const std::string source = result["source"].text();
  const std::string id = result["id"].text();
  const bool preprint = source == "PPR";
  if (!source.empty() && !id.empty()) record.source_record_id = source + ":" + id;
  in.add_identifier(IdentifierScheme::kPmid, result["pmid"].text());
  in.add_identifier(IdentifierScheme::kPmcid, result["pmcid"].text());
  in.add_identifier(IdentifierScheme::kDoi, result["doi"].raw());
  record.title = plain_text(result["title"].raw());
  if (record.title.empty() && !record.source_record_id.empty()) {
    in.drop("no_title", "the result has no title, so nobody could tell what it is; it is left out");
    parsed.problems = std::move(in.problems);
    return parsed;
  }
  record.abstract = marked_sections(result["abstractText"].raw());
  europepmc::read_people(in, result);
  read_publication(in, result, preprint);
  read_types(in, result, preprint);
  europepmc::read_subjects(in, result);
  europepmc::read_relations(in, result);
  for (const std::string& language : result["language"].texts()) in.add_language(language);
  europepmc::read_access(in, result);
  for (const char* key : {"dateOfRevision", "firstIndexDate", "dateOfCreation"}) {
    record.datestamp = result[key].text();
    if (!record.datestamp.empty()) break;
  }
  return std::move(in).finish("the result has no source and id, so it cannot be found again");
}

}  // namespace evidence
