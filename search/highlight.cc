#include "search/highlight.h"

#include "base/stem.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxWords = 64;
constexpr std::size_t kMaxRemembered = 4'096;

unsigned char first_byte(std::string_view text) { return static_cast<unsigned char>(text[0]); }

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
  first_letters_[first_byte(text)] = true;
  // The stemmer folds British spellings, so that a stem in "e" also stands for "oe…" and "ae…".
  if (kind == Kind::kStem && first_byte(text) == 'e') {
    first_letters_[static_cast<unsigned char>('o')] = true;
    first_letters_[static_cast<unsigned char>('a')] = true;
  }
}

int QueryWords::find(const Token& token) {
  for (const std::string& part : token.parts) {
    if (const int found = find_part(part); found >= 0) return found;
  }
  return token.joined.empty() ? -1 : find_part(token.joined);
}

int QueryWords::find_part(const std::string& part) {
  if (part.empty() || !first_letters_[first_byte(part)]) return -1;
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
