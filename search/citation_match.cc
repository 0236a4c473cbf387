#include "search/citation_match.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "model/match.h"
#include "search/citation_judge.h"

namespace evidence {
namespace {

using query::Citation;

constexpr double kEqualScores = 0.02;

std::string differences_of(const CitedWork& work) {
  std::vector<std::string> names;
  for (const PartMatch& part : work.parts) {
    if (part.agreement == PartAgreement::kSame) continue;
    const std::string name = to_lower_ascii(citation_part_label(part.part));
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return join(names, ", ");
}

std::string agreements_of(const CitedWork& work) {
  std::vector<std::string> names;
  for (const PartMatch& part : work.parts) {
    if (part.agreement == PartAgreement::kSame)
      names.push_back(to_lower_ascii(citation_part_label(part.part)));
  }
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return join(names, ", ");
}

void set_reason(CitationMatch& match, bool several) {
  if (match.works.empty()) {
    match.reason = "Nothing here has this title or this place in a journal.";
    return;
  }
  const CitedWork& best = match.works.front();
  const std::string differs = differences_of(best);
  const std::string agrees = agreements_of(best);
  if (several) {
    match.reason = "Several works fit equally well.";
  } else if (match.verdict == CitationVerdict::kFound) {
    match.reason = "Agrees: " + (agrees.empty() ? "title" : agrees) + "." +
                   (differs.empty() ? "" : " Differs in part: " + differs + ".");
  } else {
    match.reason = (agrees.empty() ? "" : "Agrees: " + agrees + ". ") +
                   (differs.empty() ? "Too little is known to be sure."
                                    : "Differs or agrees in part: " + differs + ".");
  }
}

}  // namespace

std::string_view citation_verdict_name(CitationVerdict verdict) {
  switch (verdict) {
    case CitationVerdict::kFound:
      return "found";
    case CitationVerdict::kPossible:
      return "possible";
    case CitationVerdict::kNotFound:
      return "not_found";
    case CitationVerdict::kNotChecked:
      return "not_checked";
  }
  return "";
}

namespace {
struct PartWords {
  std::string_view name, label;
};
PartWords words_of(CitationPart part) {
  constexpr std::array<PartWords, 9> kWords{{{"identifier", "Identifier"},
                                             {"title", "Title"},
                                             {"first_author", "First author"},
                                             {"journal", "Journal"},
                                             {"year", "Year"},
                                             {"volume", "Volume"},
                                             {"issue", "Issue"},
                                             {"page", "Page"},
                                             {"kind", "Kind of publication"}}};
  return kWords.at(static_cast<std::size_t>(part));
}
}  // namespace

std::string_view citation_part_name(CitationPart part) { return words_of(part).name; }
std::string_view citation_part_label(CitationPart part) { return words_of(part).label; }

std::string_view part_agreement_name(PartAgreement agreement) {
  switch (agreement) {
    case PartAgreement::kSame:
      return "same";
    case PartAgreement::kNear:
      return "near";
    case PartAgreement::kDifferent:
      return "different";
  }
  return "";
}

CitedWork judge_citation(const Citation& citation, const Work& work) {
  return judge(citation, work).shown;
}

CitationMatch conclude(const Citation& citation, const std::vector<Work>& works,
                       std::size_t limit) {
  std::vector<Judged> judged;
  for (const Work& work : works) {
    Judged one = judge(citation, work);
    if (one.shown.verdict != CitationVerdict::kNotFound) judged.push_back(std::move(one));
  }
  std::stable_sort(judged.begin(), judged.end(), [](const Judged& a, const Judged& b) {
    if (a.shown.verdict != b.shown.verdict) return a.shown.verdict < b.shown.verdict;
    if (a.shown.score != b.shown.score) return a.shown.score > b.shown.score;
    return a.shown.work.id < b.shown.work.id;
  });
  CitationMatch match;
  bool several = false;
  if (!judged.empty()) {
    match.verdict = judged.front().shown.verdict;
    // Two that fit alike and are not two records of one publication: nobody knows which.
    for (std::size_t i = 1; match.verdict == CitationVerdict::kFound && i < judged.size(); ++i) {
      if (judged[i].shown.verdict != CitationVerdict::kFound) break;
      if (judged.front().shown.score - judged[i].shown.score >= kEqualScores) break;
      if (decide(judged.front().profile, judged[i].profile, MatchRules{}).verdict ==
          Verdict::kSame) {
        continue;
      }
      match.verdict = CitationVerdict::kPossible;
      several = true;
    }
  }
  for (Judged& one : judged) {
    if (match.works.size() == limit) break;
    // What is certain needs no others beside it.
    if (match.verdict == CitationVerdict::kFound && !match.works.empty()) break;
    match.works.push_back(std::move(one.shown));
  }
  set_reason(match, several);
  return match;
}

Result<std::vector<CitationMatch>> match_citations(Searcher& searcher,
                                                   const std::vector<Citation>& citations,
                                                   std::size_t limit,
                                                   std::chrono::steady_clock::time_point deadline) {
  std::vector<CitationMatch> matches;
  matches.reserve(citations.size());
  for (const Citation& citation : citations) {
    Result<CitationMatch> match = searcher.match_citation(citation, limit, deadline);
    if (!match.ok() && (match.error().code != ErrorCode::kTimeout || matches.empty())) {
      return match.error();
    }
    if (!match.ok()) break;
    matches.push_back(std::move(match).value());
  }
  while (matches.size() < citations.size()) {
    matches.push_back(
        {CitationVerdict::kNotChecked, "The time ran out before its turn. Send it again.", {}});
  }
  return matches;
}

}  // namespace evidence
