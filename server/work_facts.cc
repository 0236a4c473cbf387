#include "server/work_facts.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/date.h"
#include "base/text.h"
#include "base/url.h"
#include "server/language_name.h"
#include "server/page_layout.h"

namespace evidence::server {
namespace {

constexpr std::size_t kMaxText = 300;

std::string_view scheme_label(IdentifierScheme scheme) {
  switch (scheme) {
    case IdentifierScheme::kDoi:
      return "DOI";
    case IdentifierScheme::kPmid:
      return "PubMed number (PMID)";
    case IdentifierScheme::kPmcid:
      return "PubMed Central (PMCID)";
    case IdentifierScheme::kIssn:
      return "ISSN";
    case IdentifierScheme::kIsbn:
      return "ISBN";
    case IdentifierScheme::kNct:
      return "Trial registration";
    case IdentifierScheme::kLocal:
      break;
  }
  return "Identifier";
}

void add_identifiers(std::vector<Fact>& facts, const Work& work) {
  const Record& record = work.record;
  std::map<IdentifierScheme, std::vector<FactLine>> by_scheme;
  for (const Identifier& identifier : record.identifiers) {
    auto& lines = by_scheme[identifier.scheme()];
    if (lines.size() < 20) lines.push_back({identifier.value(), registry_url(identifier)});
  }
  // Registries that have no kind of identifier here, and numbers that only the abstract states.
  for (const std::string& number : work.registrations) {
    auto& lines = by_scheme[IdentifierScheme::kNct];
    const bool known = std::any_of(lines.begin(), lines.end(),
                                   [&](const FactLine& line) { return line.text == number; });
    if (!known && lines.size() < 20) lines.push_back({number, registry_of("nct:" + number)});
  }
  for (auto& [scheme, lines] : by_scheme) facts.push_back({scheme_label(scheme), std::move(lines)});
}

// What sources say of a work that is no subject of it, by the scheme that it comes in.
struct Remark {
  std::string_view scheme, name;
};
constexpr std::array kRemarks{
    Remark{"synonym", "Also called"},
    Remark{"source-grade", "Evidence, in the source's own letters"},
    Remark{"product", "Product"},
};

void add_remarks(std::vector<Fact>& facts, const Record& record) {
  for (const Remark& remark : kRemarks) {
    Fact fact{remark.name, {}};
    for (const Subject& subject : record.subjects) {
      if (subject.scheme != remark.scheme || fact.lines.size() == 20) continue;
      fact.lines.push_back({shortened(subject.label, kMaxText), ""});
    }
    if (!fact.lines.empty()) facts.push_back(std::move(fact));
  }
}

void add_text(std::vector<Fact>& facts, std::string_view name, std::string_view text) {
  if (!text.empty()) facts.push_back({name, {{shortened(text, kMaxText), ""}}});
}

std::string place(std::string_view date, std::string_view volume, std::string_view issue) {
  const auto known = parse_date(date);
  std::string text = known ? format_date_for_people(*known) : std::string(date);
  if (!volume.empty()) text += (text.empty() ? "volume " : ", volume ") + std::string(volume);
  if (!issue.empty()) text += (text.empty() ? "issue " : ", issue ") + std::string(issue);
  return text;
}

bool is_page_span(std::string_view pages) {
  return !pages.empty() && pages.find(' ') == std::string_view::npos;
}

// KBART's embargo in words: "P1Y" the newest year is missing, "R6M" only the newest six months are
// there. What does not read so is shown as it stands.
std::string embargo_sentence(std::string_view embargo) {
  if (embargo.size() < 3 || embargo.size() > 6) return " Embargo: " + std::string(embargo) + ".";
  const std::string_view count = embargo.substr(1, embargo.size() - 2);
  const bool number =
      std::all_of(count.begin(), count.end(), [](char c) { return c >= '0' && c <= '9'; });
  std::string unit;
  if (embargo.back() == 'Y') unit = "year";
  if (embargo.back() == 'M') unit = "month";
  if (embargo.back() == 'D') unit = "day";
  if (!number || unit.empty() || (embargo.front() != 'P' && embargo.front() != 'R')) {
    return " Embargo: " + std::string(embargo) + ".";
  }
  const bool one = count == "1";
  const std::string span = one ? unit : std::string(count) + " " + unit + "s";
  return embargo.front() == 'P'
             ? " The newest " + span + (one ? " is not available." : " are not available.")
             : " Only the newest " + span + (one ? " is available." : " are available.");
}

}  // namespace

std::string full_name(const Contributor& person) {
  const std::string& given = person.given.empty() ? person.initials : person.given;
  if (given.empty() || person.family.empty()) return person.family.empty() ? given : person.family;
  return given + " " + person.family;
}

std::string citation_rest(const Publication& publication) {
  std::string text = format_date_for_people(publication.date);
  const auto append = [&text](std::string_view separator, std::string_view part) {
    while (part.ends_with('.')) part.remove_suffix(1);
    if (part.empty()) return;
    if (!text.empty()) text += separator;
    text += part;
  };
  const std::string numbers =
      publication.volume + (publication.issue.empty() ? "" : "(" + publication.issue + ")");
  append("; ", numbers);
  // A book's extent ("1 online resource (120 pages)") is no span of pages.
  const bool span = is_page_span(publication.pages);
  if (span) append(numbers.empty() ? "; " : ": ", publication.pages);
  append(". ", publication.edition);
  append(". ", publication.publisher);
  if (!span) append(". ", publication.pages);
  return text.empty() ? text : text + ".";
}

std::string coverage_sentence(const Coverage& coverage) {
  const std::string first = place(coverage.first_date, coverage.first_volume, coverage.first_issue);
  const std::string last = place(coverage.last_date, coverage.last_volume, coverage.last_issue);
  std::string text = first.empty() ? "" : "From " + first;
  if (!last.empty()) {
    text += text.empty() ? "Until " + last : " to " + last;
  } else if (!text.empty()) {
    text += " to today";
  }
  if (text.empty()) text = "Coverage not stated";
  text += ".";
  if (!coverage.embargo.empty()) text += embargo_sentence(coverage.embargo);
  if (coverage.depth == "fulltext") {
    text += " Full text.";
  } else if (!coverage.depth.empty()) {
    text += " Depth: " + coverage.depth + ".";
  }
  if (coverage.access_type == "F") text += " Free to read.";
  if (coverage.access_type == "P") text += " Subscription.";
  if (!coverage.notes.empty()) text += " " + coverage.notes;
  return shortened(text, 600);
}

std::string sentence_case(std::string_view label) {
  const bool shouting =
      std::none_of(label.begin(), label.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (!shouting || label.empty()) return std::string(label);
  std::string text = to_lower_ascii(label);
  text[0] = label[0];
  return text;
}

std::string_view relation_label(RelationType type) {
  switch (type) {
    case RelationType::kRetracts:
      return "Retracts";
    case RelationType::kRetractedBy:
      return "Retracted by";
    case RelationType::kPartiallyRetracts:
      return "Partly retracts";
    case RelationType::kPartiallyRetractedBy:
      return "Partly retracted by";
    case RelationType::kConcernAbout:
      return "Expresses concern about";
    case RelationType::kHasConcern:
      return "Concern expressed in";
    case RelationType::kErratumFor:
      return "Corrects";
    case RelationType::kHasErratum:
      return "Corrected by";
    case RelationType::kUpdates:
      return "Updates";
    case RelationType::kUpdatedBy:
      return "Updated by";
    case RelationType::kRepublishes:
      return "Republished from";
    case RelationType::kRepublishedAs:
      return "Republished as";
    case RelationType::kCommentsOn:
      return "Comments on";
    case RelationType::kHasComment:
      return "Comment in";
    case RelationType::kPreprintOf:
      return "Published as";
    case RelationType::kHasPreprint:
      return "Preprint";
    case RelationType::kPartOf:
      return "Part of";
    case RelationType::kHasPart:
      return "Contains";
    case RelationType::kNewerVersionOf:
      return "Older version";
    case RelationType::kHasNewerVersion:
      return "Newer version";
    case RelationType::kProtocolOf:
      return "Results of this protocol";
    case RelationType::kHasProtocol:
      return "Protocol";
    case RelationType::kConferenceAbstractOf:
      return "Full paper";
    case RelationType::kHasConferenceAbstract:
      return "Conference abstract";
    case RelationType::kReportOf:
      return "Trial registration";
    case RelationType::kHasReport:
      return "Report of this trial";
    case RelationType::kOtherEdition:
      return "Other edition";
  }
  return "Related to";
}

std::string registry_of(std::string_view target) {
  const auto colon = target.find(':');
  if (colon == std::string_view::npos) return "";
  const auto scheme = scheme_by_name(target.substr(0, colon));
  if (!scheme) return "";
  const auto identifier = Identifier::parse(*scheme, target.substr(colon + 1));
  return identifier.ok() ? registry_url(*identifier) : "";
}

WarningWords warning_of(Status status) {
  switch (status) {
    case Status::kRetracted:
      return {"This work has been retracted. Do not use it.",
              "The publisher or the authors have withdrawn it.", true};
    case Status::kPartiallyRetracted:
      return {"Part of this work has been retracted.",
              "Read the notice before you rely on any of it.", true};
    case Status::kConcern:
      return {"Expression of concern.",
              "The publisher has doubts about this work. Read the notice before you rely on it.",
              true};
    case Status::kCorrected:
      return {"This work has been corrected.", "Read the correction with it.", false};
    case Status::kNone:
      break;
  }
  return {};
}

bool is_heading(const Subject& subject) {
  return std::none_of(kRemarks.begin(), kRemarks.end(),
                      [&subject](const Remark& remark) { return remark.scheme == subject.scheme; });
}

std::vector<Fact> facts_of(const Work& work, const Services& services) {
  const Record& record = work.record;
  std::vector<Fact> facts;
  add_identifiers(facts, work);
  add_remarks(facts, record);
  add_text(facts, "Published", format_date_for_people(record.publication.date));
  add_text(facts, "Publication types", join(record.publication_types, ", "));
  if (!record.languages.empty()) {
    std::vector<std::string> names;
    for (const std::string& code : record.languages) names.push_back(language_name(code));
    add_text(facts, "Language", join(names, ", "));
  }
  add_text(facts, "Publisher", record.publication.publisher);
  if (!record.rights.empty()) {
    const auto url = parse_web_url(record.rights);
    facts.push_back({"Rights", {{shortened(record.rights, kMaxText), url.ok() ? url->text : ""}}});
  }
  if (const auto changed = parse_date(std::string_view(record.datestamp).substr(0, 10))) {
    add_text(facts, "Last changed at the source", format_date_for_people(*changed));
  }
  if (!record.truncated.empty()) {
    add_text(facts, "Cut because of length", join(record.truncated, ", "));
  }
  facts.push_back(
      {"Permanent address", {{services.site.base_url + "/works/" + work.id, "/works/" + work.id}}});
  return facts;
}

std::vector<std::pair<std::string_view, std::string>> citation_meta(const Work& work) {
  const Record& record = work.record;
  std::vector<std::pair<std::string_view, std::string>> meta;
  const auto add = [&meta](std::string_view name, std::string_view text) {
    if (!text.empty()) meta.emplace_back(name, shortened(text, 1'000));
  };
  add("citation_title", record.title.empty() ? record.original_title : record.title);
  const bool book = work.study_type == StudyType::kEbook;
  std::size_t people = 0;
  for (const Contributor& person : record.contributors) {
    if (++people > 100) break;
    const std::string& given = person.given.empty() ? person.initials : person.given;
    add(person.role == "editor" ? "citation_editor" : "citation_author",
        shortened(given.empty() ? person.family : person.family + ", " + given, 200));
  }
  std::string date = format_date(record.publication.date);
  std::replace(date.begin(), date.end(), '-', '/');
  add("citation_publication_date", date);
  if (!book) add("citation_journal_title", record.publication.title);
  if (!book) add("citation_journal_abbrev", record.publication.abbreviation);
  add("citation_volume", record.publication.volume);
  add("citation_issue", record.publication.issue);
  const std::string& pages = record.publication.pages;
  if (is_page_span(pages)) {
    const auto dash = pages.find('-');
    add("citation_firstpage", std::string_view(pages).substr(0, dash));
    if (dash != std::string::npos) {
      add("citation_lastpage", std::string_view(pages).substr(dash + 1));
    }
  }
  add("citation_publisher", record.publication.publisher);
  for (const Identifier& identifier : record.identifiers) {
    switch (identifier.scheme()) {
      case IdentifierScheme::kDoi:
        add("citation_doi", identifier.value());
        break;
      case IdentifierScheme::kPmid:
        add("citation_pmid", identifier.value());
        break;
      case IdentifierScheme::kIssn:
        add("citation_issn", identifier.value());
        break;
      case IdentifierScheme::kIsbn:
        add("citation_isbn", identifier.value());
        break;
      default:
        break;
    }
  }
  if (!record.languages.empty()) add("citation_language", html_language(record.languages.front()));
  return meta;
}

}  // namespace evidence::server
