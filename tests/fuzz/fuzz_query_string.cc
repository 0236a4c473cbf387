// Request targets, query strings, cookies and header blocks: whatever the bytes, no crash; what is
// accepted is valid UTF-8, harmless as a path and the same after writing and reading it again.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "server/http_guard.h"
#include "server/request_parsing.h"

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
    for (const auto& [name, value] : *query) require(is_valid_utf8(name) && is_valid_utf8(value));
    const auto again = parse_query(format_query(*query));
    require(again.ok() && *again == *query);
  }
  if (const auto target = parse_target(text); target.ok()) {
    require(target->path.starts_with('/') && is_valid_utf8(target->path));
    require(target->path != "/.." && target->path.find("/../") == std::string::npos);
    require(target->path.find('\\') == std::string::npos);
    require(target->path.find('\0') == std::string::npos);
  }
  for (const auto& [name, value] : parse_cookies(text)) {
    require(!name.empty() && value.find('\n') == std::string::npos);
  }
  static_cast<void>(etag_matches(text, "\"a\""));
  static_cast<void>(accepts_gzip(text));
  std::size_t from = 0;
  const HeaderScan whole = scan_header_block(text, from);
  if (whole.state == HeaderScan::State::kComplete) {
    require(whole.length <= size &&
            text.substr(0, whole.length).find('\0') == std::string_view::npos);
  }
  return 0;
}
