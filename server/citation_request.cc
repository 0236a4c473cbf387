#include "server/citation_request.h"

#include "base/text.h"
#include "server/strategy_services.h"

namespace evidence::server {
namespace {

constexpr std::size_t kHeavyFrom = 10;  // references; fewer are answered as any search

// Long lists share their places with strategies that are run; where none are, there is one.
HeavyWork& heavy_work(Services& services) {
  static HeavyWork alone(1);
  return services.strategies != nullptr ? services.strategies->heavy : alone;
}

// Leaves time to write the answer.
std::chrono::steady_clock::time_point time_for_matching(const Request& request) {
  const auto now = std::chrono::steady_clock::now();
  if (request.deadline <= now || request.deadline == std::chrono::steady_clock::time_point::max()) {
    return request.deadline;
  }
  return request.deadline - (request.deadline - now) / 10;
}

Result<std::vector<query::Citation>> parse_all(const std::vector<std::string>& texts) {
  const query::CitationListLimits limits;
  if (texts.size() > limits.max_citations) {
    return Error{ErrorCode::kTooLarge, "too_many_citations",
                 "There are " + with_thousands(texts.size()) + " references; at most " +
                     with_thousands(limits.max_citations) + " are looked for at a time.",
                 "Send the list in parts."};
  }
  std::vector<query::Citation> citations;
  citations.reserve(texts.size());
  for (const std::string& text : texts) citations.push_back(query::parse_citation(text));
  return citations;
}

}  // namespace

query::CitationFields citation_fields(const FieldValue& value) {
  return {value("journal"), value("year"),   value("volume"), value("issue"),
          value("page"),    value("author"), value("title")};
}

bool is_empty(const query::CitationFields& fields) {
  for (const std::string* field : {&fields.journal, &fields.year, &fields.volume, &fields.issue,
                                   &fields.page, &fields.author, &fields.title}) {
    if (!trim(*field).empty()) return false;
  }
  return true;
}

Result<CitationReport> match_request(const std::vector<std::string>& listed,
                                     const std::string& text, const query::CitationFields& fields,
                                     const Request& request, Services& services) {
  CitationReport report;
  if (!listed.empty()) {
    EVIDENCE_ASSIGN(report.citations, parse_all(listed));
  } else if (!trim(text).empty() || is_empty(fields)) {
    EVIDENCE_ASSIGN(const std::vector<std::string> texts, query::split_citations(text));
    EVIDENCE_ASSIGN(report.citations, parse_all(texts));
  } else {
    EVIDENCE_ASSIGN(query::Citation citation, query::citation_of(fields));
    report.citations.push_back(std::move(citation));
  }
  const bool heavy = report.citations.size() >= kHeavyFrom;
  HeavyWork::Place place(nullptr);
  const HeavyWork::Place entered = heavy ? heavy_work(services).enter() : std::move(place);
  if (heavy && !entered) {
    return Error{ErrorCode::kBusy, "too_many_runs_at_once",
                 "Other long lists are being looked up at the moment.", "Try again in a moment."};
  }
  EVIDENCE_ASSIGN(report.matches, match_citations(services.searcher, report.citations, kCitedWorks,
                                                  time_for_matching(request)));
  return report;
}

}  // namespace evidence::server
