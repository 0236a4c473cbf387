#include "base/stop_words.h"

#include <array>

#include "base/tokenizer.h"
#include "base/word_list.h"

namespace evidence {
namespace {

// English function words and the words that questions begin with. Words with a meaning in
// medicine stay out: "with" is in, "under", "after", "increase", "less" and "more" are not.
constexpr std::array<std::string_view, 141> kStopWords{
    "a",       "about",   "again",     "all",     "almost",     "also",    "although", "always",
    "among",   "an",      "and",       "another", "any",        "are",     "as",       "at",
    "be",      "because", "been",      "before",  "being",      "between", "both",     "but",
    "by",      "can",     "could",     "did",     "do",         "does",    "done",     "due",
    "during",  "each",    "either",    "enough",  "especially", "etc",     "for",      "found",
    "from",    "further", "had",       "has",     "have",       "having",  "he",       "her",
    "here",    "him",     "his",       "how",     "however",    "i",       "if",       "in",
    "into",    "is",      "it",        "its",     "itself",     "just",    "mainly",   "make",
    "may",     "me",      "might",     "most",    "mostly",     "must",    "my",       "nearly",
    "neither", "no",      "nor",       "not",     "obtained",   "of",      "often",    "on",
    "our",     "over",    "overall",   "perhaps", "quite",      "rather",  "really",   "regarding",
    "seem",    "seen",    "several",   "she",     "should",     "shown",   "since",    "so",
    "some",    "such",    "than",      "that",    "the",        "their",   "theirs",   "them",
    "then",    "there",   "therefore", "these",   "they",       "this",    "those",    "through",
    "thus",    "to",      "upon",      "us",      "use",        "used",    "using",    "various",
    "very",    "was",     "we",        "were",    "what",       "when",    "where",    "whether",
    "which",   "while",   "who",       "whom",    "whose",      "why",     "will",     "with",
    "within",  "without", "would",     "you",     "your"};

static_assert(is_sorted_word_list(kStopWords));

}  // namespace

bool is_stop_word(std::string_view folded_word) { return contains_word(kStopWords, folded_word); }

std::span<const std::string_view> stop_words() { return kStopWords; }

}  // namespace evidence
