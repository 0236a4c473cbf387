// Words that look like a slip of one another and mean the opposite or another thing: hypertension
// and hypotension, nephritis and nephrosis, typical and atypical, nitrate and nitrite. Spelling
// never offers one for the other. Private to search/. Pure.
#pragma once

#include <string_view>

namespace evidence {

// Of folded words, each perhaps misspelt. A negation is seen where `typed` has it and `offered` has
// not ("atypical", "typical"); who typed "sthma" has lost a letter and denied nothing.
bool are_opposites(std::string_view typed, std::string_view offered);

}  // namespace evidence
