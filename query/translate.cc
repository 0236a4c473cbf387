#include "query/translate.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "query/parser_messages.h"
#include "query/translate_notes.h"

namespace evidence::query {
namespace {

// Messages point into the line; here they get the line's place in the pasted text.
void place_in_strategy(std::vector<Message>& messages, std::string_view text,
                       std::uint32_t text_line, std::uint32_t column) {
  for (Message& message : messages) {
    message.span.end = std::min(message.span.end, static_cast<std::uint32_t>(text.size()));
    message.span.begin = std::min(message.span.begin, message.span.end);
  }
  place_messages(text, messages);
  for (Message& message : messages) {
    message.line = text_line;
    if (column > 0) message.column += column - 1;
  }
}

}  // namespace

TranslatedLine translate_line(Syntax from, std::string_view text, const ParsedLine& parsed,
                              Syntax to, unsigned number, std::uint32_t text_line) {
  TranslatedLine line;
  line.number = number;
  line.text_line = text_line;
  line.before = text;
  if (!parsed.usable) {
    line.losses.push_back(
        {Severity::kError, "lossy_not_translated", "The line has an error and was not translated.",
         Span{0, static_cast<std::uint32_t>(text.size())}, "Mend the line first."});
    place_in_strategy(line.losses, text, text_line, 1);
    return line;
  }
  Written written = write(to, parsed.tree);
  line.after = std::move(written.text);
  line.losses = std::move(written.losses);
  // What the parser had to leave out is lost before anything is written.
  for (const Message& message : parsed.messages) {
    if (message.code == "condition_left_out") {
      Message loss = message;
      loss.code = "lossy_left_out";
      line.losses.push_back(std::move(loss));
    }
  }
  line.notes = translation_notes(parsed.tree, from, to);
  place_in_strategy(line.losses, text, text_line, 1);
  place_in_strategy(line.notes, text, text_line, 1);
  return line;
}

Translation translate(const ParsedStrategy& strategy, Syntax to) {
  Translation translation;
  translation.from = strategy.syntax;
  translation.to = to;
  translation.lines.reserve(strategy.lines.size());
  for (const StrategyLine& one : strategy.lines) {
    TranslatedLine line;
    if (one.kind == LineKind::kSearch) {
      line = translate_line(one.syntax, one.text, one.parsed, to, one.number, one.text_line);
      const auto shift = [&](std::vector<Message>& messages) {
        for (Message& message : messages) {
          if (one.column > 0) message.column += one.column - 1;
        }
      };
      shift(line.losses);
      shift(line.notes);
    } else {
      line.kind = one.kind;
      line.text_line = one.text_line;
      line.before = one.text;
      // Commands belong to their platform; prose is for people.
      if (one.kind == LineKind::kProse) line.after = one.text;
      if (one.kind == LineKind::kCommand) {
        line.losses.push_back({Severity::kWarning, "lossy_command",
                               "A command of the other platform was left out.",
                               Span{0, static_cast<std::uint32_t>(one.text.size())}});
        place_in_strategy(line.losses, one.text, one.text_line, one.column);
      }
    }
    translation.losses += line.losses.size();
    translation.notes += line.notes.size();
    translation.lines.push_back(std::move(line));
  }
  return translation;
}

std::string line_label(Syntax syntax, unsigned number) {
  const std::string digits = std::to_string(number);
  if (syntax == Syntax::kPubmed) return "#" + digits;
  if (syntax == Syntax::kEbsco) return "S" + digits;
  return digits;
}

std::string translation_text(const Translation& translation) {
  std::string text;
  for (const TranslatedLine& line : translation.lines) {
    if (line.kind == LineKind::kSearch) {
      if (line.number > 0) text += line_label(translation.to, line.number) + " ";
      text += line.after.empty() ? "[not translated: " + line.before + "]" : line.after;
    } else {
      text += line.after;
    }
    text += "\n";
  }
  return text;
}

}  // namespace evidence::query
