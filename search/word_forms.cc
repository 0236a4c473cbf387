#include "search/word_forms.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/text.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxForms = 8;
constexpr std::size_t kMaxDigitWord = 12;

// "il6" → 2, "hba1c" → 3: where letters end and digits begin; 0 for other words.
std::size_t digit_boundary(const std::string& word) {
  if (word.size() < 3 || word.size() > kMaxDigitWord || !is_lower(word[0])) return 0;
  const auto first = std::find_if(word.begin(), word.end(), is_digit);
  const auto at = static_cast<std::size_t>(first - word.begin());
  if (first == word.end() || at < 2) return 0;
  const bool only_letters = std::all_of(word.begin(), first, is_lower);
  return only_letters && word.size() - at <= 3 ? at : 0;
}

}  // namespace

std::vector<WordSequence> word_forms(const Token& token) {
  std::vector<WordSequence> forms;
  if (token.parts.size() == 1) {
    const std::string& part = token.parts.front();
    WordSlot slot{part};
    if (!token.joined.empty()) slot.push_back(token.joined);
    forms.push_back({std::move(slot)});
    if (const std::size_t at = digit_boundary(part); at > 0) {
      forms.push_back({{part.substr(0, at)}, {part.substr(at)}});
    }
    return forms;
  }
  WordSequence parts;
  for (const std::string& part : token.parts) parts.push_back({part});
  forms.push_back(std::move(parts));
  if (!token.joined.empty()) forms.push_back({{token.joined}});
  return forms;
}

std::vector<WordSequence> phrase_forms(const std::vector<Token>& tokens) {
  std::vector<WordSequence> sequences{{}};
  for (const Token& token : tokens) {
    std::vector<WordSequence> forms = word_forms(token);
    if (sequences.size() * forms.size() > kMaxForms) forms.resize(1);
    std::vector<WordSequence> longer;
    for (const WordSequence& form : forms) {
      for (const WordSequence& sequence : sequences) {
        longer.push_back(sequence);
        longer.back().insert(longer.back().end(), form.begin(), form.end());
      }
    }
    sequences = std::move(longer);
  }
  return sequences;
}

WordSlot number_forms(const std::string& word) {
  WordSlot forms{word};
  if (word.size() < 3 || !std::all_of(word.begin(), word.end(), is_lower)) return forms;
  if (word.back() != 's') {
    forms.push_back(word + "s");
  } else if (word.size() > 3 && !word.ends_with("ss") && !word.ends_with("us") &&
             !word.ends_with("is")) {
    forms.push_back(word.substr(0, word.size() - 1));
  }
  return forms;
}

bool is_typed_acronym(std::string_view typed) {
  return typed.size() >= 2 && typed.size() <= 6 &&
         std::all_of(typed.begin(), typed.end(), [](char c) { return c >= 'A' && c <= 'Z'; }) &&
         is_ambiguous_acronym(to_lower_ascii(typed));
}

}  // namespace evidence
