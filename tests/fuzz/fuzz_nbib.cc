// Any bytes through the nbib reader.
#include "tests/fuzz/format_target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return evidence::test::run_format("nbib", data, size);
}
