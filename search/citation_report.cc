#include "search/citation_report.h"

#include <algorithm>
#include <cmath>

#include "base/csv.h"
#include "base/text.h"

namespace evidence {
namespace {

std::string number_of(const CitationReport& report, std::size_t i) {
  const std::string& printed = report.citations[i].number;
  return printed.empty() ? std::to_string(i + 1) : printed;
}

json::value year_json(int year) { return year > 0 ? json::value(year) : json::value(nullptr); }

json::object parsed_json(const query::Citation& citation) {
  json::array authors;
  for (const Contributor& person : citation.authors) {
    authors.emplace_back(person.family + (person.initials.empty() ? "" : " " + person.initials));
  }
  json::array identifiers;
  for (const Identifier& identifier : citation.identifiers) {
    identifiers.emplace_back(std::string(scheme_name(identifier.scheme())) + ":" +
                             identifier.value());
  }
  return {{"authors", std::move(authors)},
          {"title", citation.title},
          {"journal", citation.journal},
          {"year", year_json(citation.year)},
          {"volume", citation.volume},
          {"issue", citation.issue},
          {"pages", citation.pages},
          {"identifiers", std::move(identifiers)},
          {"more_authors", citation.more_authors},
          {"rest", citation.rest}};
}

json::object work_json(const CitedWork& cited) {
  json::array parts;
  for (const PartMatch& part : cited.parts) {
    parts.emplace_back(json::object{{"part", citation_part_name(part.part)},
                                    {"agreement", part_agreement_name(part.agreement)},
                                    {"cited", part.cited},
                                    {"held", part.held}});
  }
  return {{"work", cited.work.id},
          {"url", "/works/" + cited.work.id},
          {"title", cited.work.title},
          {"authors", cited.authors},
          {"journal", cited.journal},
          {"year", year_json(cited.work.year)},
          {"volume", cited.volume},
          {"issue", cited.issue},
          {"pages", cited.pages},
          {"status", status_name(cited.work.status)},
          {"has_newer_version", cited.work.has_newer_version},
          {"verdict", citation_verdict_name(cited.verdict)},
          {"score", std::round(cited.score * 1'000) / 1'000},
          {"parts", std::move(parts)}};
}

}  // namespace

std::size_t CitationReport::count(CitationVerdict verdict) const {
  return static_cast<std::size_t>(
      std::count_if(matches.begin(), matches.end(),
                    [verdict](const CitationMatch& match) { return match.verdict == verdict; }));
}

std::vector<WorkId> CitationReport::found() const {
  std::vector<WorkId> ids;
  for (const CitationMatch& match : matches) {
    if (match.verdict != CitationVerdict::kFound) continue;
    const WorkId& id = match.works.front().work.id;
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
  return ids;
}

std::string summary_of(const CitationReport& report) {
  const std::size_t all = report.citations.size();
  std::string text = with_thousands(all) + (all == 1 ? " reference: " : " references: ") +
                     with_thousands(report.count(CitationVerdict::kFound)) + " found, " +
                     with_thousands(report.count(CitationVerdict::kPossible)) +
                     " possibly found, " +
                     with_thousands(report.count(CitationVerdict::kNotFound)) + " not found";
  if (const std::size_t left = report.count(CitationVerdict::kNotChecked); left > 0) {
    text += ", " + with_thousands(left) + " not looked up because the time ran out";
  }
  return text + ".";
}

std::string_view verdict_label(CitationVerdict verdict) {
  switch (verdict) {
    case CitationVerdict::kFound:
      return "Found";
    case CitationVerdict::kPossible:
      return "Possibly found";
    case CitationVerdict::kNotFound:
      return "Not found";
    case CitationVerdict::kNotChecked:
      return "Not looked up";
  }
  return "";
}

json::object report_to_json(const CitationReport& report) {
  json::array citations;
  for (std::size_t i = 0; i < report.citations.size(); ++i) {
    const CitationMatch& match = report.matches[i];
    json::array works;
    for (const CitedWork& work : match.works) works.emplace_back(work_json(work));
    citations.emplace_back(json::object{{"number", number_of(report, i)},
                                        {"text", report.citations[i].text},
                                        {"verdict", citation_verdict_name(match.verdict)},
                                        {"reason", match.reason},
                                        {"works", std::move(works)},
                                        {"parsed", parsed_json(report.citations[i])}});
  }
  return {{"summary", json::object{{"references", report.citations.size()},
                                   {"found", report.count(CitationVerdict::kFound)},
                                   {"possible", report.count(CitationVerdict::kPossible)},
                                   {"not_found", report.count(CitationVerdict::kNotFound)},
                                   {"not_checked", report.count(CitationVerdict::kNotChecked)}}},
          {"found", json::value_from(report.found())},
          {"citations", std::move(citations)}};
}

std::string report_to_csv(const CitationReport& report) {
  std::string text = csv_row(
      {"number", "verdict", "work", "title", "year", "status", "score", "reason", "reference"});
  for (std::size_t i = 0; i < report.citations.size(); ++i) {
    const CitationMatch& match = report.matches[i];
    const CitedWork none;
    const CitedWork& best = match.works.empty() ? none : match.works.front();
    text += csv_row({number_of(report, i), std::string(citation_verdict_name(match.verdict)),
                     best.work.id, best.work.title,
                     best.work.year > 0 ? std::to_string(best.work.year) : "",
                     std::string(status_name(best.work.status)),
                     match.works.empty() ? "" : format_decimal(best.score, 3), match.reason,
                     report.citations[i].text});
  }
  return text;
}

std::string report_to_text(const CitationReport& report) {
  std::string text;
  for (std::size_t i = 0; i < report.citations.size(); ++i) {
    const CitationMatch& match = report.matches[i];
    text += number_of(report, i) + ". " + std::string(verdict_label(match.verdict)) + ": " +
            report.citations[i].text + "\n";
    for (const CitedWork& cited : match.works) {
      text += "   " + cited.work.id + "  " + cited.work.title;
      if (cited.work.year > 0) text += " (" + std::to_string(cited.work.year) + ")";
      if (cited.work.status != Status::kNone) {
        text += " [" + std::string(status_name(cited.work.status)) + "]";
      }
      text += "\n";
    }
    text += "   " + match.reason + "\n";
  }
  return text + summary_of(report) + "\n";
}

}  // namespace evidence
