// What can be wrong with an OpenURL, in words. Private to access/openurl*.cc. Pure.
#pragma once

#include <string>
#include <string_view>

#include "access/openurl.h"

namespace evidence {

// Not beyond kOpenUrlLimits.warnings.
void add_warning(OpenUrl& out, std::string_view code, std::string_view parameter,
                 std::string message);

}  // namespace evidence
