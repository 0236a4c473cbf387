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
  std::string fix = {};      // what to type instead, or what to do; "" where nothing helps
  std::uint32_t line = 0;    // of a pasted strategy's text, from 1; 0 outside strategies
  std::uint32_t column = 0;  // in characters, from 1; 0 where unknown
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

// EBSCO is read for translation and pasted strategies; HDAS has no confirmed grammar.
enum class Syntax { kSimple, kPubmed, kOvid, kCql, kEbsco };
std::string_view syntax_name(Syntax syntax);
std::optional<Syntax> syntax_by_name(std::string_view name);

}  // namespace evidence::query
