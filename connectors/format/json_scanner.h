// Walks over JSON as bytes, in constant memory: where values end, whether strings and brackets fit.
// It builds nothing; json_splitter.cc gives the parts to the real parser. One thread at a time.
// Follows RFC 8259 as far as needed to know where a value ends.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/byte_source.h"
#include "base/result.h"

namespace evidence {

class JsonScanner {
 public:
  // How a step ended: kBroken where the bytes cannot be JSON, kCut where the text ends inside.
  enum class Step { kFine, kBroken, kCut };

  explicit JsonScanner(ByteSource& source) : source_(source) {}

  // The next byte that is no white space, not yet taken; -1 at the end.
  Result<int> peek();
  void take() {  // the byte that peek() showed
    ++at_;
    line_start_ = false;
  }

  // Past the value that begins at the byte that peek() showed.
  Result<Step> skip_value();
  // Past a string; its text between the quotes as it stands, at most `kept` bytes of it.
  Result<Step> read_string(std::string& text, std::size_t kept);
  // Past the rest of a damaged text to the next `mark` (which begins with a line's end), searched
  // from `from` as far as that is still held. The mark's line end is taken; false: there is none.
  Result<bool> skip_to_mark(std::uint64_t from, std::string_view mark);

  [[nodiscard]] std::uint64_t offset() const { return offset_ + at_; }
  [[nodiscard]] bool too_deep() const { return too_deep_; }  // the last value skipped
  // What stands in the line before the byte that peek() showed, if it is nothing but spaces.
  [[nodiscard]] bool begins_line(std::string& indent) const;

  // Bytes from here on stay readable through held(), until more than `limit` have passed: then
  // held_is_lost() becomes true and only a short beginning stays.
  void hold(std::size_t limit);
  void release();
  [[nodiscard]] bool held_is_lost() const { return lost_; }
  [[nodiscard]] bool holds() const { return holding_; }
  // A part of what is held; its beginning where it was lost.
  [[nodiscard]] std::string_view held(std::uint64_t from, std::uint64_t to) const;

 private:
  Result<bool> fill();
  Result<Step> skip_string();
  Result<Step> skip_scalar();
  Result<Step> skip_nested();
  void begin_line_at(char c);

  ByteSource& source_;
  std::string window_;
  std::size_t at_ = 0;
  std::uint64_t offset_ = 0;  // of the window in the stream
  bool started_ = false;
  bool too_deep_ = false;
  std::string indent_;  // white space since the last line end; only while nothing else stood there
  bool line_start_ = true;
  bool holding_ = false;
  bool lost_ = false;
  std::uint64_t hold_from_ = 0;
  std::size_t hold_limit_ = 0;
  std::string lost_head_;
};

}  // namespace evidence
