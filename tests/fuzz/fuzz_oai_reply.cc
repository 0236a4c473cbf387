// Replies of OAI-PMH and stored places: whatever the bytes, an outcome and no crash; what is
// accepted has the properties that the connector builds on.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "connectors/protocol/oai_place.h"
#include "connectors/protocol/oai_reply.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evidence;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto reply = parse_oai_reply(bytes); reply.ok()) {
    if (reply->token.size() > 8'192 || reply->list.size() > size) std::abort();
    if (error_of(reply->errors, "url").message.empty()) std::abort();
    OaiPlace place;
    place.harvest = "h";
    place.token = reply->token;
    const auto again = parse_oai_place(to_text(place));
    if (!again.ok() || !(*again == place)) std::abort();
  }
  static_cast<void>(parse_oai_identity(bytes));
  if (const auto headers = parse_oai_headers(bytes, 1U << 20U); headers.ok()) {
    for (const OaiHeader& header : *headers) {
      if (header.identifier.empty()) std::abort();
    }
  }
  if (const std::string time = utc_time(bytes); !time.empty() && time.size() != 20) std::abort();
  if (const auto place = parse_oai_place(bytes); place.ok()) {
    const auto again = parse_oai_place(to_text(*place));
    if (!again.ok() || !(*again == *place)) std::abort();
  }
  static_cast<void>(oai_window(bytes, bytes, true, std::chrono::hours(1)).ok());
  static_cast<void>(parse_overlap(bytes).ok());
  static_cast<void>(readable_reply(std::string(bytes)).ok());
  return 0;
}
