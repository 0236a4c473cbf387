#include "model/label_key.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/stem.h"
#include "base/text.h"

namespace evidence {
namespace {

// The two sides of the only ", "; false where there is not exactly one.
bool split_at_comma(std::string_view label, std::string_view& head, std::string_view& rest) {
  const std::size_t comma = label.find(", ");
  if (comma == std::string_view::npos || label.find(',', comma + 1) != std::string_view::npos) {
    return false;
  }
  head = trim(label.substr(0, comma));
  rest = trim(label.substr(comma + 2));
  return !head.empty() && !rest.empty();
}

}  // namespace

std::string label_key(std::string_view label) {
  std::string key;
  bool gap = false;
  for (const char c : fold(label)) {
    if (c == '\'') continue;
    if (c == '&') {  // "administration & dosage" is also typed with "and"
      if (!key.empty()) key += " and";
      gap = true;
      continue;
    }
    const bool word = is_digit(c) || is_letter(c) || (static_cast<unsigned char>(c) & 0x80U) != 0;
    if (!word) {
      gap = true;
      continue;
    }
    if (gap && !key.empty()) key += ' ';
    gap = false;
    key += c;
  }
  return key;
}

std::string spelled_key(std::string_view key) {
  std::string spelled;
  for (const std::string_view word : split(key, ' ')) {
    if (!spelled.empty()) spelled += ' ';
    spelled += fold_spelling(word);
  }
  return spelled;
}

std::string natural_key(std::string_view label) {
  std::string_view head;
  std::string_view rest;
  if (!split_at_comma(label, head, rest)) return {};
  const std::string first = label_key(rest);
  const std::string second = label_key(head);
  return first.empty() || second.empty() ? std::string() : first + " " + second;
}

std::string natural_label(std::string_view label) {
  std::string_view head;
  std::string_view rest;
  if (!split_at_comma(label, head, rest)) return std::string(label);
  return std::string(rest) + " " + std::string(head);
}

std::vector<std::string> number_variants(std::string_view key) {
  const std::size_t space = key.rfind(' ');
  const std::string_view word = space == std::string_view::npos ? key : key.substr(space + 1);
  if (word.size() < 4 || !std::all_of(word.begin(), word.end(), is_letter)) return {};
  const auto without = [&](std::size_t letters) {
    return std::string(key.substr(0, key.size() - letters));
  };
  std::vector<std::string> variants;
  if (word.ends_with("ies") && word.size() > 4) {
    variants.push_back(without(3) + "y");
  } else if (word.ends_with("sses") || word.ends_with("ches") || word.ends_with("shes") ||
             word.ends_with("xes")) {
    variants.push_back(without(2));
    if (word.ends_with("ches")) variants.push_back(without(1));  // toothaches
  } else if (word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") &&
             !word.ends_with("is")) {
    variants.push_back(without(1));
  } else if (!word.ends_with('s')) {
    const char before = word[word.size() - 2];
    const bool vowel = std::string_view("aeiou").find(before) != std::string_view::npos;
    if (word.ends_with('y') && !vowel) {
      variants.push_back(without(1) + "ies");
    } else if (word.ends_with('x') || word.ends_with("sh")) {
      variants.push_back(std::string(key) + "es");
    } else {
      variants.push_back(std::string(key) + "s");
    }
  } else if (word.ends_with("osis") || word.ends_with("asis") || word.ends_with("ysis")) {
    variants.push_back(without(2) + "es");  // diagnoses
  }
  return variants;
}

std::string sorted_words(std::string_view key) {
  std::vector<std::string> words;
  for (const std::string_view word : split(key, ' ')) words.emplace_back(word);
  std::sort(words.begin(), words.end());
  return join(words, " ");
}

}  // namespace evidence
