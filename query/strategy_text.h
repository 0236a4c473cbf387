// A whole strategy as pasted from Word, a database or a review's appendix: which of its lines are
// searches, what number each has, and what is only prose, a label or a command. Nothing is dropped:
// every line of the text is in `lines`, with its kind. Pure function, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "query/parse.h"

namespace evidence::query {

enum class LineKind {
  kSearch,
  kProse,    // a heading, a label, a comment, a sentence between the lines
  kCommand,  // "use medl", "..pg all": accepted and left out with a note
  kBlank,
};

struct TextPiece {
  std::size_t offset = 0;  // in StrategyLine::text
  std::uint32_t text_line = 0;
  std::uint32_t column = 1;
};

struct StrategyLine {
  LineKind kind = LineKind::kSearch;
  unsigned number = 0;            // by which other lines refer to it; 0 for what is no search
  std::string label;              // as typed: "1.", "S3", "#4", "1a"; "" where it had none
  std::string text;               // without label, count of hits and marks of the platform
  Syntax syntax = Syntax::kOvid;  // of this line; another than the strategy's is a warning
  std::uint32_t text_line = 0;    // where it stands in the pasted text, from 1
  std::uint32_t column = 0;       // of the first character of `text` there, from 1
  // Where the pieces of `text` stood that was joined from several lines; the first is the above.
  std::vector<TextPiece> pieces;
  std::optional<std::uint64_t> stated_count;  // hits that the platform reported, where pasted along
  ParsedLine parsed;                          // of kSearch
};

struct ParsedStrategy {
  Syntax syntax = Syntax::kOvid;
  std::vector<StrategyLine> lines;
  std::vector<Message> messages;  // of the whole: mixed dialects, numbers missing or twice
};

struct StrategyLimits {
  std::size_t max_bytes = 4U << 20U;
  std::size_t max_lines = 5'000;
  std::size_t max_line_bytes = 100U << 10U;
};

// `syntax`: what the person chose; nullopt: recognised from the text. Fails with kTooLarge only;
// a line that is too long is a message of its own, and the others are read.
Result<ParsedStrategy> parse_strategy(std::string_view text, std::optional<Syntax> syntax,
                                      const ParseOptions& options,
                                      const StrategyLimits& limits = {});

// Fills in Message::line and ::column from its span in the line's text.
void place_in_text(const StrategyLine& line, Message& message);

// The syntax that most lines are written in; kSimple where nothing shows.
Syntax recognise_syntax(std::string_view text);

}  // namespace evidence::query
