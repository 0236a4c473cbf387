#include "server/message_view.h"

#include <algorithm>

#include "server/page_layout.h"

namespace evidence::server {
namespace {

constexpr std::size_t kMostMessages = 12;  // of one line
constexpr std::size_t kShownText = 4'000;

std::string_view kind_of(query::Severity severity) {
  switch (severity) {
    case query::Severity::kError:
      return "Problem";
    case query::Severity::kWarning:
      return "Warning";
    case query::Severity::kInfo:
      break;
  }
  return "Note";
}

}  // namespace

void fill_messages(Values& where, std::string_view section,
                   const std::vector<query::Message>& messages) {
  if (messages.empty()) return;
  Values list = where.add(section);
  // Notes come after what needs a person.
  std::vector<const query::Message*> ordered;
  ordered.reserve(messages.size());
  for (const query::Message& message : messages) ordered.push_back(&message);
  std::stable_sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) {
    return static_cast<int>(a->severity) > static_cast<int>(b->severity);
  });
  if (ordered.size() > kMostMessages) ordered.resize(kMostMessages);
  for (const query::Message* message : ordered) {
    Values row = list.add("MESSAGE");
    row.set("MESSAGE_KIND", kind_of(message->severity));
    row.set("MESSAGE_TEXT", shortened(message->text, kShownText));
    row.show_with("MESSAGE_FIX", "FIX_TEXT", shortened(message->fix, kShownText));
  }
}

}  // namespace evidence::server
