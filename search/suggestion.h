// What is offered while a person types or after a search: completions, other spellings, works like
// this one. Plain values for the API, the pages and the command line; no engine types.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/study_type.h"
#include "model/work.h"
#include "search/search_request.h"

namespace evidence {

enum class SuggestionKind { kTopic, kHeading, kJournal, kAuthor, kDrug };
inline constexpr std::size_t kSuggestionKinds = 5;
std::string_view suggestion_kind_name(SuggestionKind kind);   // "topic"
std::string_view suggestion_kind_label(SuggestionKind kind);  // "Topics"
std::optional<SuggestionKind> suggestion_kind_by_name(std::string_view name);

struct Suggestion {
  SuggestionKind kind = SuggestionKind::kTopic;
  std::string text;       // as it is shown: "Myocardial Infarction"
  std::string also = {};  // the other name of it that was typed: "heart attack"; "" = none
  // Works: of a topic those with the words side by side in their title, of a drug those that name
  // it, else those that have the heading, journal or author. Counted when the index was last read.
  std::uint64_t works = 0;
  std::string query = {};   // what it searches for
  std::string syntax = {};  // of `query`; "" = that of the search box
  bool operator==(const Suggestion&) const = default;
};

inline constexpr std::size_t kMinTyped = 2;         // characters
inline constexpr std::size_t kMaxTyped = 100;       // bytes
inline constexpr std::size_t kMaxSuggestions = 20;  // of one kind

struct SuggestRequest {
  std::string typed;
  std::vector<SuggestionKind> kinds;  // empty: all
  std::size_t size = 5;               // of each kind, 1..kMaxSuggestions
};

struct SuggestGroup {
  SuggestionKind kind = SuggestionKind::kTopic;
  std::vector<Suggestion> suggestions;  // the likeliest first
};

struct SuggestResponse {
  std::vector<SuggestGroup> groups;  // in the order of the kinds; none is empty
  Snapshot snapshot;                 // of which the names were read; may be older than the index
};

inline constexpr std::size_t kMaxSimilar = 50;

// A work like another one, and why.
struct SimilarWork {
  WorkId id;
  std::string title;
  std::string journal;
  int year = 0;  // 0: unknown
  StudyType study_type = StudyType::kNotStated;
  Status status = Status::kNone;
  double score = 0;
  std::vector<std::string> headings;  // that both have, those that tell most first
  std::vector<std::string> words;     // likewise, as the work itself writes them
};

struct SimilarResponse {
  WorkId of;  // the work; another id than asked for where that was a former one
  std::vector<SimilarWork> works;  // the likest first
  Snapshot snapshot;
};

}  // namespace evidence
