// The CSV of a strategy's lines (RFC 4180).
#include <algorithm>
#include <set>

#include "base/text.h"
#include "curation/exchange.h"

namespace evidence::curation {
namespace {

constexpr std::size_t kMaxRows = 5'001;
constexpr std::size_t kMaxCells = 200;

// Spreadsheets run such cells as formulas (OWASP: CSV injection).
bool looks_like_formula(std::string_view text) {
  return !text.empty() &&
         std::string_view("=+-@\t\r'").find(text.front()) != std::string_view::npos;
}

Error bad_csv(std::string message) {
  return {ErrorCode::kInvalidArgument, "bad_csv", std::move(message),
          "Send a file that this service exported, or the lines as text."};
}

using Row = std::vector<std::string>;

// The next row; `rest` stands behind it. Quotes that never end take the rest of the text.
Result<Row> next_row(std::string_view& rest) {
  Row row(1);
  bool quoted = false;
  std::size_t i = 0;
  for (; i < rest.size(); ++i) {
    const char c = rest[i];
    if (quoted) {
      if (c != '"') {
        row.back() += c;
      } else if (i + 1 < rest.size() && rest[i + 1] == '"') {
        row.back() += c;
        ++i;
      } else {
        quoted = false;
      }
    } else if (c == '"' && row.back().empty()) {
      quoted = true;
    } else if (c == ',') {
      if (row.size() == kMaxCells) return bad_csv("A row of the file has too many cells.");
      row.emplace_back();
    } else if (c == '\n') {
      ++i;
      break;
    } else if (c != '\r') {
      row.back() += c;
    }
  }
  if (quoted) return bad_csv("A quotation mark in the file is never closed.");
  rest.remove_prefix(i);
  return row;
}

}  // namespace

std::string csv_cell(std::string_view text) {
  std::string out = "\"";
  if (looks_like_formula(text)) out += '\'';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string export_csv(const Exported& exported) {
  std::vector<std::string> sources;
  for (const RunSource& source : exported.run->sources) sources.push_back(source.id);
  for (const RunLine& line : exported.run->lines) {
    for (const auto& [source, count] : line.by_source) {
      if (std::find(sources.begin(), sources.end(), source) == sources.end()) {
        sources.push_back(source);
      }
    }
  }
  std::string out = "\"line\",\"search\",\"count\"";
  for (const std::string& source : sources) out += "," + csv_cell("count in " + source);
  out += ",\"notes\"\r\n";
  for (const RunLine& line : exported.run->lines) {
    out += std::to_string(line.number) + "," + csv_cell(line.text) + ",";
    if (line.counted) out += std::to_string(line.count);
    for (const std::string& source : sources) {
      out += ',';
      const auto count = line.by_source.find(source);
      if (line.counted) out += count == line.by_source.end() ? "0" : std::to_string(count->second);
    }
    std::vector<std::string> notes;
    for (const query::Message& message : line.messages) {
      if (message.severity != query::Severity::kInfo) notes.push_back(message.text);
    }
    out += "," + csv_cell(join(notes, " ")) + "\r\n";
  }
  return out;
}

Result<std::string> import_csv(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  EVIDENCE_ASSIGN(const Row head, next_row(text));
  const auto column = [&head](std::string_view name) {
    return static_cast<std::size_t>(std::find(head.begin(), head.end(), name) - head.begin());
  };
  const std::size_t number = column("line");
  const std::size_t search = column("search");
  if (search >= head.size()) return bad_csv("The file has no column named search.");
  std::string lines;
  std::size_t rows = 0;
  while (!text.empty()) {
    EVIDENCE_ASSIGN(const Row row, next_row(text));
    if (search >= row.size() || row[search].empty()) continue;
    if (++rows == kMaxRows) return bad_csv("The file has too many rows.");
    std::string_view words = row[search];
    if (words.size() > 1 && words.front() == '\'' && looks_like_formula(words.substr(1))) {
      words.remove_prefix(1);
    }
    if (number < row.size() && !row[number].empty()) lines += row[number] + ". ";
    lines += words;
    lines += '\n';
  }
  return lines;
}

}  // namespace evidence::curation
