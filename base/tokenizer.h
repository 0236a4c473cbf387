// The one tokenizer of the program: the indexer and every query parser use it, so that what was
// indexed can be found. Rules and worked cases: docs/text-analysis.md, tests/cases/text_analysis/.
// Stateless and thread-safe. Any input is accepted; invalid UTF-8 is treated as clean_text() would.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace evidence {

// Kept in the index; a change of any rule below raises it and makes `evidence index` rebuild.
inline constexpr int kTokenizerVersion = 1;

// A word as written, possibly a compound: "IL-6", "TNFα", "Crohn's", "HbA(1c)", "0.9", "AIDS".
struct Token {
  // Folded parts in order, each a term at its own consecutive position, at least one.
  // "IL-6" → {"il","6"}; "TNFα" → {"tnf","alpha"}; "Crohn's" → {"crohn"}; "HbA1c" → {"hba1c"}.
  std::vector<std::string> parts;
  // The parts written together, also indexed at the first part's position: "il6", "tnfalpha",
  // "crohns", "hba1c" for "HbA(1c)". Empty where it would equal the only part.
  std::string joined;
  // The word is one of the ambiguous acronyms (AIDS, WHO, IT, ALL, US, …) and was written in
  // capitals inside text that is not all capitals: also indexed as the case-kept term.
  bool acronym = false;
  // Byte range in the text that was given to the tokenizer.
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Calls `sink` for each token of `text`, in order. Positions are the caller's: a token occupies
// parts.size() of them.
void for_each_token(std::string_view text, const std::function<void(Token&&)>& sink);

std::vector<Token> tokenize(std::string_view text);

// How the only part of a token reads with a space where names often have one, for queries to ask
// for both: "il6" → {"il","6"}, "tnfalpha" → {"tnf","alpha"}; empty for anything else.
std::vector<std::string> spaced_form(std::string_view part);

// A term of more bytes than this is cut (Xapian's limit is 245 with the prefix; NUL never occurs).
inline constexpr std::size_t kMaxTermBytes = 120;

// Is this folded word on the list of ambiguous acronyms?
bool is_ambiguous_acronym(std::string_view folded_word);

// Words that carry no meaning alone in a plain question ("the", "of", "what"). Folded form.
bool is_stop_word(std::string_view folded_word);

}  // namespace evidence
