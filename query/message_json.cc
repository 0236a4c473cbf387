#include "query/message_json.h"

namespace evidence::query {

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::kInfo:
      return "info";
    case Severity::kWarning:
      return "warning";
    case Severity::kError:
      return "error";
  }
  return "info";
}

json::object message_to_json(const Message& message) {
  json::object object;
  object["severity"] = severity_name(message.severity);
  object["code"] = message.code;
  object["line"] = message.line;
  object["column"] = message.column;
  object["message"] = message.text;
  object["fix"] = message.fix;
  if (message.span.end > message.span.begin) {
    object["begin"] = message.span.begin;
    object["end"] = message.span.end;
  }
  return object;
}

json::array messages_to_json(const std::vector<Message>& messages) {
  json::array list;
  for (const Message& message : messages) list.push_back(message_to_json(message));
  return list;
}

}  // namespace evidence::query
