#include "query/mapping.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/ascii.h"
#include "base/result.h"
#include "base/text.h"
#include "base/tokenizer.h"
#include "model/label_key.h"
#include "query/term_lookup.h"
#include "query/word_variants.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMaxRun = 8;          // words looked up together
constexpr std::size_t kMaxWords = 100;      // of one stretch of plain words
constexpr std::size_t kMaxLookups = 3'000;  // in one tree
constexpr unsigned kMaxDepth = 250;
constexpr std::size_t kMaxOthers = 12;  // words or phrases added for one run

std::string quote(std::string_view text) { return quoted_for_message(text, 120); }

Node leaf_of(std::string_view words, FieldSet fields, Span span) {
  if (words.find(' ') == std::string_view::npos) {
    return {Term{fields, std::string(words)}, span};
  }
  return {Phrase{fields, std::string(words)}, span};
}

Node join(std::vector<Node> nodes, bool all, Span span) {
  if (nodes.size() == 1) return std::move(nodes.front());
  if (all) return {And{std::move(nodes)}, span};
  return {Or{std::move(nodes)}, span};
}

// Adds what is not there yet.
void add_once(std::vector<Node>& nodes, Node node) {
  const std::string text = to_text(node);
  const bool seen = std::any_of(nodes.begin(), nodes.end(),
                                [&](const Node& one) { return to_text(one) == text; });
  if (!seen) nodes.push_back(std::move(node));
}

Node heading_node(const FoundHeading& found, Span span) {
  Heading heading;
  heading.label = found.label;
  heading.explode =
      found.kind != HeadingKind::kSupplementary && found.kind != HeadingKind::kCheckTag;
  return {std::move(heading), span};
}

class Mapper {
 public:
  Mapper(const Mapping& mapping, std::vector<Message>& messages)
      : mapping_(mapping), messages_(messages) {}

  // Stemmed words that stand in `tree` by themselves, and all below.
  void run(Node& tree) { map_node(tree, false, 0); }

 private:
  // `taken_away`: below the second side of a NOT, where plain words of the simple syntax are left
  // as typed: more words there would lose publications. Depth first, so that nothing is mapped
  // twice.
  void map_node(Node& node, bool taken_away, unsigned depth) {
    if (depth > kMaxDepth) return;
    if (const auto* plain = std::get_if<Plain>(&node.value)) {
      node = map_plain(plain->text, node.span);
      return;
    }
    if (as_unit(node)) {
      if (!taken_away) map_unit(node);
      return;
    }
    std::vector<Node>* children = children_of(node);
    if (children == nullptr || std::holds_alternative<Near>(node.value)) return;
    const bool all = std::holds_alternative<And>(node.value);
    const bool without = std::holds_alternative<Not>(node.value);
    for (std::size_t i = 0; i < children->size(); ++i) {
      Node& child = (*children)[i];
      if (all && as_unit(child)) continue;  // may be part of a run
      map_node(child, taken_away || (without && i > 0), depth + 1);
    }
    if (!all || taken_away) return;
    map_runs(*children);
    if (children->size() == 1) {
      Node only = std::move(children->front());
      node = std::move(only);
    }
  }

  // --- the simple syntax: words are kept, alternatives added

  struct Unit {
    std::string_view text;
    Span span;
  };

  // A plain word, or several that belong together ("type 2": side by side or written together).
  [[nodiscard]] std::optional<Unit> as_unit(const Node& node) const {
    if (!mapping_.on) return std::nullopt;
    if (const auto* term = std::get_if<Term>(&node.value)) {
      if (!term->stemmed || term->wildcards || term->fields != FieldSet(Field::kAny)) {
        return std::nullopt;
      }
      return Unit{typed(node.span, term->text), node.span};
    }
    const auto* phrase = std::get_if<Phrase>(&node.value);
    if (const auto* either = std::get_if<Or>(&node.value)) {
      if (either->children.size() < 2) return std::nullopt;
      const bool bound =
          std::all_of(either->children.begin(), either->children.end(), [&](const Node& child) {
            return child.span == node.span && std::holds_alternative<Phrase>(child.value);
          });
      if (!bound) return std::nullopt;
      phrase = std::get_if<Phrase>(&either->children.front().value);
      return Unit{typed(node.span, phrase->text), node.span};
    }
    return std::nullopt;
  }

  [[nodiscard]] std::string_view typed(Span span, std::string_view otherwise) const {
    if (span.end > span.begin && span.end <= mapping_.text.size()) {
      return mapping_.text.substr(span.begin, span.end - span.begin);
    }
    return otherwise;
  }

  // Nothing stands between the two, or only common words as they are typed without meaning.
  [[nodiscard]] bool are_neighbours(Span left, Span right) const {
    if (right.begin <= left.end) return false;
    if (mapping_.text.empty()) return right.begin == left.end + 1;
    if (right.begin > mapping_.text.size()) return false;
    const std::string_view gap = mapping_.text.substr(left.end, right.begin - left.end);
    for (const std::string_view word : split(gap, ' ')) {
      if (word.empty()) continue;
      if (!std::all_of(word.begin(), word.end(), is_lower) || !is_stop_word(word)) return false;
    }
    return true;
  }

  // Replaces runs of plain words among what is joined by AND.
  void map_runs(std::vector<Node>& children) {
    std::vector<Node> mapped;
    std::size_t at = 0;
    while (at < children.size()) {
      std::vector<Unit> units;
      for (std::size_t i = at; i < children.size() && units.size() < kMaxRun; ++i) {
        const auto unit = as_unit(children[i]);
        if (!unit || (!units.empty() && !are_neighbours(units.back().span, unit->span))) break;
        units.push_back(*unit);
      }
      std::size_t taken = 0;
      for (std::size_t count = units.size(); count > 0 && taken == 0; --count) {
        const std::string words = words_of(units, count);
        const Span span{units.front().span.begin, units[count - 1].span.end};
        const std::size_t words_count = split(words, ' ').size();
        const Meaning meaning = look_up(words, words_count, span);
        if (!meaning.readings.empty()) tell_readings(words, meaning, span);
        if (!meaning.any()) continue;
        std::vector<Node> originals;
        for (std::size_t i = at; i < at + count; ++i) originals.push_back(std::move(children[i]));
        mapped.push_back(with_alternatives(join(std::move(originals), true, span), words, meaning));
        taken = count;
      }
      if (taken == 0) mapped.push_back(std::move(children[at]));
      at += std::max<std::size_t>(1, taken);
    }
    children = std::move(mapped);
  }

  [[nodiscard]] std::string words_of(const std::vector<Unit>& units, std::size_t count) const {
    const Span span{units.front().span.begin, units[count - 1].span.end};
    if (!mapping_.text.empty()) {
      return clean_text(typed(span, units.front().text));
    }
    std::string words;
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0) words += ' ';
      words += units[i].text;
    }
    return words;
  }

  // A single plain word.
  void map_unit(Node& node) {
    std::vector<Node> one;
    one.push_back(std::move(node));
    map_runs(one);
    node = std::move(one.front());
  }

  Node with_alternatives(Node original, const std::string& words, const Meaning& meaning) {
    const Span span = original.span;
    std::vector<Node> ways;
    ways.push_back(std::move(original));
    for (const FoundHeading& heading : meaning.headings) {
      add_once(ways, heading_node(heading, span));
    }
    for (const auto* list : {&meaning.labels, &meaning.synonyms}) {
      for (const std::string& other : *list) {
        if (ways.size() <= kMaxOthers) add_once(ways, simple_leaf(other, span));
      }
    }
    tell_mapped(words, meaning, span);
    return {Or{std::move(ways)}, span};
  }

  static Node simple_leaf(const std::string& words, Span span) {
    if (words.find(' ') == std::string::npos) return {Term{Field::kAny, words, true}, span};
    return {Phrase{Field::kAny, words}, span};
  }

  // --- syntaxes with Plain: words become what they are mapped to

  struct Word {
    std::string_view text;
    std::size_t begin = 0;  // in the plain words
    std::size_t end = 0;
    bool common = false;
  };

  static std::vector<Word> words_in(std::string_view text) {
    std::vector<Word> words;
    std::size_t at = 0;
    while (at < text.size()) {
      while (at < text.size() && is_space(text[at])) ++at;
      const std::size_t begin = at;
      while (at < text.size() && !is_space(text[at])) ++at;
      if (at == begin) break;
      const std::string_view word = text.substr(begin, at - begin);
      const std::string key = label_key(word);
      if (key.empty()) continue;
      const bool capitals = word.size() > 1 && std::all_of(word.begin(), word.end(), is_upper);
      words.push_back(
          {word, begin, at, is_stop_word(key) && !(capitals && is_ambiguous_acronym(key))});
    }
    return words;
  }

  Node map_plain(const std::string& text, Span span) {
    std::vector<Word> words = words_in(text);
    if (words.empty()) return {MatchNothing{}, span};
    const bool only_common =
        std::all_of(words.begin(), words.end(), [](const Word& word) { return word.common; });
    std::vector<Node> parts;
    std::string ignored;
    std::size_t at = 0;
    while (at < words.size()) {
      std::size_t taken = 0;
      if (mapping_.on && at < kMaxWords) {
        if (auto part = map_longest(text, words, at, span, taken)) {
          parts.push_back(std::move(*part));
          at += taken;
          continue;
        }
      }
      const Word& word = words[at++];
      if (word.common && !only_common) {
        ignored += (ignored.empty() ? "" : ", ") + std::string(word.text);
        continue;
      }
      parts.push_back(unmapped(word, place_of(text, word.begin, word.end, span)));
    }
    if (mapping_.on && words.size() > kMaxWords) tell_stopped(span);
    if (!ignored.empty()) {
      messages_.push_back({Severity::kInfo, "stop_word_ignored",
                           "Common words were ignored: " + quoted_for_message(ignored, 200) + ".",
                           span});
    }
    return join(std::move(parts), true, span);
  }

  // Where a part of the plain words stands in what was typed.
  static Span place_of(std::string_view text, std::size_t begin, std::size_t end, Span span) {
    if (span.end - span.begin != text.size()) return span;
    return {span.begin + static_cast<std::uint32_t>(begin),
            span.begin + static_cast<std::uint32_t>(end)};
  }

  std::optional<Node> map_longest(std::string_view text, const std::vector<Word>& words,
                                  std::size_t at, Span whole, std::size_t& taken) {
    const std::size_t most = std::min({kMaxRun, words.size() - at, kMaxWords});
    for (std::size_t count = most; count > 0; --count) {
      const Word& last = words[at + count - 1];
      // A run neither begins nor ends with a common word, but for names: "vitamin A", "Fauci AS".
      if (count > 1 && (words[at].common || (last.common && last.text.size() > 2))) continue;
      const Span span = place_of(text, words[at].begin, last.end, whole);
      std::string run;
      for (std::size_t i = at; i < at + count; ++i) {
        if (i > at) run += ' ';
        run += words[i].text;
      }
      if (auto node = map_run(run, count, span)) {
        taken = count;
        return node;
      }
    }
    return std::nullopt;
  }

  std::optional<Node> map_run(const std::string& run, std::size_t count, Span span) {
    const Meaning meaning = look_up(run, count, span);
    if (!meaning.readings.empty()) {
      tell_readings(run, meaning, span);
      return std::nullopt;
    }
    const auto qualifier = mapping_.vocabulary->find_qualifier(run);
    const bool subheading = qualifier && qualifier->by == FoundBy::kLabel;
    if (meaning.any() || subheading) return subject_node(run, count, meaning, subheading, span);
    if (mapping_.names == nullptr) return std::nullopt;
    const std::string folded = fold(run);
    if (mapping_.names->is_journal(folded)) {
      std::vector<Node> ways;
      ways.push_back({Exact{Field::kJournalTitle, folded}, span});
      add_words(ways, run, count > 1, span);
      tell(run, "the journal of that name", "", span);
      return join(std::move(ways), false, span);
    }
    if (count > 1 && mapping_.names->is_author(folded)) {
      tell(run, "the author of that name", "", span);
      return Node{Phrase{Field::kAuthor, run}, span};
    }
    return std::nullopt;
  }

  Node subject_node(const std::string& run, std::size_t count, const Meaning& meaning,
                    bool subheading, Span span) {
    std::vector<Node> ways;
    for (const FoundHeading& heading : meaning.headings)
      add_once(ways, heading_node(heading, span));
    if (subheading) {
      Subheading node;
      node.name = run;
      node.explode = true;
      ways.push_back({std::move(node), span});
    }
    for (const std::string& label : meaning.labels) add_words(ways, label, true, span);
    add_words(ways, run, true, span);
    if (count == 1) {
      for (const std::string& other : forms_of(run)) add_once(ways, leaf_of(other, kAllText, span));
    }
    for (const std::string& other : meaning.synonyms) {
      if (ways.size() < 3 * kMaxOthers) add_once(ways, leaf_of(other, kAllText, span));
    }
    if (meaning.any()) {
      tell_mapped(run, meaning, span);
    } else {
      tell(run, "a subheading", "", span);
    }
    return join(std::move(ways), false, span);
  }

  // The words anywhere, and next to each other; a name with a lone letter or number only so.
  static void add_words(std::vector<Node>& ways, const std::string& words, bool split_words,
                        Span span) {
    if (split_words && words.find(' ') != std::string::npos && !has_lone_letter_or_number(words)) {
      std::vector<Node> apart;
      for (const std::string_view word : split(words, ' ')) {
        if (!is_stop_word(fold(word))) apart.push_back(leaf_of(word, kAllText, span));
      }
      if (apart.size() > 1) add_once(ways, {And{std::move(apart)}, span});
    }
    add_once(ways, leaf_of(words, kAllText, span));
  }

  // Singular or plural and other spellings of one typed word.
  [[nodiscard]] std::vector<std::string> forms_of(std::string_view word) const {
    std::vector<std::string> forms = spellings_of(word);
    const std::string folded = fold(word);
    if (!std::all_of(folded.begin(), folded.end(), is_letter)) return forms;
    for (std::string& variant : number_variants(folded)) forms.push_back(std::move(variant));
    return forms;
  }

  [[nodiscard]] std::vector<std::string> spellings_of(std::string_view word) const {
    const std::string folded = fold(word);
    if (!std::all_of(folded.begin(), folded.end(), is_letter)) return {};
    std::vector<std::string> forms = word_variants(folded);
    if (mapping_.lists != nullptr) {
      for (std::string& other : mapping_.lists->spellings_of(folded)) {
        forms.push_back(std::move(other));
      }
    }
    return forms;
  }

  Node unmapped(const Word& word, Span span) {
    std::vector<Node> ways;
    ways.push_back({Term{kAllText, std::string(word.text)}, span});
    if (mapping_.on) {
      std::string others;
      for (const std::string& other : spellings_of(word.text)) {
        add_once(ways, {Term{kAllText, other}, span});
        others += (others.empty() ? "" : ", ") + quote(other);
      }
      if (!others.empty()) tell(word.text, "", others, span);
    }
    return join(std::move(ways), false, span);
  }

  // --- both

  Meaning look_up(const std::string& words, std::size_t count, Span span) {
    if (++lookups_ > kMaxLookups) {
      if (lookups_ == kMaxLookups + 1) tell_stopped(span);
      return {};
    }
    return meaning_of(words, count, mapping_);
  }

  void tell_stopped(Span span) {
    messages_.push_back({Severity::kInfo, "mapping_stopped",
                         "The text has so many words that not all of them were mapped.", span,
                         "Search for fewer words at a time."});
  }

  // `as`: what it was also searched as; `others`: words in quotes, listed.
  void tell(std::string_view words, const std::string& as, const std::string& others, Span span) {
    std::string text = quote(words) + " was also searched as ";
    text += as;
    if (!others.empty()) text += (as.empty() ? "" : ", and as ") + others;
    messages_.push_back({Severity::kInfo, "mapped", text + ".", span,
                         "Put it in quotes to search only these words."});
  }

  void tell_mapped(std::string_view words, const Meaning& meaning, Span span) {
    std::string as;
    for (const FoundHeading& heading : meaning.headings) {
      as += as.empty()
                ? (heading.kind == HeadingKind::kSupplementary ? "the substance " : "the heading ")
                : " and ";
      as += quote(heading.label);
    }
    const bool exploded = std::any_of(meaning.headings.begin(), meaning.headings.end(),
                                      [](const FoundHeading& heading) {
                                        return heading.kind != HeadingKind::kSupplementary &&
                                               heading.kind != HeadingKind::kCheckTag;
                                      });
    if (exploded) as += " with what is narrower";
    std::string others;
    std::size_t count = 0;
    for (const auto* list : {&meaning.labels, &meaning.synonyms}) {
      for (const std::string& other : *list) {
        if (count++ < kMaxOthers) others += (others.empty() ? "" : ", ") + quote(other);
      }
    }
    if (!meaning.sources.empty()) others += " (" + meaning.sources.front() + ")";
    tell(words, as, others, span);
  }

  void tell_readings(std::string_view words, const Meaning& meaning, Span span) {
    std::string readings;
    for (const std::string& reading : meaning.readings) {
      readings += (readings.empty() ? "" : ", ") + quote(reading);
    }
    messages_.push_back({Severity::kInfo, "ambiguous_abbreviation",
                         quote(words) + " has several meanings and was searched as typed.", span,
                         "If you mean one of these, type it: " + readings + "."});
  }

  const Mapping& mapping_;
  std::vector<Message>& messages_;
  std::size_t lookups_ = 0;
};

}  // namespace

void map_plain_words(Node& tree, const Mapping& mapping, std::vector<Message>& messages) {
  Mapper(mapping, messages).run(tree);
}

}  // namespace evidence::query
