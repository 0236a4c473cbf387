#include "search/set_evaluator.h"

#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "base/stem.h"
#include "base/text.h"
#include "search/heading_terms.h"
#include "search/match.h"
#include "search/patterns.h"
#include "search/place_builder.h"
#include "search/word_forms.h"

namespace evidence {
namespace {

constexpr std::size_t kLongKey = 200;

// Leaves are kept under what they are; a long list of terms under its hash.
std::string key_of(std::string_view kind, const std::vector<std::string>& terms) {
  std::string key(kind);
  for (const std::string& term : terms) {
    key += '\x1f';
    key += term;
  }
  return key.size() <= kLongKey ? key : std::string(kind) + "#" + sha256_hex(key);
}

std::string key_of(std::string_view kind, const query::Node& node) {
  std::string key = std::string(kind) + query::to_text(node);
  return key.size() <= kLongKey ? key : std::string(kind) + "#" + sha256_hex(key);
}

// Date slots hold eight digits, the year's four; "2015" and "201503" stand for all days in them.
std::uint32_t bound(std::string text, std::size_t digits, char filling) {
  text.resize(digits, filling);
  std::uint32_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return filling == '0' ? 1 : UINT32_MAX;
    number = number * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return number;
}

}  // namespace

SharedSet SetEvaluator::term_set(const std::string& term) {
  return works_with(term, database_, sets_);
}

SharedSet SetEvaluator::any_set(const std::vector<SharedSet>& sets) {
  if (sets.size() == 1) return sets.front();
  std::vector<const IdSet*> parts;
  parts.reserve(sets.size());
  for (const SharedSet& set : sets) parts.push_back(set.get());
  return std::make_shared<const IdSet>(IdSet::any_of(parts));
}

SharedSet SetEvaluator::any_term(const std::vector<std::string>& terms) {
  if (terms.size() == 1) return term_set(terms.front());
  const std::string key = key_of("o", terms);
  if (SharedSet known = sets_.find(key)) return known;
  // The words of a truncation are rarely asked for one by one: only their union is kept.
  std::vector<IdSet> read;
  read.reserve(terms.size());
  std::vector<const IdSet*> parts;
  unsigned seen = 0;
  for (const std::string& term : terms) {
    if (++seen % 64 == 0 && std::chrono::steady_clock::now() > options_.deadline) {
      throw DeadlinePassed{};
    }
    if (database_.term_exists(term)) read.push_back(read_postings(database_, term));
  }
  parts.reserve(read.size());
  for (const IdSet& set : read) parts.push_back(&set);
  IdSet all = IdSet::any_of(parts);
  all.shrink();
  return sets_.keep(key, std::move(all));
}

Result<SharedSet> SetEvaluator::evaluate(const query::Node& node) {
  if (std::chrono::steady_clock::now() > options_.deadline) throw DeadlinePassed{};
  return std::visit([this](const auto& value) { return make(value); }, node.value);
}

Result<SharedSet> SetEvaluator::make(const query::And& node) {
  std::vector<SharedSet> sets;
  for (const query::Node& child : node.children) {
    SharedSet set;
    EVIDENCE_ASSIGN(set, evaluate(child));
    sets.push_back(std::move(set));
  }
  if (sets.empty()) return std::make_shared<const IdSet>();
  std::sort(sets.begin(), sets.end(),
            [](const SharedSet& a, const SharedSet& b) { return a->size() < b->size(); });
  IdSet all = *sets.front();
  for (std::size_t i = 1; i < sets.size() && !all.empty(); ++i) all &= *sets[i];
  return std::make_shared<const IdSet>(std::move(all));
}

Result<SharedSet> SetEvaluator::make(const query::Or& node) {
  std::vector<SharedSet> sets;
  for (const query::Node& child : node.children) {
    SharedSet set;
    EVIDENCE_ASSIGN(set, evaluate(child));
    sets.push_back(std::move(set));
  }
  if (sets.empty()) return std::make_shared<const IdSet>();
  return any_set(sets);
}

Result<SharedSet> SetEvaluator::make(const query::Not& node) {
  if (node.children.size() != 2) {
    return Error{ErrorCode::kInternal, "internal", "NOT without two operands", ""};
  }
  SharedSet wanted;
  EVIDENCE_ASSIGN(wanted, evaluate(node.children[0]));
  SharedSet away;
  EVIDENCE_ASSIGN(away, evaluate(node.children[1]));
  IdSet rest = *wanted;
  rest -= *away;
  return std::make_shared<const IdSet>(std::move(rest));
}

Result<SharedSet> SetEvaluator::make(const query::Term& term) {
  if (term.wildcards) return make(query::Phrase{term.fields, term.text, true});
  const std::vector<Token> tokens = tokenize(term.text);
  if (tokens.empty()) return std::make_shared<const IdSet>();
  const std::string_view typed =
      std::string_view(term.text).substr(tokens[0].begin, tokens[0].end - tokens[0].begin);
  const bool acronym = options_.acronyms && tokens.size() == 1 && is_typed_acronym(typed);
  std::vector<SharedSet> sets;
  for (const Field field : term.fields.fields()) {
    if (field_info(field).kind == FieldKind::kExact) {
      sets.push_back(term_set(term_of(field, exact_key(field, term.text))));
    } else if (acronym) {
      sets.push_back(term_set(acronym_term_of(field, typed)));
    } else if (term.stemmed && field_info(field).stems && tokens.size() == 1) {
      SharedSet set;
      EVIDENCE_ASSIGN(set, PlaceBuilder(*this).stemmed(field, tokens.front()));
      sets.push_back(std::move(set));
    } else {
      SharedSet set;
      EVIDENCE_ASSIGN(set, PlaceBuilder(*this).words(field, tokens));
      sets.push_back(std::move(set));
    }
  }
  if (sets.empty()) return std::make_shared<const IdSet>();
  return any_set(sets);
}

Result<SharedSet> SetEvaluator::make(const query::Phrase& phrase) {
  std::vector<SharedSet> sets;
  for (const Field field : phrase.fields.fields()) {
    SharedSet set;
    if (phrase.wildcards) {
      EVIDENCE_ASSIGN(set, PlaceBuilder(*this).patterns(field, phrase.text));
    } else {
      EVIDENCE_ASSIGN(set, make(query::Term{field, phrase.text}));
    }
    sets.push_back(std::move(set));
  }
  if (sets.empty()) return std::make_shared<const IdSet>();
  return any_set(sets);
}

Result<SharedSet> SetEvaluator::make(const query::Prefix& prefix) {
  std::string text;
  for (const std::string& word : prefix.leading) text += word + " ";
  return make(query::Phrase{prefix.field, text + prefix.stem + "*", true});
}

Result<SharedSet> SetEvaluator::make(const query::Near& near) {
  const std::string key = key_of("n", query::Node{near, {}});
  if (SharedSet known = sets_.find(key)) return known;
  std::vector<SharedSet> sets;
  for (const Field field : near.fields.fields()) {
    SharedSet set;
    EVIDENCE_ASSIGN(set, PlaceBuilder(*this).near(field, near));
    sets.push_back(std::move(set));
  }
  if (sets.empty()) return std::make_shared<const IdSet>();
  return sets_.keep(key, IdSet(*any_set(sets)));
}

Result<SharedSet> SetEvaluator::make(const query::Plain& plain) {
  return Error{ErrorCode::kInternal, "internal",
               "words were not mapped: " + quoted_for_message(plain.text, 60), ""};
}

Result<SharedSet> SetEvaluator::make(const query::Exact& exact) {
  if (field_info(exact.field).kind == FieldKind::kText) {
    return make(query::Phrase{exact.field, exact.value, exact.wildcards});
  }
  if (exact.wildcards) {
    const std::string key = key_of("x", query::Node{exact, {}});
    if (SharedSet known = sets_.find(key)) return known;
    std::vector<std::string> terms;
    EVIDENCE_ASSIGN(terms,
                    expand_value(database_, exact.field, exact.value, options_.max_expansion));
    return sets_.keep(key, IdSet(*any_term(terms)));
  }
  const std::string value = exact_key(exact.field, exact.value);
  std::vector<std::string> terms{term_of(exact.field, value)};
  for (const std::string& label : exact.narrower) {
    terms.push_back(term_of(exact.field, exact_key(exact.field, label)));
  }
  // A trial's number finds its registration and every work that reports it.
  constexpr std::string_view kTrial = "nct:";
  if (exact.field == Field::kIdentifier && value.starts_with(kTrial)) {
    terms.push_back(term_of(Field::kRegistration, std::string_view(value).substr(kTrial.size())));
  }
  return any_term(terms);
}

Result<SharedSet> SetEvaluator::make(const query::Range& range) {
  const std::string key = key_of("r", query::Node{range, {}});
  if (SharedSet known = sets_.find(key)) return known;
  const std::size_t digits = range.slot == Slot::kYear ? 4 : 8;
  const std::uint32_t low = bound(range.from, digits, '0');
  const std::uint32_t high = range.to.empty() ? UINT32_MAX : bound(range.to, digits, '9');
  const auto days = sets_.days(database_, range.slot);
  std::vector<std::uint32_t> found;
  for (std::size_t document = 1; document < days->size(); ++document) {
    const std::uint32_t day = (*days)[document];
    if (day != 0 && day >= low && day <= high) {
      found.push_back(static_cast<std::uint32_t>(document));
    }
  }
  IdSet set = IdSet::of(found);
  set.shrink();
  return sets_.keep(key, std::move(set));
}

Result<SharedSet> SetEvaluator::make(const query::Heading& heading) {
  if (heading.wildcards) {
    const Field field = heading.focus ? Field::kHeadingMajor : Field::kHeadingLabel;
    SharedSet headings;
    EVIDENCE_ASSIGN(headings, make(query::Exact{field, heading.label, true}));
    if (heading.focus) return headings;
    SharedSet types;
    EVIDENCE_ASSIGN(types, make(query::Exact{Field::kPublicationType, heading.label, true}));
    return any_set({headings, types});
  }
  const std::vector<std::string> terms = heading_terms(heading);
  if (terms.empty()) return std::make_shared<const IdSet>();
  return any_term(terms);
}

Result<SharedSet> SetEvaluator::make(const query::Subheading& subheading) {
  const std::vector<std::string> terms = subheading_terms(subheading);
  if (terms.empty()) return std::make_shared<const IdSet>();
  return any_term(terms);
}

Result<SharedSet> SetEvaluator::make(const query::LineRef& line) {
  SharedSet set = options_.line ? options_.line(line.line) : nullptr;
  if (set != nullptr) return set;
  return Error{ErrorCode::kInvalidArgument, "line_not_run",
               "Line " + std::to_string(line.line) + " has no result to combine.",
               "Mend that line first, or write its search out here."};
}

Result<SharedSet> SetEvaluator::make(const query::MatchAll&) { return term_set(""); }
Result<SharedSet> SetEvaluator::make(const query::MatchNothing&) {
  return std::make_shared<const IdSet>();
}

}  // namespace evidence
