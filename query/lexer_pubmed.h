// Cuts a line in PubMed's syntax into words, quoted phrases, tags, brackets, operators and numbers
// of lines. Private to query/. Pure; any valid UTF-8 is accepted; linear in the text.
#pragma once

#include <string_view>
#include <vector>

#include "query/parse.h"
#include "query/parser_messages.h"
#include "query/parser_pubmed_tags.h"

namespace evidence::query {

enum class PubmedKind { kWord, kQuoted, kTag, kOpen, kClose, kAnd, kOr, kNot, kLine };

struct PubmedLexeme {
  PubmedKind kind = PubmedKind::kWord;
  std::string_view text;  // as typed; of kQuoted between the quotes, of kTag between the brackets
  Span span;              // with quotes and brackets
  bool loose = false;     // an operator in small letters or as '&' or '|'
  PubmedTag tag = {};     // of kTag
  TagFault fault = TagFault::kNone;
  unsigned number = 0;  // of kLine
};

// Views into `text`. Smart and unbalanced quotes and unclosed tags are reported.
std::vector<PubmedLexeme> lex_pubmed(std::string_view text, const ParseOptions& options,
                                     MessageList& messages);

// Decides of each loose operator whether it is one or a word of a name ("sensitivity and
// specificity[mh]"), and of each unknown tag whether it is part of a name ("benzo[a]pyrene[mh]").
// What is neither is reported; unknown tags are then taken out.
void bind_pubmed(std::string_view text, const ParseOptions& options, MessageList& messages,
                 std::vector<PubmedLexeme>& lexemes);

}  // namespace evidence::query
