// Words, phrases, patterns and proximity of one field as places to look for. Private to search/;
// the evaluator's other half.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/tokenizer.h"
#include "search/positions.h"
#include "search/set_evaluator.h"
#include "search/word_forms.h"

namespace evidence {

class PlaceBuilder {
 public:
  explicit PlaceBuilder(SetEvaluator& evaluator) : evaluator_(evaluator) {}

  // The simple syntax's plain word: by its stems, a compound also by its parts side by side.
  Result<SharedSet> stemmed(Field field, const Token& token);
  // Exact words side by side, each in the forms that search/word_forms.h gives it.
  Result<SharedSet> words(Field field, const std::vector<Token>& tokens);
  // The same with wildcards.
  Result<SharedSet> patterns(Field field, std::string_view text);
  Result<SharedSet> near(Field field, const query::Near& near);

 private:
  Place slot(Field field, const WordSlot& words);
  Place sequence(Field field, const WordSequence& words);
  Place any_form(Field field, const std::vector<Token>& tokens);
  Result<Place> pattern_place(Field field, std::string_view text);
  Result<Place> expanded(Field field, const std::string& pattern);
  Result<Place> operand(Field field, const query::Node& node);
  Result<Place> near_place(Field field, const query::Near& near);
  SharedSet look(const std::string& key, const Place& place);

  SetEvaluator& evaluator_;
};

}  // namespace evidence
