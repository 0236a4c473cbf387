#include "connectors/format/json_scanner.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/ascii.h"
#include "connectors/format/steady_reader.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxDepth = 64;      // deeper than the parser goes; the rest is only counted
constexpr std::size_t kHeadKept = 512;     // of a value that is too large to be held
constexpr std::size_t kMaxIndent = 64;     // white space that is taken for a line's indentation
constexpr std::size_t kMaxScalar = 1'024;  // bytes of a number or word

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20U; }

// Bytes of numbers, true, false, null; anything else outside a string is no JSON.
bool is_scalar_byte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '+' || c == '.' ||
         c == 'E';
}

bool is_scalar_word(std::string_view word) {
  if (word == "true" || word == "false" || word == "null") return true;
  return std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
  });
}

}  // namespace

Result<bool> JsonScanner::fill() {
  std::size_t drop = at_;
  if (holding_ && !lost_) {
    const auto from = static_cast<std::size_t>(hold_from_ - offset_);
    if (window_.size() - from > hold_limit_) {
      lost_ = true;
      lost_head_ = window_.substr(from, kHeadKept);
    } else {
      drop = std::min(drop, from);
    }
  }
  window_.erase(0, drop);
  offset_ += drop;
  at_ -= drop;
  return extend_window(source_, window_);
}

Result<int> JsonScanner::peek() {
  if (!started_) {
    started_ = true;
    while (window_.size() < 3) {
      EVIDENCE_ASSIGN(const bool more, fill());
      if (!more) break;
    }
    if (window_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }
  for (;;) {
    for (; at_ < window_.size(); ++at_) {
      const char c = window_[at_];
      if (!is_space(c)) return static_cast<int>(static_cast<unsigned char>(c));
      begin_line_at(c);
    }
    EVIDENCE_ASSIGN(const bool more, fill());
    if (!more) return -1;
  }
}

void JsonScanner::begin_line_at(char c) {
  if (c == '\n') {
    line_start_ = true;
    indent_.clear();
  } else if (line_start_) {
    indent_.push_back(c);
    if (indent_.size() > kMaxIndent) line_start_ = false;
  }
}

bool JsonScanner::begins_line(std::string& indent) const {
  if (!line_start_) return false;
  indent = indent_;
  return true;
}

Result<JsonScanner::Step> JsonScanner::skip_value() {
  too_deep_ = false;
  EVIDENCE_ASSIGN(const int c, peek());
  line_start_ = false;
  if (c < 0) return Step::kCut;
  if (c == '"') return skip_string();
  if (c == '{' || c == '[') return skip_nested();
  return skip_scalar();
}

Result<JsonScanner::Step> JsonScanner::skip_string() {
  std::string nothing;
  return read_string(nothing, 0);
}

Result<JsonScanner::Step> JsonScanner::read_string(std::string& text, std::size_t kept) {
  text.clear();
  line_start_ = false;
  ++at_;  // the quote
  bool escaped = false;
  for (;;) {
    const std::size_t begin = at_;
    for (; at_ < window_.size(); ++at_) {
      const char c = window_[at_];
      if (escaped) {
        escaped = false;
      } else if (c == '\\') {
        escaped = true;
      } else if (c == '"') {
        text.append(window_, begin, std::min(at_ - begin, kept - text.size()));
        ++at_;
        return Step::kFine;
      }
      // JSON has these only as escapes: one that stands by itself means that a quote is missing.
      if (is_control(c)) return Step::kBroken;
    }
    text.append(window_, begin, std::min(at_ - begin, kept - text.size()));
    EVIDENCE_ASSIGN(const bool more, fill());
    if (!more) return Step::kCut;
  }
}

Result<JsonScanner::Step> JsonScanner::skip_scalar() {
  std::string word;
  for (;;) {
    for (; at_ < window_.size(); ++at_) {
      const char c = window_[at_];
      if (is_scalar_byte(c) && word.size() < kMaxScalar) {
        word.push_back(c);
        continue;
      }
      const bool ends = is_space(c) || c == ',' || c == ']' || c == '}';
      return ends && !word.empty() && is_scalar_word(word) ? Step::kFine : Step::kBroken;
    }
    EVIDENCE_ASSIGN(const bool more, fill());
    if (!more) return !word.empty() && is_scalar_word(word) ? Step::kFine : Step::kBroken;
  }
}

Result<JsonScanner::Step> JsonScanner::skip_nested() {
  std::array<char, kMaxDepth> open{};  // the closing bracket that each level needs
  std::size_t depth = 0;
  bool value_ended = false;  // then only , : ] } may follow
  for (;;) {
    EVIDENCE_ASSIGN(const int next, peek());
    if (next < 0) return Step::kCut;
    const char c = static_cast<char>(next);
    line_start_ = false;
    if (c == ',' || c == ':') {
      if (!value_ended) return Step::kBroken;
      value_ended = false;
      ++at_;
    } else if (c == '}' || c == ']') {
      if (depth <= kMaxDepth && open[depth - 1] != c) return Step::kBroken;
      ++at_;
      if (--depth == 0) return Step::kFine;
      value_ended = true;
    } else if (value_ended) {
      return Step::kBroken;
    } else if (c == '{' || c == '[') {
      if (depth < kMaxDepth) {
        open[depth] = c == '{' ? '}' : ']';
      } else {
        too_deep_ = true;
      }
      ++depth;
      ++at_;
    } else {
      EVIDENCE_ASSIGN(const Step step, c == '"' ? skip_string() : skip_scalar());
      if (step != Step::kFine) return step;
      value_ended = true;
    }
  }
}

Result<bool> JsonScanner::skip_to_mark(std::uint64_t from, std::string_view mark) {
  std::size_t search =
      from > offset_ ? std::min(static_cast<std::size_t>(from - offset_), at_) : std::size_t{0};
  if (from < offset_ || lost_) search = std::min(search, at_);
  release();
  for (;;) {
    const std::size_t found = window_.find(mark, search);
    if (found != std::string::npos) {
      at_ = found + 1;
      line_start_ = true;
      indent_.clear();
      return true;
    }
    // The mark may lie across two chunks.
    at_ = std::max(search, window_.size() - std::min(window_.size(), mark.size() - 1));
    EVIDENCE_ASSIGN(const bool more, fill());
    search = at_;
    if (!more) {
      at_ = window_.size();
      return false;
    }
  }
}

void JsonScanner::hold(std::size_t limit) {
  holding_ = true;
  lost_ = false;
  hold_from_ = offset();
  hold_limit_ = limit;
}

void JsonScanner::release() {
  holding_ = false;
  lost_ = false;
  lost_head_.clear();
}

std::string_view JsonScanner::held(std::uint64_t from, std::uint64_t to) const {
  if (!holding_) return {};
  if (lost_) return lost_head_;
  const std::uint64_t begin = std::max(from, hold_from_);
  if (to <= begin) return {};
  return std::string_view(window_).substr(static_cast<std::size_t>(begin - offset_),
                                          static_cast<std::size_t>(to - begin));
}

}  // namespace evidence
