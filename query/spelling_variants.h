// British and American spellings of the beginning of a word, for truncation, where no stem helps.
// Private to query/; pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace evidence::query {

// Other spellings of the letters before '*': "oesophag" → {"esophag"}, "hemat" → {"haemat"}.
// Without the letters themselves; at most two.
std::vector<std::string> spelling_variants(std::string_view folded_letters);

}  // namespace evidence::query
