// Any bytes through the oai_dc reader, and as the values whose form Dublin Core leaves open.
#include "connectors/format/dc_values.h"
#include "tests/fuzz/format_target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static_cast<void>(evidence::dc_date(text));
  static_cast<void>(evidence::dc_type(text));
  static_cast<void>(evidence::dc_rights(text));
  static_cast<void>(evidence::is_corporate_name(text));
  static_cast<void>(evidence::is_status_note(text));
  const auto citation = evidence::dc_citation(text, text.substr(0, size / 3));
  if (citation && citation->volume.empty() && citation->pages.empty()) std::abort();
  return evidence::test::run_format("oai_dc", data, size);
}
