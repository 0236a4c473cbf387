#include "app/table_file.h"

#include <algorithm>

#include "app/strategy_file.h"
#include "base/byte_source.h"
#include "base/text.h"
#include "connectors/format/csv_reader.h"

namespace evidence::app {
namespace {

constexpr std::size_t kMostRowsOfTable = 300'000;
constexpr std::size_t kProblemsShown = 100;

}  // namespace

Result<TableFile> parse_table(std::string text, bool keep_header) {
  TableFile table;
  const auto source = memory_source(std::move(text));
  CsvReader reader(*source);
  bool first = true;
  for (;;) {
    EVIDENCE_ASSIGN(auto row, reader.next());
    if (!row) break;
    if (!row->damage.empty()) {
      table.problems.push_back({row->line, "", row->damage});
      continue;
    }
    if (table.rows.size() >= kMostRowsOfTable) {
      return Error{ErrorCode::kTooLarge, "too_many_rows",
                   "The file has more than " + with_thousands(kMostRowsOfTable) + " rows.",
                   "Divide it."};
    }
    if (first) table.header = row->cells;
    if (!first || keep_header) table.rows.push_back({row->line, std::move(row->cells)});
    first = false;
  }
  if (!first) return table;
  return Error{ErrorCode::kInvalidArgument, "no_rows", "The file has no rows.",
               "Its first line names the columns."};
}

Result<TableFile> read_table_file(const std::string& file, bool keep_header) {
  EVIDENCE_ASSIGN(std::string text, read_text_file(file, kMostTableBytes));
  return parse_table(std::move(text), keep_header);
}

std::string problem_lines(const std::string& file,
                          const std::vector<curation::RowProblem>& problems) {
  std::string lines;
  for (std::size_t i = 0; i < std::min(problems.size(), kProblemsShown); ++i) {
    const curation::RowProblem& problem = problems[i];
    if (i > 0) lines += "\n";
    lines += file + ": line " + std::to_string(problem.line) +
             (problem.field.empty() ? "" : ", " + problem.field) + ": " + problem.message;
  }
  if (problems.size() > kProblemsShown) {
    lines += "\n… and " + with_thousands(problems.size() - kProblemsShown) + " more";
  }
  return lines;
}

}  // namespace evidence::app
