// ORCID iDs as sources write them: bare, as an address, with dashes missing. Pure.
#pragma once

#include <string>
#include <string_view>

namespace evidence {

// "0000-0002-1825-0097"; "" where there are not sixteen digits with a right check digit (ISO 7064
// MOD 11-2).
std::string bare_orcid(std::string_view text);

}  // namespace evidence
