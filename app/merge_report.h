// Two records side by side and what was compared of them, for a person who decides. Pure functions.
#pragma once

#include <string>

#include "base/json.h"
#include "model/match.h"
#include "model/record.h"

namespace evidence::app {

json::object comparison_json(const Record& a, const Record& b, const MatchRules& rules);
// Lines of "title      … | …", values cut to the width of a terminal.
std::string side_by_side(const std::string& name_a, const Record& a, const std::string& name_b,
                         const Record& b);

}  // namespace evidence::app
