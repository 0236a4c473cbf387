// Finds an organisation by what people call it. Pure, thread-safe.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "access/organisation.h"

namespace evidence {

// Can a reader say that they belong to it?
bool is_choosable(const Organisation& organisation);

// Choosable organisations of which every typed word begins a word of one of its names, case and
// accents aside: whole names first, then names that begin so, then others, each by name. At most
// `limit`. "" finds all. Never a guess: nothing alike is nothing.
std::vector<const Organisation*> find_by_name(std::span<const Organisation> organisations,
                                              std::string_view typed, std::size_t limit);

}  // namespace evidence
