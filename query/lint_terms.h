// Terms of an OR or AND that another term beside them makes needless. Private to query/.
#pragma once

#include <vector>

#include "query/ast.h"
#include "query/parsed_query.h"

namespace evidence::query {

// Only terms in the same fields are compared: "digital health" in the title is not needless beside
// "health" in the abstract. At most a hundred messages a line, with spans in the line's text.
void lint_terms(const Node& tree, std::vector<Message>& messages);

}  // namespace evidence::query
