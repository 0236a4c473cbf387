// What stands behind "field:" as a node: a word or phrase in a text field, a whole value of an
// exact one, an identifier, a year or range of years. Private to query/; pure.
#pragma once

#include <optional>
#include <string_view>

#include "query/lexer_simple.h"

namespace evidence::query {

// `name` is one of is_field_name(). nullopt, with a warning, where the value cannot be one of that
// field ("year:soon"): the caller reads it as words.
std::optional<Node> field_value(std::string_view name, const Lexeme& value,
                                std::vector<Message>& warnings);

// The letters before '*', as a node of `field`: with leading words where there are several.
// nullopt where there are fewer than three letters or digits.
std::optional<Node> truncated_value(Field field, std::string_view text, Span span);

}  // namespace evidence::query
