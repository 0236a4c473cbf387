// The lexemes of the search box turned into operands and operators: the step between lexer and
// parser, where words are grouped and field names applied. Private to query/; pure.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "query/lexer_simple.h"

namespace evidence::query {

enum class ItemKind { kOperand, kOpen, kClose, kAnd, kOr, kNot };

struct Item {
  ItemKind kind = ItemKind::kOperand;
  Node node;           // of an operand
  std::string words;   // of an operand, as typed
  std::string stem;    // of a plain word whose stem differs
  bool plain = false;  // a bare word or bound group, which a widened search may leave out
  bool stop_word = false;
  bool bound = false;
  Span span;
};

// Fails with wildcard_too_broad.
Result<std::vector<Item>> read_items(std::string_view text, std::vector<Message>& interpretation,
                                     std::vector<Message>& warnings);

}  // namespace evidence::query
