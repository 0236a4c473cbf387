// One clause of a CQL query ("dc.title any \"asthma copd\"") as a node. Private to query/; pure.
#pragma once

#include <optional>

#include "query/cql_reader.h"
#include "query/parse.h"

namespace evidence::query {

// nullopt: an error was said.
std::optional<Node> cql_clause(const CqlStep& step, const ParseOptions& options,
                               MessageList& messages);

}  // namespace evidence::query
