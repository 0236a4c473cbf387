#include "tests/support/source_dir.h"

namespace evidence::test {

std::filesystem::path source_dir() { return EVIDENCE_SOURCE_DIR; }

}  // namespace evidence::test
