// Rows of delimited text (RFC 4180: quoted cells with line ends and doubled quotes inside) as a
// stream in constant memory. Used by the title-list formats; one thread at a time.
//
// Forgiving where files really err: LF, CRLF, or CR alone; text beside quotes is kept; a quote that
// nothing closes is a character like any other, so that it cannot swallow the rows after it. A row
// that is too long is given cut, with `damage`. Errors of next() are those of the source.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.h"
#include "base/result.h"

namespace evidence {

struct CsvRow {
  std::vector<std::string> cells;  // trimmed, without their quotes
  std::string raw;                 // reads as these cells again; without an end of line
  std::uint64_t line = 0;          // where it begins, from 1
  std::string damage;              // why it is not to be taken as a row; "" = fine

  [[nodiscard]] bool blank() const;
};

struct CsvOptions {
  char delimiter = '\0';  // '\0' = guessed from the beginning: tab, comma, semicolon or |
  std::size_t max_row_bytes = 256U << 10U;
  std::size_t max_cells = 500;
};

// Which of tab, comma, semicolon and | cuts most lines of `head` into the same number of cells (the
// higher number on a tie); tab if none does.
char guess_delimiter(std::string_view head);

// The cells as a line that reads as them again.
std::string csv_line(const std::vector<std::string>& cells, char delimiter);

// The row at `at` of a text that is held whole; moves `at` behind it. nullopt at the end.
std::optional<CsvRow> csv_row_at(std::string_view text, std::size_t& at, char delimiter,
                                 const CsvOptions& options = {});

class CsvReader {
 public:
  explicit CsvReader(ByteSource& source, CsvOptions options = {})
      : source_(source), options_(options) {}

  // Blank rows are passed over.
  Result<std::optional<CsvRow>> next();
  // The first bytes, before or after the first next(); also settles the delimiter.
  Result<std::string_view> head();
  [[nodiscard]] char delimiter() const { return options_.delimiter; }

 private:
  Result<void> fill();
  Result<void> skip_line();

  ByteSource& source_;
  CsvOptions options_;
  std::string head_;    // kept for the guess alone
  std::string window_;  // read, not yet given
  std::size_t at_ = 0;
  std::uint64_t line_ = 1;
  std::optional<Error> failed_;
  bool started_ = false, ended_ = false;
};

}  // namespace evidence
