// Translating what a page's form or the API sent: `text`, `from`, `to`. Thread-safe.
#pragma once

#include "query/translate.h"
#include "server/body_fields.h"
#include "server/services.h"

namespace evidence::server {

// `from` may be left out or "auto": recognised. kInvalidArgument: bad_syntax, strategy_empty,
// no_target_syntax; kTooLarge as read_strategy() of server/syntax_choices.h.
Result<query::Translation> translate_fields(const BodyFields& fields, const Services& services);

}  // namespace evidence::server
