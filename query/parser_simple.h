// The search box's syntax: words, "quoted phrases", AND OR NOT (capitals), brackets, word*,
// field:word, field:"a phrase". docs/query-language.md. Pure function, thread-safe.
// Fails with kInvalidArgument/kTooLarge: query_too_long, query_too_complex, query_empty,
// wildcard_too_broad (fewer than three letters before '*'), unknown_field. Unbalanced quotes and
// brackets are mended with a warning that says how the query was read.
#pragma once

#include <string_view>

#include "base/result.h"
#include "query/parsed_query.h"

namespace evidence::query {

Result<ParsedQuery> parse_simple(std::string_view text, const Limits& limits = {});

// As parse_simple for words only: every word optional, for ranked evaluation against topics
// ("What are the effects of …"); operators and quotes are read as plain words.
Result<ParsedQuery> parse_topic(std::string_view text, const Limits& limits = {});

}  // namespace evidence::query
