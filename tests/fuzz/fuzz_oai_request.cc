// What harvesters send to /oai: whatever the bytes, no crash; what is accepted keeps the protocol's
// rules, and text from outside never breaks the XML of the reply.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "base/xml.h"
#include "server/oai_names.h"
#include "server/oai_request.h"
#include "server/oai_token.h"
#include "server/xml_writer.h"

namespace {

void require(bool good) {
  if (!good) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evidence;
  using namespace evidence::server;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto query = parse_query(text); query.ok()) {
    const OaiRequest request = read_oai_request(*query);
    if (!request.fault) {
      require(!request.has("resumptionToken") || request.arguments.size() == 1);
      const OaiSpan span = read_oai_span(request.argument("from"), request.argument("until"));
      require(span.fault || span.from.empty() || span.until.empty() || span.from <= span.until);
      const std::string& identifier = request.argument("identifier");
      if (const auto named = parse_oai_identifier("a.example", identifier)) {
        const std::string again = oai_identifier("a.example", named->first, named->second);
        require(parse_oai_identifier("a.example", again) == named);
      }
      static_cast<void>(source_of_set(request.argument("set")));
    }
  }
  // Nobody guesses the check of a token.
  require(!parse_oai_token(text, "a secret", "2026-01-01T00:00:00Z"));
  static_cast<void>(is_set_spec(text));
  static_cast<void>(is_domain_name(text));
  std::string xml;
  XmlWriter out(xml);
  out.open("a", {{"b", text}});
  out.text(text);
  out.close();
  require(is_valid_utf8(xml));
  pugi::xml_document document;
  require(size > 65'536 || parse_xml(xml, document).ok());
  return 0;
}
