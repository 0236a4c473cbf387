#include "query/plain_words.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "base/stem.h"
#include "base/text.h"
#include "base/tokenizer.h"
#include "base/word_list.h"

namespace evidence::query {
namespace {

// Words that a letter after them belongs to, even "a" and "i": hepatitis A, group A, phase I.
constexpr std::array<std::string_view, 34> kTakers{
    "apo",       "apolipoprotein", "botulinum",  "category",     "class",         "coenzyme",
    "factor",    "grade",          "group",      "haemophilia",  "hemophilia",    "hep",
    "hepatitis", "immunoglobulin", "influenza",  "level",        "lipoprotein",   "lp",
    "phase",     "protein",        "provitamin", "schedule",     "serogroup",     "serotype",
    "serum",     "stage",          "strep",      "streptococci", "streptococcus", "subtype",
    "toxin",     "type",           "vit",        "vitamin"};
static_assert(is_sorted_word_list(kTakers));

// Letters that belong to the word after them: x ray, T cell, C difficile, E coli.
constexpr std::array<std::pair<char, std::string_view>, 40> kForward{
    {{'b', "cell"},          {'b', "cells"},
     {'b', "lymphocyte"},    {'b', "lymphocytes"},
     {'b', "streptococcus"}, {'c', "diff"},
     {'c', "difficile"},     {'c', "peptide"},
     {'c', "reactive"},      {'c', "section"},
     {'c', "sections"},      {'d', "dimer"},
     {'d', "dimers"},        {'e', "cigarette"},
     {'e', "cigarettes"},    {'e', "coli"},
     {'e', "health"},        {'e', "learning"},
     {'g', "csf"},           {'g', "protein"},
     {'h', "influenzae"},    {'h', "pylori"},
     {'j', "pouch"},         {'k', "pneumoniae"},
     {'m', "protein"},       {'n', "acetylcysteine"},
     {'p', "glycoprotein"},  {'p', "value"},
     {'p', "values"},        {'q', "fever"},
     {'s', "aureus"},        {'t', "cell"},
     {'t', "cells"},         {'t', "lymphocyte"},
     {'t', "lymphocytes"},   {'t', "score"},
     {'x', "linked"},        {'x', "ray"},
     {'x', "rays"},          {'z', "score"}}};

constexpr std::size_t kMaxBound = 4;         // words in one bound group
constexpr std::size_t kMaxJoinedWord = 6;    // "covid 19" → "covid19", not "pregnancy2"
constexpr std::size_t kMaxJoinedLetter = 3;  // "ig e" → "ige", not "hepatitisb"

bool is_lower_letter(char c) { return c >= 'a' && c <= 'z'; }

struct Word {
  Token token;
  bool letter = false;
  bool number = false;  // one to three digits
  bool stop = false;
  bool capitals = false;  // typed so, and that says something
  bool apart = false;     // something else than spaces stands between it and the word before
};

class Units {
 public:
  Units(std::string_view text, std::uint32_t offset, bool shouting)
      : text_(text), offset_(offset), shouting_(shouting) {}

  std::vector<Unit> run() {
    read_words();
    std::size_t i = 0;
    while (i < words_.size()) {
      std::size_t end = i + 1;
      if (binds_forward(i) && end < words_.size()) ++end;
      while (end < words_.size() && end - i < kMaxBound && binds_back(end)) ++end;
      add(i, end);
      i = end;
    }
    return std::move(units_);
  }

 private:
  void read_words() {
    std::size_t before = 0;
    for_each_token(text_, [&](Token&& token) {
      Word word;
      word.token = std::move(token);
      const std::string& part = word.token.parts.front();
      const bool single = word.token.parts.size() == 1 && word.token.joined.empty();
      word.letter = single && part.size() == 1 && is_lower_letter(part[0]);
      word.number = single && part.size() <= 3 && std::all_of(part.begin(), part.end(), is_digit);
      const std::string_view typed = written(word.token);
      word.capitals = !shouting_ && std::all_of(typed.begin(), typed.end(),
                                                [](char c) { return c >= 'A' && c <= 'Z'; });
      word.stop = single && is_stop_word(part) &&
                  !(word.capitals && typed.size() > 1 && is_ambiguous_acronym(part));
      const std::string_view gap = text_.substr(before, word.token.begin - before);
      word.apart = words_.empty() || gap.empty() || !trim(gap).empty();
      before = word.token.end;
      words_.push_back(std::move(word));
    });
  }

  [[nodiscard]] std::string_view written(const Token& token) const {
    return text_.substr(token.begin, token.end - token.begin);
  }

  [[nodiscard]] bool is_taker(std::size_t i) const {
    return words_[i].token.parts.size() == 1 &&
           contains_word(kTakers, words_[i].token.parts.front());
  }

  // Does the letter at `i` belong to a word that is known to follow it?
  [[nodiscard]] bool has_known_follower(std::size_t i) const {
    if (!words_[i].letter || i + 1 >= words_.size() || words_[i + 1].apart) return false;
    const char letter = words_[i].token.parts.front()[0];
    const std::string& next = words_[i + 1].token.parts.front();
    return std::any_of(kForward.begin(), kForward.end(), [&](const auto& pair) {
      return pair.first == letter && pair.second == next;
    });
  }

  // Does the word at `i` belong to the one before it?
  [[nodiscard]] bool binds_back(std::size_t i) const {
    const Word& word = words_[i];
    if (i == 0 || word.apart || !(word.letter || word.number)) return false;
    const Word& before = words_[i - 1];
    if (is_taker(i - 1)) return true;
    if (before.stop) return false;
    if (word.number) return true;
    if (word.stop) {  // "a", "i": only as typed like a name, "protein A"
      return written(word.token) == "A" && !shouting_ && is_lower_letter(text_[before.token.begin]);
    }
    return !has_known_follower(i);
  }

  // Only asked for words that did not bind to the one before them.
  [[nodiscard]] bool binds_forward(std::size_t i) const {
    const Word& word = words_[i];
    if (i + 1 >= words_.size() || words_[i + 1].apart || word.stop) return false;
    if (has_known_follower(i)) return true;
    const Word& next = words_[i + 1];
    if (next.stop) return false;
    if (word.letter) return !next.letter && !next.number;
    // "5 ht3", "5 fu": a number that nothing before takes, and something too short to be a word.
    return word.number && !next.number && written(next.token).size() <= 3;
  }

  [[nodiscard]] Span span(std::size_t begin, std::size_t end) const {
    return {offset_ + static_cast<std::uint32_t>(words_[begin].token.begin),
            offset_ + static_cast<std::uint32_t>(words_[end - 1].token.end)};
  }

  void add(std::size_t begin, std::size_t end) {
    Unit unit;
    const std::size_t first = words_[begin].token.begin;
    unit.words = text_.substr(first, words_[end - 1].token.end - first);
    if (end - begin == 1) {
      add_word(unit, words_[begin]);
    } else {
      unit.bound = true;
      // "x ray" is "x-ray" written with a space, and means x-rays too.
      const bool forward = end - begin == 2 && words_[begin].token.parts.front().size() == 1 &&
                           !words_[end - 1].letter && !words_[end - 1].number;
      if (forward) {
        std::string compound(written(words_[begin].token));
        compound += '-';
        compound += written(words_[end - 1].token);
        unit.node.value = Term{Field::kAny, std::move(compound), true};
      } else {
        unit.node = bound_node(begin, end);
      }
    }
    unit.node.span = span(begin, end);
    units_.push_back(std::move(unit));
  }

  void add_word(Unit& unit, const Word& word) const {
    const std::string& part = word.token.parts.front();
    // The search reads capitals as an acronym; in a query of capitals they are none.
    unit.node.value = Term{Field::kAny, shouting_ ? to_lower_ascii(unit.words) : unit.words, true};
    unit.stop_word = word.stop;
    if (word.token.parts.size() == 1 && word.token.joined.empty() &&
        !(word.capitals && is_ambiguous_acronym(part))) {
      std::string stemmed = stem(part);
      if (stemmed != part) unit.stem = std::move(stemmed);
    }
  }

  // "il 6" → the two side by side, or written together.
  [[nodiscard]] Node bound_node(std::size_t begin, std::size_t end) const {
    std::string phrase;
    for (std::size_t i = begin; i < end; ++i) {
      if (i > begin) phrase += ' ';
      phrase += written(words_[i].token);
    }
    std::vector<Node> ways;
    ways.push_back({Phrase{Field::kAny, std::move(phrase)}, span(begin, end)});
    for (const auto& [from, to] : joins(begin, end)) {
      std::string text;
      for (std::size_t i = begin; i < end; ++i) {
        if (i > begin && !(i > from && i < to)) text += ' ';
        text += written(words_[i].token);
      }
      ways.push_back({Phrase{Field::kAny, std::move(text)}, span(begin, end)});
    }
    if (ways.size() == 1) return std::move(ways.front());
    return {Or{std::move(ways)}, span(begin, end)};
  }

  // Ranges of words that are also written together: "vitamin b 12" → "b12".
  [[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> joins(std::size_t begin,
                                                                       std::size_t end) const {
    std::vector<std::pair<std::size_t, std::size_t>> found;
    for (std::size_t i = begin + 1; i < end; ++i) {
      const Word& left = words_[i - 1];
      const Word& right = words_[i];
      const std::size_t size = written(left.token).size();
      if (left.number && right.number) continue;
      const bool letter_after = right.letter && size > kMaxJoinedLetter;
      if (letter_after || size > kMaxJoinedWord) continue;
      found.emplace_back(i - 1, i + 1);
    }
    if (end - begin > 2 && found.size() == end - begin - 1) found.emplace_back(begin, end);
    return found;
  }

  std::string_view text_;
  std::uint32_t offset_;
  bool shouting_;
  std::vector<Word> words_;
  std::vector<Unit> units_;
};

}  // namespace

std::vector<Unit> plain_units(std::string_view text, std::uint32_t offset, bool shouting) {
  return Units(text, offset, shouting).run();
}

bool is_shouting(std::string_view text) {
  // Any small letter settles it without a look at the words.
  if (std::any_of(text.begin(), text.end(), is_lower_letter)) return false;
  bool long_word = false;
  for_each_token(text, [&](Token&& token) {
    const std::string_view typed = text.substr(token.begin, token.end - token.begin);
    // A word that no acronym is as long as: HEARING AIDS, but HIV AIDS.
    long_word = long_word || (typed.size() >= 6 && token.parts.size() == 1 &&
                              !is_ambiguous_acronym(token.parts.front()) &&
                              std::all_of(typed.begin(), typed.end(),
                                          [](char c) { return c >= 'A' && c <= 'Z'; }));
  });
  return long_word;
}

}  // namespace evidence::query
