// Any bytes through the link-list reader.
#include "tests/fuzz/format_target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return evidence::test::run_format("link-list", data, size);
}
