// A matched list of references as JSON (API, command), CSV and plain text. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "search/citation_match.h"

namespace evidence {

struct CitationReport {
  std::vector<query::Citation> citations;
  std::vector<CitationMatch> matches;  // one of each
  [[nodiscard]] std::size_t count(CitationVerdict verdict) const;
  // The works that were found, each once, in the order of the list.
  [[nodiscard]] std::vector<WorkId> found() const;
};

// "12 references: 9 found, 2 possible, 1 not found."
std::string summary_of(const CitationReport& report);
// "Found", "Possibly found", "Not found", "Not looked up".
std::string_view verdict_label(CitationVerdict verdict);

json::object report_to_json(const CitationReport& report);
// number, verdict, work, title, year, status, score, reason, reference: one row a reference.
std::string report_to_csv(const CitationReport& report);
std::string report_to_text(const CitationReport& report);

}  // namespace evidence
