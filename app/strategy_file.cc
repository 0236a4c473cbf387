#include "app/strategy_file.h"

#include <cstdio>

#include "base/encoding.h"
#include "base/file.h"
#include "base/text.h"

namespace evidence::app {
namespace {

constexpr std::size_t kMaxStrategyBytes = 4U << 20U;

Result<std::string> read_standard_input(std::size_t most_bytes) {
  std::string text;
  char buffer[1U << 14U];
  for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, stdin)) > 0;) {
    text.append(buffer, got);
    if (text.size() > most_bytes) {
      return Error{ErrorCode::kTooLarge, "strategy_too_large",
                   "Standard input holds more than " + with_thousands(most_bytes) + " bytes.",
                   "Give one strategy at a time."};
    }
  }
  return text;
}

}  // namespace

Result<std::string> read_text_file(const std::string& file, std::size_t most_bytes) {
  std::string bytes;
  EVIDENCE_ASSIGN(bytes,
                  file == "-" ? read_standard_input(most_bytes) : read_file(file, most_bytes));
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (bytes.starts_with(kMark)) bytes.erase(0, kMark.size());
  // Word saves what is no UTF-8 in the code page of Western Windows.
  if (!is_valid_utf8(bytes)) return decode_text(bytes, "windows-1252");
  return bytes;
}

Result<query::ParsedStrategy> read_strategy(const std::string& file, const std::string& syntax,
                                            const query::ParseOptions& options) {
  std::optional<query::Syntax> chosen;
  if (!syntax.empty() && syntax != "auto") {
    chosen = query::syntax_by_name(syntax);
    if (!chosen) {
      return Error{ErrorCode::kInvalidArgument, "bad_argument",
                   quoted_for_message(syntax, 40) + " is no syntax.",
                   "Use simple, pubmed, ovid, ebsco, cql or auto."};
    }
  }
  std::string text;
  EVIDENCE_ASSIGN(text, read_text_file(file, kMaxStrategyBytes));
  return query::parse_strategy(text, chosen, options);
}

std::string message_line(const query::Message& message) {
  std::string line;
  if (message.line > 0) {
    line += "line " + std::to_string(message.line);
    if (message.column > 0) line += ", column " + std::to_string(message.column);
    line += ": ";
  }
  switch (message.severity) {
    case query::Severity::kError:
      line += "error: ";
      break;
    case query::Severity::kWarning:
      line += "warning: ";
      break;
    case query::Severity::kInfo:
      line += "note: ";
      break;
  }
  line += message.text;
  if (!message.fix.empty()) line += " " + message.fix;
  return line + " [" + message.code + "]";
}

}  // namespace evidence::app
