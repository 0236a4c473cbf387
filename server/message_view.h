// Messages of parsers and writers as lists on pages, in the form of _messages.tpl. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "query/parsed_query.h"
#include "server/templates.h"

namespace evidence::server {

// Section `section` with a MESSAGE for each: what needs a person first, then notes; at most twelve,
// the API has all. Nothing where there are none.
void fill_messages(Values& where, std::string_view section,
                   const std::vector<query::Message>& messages);

}  // namespace evidence::server
