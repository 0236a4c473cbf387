// The syntaxes that strategies are written in, as the pages' choices name them, and reading a
// strategy that came with a page's form or over the API. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "query/strategy_text.h"
#include "server/services.h"
#include "server/templates.h"

namespace evidence::server {

// "EBSCOhost", "The search box".
std::string_view syntax_label(query::Syntax syntax);

// One pass through `section` for each syntax: SYNTAX_VALUE, SYNTAX_LABEL, SYNTAX_SELECTED.
void fill_syntaxes(Values& page, std::string_view section, std::optional<query::Syntax> selected);

// "auto" and "" are nullopt: to be recognised. kInvalidArgument (bad_syntax) for an unknown name.
Result<std::optional<query::Syntax>> chosen_syntax(std::string_view name);

// Reads a strategy of at most 1 MiB. kInvalidArgument: strategy_empty;
// kTooLarge: strategy_too_long, strategy_too_many_lines.
Result<query::ParsedStrategy> read_strategy(std::string_view text,
                                            std::optional<query::Syntax> syntax,
                                            const Services& services);

}  // namespace evidence::server
