// COinS of a line in a list of results: what the hit says, which is less than the whole work says
// (no volume, issue and pages). Pure, thread-safe; a hit that cannot be read gives what little it
// has.
#pragma once

#include <string>
#include <string_view>

#include "search/search_request.h"

namespace evidence::server {

std::string coins_of_hit(const Hit& hit, std::string_view rfr_id);

}  // namespace evidence::server
