// What means nearly the same in two syntaxes: a table of conditions on the tree. Private to query/.
#pragma once

#include <vector>

#include "query/parsed_query.h"

namespace evidence::query {

// kInfo, codes "meaning_…", each once, in the order of the table.
std::vector<Message> translation_notes(const Node& tree, Syntax from, Syntax to);

}  // namespace evidence::query
