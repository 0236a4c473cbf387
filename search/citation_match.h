// Is a printed reference in the index? Which work it is, how sure that is, and what agrees and what
// differs, part by part. "Found" is said only where nothing speaks against it: a title that agrees
// in part is "possible" at best, unless the place in the journal settles it (docs/citations.md).
// judge_citation is pure; the rest asks a Searcher. Thread-safe.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "query/citation.h"
#include "search/searcher.h"

namespace evidence {

enum class CitationVerdict {
  kFound,
  kPossible,    // a person has to look: what differs is told
  kNotFound,    // nothing in the index comes near
  kNotChecked,  // the time ran out before its turn
};
std::string_view citation_verdict_name(CitationVerdict verdict);  // "not_found"

enum class CitationPart {
  kIdentifier,
  kTitle,
  kFirstAuthor,
  kJournal,
  kYear,
  kVolume,
  kIssue,
  kPage,
  kKind,  // "retraction notice": the work is not what was cited, but about it
};
std::string_view citation_part_name(CitationPart part);   // "first_author"
std::string_view citation_part_label(CitationPart part);  // "First author"

enum class PartAgreement { kSame, kNear, kDifferent };
std::string_view part_agreement_name(PartAgreement agreement);  // "near"

struct PartMatch {
  CitationPart part = CitationPart::kTitle;
  PartAgreement agreement = PartAgreement::kSame;
  std::string cited, held;  // for people
};

struct CitedWork {
  WorkHead work;
  std::string authors;  // "Smith J, Jones A, Lee K, et al."
  std::string journal, volume, issue, pages;
  std::vector<PartMatch> parts;  // only what both the reference and the work have
  double score = 0;              // 0 … 1: the weighted share of those parts that agree
  CitationVerdict verdict = CitationVerdict::kNotFound;  // of this work alone
};

struct CitationMatch {
  CitationVerdict verdict = CitationVerdict::kNotFound;
  std::string reason;            // one sentence for people
  std::vector<CitedWork> works;  // likeliest first; none of kNotFound and kNotChecked
};

// One work against the reference.
CitedWork judge_citation(const query::Citation& citation, const Work& work);
// The verdict over all works that were compared; at most `limit` of them stay.
CitationMatch conclude(const query::Citation& citation, const std::vector<Work>& works,
                       std::size_t limit);

inline constexpr std::size_t kCitedWorks = 5;  // works shown of a reference that is not sure

// Each reference in turn until the deadline; those behind it are kNotChecked. Fails where the index
// cannot be asked at all.
Result<std::vector<CitationMatch>> match_citations(Searcher& searcher,
                                                   const std::vector<query::Citation>& citations,
                                                   std::size_t limit,
                                                   std::chrono::steady_clock::time_point deadline);

}  // namespace evidence
