// Lines of a stream in constant memory: LF or CRLF, a byte-order mark dropped, blank lines passed
// over. Used by the line formats; one thread at a time. Errors are those of the source.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/byte_source.h"
#include "base/result.h"

namespace evidence {

class LineReader {
 public:
  LineReader(ByteSource& source, std::size_t max_line_bytes)
      : source_(source), max_line_bytes_(max_line_bytes) {}

  struct Line {
    std::string text;          // without its end; cut to a few hundred bytes where too long
    std::uint64_t number = 0;  // from 1, blank lines counted
    bool too_long = false;
    bool unfinished = false;  // the last line, without an end of line
  };
  Result<std::optional<Line>> next();

 private:
  Result<bool> fill();
  Result<void> skip_line();

  ByteSource& source_;
  std::size_t max_line_bytes_;
  std::string window_;
  std::size_t at_ = 0;
  std::size_t searched_ = 0;  // no end of line before this
  std::uint64_t number_ = 0;
  bool started_ = false;
};

}  // namespace evidence
