#include "query/line_notes.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace evidence::query {

void LineNotes::add(Severity severity, std::string code, std::string text, Span span,
                    std::string fix) {
  if (severity == Severity::kError) {
    // The first error must be kept even where the list is full of notes.
    if (messages_.size() >= kMost && !failed_) messages_.pop_back();
    failed_ = true;
  }
  if (messages_.size() >= kMost) {
    ++left_out_;
    return;
  }
  messages_.push_back({severity, std::move(code), std::move(text), span, std::move(fix)});
}

bool LineNotes::said(std::string_view code) const {
  return std::any_of(messages_.begin(), messages_.end(),
                     [&](const Message& message) { return message.code == code; });
}

std::vector<Message> LineNotes::take(const TypedText& plain) {
  const auto end = static_cast<std::uint32_t>(plain.text.size());
  for (Message& message : messages_) {
    message.span.end = std::min(message.span.end, end);
    message.span.begin = std::min(message.span.begin, message.span.end);
    message.span = plain.typed(message.span);
  }
  std::stable_sort(messages_.begin(), messages_.end(),
                   [](const Message& a, const Message& b) { return a.span.begin < b.span.begin; });
  if (left_out_ > 0) {
    messages_.push_back({Severity::kInfo, "more_messages",
                         "There are " + with_thousands(left_out_) +
                             " more messages about this line; they are not listed.",
                         plain.typed({end, end})});
  }
  return std::exchange(messages_, {});
}

}  // namespace evidence::query
