// Authors as KEV has them: the first in parts, all of them as printed names. Private to
// access/openurl*.cc. Pure.
#pragma once

#include <string>
#include <vector>

#include "access/openurl.h"

namespace evidence {

// The same family name, and given names that begin alike or are not both known: where a first
// author stands under both "aulast" and "au", the second is taken for a repetition.
bool may_be_one_author(const OpenUrlAuthor& a, const OpenUrlAuthor& b);

// `first` may be empty. False where kOpenUrlLimits.authors left some out.
bool add_authors(OpenUrl& out, OpenUrlAuthor first, const std::vector<std::string>& printed);

}  // namespace evidence
