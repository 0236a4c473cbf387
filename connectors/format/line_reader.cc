#include "connectors/format/line_reader.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/text.h"

namespace evidence {
namespace {

constexpr std::size_t kChunk = 256U << 10U;
constexpr std::size_t kShown = 300;  // bytes of a too long line that are kept
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

Result<bool> LineReader::fill() {
  window_.erase(0, at_);
  searched_ -= at_;
  at_ = 0;
  const std::size_t old = window_.size();
  window_.resize(old + kChunk);
  Result<std::size_t> count = source_.read({window_.data() + old, kChunk});
  window_.resize(old + (count.ok() ? *count : 0));
  if (!count.ok()) return count.error();
  return *count > 0;
}

Result<std::optional<LineReader::Line>> LineReader::next() {
  if (!started_) {
    started_ = true;
    while (window_.size() < kByteOrderMark.size()) {
      EVIDENCE_ASSIGN(const bool more, fill());
      if (!more) break;
    }
    if (window_.starts_with(kByteOrderMark)) at_ = searched_ = kByteOrderMark.size();
  }
  for (;;) {
    const std::size_t end = window_.find('\n', searched_);
    if (end != std::string::npos) {
      Line line;
      const bool blank = trim(std::string_view(window_).substr(at_, end - at_)).empty();
      ++number_;
      if (!blank) {
        line.number = number_;
        line.too_long = end - at_ > max_line_bytes_;
        line.text = window_.substr(at_, line.too_long ? kShown : end - at_);
        if (line.text.ends_with('\r')) line.text.pop_back();
      }
      at_ = searched_ = end + 1;
      if (!blank) return std::optional<Line>(std::move(line));
      continue;
    }
    searched_ = window_.size();
    if (window_.size() - at_ > max_line_bytes_) {
      Line line;
      line.number = ++number_;
      line.too_long = true;
      line.text = window_.substr(at_, kShown);
      EVIDENCE_TRY(skip_line());
      return std::optional<Line>(std::move(line));
    }
    EVIDENCE_ASSIGN(const bool more, fill());
    if (more) continue;
    Line line;
    line.text = window_.substr(at_);
    at_ = searched_ = window_.size();
    if (trim(line.text).empty()) return std::optional<Line>{};
    line.number = ++number_;
    line.unfinished = true;
    return std::optional<Line>(std::move(line));
  }
}

// The rest of a line that is too long, in constant memory.
Result<void> LineReader::skip_line() {
  for (;;) {
    const std::size_t end = window_.find('\n', searched_);
    if (end != std::string::npos) {
      at_ = searched_ = end + 1;
      return {};
    }
    at_ = searched_ = window_.size();
    EVIDENCE_ASSIGN(const bool more, fill());
    if (!more) return {};
  }
}

}  // namespace evidence
