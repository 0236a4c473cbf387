// Page ranges as sources give them. Used by all formats. Pure functions, which never fail.
#pragma once

#include <string>
#include <string_view>

namespace evidence {

// "101-9" → "101-109"; anything that is not plainly a range of numbers stays.
std::string expand_pages(std::string_view pages);

// "101", "109" → "101-109"; one page where the last is missing or the same.
std::string page_range(std::string_view first, std::string_view last);

}  // namespace evidence
