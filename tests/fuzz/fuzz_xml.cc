// XML: text that comes out is clean UTF-8, a failure leaves no half document behind.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "base/xml.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evidence;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  pugi::xml_document document;
  if (!parse_xml(text, document)) {
    if (document.first_child()) {
      std::abort();
    }
  } else {
    const std::string out = text_of(document.document_element());
    if (!is_valid_utf8(out) || clean_text(out) != out) {
      std::abort();
    }
  }
  (void)decode_entities(text);
  return 0;
}
