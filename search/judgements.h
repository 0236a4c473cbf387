// The files of a judged collection: topics, judgements, and which records are guidelines or
// reviews. For `evidence eval`. A file that cannot be understood is kBadContent with its line; one
// beyond the limits kTooLarge; kIo where it cannot be read.
#pragma once

#include <cstddef>
#include <istream>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace evidence {

// topic → document → grade (> 0 relevant; negative or 0 = judged not relevant).
using Judgements = std::map<std::string, std::map<std::string, int>>;
struct Topic {
  std::string id, text;
};
enum class JudgedKind { kGuideline, kReview };  // review: systematic, or a meta-analysis
using Kinds = std::map<std::string, JudgedKind>;

// Ids are valid UTF-8 of at most kMaxJudgedId bytes. A grade is a gain, so it is bounded too.
inline constexpr std::size_t kMaxTopics = 100'000;
inline constexpr std::size_t kMaxJudgements = 5'000'000;
inline constexpr std::size_t kMaxJudgedId = 1'024;
inline constexpr int kMaxGrade = 1'000;

Result<std::vector<Topic>> read_topics(std::istream& tsv);  // qid TAB text, each id once
// qid 0 docid grade. The same again is allowed, another grade for the same is an error.
Result<Judgements> read_judgements(std::istream& qrels);
Result<Kinds> read_kinds(std::istream& tsv);  // docid TAB guideline|review

}  // namespace evidence
