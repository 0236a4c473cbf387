// The form of _open_strategy.tpl: a text made here that leads on to the page of strategies. Pure.
#pragma once

#include <string_view>

#include "query/parsed_query.h"
#include "server/templates.h"

namespace evidence::server {

inline void fill_open_strategy(Values& where, std::string_view label, std::string_view name,
                               query::Syntax syntax, std::string_view text) {
  where.set("OPEN_LABEL", label);
  where.set("OPEN_NAME", name);
  where.set("OPEN_SYNTAX", query::syntax_name(syntax));
  where.set("OPEN_TEXT", text);
}

}  // namespace evidence::server
