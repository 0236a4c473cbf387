// What the parsers of lines say: collected, bounded, in the order of the text, each with its
// column. Private to query/. Not thread-safe; one list per parse.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "query/parsed_query.h"

namespace evidence::query {

// Of one line; what comes after is counted and said in one message.
inline constexpr std::size_t kMaxMessages = 200;

class MessageList {
 public:
  void note(std::string code, std::string text, Span span, std::string fix = {}) {
    add(Severity::kInfo, std::move(code), std::move(text), span, std::move(fix));
  }
  void warn(std::string code, std::string text, Span span, std::string fix = {}) {
    add(Severity::kWarning, std::move(code), std::move(text), span, std::move(fix));
  }
  void error(std::string code, std::string text, Span span, std::string fix = {}) {
    add(Severity::kError, std::move(code), std::move(text), span, std::move(fix));
  }

  [[nodiscard]] bool has_error() const { return has_error_; }
  // Has this code been said already? For what is worth saying once in a line.
  [[nodiscard]] bool said(std::string_view code) const;
  // Sorted by place, with columns; the list is empty afterwards.
  std::vector<Message> take(std::string_view typed);

 private:
  void add(Severity severity, std::string code, std::string text, Span span, std::string fix);

  std::vector<Message> messages_;
  std::size_t left_out_ = 0;
  bool has_error_ = false;
};

// Sorts by place and fills in the columns, in characters of `typed`.
void place_messages(std::string_view typed, std::vector<Message>& messages);

// The typed text is too long or no UTF-8: said as an error. True where it can be read.
bool is_readable(std::string_view typed, const Limits& limits, MessageList& messages);

}  // namespace evidence::query
