// The program's name and version, shown by --version, sent in User-Agent and written into files.
#pragma once

#include <string_view>

namespace evidence {

inline constexpr std::string_view kProgramName = "evidence";
inline constexpr std::string_view kProgramVersion = "0.1.0";

}  // namespace evidence
