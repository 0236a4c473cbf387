#include "search/tree_preparer.h"

#include <string>

#include "model/label_key.h"
#include "search/currency_filter.h"
#include "search/set_evaluator.h"

namespace evidence {

void TreePreparer::prepare(query::Node& tree, query::Syntax syntax, std::string_view text,
                           std::vector<query::Message>& messages) const {
  query::Mapping mapping;
  mapping.vocabulary = language_.vocabulary;
  mapping.lists = language_.lists;
  mapping.names = this;
  mapping.on = language_.mapping;
  mapping.text = text;
  // Mapping first: what it adds are headings too.
  query::map_plain_words(tree, mapping, messages);
  resolve_currency(tree, language_.today);
  query::resolve_headings(tree, *language_.vocabulary, this, messages, syntax);
}

bool TreePreparer::holds(std::string_view folded_label) const {
  const std::string key = label_key(folded_label);
  return state_.database.term_exists(term_of(Field::kHeadingLabel, key)) ||
         state_.database.term_exists(term_of(Field::kPublicationType, key));
}

bool TreePreparer::is_journal(std::string_view folded_title) const {
  return state_.database.term_exists(term_of(Field::kJournalTitle, label_key(folded_title)));
}

bool TreePreparer::is_author(std::string_view folded_name) const {
  const SetOptions options;
  const query::Node name{query::Phrase{Field::kAuthor, std::string(folded_name)}, {}};
  const Result<SharedSet> set = SetEvaluator(state_.database, sets_, options).evaluate(name);
  return set.ok() && !(*set)->empty();
}

}  // namespace evidence
