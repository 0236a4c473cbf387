// What a misspelt query may have meant: judged by the index's own words, never applied. Private to
// search/. Pure but for the questions that it asks of `SpellingWorld`; docs/suggestions.md.
//
// A word is doubted only where no or almost no work has it, and never where it is a known name of a
// drug or a heading. No word is offered that is an opposite of the typed one, another drug, or on
// the list of look-alikes; where two such words are equally near, both are offered as a question.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/term_lists.h"
#include "model/vocabulary.h"
#include "search/lexicon.h"
#include "search/search_request.h"

namespace evidence {

struct SpellingWorld {
  // Asked only where a word is doubted; nullptr while the words are still being read.
  std::function<const Lexicon*()> lexicon;
  const Vocabulary* vocabulary = &no_vocabulary();
  const TermIndex* lists = nullptr;
  // In how many works a folded word stands in any form (by stem); exact.
  std::function<std::uint64_t(std::string_view word)> works_with;
  // In how many works a folded word stands as it is; exact.
  std::function<std::uint64_t(std::string_view word)> works_as_written;
  std::uint64_t documents = 0;
};

// A word of the query, with its place in the typed text.
struct TypedWord {
  std::string folded;
  std::size_t begin = 0, end = 0;  // bytes
};

// For one place of the text other words, the likeliest first.
struct Doubt {
  struct Option {
    std::string text;
    double score = 0;  // the lower the likelier
  };
  std::size_t begin = 0, end = 0;
  std::vector<Option> options;
  // The first `to_choose` options must not be taken for one another, so that only the reader can
  // tell; 0 where the first is simply the likeliest.
  std::size_t to_choose = 0;
};

// The plain words of a query of the search box: without quotes, fields, wildcards and common words.
std::vector<TypedWord> plain_words_of(std::string_view query);

// What may be misspelt among `words`; empty where nothing is.
std::vector<Doubt> doubts_of(const std::vector<TypedWord>& words, const SpellingWorld& world);

// "Did you mean": whole queries, each with the works that `count` says it finds. Several only where
// the reader has to choose; of those at least one finds works, of a single one it is certain.
std::vector<OtherSpelling> other_spellings_of(
    std::string_view query, const std::vector<TypedWord>& words, const std::vector<Doubt>& doubts,
    const std::function<std::uint64_t(const std::string&)>& count);

// Words that are never offered one for the other.
bool must_not_be_confused(std::string_view typed, std::string_view offered,
                          const SpellingWorld& world);

}  // namespace evidence
