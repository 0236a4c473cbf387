#include "search/highlight.h"

#include <algorithm>

#include "base/stem.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxWords = 64;
constexpr std::size_t kMaxRemembered = 4'096;

// Stemming changes or appends two letters at the end of a stem at most (lying → lie), so that a
// word that begins otherwise needs no stemming.
bool may_have_stem(std::string_view spelt, std::string_view stem) {
  constexpr std::size_t kChanged = 2;
  constexpr std::size_t kCompared = 4;
  const std::size_t length = std::min(stem.size() - std::min(stem.size(), kChanged), kCompared);
  return spelt.substr(0, length) == stem.substr(0, length);
}

}  // namespace

void QueryWords::add_stem(std::string_view stem) { add(Kind::kStem, stem); }
void QueryWords::add_exact(std::string_view folded) { add(Kind::kExact, folded); }
void QueryWords::add_prefix(std::string_view letters) { add(Kind::kPrefix, letters); }

void QueryWords::add(Kind kind, std::string_view text) {
  if (text.empty() || words_.size() >= kMaxWords) return;
  for (const Word& word : words_) {
    if (word.kind == kind && word.text == text) return;
  }
  words_.push_back({kind, std::string(text)});
  if (text.size() == 1) return allow_any_after(text[0]);
  allow(text[0], text[1]);
  if (kind != Kind::kStem) return;
  // Stemming and the folding of British spellings change the beginning of few words: oesophagus,
  // haemorrhage, dying.
  if (text[0] == 'e') {
    allow('o', 'e');
    allow('a', 'e');
  }
  if (text[1] == 'e') {
    allow(text[0], 'a');
    allow(text[0], 'o');
  }
  if (text[1] == 'i') allow(text[0], 'y');
}

void QueryWords::allow(char first, char second) {
  const unsigned row = class_of(first);
  if (row == 0) return;
  begins_[row][class_of(second)] = true;
  // An accent on the second letter is a byte of its own.
  begins_[row][kOtherScript] = true;
}

void QueryWords::allow_any_after(char first) {
  const unsigned row = class_of(first);
  if (row == 0) return;
  for (bool& second : begins_[row]) second = true;
}

int QueryWords::find(const Token& token) {
  for (const std::string& part : token.parts) {
    if (const int found = find(part); found >= 0) return found;
  }
  return find(token.joined);
}

int QueryWords::find(std::string_view word) {
  if (word.empty() || words_.empty()) return -1;
  if (!may_begin(class_of(word[0]), word.size() > 1 ? class_of(word[1]) : 0)) return -1;
  const auto known = seen_.find(word);
  if (known != seen_.end()) return known->second;
  const int found = find_slowly(word);
  if (seen_.size() < kMaxRemembered) seen_.emplace(word, found);
  return found;
}

int QueryWords::find_slowly(std::string_view word) const {
  std::string spelt;
  std::string stemmed;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const std::string& text = words_[i].text;
    switch (words_[i].kind) {
      case Kind::kExact:
        if (text == word) return static_cast<int>(i);
        break;
      case Kind::kPrefix:
        if (word.starts_with(text)) return static_cast<int>(i);
        break;
      case Kind::kStem:
        if (text == word) return static_cast<int>(i);
        if (stemmed.empty()) {
          if (spelt.empty()) spelt = fold_spelling(word);
          if (!may_have_stem(spelt, text)) break;
          stemmed = stem(word);
        }
        if (text == stemmed) return static_cast<int>(i);
        break;
    }
  }
  return -1;
}

}  // namespace evidence
