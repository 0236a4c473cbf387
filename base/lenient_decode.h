// Percent escapes in addresses that others made and that have to be read as far as they can; what
// is written here goes through base/url.h. Pure.
#pragma once

#include <string>
#include <string_view>

namespace evidence {

// The bytes behind the escapes, whatever their encoding; a '%' that begins no escape stands for
// itself.
std::string percent_decode_leniently(std::string_view text, bool plus_is_space);

}  // namespace evidence
