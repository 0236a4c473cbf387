// Files of strategies that anybody may send: JSON of the exchange format, CSV of lines, ids of a
// test set.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "curation/exchange.h"
#include "curation/test_set.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evidence;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto settings = curation::import_json(text); settings.ok()) {
    // What was accepted stays as it is.
    const auto again = curation::checked_settings(*settings);
    if (!again.ok() || !(*again == *settings)) std::abort();
    if (!is_valid_utf8(settings->name) || !is_valid_utf8(settings->text)) std::abort();
  }
  if (const auto value = parse_json(text); value.ok() && value->is_object()) {
    if (const auto run = curation::run_from_json(value->get_object()); run.ok()) {
      const auto back = curation::run_from_json(curation::run_to_json(*run));
      if (!back.ok() || back->lines.size() != run->lines.size()) std::abort();
    }
  }
  if (const auto lines = curation::import_csv(text); lines.ok() && lines->size() > size + 100'000) {
    std::abort();
  }
  if (const auto set = curation::parse_test_set(text); set.ok()) {
    if (set->ids.empty() || set->ids.size() > curation::kMaxTestIds) std::abort();
  }
  return 0;
}
