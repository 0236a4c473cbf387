#include "query/parser_messages.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace evidence::query {

bool MessageList::said(std::string_view code) const {
  return std::any_of(messages_.begin(), messages_.end(),
                     [&](const Message& message) { return message.code == code; });
}

void MessageList::add(Severity severity, std::string code, std::string text, Span span,
                      std::string fix) {
  has_error_ = has_error_ || severity == Severity::kError;
  if (messages_.size() >= kMaxMessages) {
    ++left_out_;
    return;
  }
  messages_.push_back({severity, std::move(code), std::move(text), span, std::move(fix)});
}

std::vector<Message> MessageList::take(std::string_view typed) {
  std::vector<Message> messages = std::exchange(messages_, {});
  if (const std::size_t more = std::exchange(left_out_, 0); more > 0) {
    const auto end = static_cast<std::uint32_t>(typed.size());
    messages.push_back({has_error_ ? Severity::kError : Severity::kWarning, "more_messages",
                        with_thousands(more) + " more messages are not shown.", Span{end, end},
                        "Mend what is said first, then read the line again."});
  }
  place_messages(typed, messages);
  has_error_ = false;
  return messages;
}

void place_messages(std::string_view typed, std::vector<Message>& messages) {
  std::stable_sort(messages.begin(), messages.end(),
                   [](const Message& a, const Message& b) { return a.span.begin < b.span.begin; });
  std::size_t at = 0;
  std::uint32_t column = 1;
  for (Message& message : messages) {
    for (; at < message.span.begin && at < typed.size(); ++at) {
      const bool continues =
          at + 1 < typed.size() && (static_cast<unsigned char>(typed[at + 1]) & 0xC0U) == 0x80U;
      if (!continues) ++column;
    }
    message.column = column;
  }
}

bool is_readable(std::string_view typed, const Limits& limits, MessageList& messages) {
  const auto end = static_cast<std::uint32_t>(std::min<std::size_t>(typed.size(), 0xFFFFFFFFU));
  if (typed.size() > limits.max_bytes) {
    messages.error("query_too_long",
                   "The line is " + with_thousands(typed.size()) + " bytes long; at most " +
                       with_thousands(limits.max_bytes) + " are read.",
                   Span{0, end}, "Divide it into several lines and combine them by number.");
    return false;
  }
  if (!is_valid_utf8(typed)) {
    const auto bad = static_cast<std::uint32_t>(valid_utf8_prefix(typed));
    messages.error("encoding_invalid", "The line is not valid UTF-8 text.", Span{bad, end},
                   "Save the text as UTF-8 and paste it again.");
    return false;
  }
  return true;
}

}  // namespace evidence::query
