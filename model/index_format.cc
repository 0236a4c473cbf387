#include "model/index_format.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "model/currency.h"

namespace evidence {
namespace {

constexpr std::size_t kHitAuthors = 3;
constexpr std::size_t kHitLinks = 10;
constexpr std::size_t kHitIdentifiers = 20;

void append_section(std::string& out, std::string_view section) {
  out += std::to_string(section.size());
  out += '\n';
  out += section;
}

Error damaged_document(std::string_view why) {
  return {ErrorCode::kCorrupt, "index_damaged",
          "a document of the index is damaged: " + std::string(why),
          "Rebuild the index from the store with `evidence index --rebuild`."};
}

// Takes one section off the front of `rest`.
Result<std::string_view> take_section(std::string_view& rest) {
  const std::size_t newline = rest.find('\n');
  if (newline == std::string_view::npos || newline == 0 || newline > 12) {
    return damaged_document("no section length");
  }
  std::size_t length = 0;
  const char* const last = rest.data() + newline;
  const auto parsed = std::from_chars(rest.data(), last, length);
  if (parsed.ec != std::errc{} || parsed.ptr != last) return damaged_document("no section length");
  rest.remove_prefix(newline + 1);
  if (length > rest.size()) return damaged_document("it is cut short");
  const std::string_view section = rest.substr(0, length);
  rest.remove_prefix(length);
  return section;
}

bool is_writer(const Contributor& contributor) {
  return contributor.role == "author" || contributor.role == "collective" ||
         contributor.role.empty();
}

std::string display_name(const Contributor& contributor) {
  std::string name = contributor.family;
  std::string_view rest = contributor.initials;
  if (rest.empty()) rest = contributor.given;
  if (!rest.empty()) {
    if (!name.empty()) name += ' ';
    name += rest;
  }
  return name;
}

// Authors; a book with editors alone shows them.
std::vector<const Contributor*> shown_contributors(const Record& record) {
  std::vector<const Contributor*> shown;
  for (const Contributor& contributor : record.contributors) {
    if (is_writer(contributor)) shown.push_back(&contributor);
  }
  if (!shown.empty()) return shown;
  for (const Contributor& contributor : record.contributors) {
    if (contributor.role == "editor") shown.push_back(&contributor);
  }
  return shown;
}

json::array sorted_names(std::vector<std::string_view> names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  json::array sorted;
  for (const std::string_view name : names) sorted.emplace_back(name);
  return sorted;
}

json::array sources_of(const Work& work) {
  std::vector<std::string_view> names;
  for (const Member& member : work.members) names.push_back(member.source);
  return sorted_names(std::move(names));
}

json::array status_sources_of(const Work& work) {
  std::vector<std::string_view> names;
  for (const StatusStatement& statement : work.status_statements) {
    if (statement.status == work.status && !statement.source.empty()) {
      names.push_back(statement.source);
    }
  }
  return sorted_names(std::move(names));
}

// Of a preprint: a relation leads to what was published of it.
bool has_published_version(const Work& work) {
  return std::any_of(work.relations.begin(), work.relations.end(),
                     [](const WorkRelation& one) { return one.type == RelationType::kPreprintOf; });
}

void add_type_finding(json::object& hit, const StudyTypeFinding& finding) {
  hit["study_type_inferred"] = finding.inferred();
  hit["study_type_basis"] = basis_name(finding.basis);
  hit["study_type_reason"] = study_type_reason(finding);
  if (!finding.inferred()) return;
  hit["probable_type"] = study_type_info(finding.type).key;
  hit["probable_type_label"] = study_type_label(finding);
}

// As it lies in Slot::kReviewDate: whether the day has passed is for the answer to say.
void add_currency(json::object& hit, const Work& work) {
  const std::string value = currency_value(work);
  if (value.empty()) return;
  const Currency& currency = work.record.currency;
  json::object member{{"value", value}};
  if (!currency.version.empty()) member["version"] = currency.version;
  if (currency.review_due.known()) member["review_due"] = format_date(currency.review_due);
  if (currency.last_reviewed.known()) member["last_reviewed"] = format_date(currency.last_reviewed);
  if (currency.withdrawn_on.known()) member["withdrawn_on"] = format_date(currency.withdrawn_on);
  member["source"] = work.currency_source.empty() ? work.record.source : work.currency_source;
  hit["currency"] = std::move(member);
}

}  // namespace

std::string pack_document(std::string_view hit, std::string_view abstract, std::string_view work) {
  std::string out;
  out.reserve(hit.size() + abstract.size() + work.size() + 32);
  append_section(out, hit);
  append_section(out, abstract);
  append_section(out, work);
  return out;
}

Result<IndexedDocument> unpack_document(std::string_view data) {
  IndexedDocument document;
  EVIDENCE_ASSIGN(document.hit, take_section(data));
  EVIDENCE_ASSIGN(document.abstract, take_section(data));
  EVIDENCE_ASSIGN(document.work, take_section(data));
  if (!data.empty()) return damaged_document("bytes follow its last section");
  return document;
}

std::string make_hit_json(const Work& work) {
  const Record& record = work.record;
  json::object hit;
  hit.reserve(40);
  hit["id"] = work.id;
  hit["title"] = record.title.empty() ? record.original_title : record.title;
  const std::vector<const Contributor*> people = shown_contributors(record);
  json::array authors;
  for (std::size_t i = 0; i < std::min(people.size(), kHitAuthors); ++i) {
    authors.emplace_back(display_name(*people[i]));
  }
  hit["authors"] = std::move(authors);
  hit["author_count"] = people.size();
  hit["source"] = record.source;
  hit["sources"] = sources_of(work);
  hit["journal"] =
      record.publication.title.empty() ? record.publication.abbreviation : record.publication.title;
  const PartialDate& date = record.publication.date;
  hit["year"] = date.known() ? json::value(date.year) : json::value(nullptr);
  hit["date"] = format_date(date);
  // By these a licence may be judged that has no dates.
  if (!record.publication.volume.empty()) hit["volume"] = record.publication.volume;
  if (!record.publication.issue.empty()) hit["issue"] = record.publication.issue;
  const StudyTypeInfo& type = study_type_info(work.study_type);
  hit["study_type"] = type.key;
  hit["study_type_label"] = type.label;
  const StudyTypeFinding finding = shown_type(work);
  add_type_finding(hit, finding);
  hit["evidence_level"] = evidence_level(finding);
  add_currency(hit, work);
  json::array identifiers;
  for (const Identifier& identifier : record.identifiers) {
    if (identifiers.size() == kHitIdentifiers) break;
    json::object member;
    member["scheme"] = scheme_name(identifier.scheme());
    member["value"] = identifier.value();
    identifiers.emplace_back(std::move(member));
  }
  hit["identifiers"] = std::move(identifiers);
  hit["retracted"] = work.status == Status::kRetracted;
  hit["status"] = status_name(work.status);
  hit["status_label"] = status_label(work.status);
  hit["status_sources"] = status_sources_of(work);
  hit["has_newer_version"] = work.has_newer_version;
  if (has_published_version(work)) hit["published_version"] = true;
  hit["corrected_locally"] = !work.corrections.empty();
  hit["member_count"] = work.members.size();
  hit["open_access"] = open_access_name(record.open_access);
  hit["sample"] = record.sample;
  json::array links;
  for (const Link& link : record.links) {
    if (links.size() == kHitLinks) break;
    json::object member;
    member["url"] = link.url;
    member["kind"] = link.kind;
    member["open"] = link.open;
    if (!link.label.empty()) member["label"] = link.label;
    links.emplace_back(std::move(member));
  }
  hit["links"] = std::move(links);
  hit["language"] = record.languages.empty() ? std::string() : record.languages.front();
  return json::serialize(hit);
}

std::string_view status_label(Status status) {
  switch (status) {
    case Status::kNone:
      return "";
    case Status::kRetracted:
      return "Retracted";
    case Status::kPartiallyRetracted:
      return "Partially retracted";
    case Status::kConcern:
      return "Expression of concern";
    case Status::kCorrected:
      return "Corrected";
  }
  return "";
}

std::string_view open_access_name(OpenAccess state) {
  switch (state) {
    case OpenAccess::kUnknown:
      return "";
    case OpenAccess::kClosed:
      return "closed";
    case OpenAccess::kOpen:
      return "open";
  }
  return "";
}

}  // namespace evidence
