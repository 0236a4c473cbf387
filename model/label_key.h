// The forms in which labels of headings are compared: folded, without punctuation, with one
// spelling, in natural order. Used by the vocabulary's file and by the mapping of typed words, so
// that what one keeps the other finds. Pure functions, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace evidence {

// Folded (base/text.h), apostrophes dropped, other punctuation as one space: "Neoplasms, Breast" →
// "neoplasms breast", "Crohn's" → "crohns", "IL-22" → "il 22", "&" → "and". "" where no letter or
// digit is left.
std::string label_key(std::string_view label);

// The key with each word in American spelling (base/stem.h): "haemorrhage" → "hemorrhage".
std::string spelled_key(std::string_view key);

// What a label with one comma reads in natural order: "Neoplasms, Breast" → "breast neoplasms", as
// a key. "" of labels with no comma or several, and where either side is empty.
std::string natural_key(std::string_view label);

// A label for people and phrases in natural order: "Diabetes Mellitus, Type 2" → "Type 2 Diabetes
// Mellitus"; any other label as it is.
std::string natural_label(std::string_view label);

// Other numbers of the last word of a key: "toothaches" → {"toothache"}, "toothache" →
// {"toothaches"}, "study" → {"studies"}. Words of fewer than four letters have none.
std::vector<std::string> number_variants(std::string_view key);

// The words of a key sorted and joined: what "same words in another order" compares.
std::string sorted_words(std::string_view key);

}  // namespace evidence
