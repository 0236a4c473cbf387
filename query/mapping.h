// Automatic mapping of plain words: to headings, spellings, brand and generic names, abbreviations
// (PubMed's automatic term mapping, and the same for the search box). Every step is a message of
// the interpretation; an ambiguous abbreviation is never expanded, its readings are offered
// instead. Pure but for the vocabulary; thread-safe. Rules and worked cases: docs/mapping.md,
// tests/cases/mapping/. Codes of messages: mapped, ambiguous_abbreviation, stop_word_ignored,
// mapping_stopped.
#pragma once

#include "model/term_lists.h"
#include "model/vocabulary.h"
#include "query/parsed_query.h"

namespace evidence::query {

// What the index holds, asked to tell journals and authors from words.
struct KnownNames {
  virtual ~KnownNames() = default;
  [[nodiscard]] virtual bool is_journal(std::string_view folded_title) const = 0;
  [[nodiscard]] virtual bool is_author(std::string_view folded_name) const = 0;
};

struct Mapping {
  const Vocabulary* vocabulary = &no_vocabulary();
  const TermIndex* lists = nullptr;
  const KnownNames* names = nullptr;
  bool on = true;  // off: every Plain becomes its words, ANDed
  // What was typed, that the tree's spans point into. Only the simple syntax needs it: to see that
  // nothing but a common word stands between two words ("quality of life"). Without it only words
  // with nothing but one character between them are a run.
  std::string_view text = {};
};

// Call before resolve_headings(), which looks up the headings that this adds.
// Replaces every Plain below `tree` by what it is mapped to (PubMed's order: subjects, journals,
// authors; the longest run of words first), and, in trees of the simple syntax, adds to runs of
// stemmed words what they are mapped to.
void map_plain_words(Node& tree, const Mapping& mapping, std::vector<Message>& messages);

}  // namespace evidence::query
