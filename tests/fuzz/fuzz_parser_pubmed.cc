// Any bytes as a line in PubMed's syntax.
#include "tests/fuzz/line_target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  evidence::query::check_line(text, evidence::query::parse_pubmed, evidence::query::write_pubmed);
  return 0;
}
