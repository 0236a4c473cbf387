// The linter of strategies: everything that the parsers said, under codes that other tools use too,
// and what only shows in a whole strategy: lines that nothing uses, terms that another one makes
// needless, dates inside a strategy, brackets that do nothing. Every code: docs/lint.md.
// Pure functions, thread-safe; about linear in the strategy.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "query/strategy_text.h"

namespace evidence::query {

// In the order of the text; each with severity, code, line, column, text and fix.
std::vector<Message> lint(const ParsedStrategy& strategy);

// The linter's code of a parser's message ("unbalanced_bracket" → "PARSE_0002"); the same code
// where the linter has none of its own. `syntax` is that of the line.
std::string lint_code(std::string_view message_code, Syntax syntax);

}  // namespace evidence::query
