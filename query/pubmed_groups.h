// The brackets of a line in PubMed's syntax, and its numbers of lines without '#', put in order
// before the terms are read. Private to query/; linear; pure.
#pragma once

#include <optional>
#include <vector>

#include "query/lexer_pubmed.h"
#include "query/parser_messages.h"

namespace evidence::query {

// "1 AND 2" where nothing but numbers is joined: lines, with a warning. "1a AND (2b OR 3)": labels
// of lines, an error.
void read_bare_line_numbers(std::vector<PubmedLexeme>& lexemes, MessageList& messages);

// Brackets without partner, and those nested more than `max_depth` deep, are said and taken out; so
// is a tag behind a group, which is given instead, for each lexeme that opens one.
std::vector<std::optional<PubmedTag>> pair_pubmed_brackets(std::vector<PubmedLexeme>& lexemes,
                                                           unsigned max_depth,
                                                           MessageList& messages);

// "Brackets stand within brackets …", once in a line.
void tell_pubmed_depth(Span span, unsigned max_depth, MessageList& messages);

}  // namespace evidence::query
