// What is needed to say whether a guideline still holds: the day, and when each source was last
// read. Thread-safe; where the sources' states cannot be read, the day of the last check is not
// known and said so.
#pragma once

#include <cstdint>
#include <vector>

#include "search/currency_note.h"
#include "server/services.h"

namespace evidence::server {

CurrencyContext currency_context(const Services& services);
// The same from states that were read already.
CurrencyContext currency_context(const std::vector<SourceState>& states, const PartialDate& today,
                                 std::int64_t warn_after_days);

}  // namespace evidence::server
