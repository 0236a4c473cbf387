// Filtering by a guideline's currency. Whether a review date has passed depends on the day of the
// question: the index holds the date (model/currency.h), and here the day is put to it. Private to
// search/. Pure functions, thread-safe.
#pragma once

#include "base/date.h"
#include "query/ast.h"

namespace evidence {

// In a tree `currency:current` becomes the works whose source says so and those
// whose review date lies ahead. States that are none, and days not known, find nothing.
void resolve_currency(query::Node& tree, const PartialDate& today);

}  // namespace evidence
