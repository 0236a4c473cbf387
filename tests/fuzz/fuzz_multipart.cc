// Forms with files as browsers and others send them: the first line is the content type's value.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "server/multipart.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evidence;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t end = text.find('\n');
  const std::string boundary = server::multipart_boundary(text.substr(0, end));
  if (boundary.size() > 70) std::abort();
  if (end == std::string_view::npos) return 0;
  const auto parts = server::parse_multipart(text.substr(end + 1), boundary);
  if (!parts.ok()) return 0;
  if (parts->size() > server::kMaxFormParts) std::abort();
  for (const server::FormPart& part : *parts) {
    if (part.name.empty() || !is_valid_utf8(part.name) || !is_valid_utf8(part.file_name)) {
      std::abort();
    }
    if (part.file_name.find('/') != std::string::npos) std::abort();
  }
  return 0;
}
