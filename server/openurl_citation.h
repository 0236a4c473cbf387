// An OpenURL as the reference that it is, for comparing it with works. Pure.
#pragma once

#include <string>

#include "access/openurl.h"
#include "query/citation.h"

namespace evidence::server {

// A title that could be the work's own; that of its journal says nothing.
const std::string& own_title(const OpenUrl& asked);

query::Citation citation_of_openurl(const OpenUrl& asked);

// Far from each other by every measure: a number that was copied wrongly leads to another title.
bool titles_differ(const std::string& a, const std::string& b);

}  // namespace evidence::server
