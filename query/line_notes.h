// Collects what a parser of one line has to say, with places in the plain text that it reads, and
// gives them back with places in the text as typed. Private to query/. Not thread-safe.
#pragma once

#include <string>
#include <vector>

#include "query/parse.h"
#include "query/typed_text.h"

namespace evidence::query {

class LineNotes {
 public:
  void info(std::string code, std::string text, Span span, std::string fix = {}) {
    add(Severity::kInfo, std::move(code), std::move(text), span, std::move(fix));
  }
  void warn(std::string code, std::string text, Span span, std::string fix = {}) {
    add(Severity::kWarning, std::move(code), std::move(text), span, std::move(fix));
  }
  void fail(std::string code, std::string text, Span span, std::string fix = {}) {
    add(Severity::kError, std::move(code), std::move(text), span, std::move(fix));
  }
  [[nodiscard]] bool failed() const { return failed_; }
  // Has a message with this code been made?
  [[nodiscard]] bool said(std::string_view code) const;

  // In the order of their places; at most kMost, errors before others where there are more, and a
  // last one that says how many were left out.
  std::vector<Message> take(const TypedText& plain);

  static constexpr std::size_t kMost = 100;

 private:
  void add(Severity severity, std::string code, std::string text, Span span, std::string fix);
  std::vector<Message> messages_;
  std::size_t left_out_ = 0;
  bool failed_ = false;
};

}  // namespace evidence::query
