// What a parser gives: the tree, and in words what was done with the typed text, so that nothing is
// dropped or changed silently.
#pragma once

#include <string>
#include <vector>

#include "query/ast.h"

namespace evidence::query {

enum class Severity { kInfo, kWarning, kError };

struct Message {
  Severity severity = Severity::kInfo;
  std::string code;  // "stop_word_ignored", "unbalanced_quote", "words_bound", "stemmed" …
  std::string text;  // for a person
  Span span;
};

struct ParsedQuery {
  Node tree;
  // The same tree with the words of the bare groups joined by OR instead of AND, for the widened
  // search; equal to `tree` where nothing can be widened.
  Node widened;
  bool can_widen = false;
  std::vector<Message> interpretation;  // steps taken, in order, kInfo
  std::vector<Message> warnings;        // kWarning
};

enum class Syntax { kSimple, kPubmed, kOvid, kCql };
std::string_view syntax_name(Syntax syntax);
std::optional<Syntax> syntax_by_name(std::string_view name);

}  // namespace evidence::query
