// Messages as JSON, in the form that `lint --json`, strategies and the API share:
// {"severity":"error|warning|info","code","line","column","message","fix"}, with the bytes of the
// typed text as "begin" and "end". Members that are not known are left out but for the first six.
#pragma once

#include <string_view>
#include <vector>

#include "base/json.h"
#include "query/parsed_query.h"

namespace evidence::query {

std::string_view severity_name(Severity severity);
json::object message_to_json(const Message& message);
json::array messages_to_json(const std::vector<Message>& messages);

}  // namespace evidence::query
