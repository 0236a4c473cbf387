#include "connectors/format/newline_source.h"

namespace evidence {

Result<std::size_t> NewlineSource::read(std::span<char> buffer) {
  for (;;) {
    EVIDENCE_ASSIGN(const std::size_t count, source_.read(buffer));
    if (count == 0) return count;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const char c = buffer[i];
      const bool doubled = c == '\n' && after_return_;
      after_return_ = c == '\r';
      if (!doubled) buffer[kept++] = after_return_ ? '\n' : c;
    }
    if (kept > 0) return kept;  // 0 would mean the end
  }
}

}  // namespace evidence
