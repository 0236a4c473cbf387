// Any bytes as an embargo: what was read is written and read back as the same, what was not is
// kept, and the window never depends on more than that.
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "model/embargo.h"

namespace {

void need(bool good) {
  if (!good) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evidence;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Embargo embargo = parse_embargo(text);
  need(embargo.unparsed.size() <= 200);
  need(embargo.unparsed.empty() || (!embargo.begins && !embargo.ends));
  need(parse_embargo(format_embargo(embargo)) == embargo);
  need(embargo.none() == embargo_for_people(embargo).empty());
  const std::chrono::sys_days today =
      std::chrono::sys_days(std::chrono::days(static_cast<int>(size % 40'000)));
  const OpenWindow window = open_window(embargo, today);
  need(window.from.has_value() == embargo.begins.has_value());
  need(window.to.has_value() == embargo.ends.has_value());
  need(!window.from || *window.from <= today);
  need(!window.to || *window.to <= today);
  return 0;
}
