// A whole strategy in the words of another syntax: lines keep their numbers, and everything that is
// lost, or that only looks the same, is listed with its line. docs/translate.md has the table.
// Pure functions, thread-safe.
#pragma once

#include <string>
#include <vector>

#include "query/strategy_text.h"
#include "query/write.h"

namespace evidence::query {

struct TranslatedLine {
  LineKind kind = LineKind::kSearch;
  unsigned number = 0;          // as in the strategy; 0 for what is no search
  std::uint32_t text_line = 0;  // where it stood in the pasted text, from 1
  std::string before;
  std::string after;  // "" where the line could not be translated, and `losses` says so
  // "lossy_…": what the other syntax cannot say, and what was written instead.
  std::vector<Message> losses;
  // "meaning_…": what looks the same and is not quite; kInfo. Once for each in a line.
  std::vector<Message> notes;
};

struct Translation {
  Syntax from = Syntax::kOvid;
  Syntax to = Syntax::kPubmed;
  std::vector<TranslatedLine> lines;  // every line of the strategy, prose too
  std::size_t losses = 0;             // of all lines
  std::size_t notes = 0;
};

Translation translate(const ParsedStrategy& strategy, Syntax to);
// One line by itself; `number` and `text_line` only label it.
TranslatedLine translate_line(Syntax from, std::string_view text, const ParsedLine& parsed,
                              Syntax to, unsigned number = 0, std::uint32_t text_line = 0);

// To copy: numbered as the syntax numbers its lines ("#1 …", "1 …", "S1 …"); prose as it stood.
std::string translation_text(const Translation& translation);
// "#3", "3", "S3": how a line is named in a syntax; the number alone where it has no such lines.
std::string line_label(Syntax syntax, unsigned number);

}  // namespace evidence::query
