#include "search/highlight.h"

#include "base/stem.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxWords = 64;
constexpr std::size_t kMaxRemembered = 4'096;

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
  const unsigned row = letter_class(static_cast<unsigned char>(first));
  begins_[row][letter_class(static_cast<unsigned char>(second))] = true;
  // An accent on the second letter is a byte of its own.
  begins_[row][kOtherClass] = true;
}

void QueryWords::allow_any_after(char first) {
  for (bool& second : begins_[letter_class(static_cast<unsigned char>(first))]) second = true;
}

int QueryWords::find(const Token& token) {
  for (const std::string& part : token.parts) {
    if (const int found = find_part(part); found >= 0) return found;
  }
  return token.joined.empty() ? -1 : find_part(token.joined);
}

int QueryWords::find_part(const std::string& part) {
  if (part.empty() || words_.empty()) return -1;
  const auto second = static_cast<unsigned char>(part.size() > 1 ? part[1] : '\0');
  if (!may_begin(static_cast<unsigned char>(part[0]), second)) return -1;
  const auto known = seen_.find(part);
  if (known != seen_.end()) return known->second;
  const int found = find_slowly(part);
  if (seen_.size() < kMaxRemembered) seen_.emplace(part, found);
  return found;
}

int QueryWords::find_slowly(const std::string& part) const {
  std::string stemmed;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const Word& word = words_[i];
    switch (word.kind) {
      case Kind::kExact:
        if (word.text == part) return static_cast<int>(i);
        break;
      case Kind::kPrefix:
        if (part.starts_with(word.text)) return static_cast<int>(i);
        break;
      case Kind::kStem:
        if (stemmed.empty()) stemmed = stem(part);
        if (word.text == stemmed || word.text == part) return static_cast<int>(i);
        break;
    }
  }
  return -1;
}

}  // namespace evidence
