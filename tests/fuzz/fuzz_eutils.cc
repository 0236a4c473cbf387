// Replies of E-utilities and stored cursors: whatever the bytes, an outcome and no crash; what is
// accepted has the properties that the connector builds on.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "connectors/protocol/eutils_reply.h"
#include "connectors/protocol/eutils_slice.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto reply = evidence::parse_search_reply(bytes); reply.ok()) {
    if (reply->count < 0 ||
        (reply->count > 0 && (reply->web_env.empty() || reply->query_key.empty()))) {
      std::abort();
    }
  }
  static_cast<void>(evidence::check_fetch_reply(bytes).ok());
  for (const int status : {200, 400, 429, 500}) {
    if (evidence::error_in_reply(status, bytes).message.empty()) std::abort();
  }
  if (const auto cursor = evidence::parse_eutils_cursor(bytes); cursor.ok()) {
    const auto again = evidence::parse_eutils_cursor(evidence::to_text(*cursor));
    if (!again.ok() || !(*again == *cursor)) std::abort();
    for (const auto& slice : cursor->pending) {
      static_cast<void>(evidence::halves(slice, slice.last));
    }
  }
  return 0;
}
