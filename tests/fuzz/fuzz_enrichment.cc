// Replies of Unpaywall, LibKey and GetFTR, cached answers, DOIs in addresses: whatever the bytes,
// an outcome within bounds, and no address that may not be followed.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "access/getftr.h"
#include "access/libkey.h"
#include "access/link_check.h"
#include "access/unpaywall.h"
#include "base/url.h"

namespace {

void check_copies(const std::vector<evidence::FoundCopy>& copies) {
  if (copies.size() > evidence::kEnrichmentLimits.copies) std::abort();
  for (const evidence::FoundCopy& copy : copies) {
    const auto url = evidence::parse_web_url(copy.url);
    if (!url.ok() || url->text != copy.url) std::abort();
  }
}

void check(const evidence::Result<evidence::EnrichmentAnswer>& answer) {
  if (!answer.ok()) {
    if (answer.error().message.empty()) std::abort();
    return;
  }
  check_copies(answer->open);
  check_copies(answer->licensed);
  if (answer->notes.size() > evidence::kEnrichmentLimits.notes) std::abort();
  const auto again = evidence::answer_from_json(evidence::answer_to_json(*answer));
  if (!again.ok() || !(*again == *answer)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check(evidence::parse_unpaywall(bytes));
  check(evidence::parse_libkey(bytes));
  check(evidence::parse_getftr(bytes, "10.1/a"));
  check(evidence::answer_from_json(bytes));
  if (size <= 2'000) {
    const auto url = evidence::unpaywall_url({"https://api.unpaywall.org", "a@nhs.net"}, bytes);
    if (url.ok() && url->find_first_of(" \r\n#\\") != std::string::npos) std::abort();
    static_cast<void>(evidence::is_sign_in(bytes));
  }
  return 0;
}
