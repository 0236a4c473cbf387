// A query tree as a person would write it: (heart AND attack) OR "stroke unit". Used by parsers for
// the interpretation. Pure function, thread-safe.
#pragma once

#include <string>

#include "query/ast.h"

namespace evidence::query {

std::string describe(const Node& node);

}  // namespace evidence::query
