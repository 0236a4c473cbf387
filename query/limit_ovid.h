// Ovid's limits and the like: "limit 3 to (english language and yr="1990 -Current")", "..l/3
// yr=2010", "remove duplicates from 4", "from 12 keep 5,8". Private to query/.
#pragma once

#include <optional>
#include <string_view>

#include "query/line_notes.h"
#include "query/parse.h"

namespace evidence::query {

// The tree of such a line; nullopt where it is none of them (or an error was noted). What cannot be
// applied is a warning, and the line stands for what it limits without it.
std::optional<Node> ovid_limit(std::string_view plain, const ParseOptions& options,
                               LineNotes& notes);

// The condition that one limit's name stands for ("english language", "humans", "review",
// "adult <18 to 64 years>"); nullopt for an unknown one.
std::optional<Node> limit_condition(std::string_view name, Span span);

}  // namespace evidence::query
