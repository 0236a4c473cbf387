#include "base/csv.h"

namespace evidence {
namespace {

std::string cell_text(std::string_view cell) {
  std::string text(cell);
  // OWASP's advice on CSV injection: '=', '+', '-', '@', tab and carriage return begin formulas.
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) {
    text.insert(text.begin(), '\'');
  }
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

}  // namespace

std::string csv_row(const std::vector<std::string>& cells) {
  std::string row;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) row += ',';
    row += cell_text(cells[i]);
  }
  return row + "\r\n";
}

}  // namespace evidence
