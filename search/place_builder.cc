#include "search/place_builder.h"

#include <algorithm>
#include <utility>

#include "base/stem.h"
#include "base/text.h"
#include "search/patterns.h"

namespace evidence {
namespace {

using Kind = Place::Kind;

Place any_of(std::vector<Place> parts) {
  if (parts.size() == 1) return std::move(parts.front());
  Place place;
  place.kind = Kind::kAny;
  place.parts = std::move(parts);
  return place;
}

// A key that tells two places of one snapshot apart: the terms in their order and nesting.
std::string text_of(const Place& place) {
  std::string text(1, "wsan"[static_cast<int>(place.kind)]);
  if (place.kind == Kind::kNear) {
    text += std::to_string(place.between) + (place.ordered ? "o" : "u");
  }
  text += '(';
  for (const std::string& term : place.terms) text += term + '\x1f';
  for (const Place& part : place.parts) text += text_of(part);
  return text + ')';
}

Error no_operand(const query::Node& node) {
  return {ErrorCode::kInvalidArgument, "bad_proximity",
          "Words near each other cannot be combined with " +
              quoted_for_message(query::to_text(node), 80) + ".",
          "Use words, phrases and groups of them joined by OR beside the proximity operator."};
}

}  // namespace

SharedSet PlaceBuilder::look(const std::string& key, const Place& place) {
  if (place.kind == Kind::kWord) return evaluator_.any_set(place.sets);
  if (SharedSet known = evaluator_.sets_.find(key)) return known;
  return evaluator_.sets_.keep(
      key, find_places(evaluator_.database_, place, evaluator_.options_.deadline));
}

Place PlaceBuilder::slot(Field field, const WordSlot& words) {
  Place place;
  for (const std::string& word : words) {
    place.terms.push_back(term_of(field, word));
    place.sets.push_back(evaluator_.term_set(place.terms.back()));
  }
  return place;
}

Place PlaceBuilder::sequence(Field field, const WordSequence& words) {
  if (words.size() == 1) return slot(field, words.front());
  Place place;
  place.kind = Kind::kSequence;
  for (const WordSlot& each : words) place.parts.push_back(slot(field, each));
  return place;
}

Place PlaceBuilder::any_form(Field field, const std::vector<Token>& tokens) {
  if (tokens.empty()) return {};  // nothing but punctuation: found nowhere
  std::vector<Place> forms;
  for (const WordSequence& form : phrase_forms(tokens)) forms.push_back(sequence(field, form));
  return any_of(std::move(forms));
}

Result<SharedSet> PlaceBuilder::words(Field field, const std::vector<Token>& tokens) {
  const Place place = any_form(field, tokens);
  return look("p" + text_of(place), place);
}

Result<SharedSet> PlaceBuilder::stemmed(Field field, const Token& token) {
  std::vector<SharedSet> sets;
  if (token.parts.size() == 1) {
    const std::string& word = token.parts.front();
    sets.push_back(evaluator_.term_set(stem_term_of(field, stem(word))));
    if (is_ambiguous_acronym(word)) sets.push_back(evaluator_.term_set(stem_term_of(field, word)));
    if (!token.joined.empty()) {
      sets.push_back(evaluator_.term_set(stem_term_of(field, stem(token.joined))));
    }
    const std::vector<WordSequence> forms = word_forms(token);
    if (forms.size() > 1) {
      const Place apart = sequence(field, forms[1]);
      sets.push_back(look("p" + text_of(apart), apart));
    }
    return evaluator_.any_set(sets);
  }
  WordSequence parts;
  for (const std::string& part : token.parts) parts.push_back({part});
  parts.back() = number_forms(token.parts.back());
  const Place together = sequence(field, parts);
  sets.push_back(look("p" + text_of(together), together));
  if (!token.joined.empty()) {
    sets.push_back(evaluator_.term_set(stem_term_of(field, stem(token.joined))));
  }
  return evaluator_.any_set(sets);
}

Result<Place> PlaceBuilder::expanded(Field field, const std::string& pattern) {
  Place place;
  EVIDENCE_ASSIGN(place.terms, expand_pattern(evaluator_.database_, field, pattern,
                                              evaluator_.options_.max_expansion));
  for (const std::string& term : place.terms) {
    place.sets.push_back(evaluator_.term_set(term));
  }
  return place;
}

Result<Place> PlaceBuilder::pattern_place(Field field, std::string_view text) {
  const std::vector<PatternWord> words = pattern_words(text);
  if (words.empty()) {
    return Error{ErrorCode::kInvalidArgument, "wildcard_alone",
                 quoted_for_message(std::string(text), 60) + " holds no letter to look for.",
                 "Type letters before the wildcard."};
  }
  Place whole;
  whole.kind = Kind::kSequence;
  for (std::size_t i = 0; i < words.size();) {
    const std::size_t count = std::max<std::size_t>(words[i].parts, 1);
    Place parts;
    parts.kind = Kind::kSequence;
    for (std::size_t k = i; k < i + count && k < words.size(); ++k) {
      Place part;
      EVIDENCE_ASSIGN(part, expanded(field, words[k].pattern));
      parts.parts.push_back(std::move(part));
    }
    std::vector<Place> ways;
    ways.push_back(parts.parts.size() == 1 ? std::move(parts.parts.front()) : std::move(parts));
    if (!words[i].joined.empty()) {
      Place together;
      EVIDENCE_ASSIGN(together, expanded(field, words[i].joined));
      ways.push_back(std::move(together));
    }
    whole.parts.push_back(any_of(std::move(ways)));
    i += count;
  }
  if (whole.parts.size() == 1) return std::move(whole.parts.front());
  return whole;
}

Result<SharedSet> PlaceBuilder::patterns(Field field, std::string_view text) {
  const std::string key = "w" + std::string(field_info(field).name) + " " + std::string(text);
  if (SharedSet known = evaluator_.sets_.find(key)) return known;
  // One pattern alone needs no positions, and its words no set of their own.
  const std::vector<PatternWord> words = pattern_words(text);
  if (words.size() == 1) {
    std::vector<std::string> terms;
    EVIDENCE_ASSIGN(terms, expand_pattern(evaluator_.database_, field, words.front().pattern,
                                          evaluator_.options_.max_expansion));
    return evaluator_.sets_.keep(key, IdSet(*evaluator_.any_term(terms)));
  }
  Place place;
  EVIDENCE_ASSIGN(place, pattern_place(field, text));
  return evaluator_.sets_.keep(
      key, find_places(evaluator_.database_, place, evaluator_.options_.deadline));
}

Result<Place> PlaceBuilder::operand(Field field, const query::Node& node) {
  if (const auto* term = std::get_if<query::Term>(&node.value)) {
    if (term->wildcards) return pattern_place(field, term->text);
    return any_form(field, tokenize(term->text));
  }
  if (const auto* phrase = std::get_if<query::Phrase>(&node.value)) {
    if (phrase->wildcards) return pattern_place(field, phrase->text);
    return any_form(field, tokenize(phrase->text));
  }
  if (const auto* prefix = std::get_if<query::Prefix>(&node.value)) {
    std::string text;
    for (const std::string& word : prefix->leading) text += word + " ";
    return pattern_place(field, text + prefix->stem + "*");
  }
  if (const auto* inner = std::get_if<query::Near>(&node.value)) return near_place(field, *inner);
  const auto* either = std::get_if<query::Or>(&node.value);
  if (either == nullptr || either->children.empty()) return no_operand(node);
  std::vector<Place> parts;
  for (const query::Node& child : either->children) {
    Place part;
    EVIDENCE_ASSIGN(part, operand(field, child));
    parts.push_back(std::move(part));
  }
  return any_of(std::move(parts));
}

Result<Place> PlaceBuilder::near_place(Field field, const query::Near& near) {
  Place place;
  place.kind = Kind::kNear;
  place.between = near.between;
  place.ordered = near.ordered;
  for (const query::Node& node : near.operands) {
    Place part;
    EVIDENCE_ASSIGN(part, operand(field, node));
    place.parts.push_back(std::move(part));
  }
  return place;
}

Result<SharedSet> PlaceBuilder::near(Field field, const query::Near& near) {
  Place place;
  EVIDENCE_ASSIGN(place, near_place(field, near));
  if (place.parts.empty()) return std::make_shared<const IdSet>();
  return std::make_shared<const IdSet>(
      find_places(evaluator_.database_, place, evaluator_.options_.deadline));
}

}  // namespace evidence
