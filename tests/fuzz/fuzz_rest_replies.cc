// Pages of the REST services, stored places and lists of ISSNs: whatever the bytes, an outcome and
// no crash; what is accepted has the properties that the connectors build on.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "connectors/protocol/clinicaltrials.h"
#include "connectors/protocol/crossref.h"
#include "connectors/protocol/doaj.h"
#include "connectors/protocol/europepmc.h"
#include "connectors/protocol/issn_list.h"
#include "connectors/protocol/nice.h"
#include "connectors/protocol/openalex.h"
#include "connectors/protocol/rest_cursor.h"

namespace {

void check(const evidence::Result<evidence::RestMarks>& marks) {
  if (!marks.ok()) {
    if (marks.error().message.empty() || marks.error().slug.empty()) std::abort();
    return;
  }
  if (marks->entries < 0 || marks->total.value_or(0) < 0 || marks->page_size < 0) std::abort();
  // What is sent back may stand in a URL and in a stored place.
  if (!marks->next.empty() && !evidence::is_rest_token(marks->next)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  constexpr std::size_t kMost = 1U << 20U;
  check(evidence::read_europepmc_page(bytes, kMost));
  check(evidence::read_crossref_page(bytes, kMost));
  check(evidence::read_doaj_page(bytes, kMost));
  check(evidence::read_openalex_page(bytes, kMost));
  check(evidence::read_clinicaltrials_page(bytes, kMost));
  check(evidence::read_nice_page(bytes, kMost));

  if (const auto cursor = evidence::parse_rest_cursor(bytes); cursor.ok()) {
    const auto again = evidence::parse_rest_cursor(evidence::to_text(*cursor));
    if (!again.ok() || !(*again == *cursor)) std::abort();
  }
  evidence::HttpResponse response;
  response.headers["date"] = bytes;
  response.headers["x-rate-limit-limit"] = bytes;
  response.headers["x-rate-limit-interval"] = "1s";
  static_cast<void>(evidence::date_of(response));
  if (const auto rate = evidence::crossref_rate(response); rate && !(*rate > 0)) std::abort();

  evidence::IssnList list;
  evidence::add_issns(list, bytes, "list");
  for (const auto& issn : list.issns) {
    if (issn.size() != 9) std::abort();
  }
  return 0;
}
