#include <algorithm>
#include <array>

#include "base/result.h"
#include "base/text.h"
#include "query/parser_pubmed_terms.h"

namespace evidence::query {
namespace {

// NOT the guide's list, which counts 132 words and is not copied here: its published examples
// (about, again, all, an, and, any, are, as, at, be, both, by, with, within, without, would) and,
// from general knowledge, what such lists hold. Sorted.
constexpr auto kStopWords = std::to_array<std::string_view>(
    {"a",       "about",     "again",  "all",       "almost", "also",    "although", "always",
     "among",   "an",        "and",    "another",   "any",    "are",     "as",       "at",
     "be",      "because",   "been",   "before",    "being",  "between", "both",     "but",
     "by",      "can",       "could",  "did",       "do",     "does",    "done",     "due",
     "during",  "each",      "either", "enough",    "etc",    "for",     "found",    "from",
     "further", "had",       "has",    "have",      "having", "here",    "how",      "however",
     "i",       "if",        "in",     "into",      "is",     "it",      "its",      "itself",
     "just",    "kg",        "km",     "made",      "mainly", "make",    "may",      "mg",
     "might",   "ml",        "mm",     "most",      "mostly", "must",    "nearly",   "neither",
     "nor",     "of",        "often",  "on",        "or",     "our",     "overall",  "perhaps",
     "quite",   "rather",    "really", "regarding", "seem",   "seen",    "several",  "should",
     "show",    "showed",    "shown",  "shows",     "since",  "so",      "some",     "such",
     "than",    "that",      "the",    "their",     "theirs", "them",    "then",     "there",
     "thereby", "therefore", "these",  "they",      "this",   "those",   "through",  "thus",
     "to",      "toward",    "upon",   "use",       "used",   "using",   "various",  "very",
     "was",     "we",        "were",   "what",      "when",   "which",   "while",    "with",
     "within",  "without",   "would"});

}  // namespace

bool is_pubmed_stop_word(std::string_view word) {
  return word.size() <= 12 &&
         std::binary_search(kStopWords.begin(), kStopWords.end(), to_lower_ascii(word));
}

}  // namespace evidence::query
