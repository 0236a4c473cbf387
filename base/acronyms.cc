#include "base/tokenizer.h"
#include "base/word_list.h"

namespace evidence {
namespace {

// Clinical acronyms that are ordinary English words in small letters: the syndrome AIDS and hearing
// aids, the WHO, IT, the US, a PET scan, ALL (leukaemia), SAD, the FAST test, NICE, trial names.
// Only for these is the case kept as a term of its own.
constexpr std::array<std::string_view, 93> kAcronyms{
    "ace",   "act",    "aids", "aim",   "all",  "arm",   "art",  "as",    "bad",  "bat",  "bed",
    "best",  "can",    "cap",  "care",  "cart", "case",  "cat",  "chat",  "cope", "ed",   "era",
    "fact",  "fast",   "fit",  "flair", "gas",  "gist",  "help", "hit",   "hope", "hot",  "id",
    "ill",   "impact", "is",   "it",    "lad",  "lap",   "led",  "leg",   "lip",  "map",  "march",
    "mass",  "mice",   "mild", "mind",  "more", "need",  "nest", "net",   "nice", "no",   "on",
    "or",    "pad",    "part", "past",  "pet",  "pie",   "rad",  "rapid", "rat",  "rest", "rise",
    "sad",   "safe",   "scan", "score", "set",  "share", "sit",  "smart", "son",  "spot", "star",
    "start", "stem",   "step", "steps", "sum",  "tab",   "tap",  "ten",   "tip",  "toe",  "trust",
    "us",    "war",    "was",  "who",   "wish"};

static_assert(is_sorted_word_list(kAcronyms));

}  // namespace

bool is_ambiguous_acronym(std::string_view folded_word) {
  return contains_word(kAcronyms, folded_word);
}

}  // namespace evidence
