#include "search/xapian_query.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/stem.h"
#include "base/text.h"
#include "search/filter_tree.h"
#include "search/heading_terms.h"
#include "search/patterns.h"
#include "search/word_forms.h"

namespace evidence {
namespace {

using Xapian::Query;
constexpr std::size_t kMaxExpansions = 5;  // times the limit for one '*', in a whole query
constexpr std::size_t kScoredExpansion = 200;
constexpr std::size_t kMaxPhraseBonus = 8;  // pairs of words looked for in titles

Query combine(Query::op op, const std::vector<Query>& queries) {
  if (queries.empty()) return {};
  if (queries.size() == 1) return queries.front();
  return {op, queries.begin(), queries.end()};
}

Error wildcard_too_broad(const query::Prefix& prefix, std::size_t limit) {
  return {ErrorCode::kInvalidArgument, "wildcard_too_broad",
          quoted_for_message(prefix.stem + "*", 40) + " stands for more than " +
              with_thousands(limit) + " different words.",
          "Type more of the word."};
}

std::string in_field(Field field) {
  return " in " + (field == Field::kAny ? std::string("any field")
                                        : to_lower_ascii(field_info(field).label));
}

// The match of a part of the tree, and scores that are added where it matches.
struct Part {
  Query match;
  std::vector<Query> bonus;
};

class Builder {
 public:
  Builder(const Xapian::Database& database, const QueryOptions& options)
      : database_(database), options_(options), profile_(*options.profile) {}

  Result<BuiltQuery> run(const query::Node& tree) {
    Part part;
    EVIDENCE_ASSIGN(part, build(tree));
    add_phrase_bonus(part.bonus);
    built_.query = part.bonus.empty()
                       ? part.match
                       : Query(Query::OP_AND_MAYBE, part.match, combine(Query::OP_OR, part.bonus));
    built_.terms = built_.query.get_length();
    return std::move(built_);
  }

 private:
  Result<Part> build(const query::Node& node) {
    return std::visit([this](const auto& value) { return make(value); }, node.value);
  }

  Result<Part> make(const query::And& node) { return make_list(Query::OP_AND, node.children); }
  Result<Part> make(const query::Or& node) { return make_list(Query::OP_OR, node.children); }

  Result<Part> make_list(Query::op op, const std::vector<query::Node>& children) {
    std::vector<Query> matches;
    Part whole;
    for (const query::Node& child : children) {
      Part part;
      EVIDENCE_ASSIGN(part, build(child));
      matches.push_back(std::move(part.match));
      std::move(part.bonus.begin(), part.bonus.end(), std::back_inserter(whole.bonus));
    }
    whole.match = combine(op, matches);
    return whole;
  }

  Result<Part> make(const query::Not& node) {
    if (node.children.size() != 2) {
      return Error{ErrorCode::kInternal, "internal", "NOT without two operands", ""};
    }
    Part wanted;
    EVIDENCE_ASSIGN(wanted, build(node.children[0]));
    ++negated_;
    Result<Part> away = build(node.children[1]);
    --negated_;
    if (!away.ok()) return away.error();
    wanted.match = Query(Query::OP_AND_NOT, wanted.match, away->match);
    return wanted;
  }

  Result<Part> make(const query::Term& term) {
    if (term.wildcards) return make_pattern(term.fields, term.text);
    const std::vector<Token> tokens = tokenize(term.text);
    if (tokens.empty()) return Part{};
    return in_each(term.fields, [&](Field field) -> Result<Part> {
      if (!term.stemmed || !field_info(field).stems || tokens.size() > 1) {
        return exact_words(field, term.text, tokens);
      }
      return plain_word(term.text, field, tokens.front());
    });
  }

  Result<Part> make(const query::Phrase& phrase) {
    if (phrase.wildcards) return make_pattern(phrase.fields, phrase.text);
    const std::vector<Token> tokens = tokenize(phrase.text);
    if (tokens.empty()) return Part{};
    return in_each(phrase.fields,
                   [&](Field field) { return exact_words(field, phrase.text, tokens); });
  }

  // In any of the fields.
  template <typename InOne>
  Result<Part> in_each(FieldSet fields, const InOne& in_one) {
    if (const std::optional<Field> only = fields.only()) return in_one(*only);
    std::vector<Query> matches;
    Part whole;
    for (const Field field : fields.fields()) {
      Part part;
      EVIDENCE_ASSIGN(part, in_one(field));
      matches.push_back(std::move(part.match));
      std::move(part.bonus.begin(), part.bonus.end(), std::back_inserter(whole.bonus));
    }
    whole.match = combine(Query::OP_OR, matches);
    return whole;
  }

  // What sets decide is only scored here: words with wildcards by the words that they stand for,
  // where these are few.
  Result<Part> make_pattern(FieldSet fields, std::string_view text) {
    if (!options_.score_only) return needs_sets();
    std::vector<Query> ways;
    for (const Field field : fields.fields()) {
      for (const PatternWord& word : pattern_words(text)) {
        const Result<std::vector<std::string>> terms =
            expand_pattern(database_, field, word.pattern, kScoredExpansion);
        if (!terms.ok()) continue;
        std::vector<Query> words(terms->begin(), terms->end());
        note_pattern(*terms, field);
        ways.push_back(combine(Query::OP_SYNONYM, words));
      }
    }
    return Part{combine(Query::OP_OR, ways), {}};
  }

  static Error needs_sets() {
    return {ErrorCode::kInternal, "internal", "a query that only sets can answer was matched", ""};
  }

  // ---- plain words

  Part plain_word(std::string_view text, Field in, const Token& token) {
    const std::string_view typed = text.substr(token.begin, token.end - token.begin);
    if (options_.acronyms && is_typed_acronym(typed)) {
      note_exact(token.parts.front());
      return scored(std::string(typed), " (capitals)", in, [&](Field field) {
        return std::vector<Query>{Query(acronym_term_of(field, typed))};
      });
    }
    if (token.parts.size() == 1) return simple_word(in, token);
    return compound_word(in, token);
  }

  // One word: its stem; also unstemmed where the word is an ambiguous acronym in small letters,
  // because the index does not stem those that were written in capitals.
  Part simple_word(Field in, const Token& token) {
    const std::string& word = token.parts.front();
    std::vector<std::string> stems{stem(word)};
    if (is_ambiguous_acronym(word)) add_unique(stems, word);
    if (!token.joined.empty()) add_unique(stems, stem(token.joined));
    for (const std::string& each : stems) note_stem(each);
    plain_words_.push_back(word);
    const std::vector<WordSequence> forms = word_forms(token);
    return scored(word, stems.front() == word ? "" : " (stem " + stems.front() + ")", in,
                  [&](Field field) {
                    std::vector<Query> ways;
                    ways.reserve(stems.size() + 1);
                    for (const std::string& each : stems) {
                      ways.emplace_back(stem_term_of(field, each));
                    }
                    if (forms.size() > 1 && field == in) {  // "il6" also as "il 6"
                      ways.push_back(sequence(field, forms[1]));
                    }
                    return ways;
                  });
  }

  // "IL-6", "β-blocker": the parts side by side, or written together.
  Part compound_word(Field in, const Token& token) {
    WordSequence parts;
    for (const std::string& part : token.parts) parts.push_back({part});
    parts.back() = number_forms(token.parts.back());
    for (const WordSlot& slot : parts) {
      for (const std::string& form : slot) note_exact(form);
    }
    const std::string joined_stem = token.joined.empty() ? "" : stem(token.joined);
    if (!joined_stem.empty()) note_stem(joined_stem);
    std::string label;
    for (const std::string& part : token.parts) label += (label.empty() ? "" : "-") + part;
    return scored(label, "", in, [&](Field field) {
      std::vector<Query> ways;
      // A phrase in each field of the profile would cost more than it tells.
      if (field == in || joined_stem.empty()) ways.push_back(sequence(field, parts));
      if (!joined_stem.empty()) ways.emplace_back(stem_term_of(field, joined_stem));
      return ways;
    });
  }

  // Match in `in`, evidence in the profile's fields where `in` is all of them.
  template <typename Ways>
  Part scored(const std::string& word, const std::string& note, Field in, const Ways& ways) {
    Part part;
    const auto one = [&](Field field, double weight) {
      Query query = combine(Query::OP_SYNONYM, ways(field));
      if (weight != 1.0) query = Query(Query::OP_SCALE_WEIGHT, query, weight);
      note_leaf(word, note, field, query);
      return query;
    };
    part.match = one(in, in == Field::kAny ? profile_.any_weight : 1.0);
    if (in != Field::kAny || negated_ > 0) return part;
    for (const auto& [field, weight] : profile_.field_weights) {
      // Only fields that are part of "any" can add to a match there.
      if (weight > 0 && is_in_any(field)) part.bonus.push_back(one(field, weight));
    }
    return part;
  }

  static bool is_in_any(Field field) {
    return field == Field::kTitle || field == Field::kAbstract || field == Field::kHeading ||
           field == Field::kKeyword;
  }

  static void add_unique(std::vector<std::string>& list, std::string text) {
    if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(std::move(text));
  }

  // ---- exact words and phrases

  Result<Part> exact_words(Field field, std::string_view text, const std::vector<Token>& tokens) {
    if (field_info(field).kind == FieldKind::kExact)
      return make(query::Exact{field, std::string(text)});
    Part part;
    const std::string_view typed = text.substr(tokens[0].begin, tokens[0].end - tokens[0].begin);
    if (options_.acronyms && tokens.size() == 1 && is_typed_acronym(typed)) {
      note_exact(tokens[0].parts.front());
      part.match = Query(acronym_term_of(field, typed));
    } else {
      std::vector<Query> ways;
      for (const WordSequence& words : phrase_forms(tokens)) {
        ways.push_back(sequence(field, words));
        note_phrase(words);
      }
      part.match =
          combine(ways.size() > 1 && tokens.size() == 1 ? Query::OP_SYNONYM : Query::OP_OR, ways);
    }
    if (field == Field::kAny && profile_.any_weight != 1.0) {
      part.match = Query(Query::OP_SCALE_WEIGHT, part.match, profile_.any_weight);
    }
    note_leaf("“" + std::string(text) + "”", "", field, part.match);
    return part;
  }

  Query slot_query(Field field, const WordSlot& slot) {
    std::vector<Query> words;
    for (const std::string& word : slot) words.emplace_back(term_of(field, word));
    return combine(Query::OP_OR, words);
  }

  // Words side by side in order. Xapian accepts only terms and ORs of terms in a phrase.
  Query sequence(Field field, const WordSequence& words) {
    std::vector<Query> slots;
    for (const WordSlot& slot : words) slots.push_back(slot_query(field, slot));
    return phrase_of(slots);
  }

  Query phrase_of(const std::vector<Query>& slots) {
    if (slots.size() == 1) return slots.front();
    built_.positional = true;
    return {Query::OP_PHRASE, slots.begin(), slots.end(),
            static_cast<Xapian::termcount>(slots.size())};
  }

  // Positions are the sets' business; here the operands' words give the score.
  Result<Part> make(const query::Near& near) {
    if (!options_.score_only) return needs_sets();
    return make_list(Query::OP_OR, near.operands);
  }

  // ---- truncation

  Result<Part> make(const query::Prefix& prefix) {
    const std::vector<Token> tokens = tokenize(prefix.stem);
    if (tokens.empty()) return Part{};
    std::vector<Query> slots;
    for (const std::string& word : prefix.leading) {
      for (const Token& token : tokenize(word)) {
        for (const std::string& part : token.parts) {
          note_exact(part);
          slots.push_back(slot_query(prefix.field, {part}));
        }
      }
    }
    std::vector<std::string> parts;
    for (const Token& token : tokens) {
      parts.insert(parts.end(), token.parts.begin(), token.parts.end());
    }
    std::vector<Query> ways;
    const std::string& joined = tokens.front().joined;
    if (tokens.size() == 1 && parts.size() > 1 && !joined.empty() && prefix.leading.empty()) {
      Query together;
      EVIDENCE_ASSIGN(together, expanded(prefix, joined));
      ways.push_back(std::move(together));
    }
    if (ways.empty() || parts.back().size() >= 3) {
      for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        note_exact(parts[i]);
        slots.push_back(slot_query(prefix.field, {parts[i]}));
      }
      Query last;
      EVIDENCE_ASSIGN(last, expanded(prefix, parts.back()));
      const bool nothing = last.empty();
      slots.push_back(std::move(last));
      ways.push_back(nothing ? Query() : phrase_of(slots));
    }
    Part part{combine(Query::OP_OR, ways), {}};
    note_leaf(prefix.stem + "*", "", prefix.field, part.match);
    return part;
  }

  // The indexed words that begin so, from the term list: Xapian's own expansion could neither be
  // stopped at a deadline nor stand in a phrase.
  Result<Query> expanded(const query::Prefix& prefix, const std::string& letters) {
    note_prefix(letters);
    const std::string head = term_of(prefix.field, letters);
    std::vector<Query> words;
    for (auto term = database_.allterms_begin(head); term != database_.allterms_end(head); ++term) {
      if (words.size() >= options_.max_prefix_expansion) {
        return wildcard_too_broad(prefix, options_.max_prefix_expansion);
      }
      words.emplace_back(*term);
    }
    expanded_words_ += words.size();
    if (expanded_words_ > kMaxExpansions * options_.max_prefix_expansion) {
      return Error{ErrorCode::kInvalidArgument, "wildcard_too_broad",
                   "The words with “*” stand for more than " +
                       with_thousands(kMaxExpansions * options_.max_prefix_expansion) +
                       " different words together.",
                   "Use fewer words with “*”, or type more of them."};
    }
    return combine(Query::OP_OR, words);
  }

  // ---- values

  Result<Part> make(const query::Exact& exact) {
    if (field_info(exact.field).kind == FieldKind::kText) {
      return make(query::Phrase{exact.field, exact.value});
    }
    if (exact.wildcards) {
      if (!options_.score_only) return needs_sets();
      return Part{};  // whole values give no score
    }
    const std::string value = exact_key(exact.field, exact.value);
    Query query(term_of(exact.field, value));
    for (const std::string& label : exact.narrower) {
      query |= Query(term_of(exact.field, exact_key(exact.field, label)));
    }
    constexpr std::string_view kTrial = "nct:";
    if (exact.field != Field::kIdentifier || !value.starts_with(kTrial)) return Part{query, {}};
    // A trial's number finds its registration and every work that reports it.
    return Part{
        Query(Query::OP_OR, query,
              Query(term_of(Field::kRegistration, std::string_view(value).substr(kTrial.size())))),
        {}};
  }

  Result<Part> make(const query::Range& range) {
    if (options_.score_only) return Part{};
    return Part{range_query(range.slot, range.from, range.to), {}};
  }

  // Resolved: the heading's own terms, which carry no score.
  Result<Part> make(const query::Heading& heading) {
    if (options_.score_only) return Part{};
    if (heading.wildcards) return needs_sets();
    return Part{any_of(heading_terms(heading)), {}};
  }
  Result<Part> make(const query::Subheading& subheading) {
    if (options_.score_only) return Part{};
    return Part{any_of(subheading_terms(subheading)), {}};
  }
  static Query any_of(const std::vector<std::string>& terms) {
    return combine(Query::OP_OR, std::vector<Query>(terms.begin(), terms.end()));
  }
  Result<Part> make(const query::Plain& plain) {
    return Error{ErrorCode::kInternal, "internal",
                 "words were not mapped: " + quoted_for_message(plain.text, 60), ""};
  }

  Result<Part> make(const query::LineRef& line) {
    if (options_.score_only) return Part{};
    return Error{ErrorCode::kInvalidArgument, "not_supported",
                 "Line " + std::to_string(line.line) + " cannot be used outside a strategy.",
                 "Write the search out."};
  }
  Result<Part> make(const query::MatchAll&) { return Part{Query::MatchAll, {}}; }
  Result<Part> make(const query::MatchNothing&) { return Part{}; }

  // ---- what is noted on the way

  void note_stem(const std::string& text) {
    if (negated_ == 0) built_.words.add_stem(text);
  }
  void note_exact(const std::string& text) {
    if (negated_ == 0) built_.words.add_exact(text);
  }
  // "of" stands everywhere, and not only where the phrase does that it is part of.
  void note_phrase(const WordSequence& words) {
    const auto says_little = [](const WordSlot& slot) {
      return std::all_of(slot.begin(), slot.end(), is_stop_word);
    };
    const bool all_do = std::all_of(words.begin(), words.end(), says_little);
    for (const WordSlot& slot : words) {
      if (!all_do && says_little(slot)) continue;
      for (const std::string& word : slot) note_exact(word);
    }
  }
  void note_prefix(const std::string& text) {
    if (negated_ == 0) built_.words.add_prefix(text);
  }
  void note_pattern(const std::vector<std::string>& terms, Field field) {
    const std::size_t prefix = term_of(field, "").size();
    for (const std::string& term : terms) note_exact(term.substr(std::min(prefix, term.size())));
  }
  // `note`: how the word was read, " (stem asthma)"; for the label alone.
  void note_leaf(const std::string& word, const std::string& note, Field field,
                 const Query& query) {
    if (options_.collect_leaves && negated_ == 0) {
      built_.leaves.push_back(
          {{word + note + in_field(field), 0, FactorKind::kWord, word, field}, query});
    }
  }

  // The words as typed, side by side in the title.
  void add_phrase_bonus(std::vector<Query>& bonus) {
    if (profile_.phrase_bonus <= 0) return;
    for (std::size_t i = 0; i + 1 < plain_words_.size() && i < kMaxPhraseBonus; ++i) {
      Query pair(Query::OP_SCALE_WEIGHT,
                 sequence(Field::kTitle,
                          {number_forms(plain_words_[i]), number_forms(plain_words_[i + 1])}),
                 profile_.phrase_bonus);
      note_leaf("“" + plain_words_[i] + " " + plain_words_[i + 1] + "” side by side", "",
                Field::kTitle, pair);
      bonus.push_back(std::move(pair));
    }
  }

  const Xapian::Database& database_;
  const QueryOptions& options_;
  const RankingProfile& profile_;
  BuiltQuery built_;
  std::vector<std::string> plain_words_;
  std::size_t expanded_words_ = 0;
  unsigned negated_ = 0;
};

}  // namespace

bool needs_sets(const query::Node& tree) {
  if (const auto* term = std::get_if<query::Term>(&tree.value)) return term->wildcards;
  if (const auto* phrase = std::get_if<query::Phrase>(&tree.value)) return phrase->wildcards;
  if (const auto* exact = std::get_if<query::Exact>(&tree.value)) return exact->wildcards;
  if (const auto* heading = std::get_if<query::Heading>(&tree.value)) return heading->wildcards;
  if (const auto* range = std::get_if<query::Range>(&tree.value)) {
    return range->slot != Slot::kDate && range->slot != Slot::kYear;
  }
  if (std::holds_alternative<query::Near>(tree.value)) return true;
  const std::vector<query::Node>* children = query::children_of(tree);
  return children != nullptr && std::any_of(children->begin(), children->end(), needs_sets);
}

bool has_compound_truncation(const query::Node& tree) {
  if (const auto* prefix = std::get_if<query::Prefix>(&tree.value)) {
    if (!prefix->leading.empty()) return true;
    const std::vector<Token> tokens = tokenize(prefix->stem);
    return tokens.size() != 1 || tokens.front().parts.size() != 1 || !tokens.front().joined.empty();
  }
  const std::vector<query::Node>* children = query::children_of(tree);
  return children != nullptr &&
         std::any_of(children->begin(), children->end(), has_compound_truncation);
}

Query range_query(Slot slot, std::string from, std::string to) {
  if (from.empty()) from = "0";  // works without the value have "" there
  if (to.empty()) to = "9";
  if (slot == Slot::kDate || slot == Slot::kYear) {
    to.resize(std::max<std::size_t>(to.size(), slot == Slot::kDate ? 8 : 4), '9');
  }
  return {Query::OP_VALUE_RANGE, static_cast<Xapian::valueno>(slot), from, to};
}

Result<BuiltQuery> build_query(const query::Node& tree, const Xapian::Database& database,
                               const QueryOptions& options) {
  return Builder(database, options).run(tree);
}

Result<Query> apply_filters(const Query& query, const std::vector<Filter>& filters,
                            const Xapian::Database& database, const QueryOptions& options,
                            std::optional<Field> left_out) {
  Query narrowed = query;
  for (const Filter& filter : filters) {
    if (!filter.exclude && filter.field == left_out) continue;
    query::Node tree;
    EVIDENCE_ASSIGN(tree, filter_tree(filter, options.today));
    if (filter.values.empty()) continue;
    BuiltQuery built;
    EVIDENCE_ASSIGN(built, build_query(tree, database, options));
    narrowed = Query(filter.exclude ? Query::OP_AND_NOT : Query::OP_FILTER, narrowed, built.query);
  }
  return narrowed;
}

}  // namespace evidence
