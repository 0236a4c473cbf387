// Any bytes as an SRU server's reply: no crash, no endless loop, and the page made of it is XML.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/xml.h"
#include "connectors/protocol/sru_reply.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  const auto reply = evidence::parse_sru_reply(text);
  if (!reply.ok()) return 0;
  for (const auto& diagnostic : reply->diagnostics) {
    if (evidence::error_of(diagnostic).message.empty()) std::abort();
  }
  const std::string page = evidence::sru_page(*reply);
  if (page.empty()) return 0;
  pugi::xml_document document;
  evidence::XmlLimits limits;
  limits.max_depth = 200;
  if (!evidence::parse_xml(page, document, limits).ok()) std::abort();
  return 0;
}
