// Any bytes as canonical and as loose JSON: no crash, and what is accepted is written back the
// same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "model/record_json.h"
#include "model/work.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evidence;
  const std::string text(data, data + size);
  if (const auto record = record_from_json(text); record.ok()) {
    const auto again = record_from_json(record_to_json(*record));
    if (!again.ok() || !(*again == *record)) std::abort();
  }
  if (const auto work = work_from_json(text); work.ok()) {
    const auto again = work_from_json(work_to_json(*work));
    if (!again.ok() || !(*again == *work)) std::abort();
  }
  const auto value = parse_json(text);
  if (!value.ok() || !value->is_object()) return 0;
  std::vector<std::string> unknown;
  std::vector<DroppedValue> dropped;
  if (const auto loose = record_from_loose_json(value->get_object(), unknown, &dropped);
      loose.ok()) {
    const auto again = record_from_json(record_to_json(*loose));
    if (!again.ok() || !(*again == *loose)) std::abort();
  }
  return 0;
}
