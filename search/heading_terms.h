// The terms by which the index holds a resolved heading or subheading. Private to search/; pure.
#pragma once

#include <string>
#include <vector>

#include "query/ast.h"

namespace evidence {

// By number and by label; headings without qualifier and focus also as publication types. A heading
// that was not resolved goes by its typed label.
std::vector<std::string> heading_terms(const query::Heading& heading);
std::vector<std::string> subheading_terms(const query::Subheading& subheading);

}  // namespace evidence
