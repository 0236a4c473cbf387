// JSON: what is taken can be written and read back. Values are not compared: Boost.JSON 1.81 reads
// doubles to within a unit in the last place only.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/json.h"
#include "base/text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evidence;
  const auto value = parse_json({reinterpret_cast<const char*>(data), size}, 1U << 20U);
  if (!value) {
    return 0;
  }
  const std::string written = json::serialize(*value);
  const auto again = parse_json(written, 16U << 20U);
  if (!is_valid_utf8(written) || !again || again->kind() != value->kind()) {
    std::abort();
  }
  if (const json::object* object = value->if_object()) {
    (void)string_member(*object, "a");
  }
  return 0;
}
