// Any bytes as a title list: every row is kept, refused or there already, what is kept is clean,
// and its coverage can be asked.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "access/holdings_difference.h"
#include "base/text.h"
#include "base/url.h"
#include "connectors/format/holdings_reader.h"

namespace {

void need(bool good) {
  if (!good) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evidence;
  const auto source = memory_source(std::string(reinterpret_cast<const char*>(data), size));
  const auto file = read_holdings(*source, {});
  if (!file.ok()) {
    need(!file.error().message.empty());
    return 0;
  }
  need(file->rows == file->holdings.size() + file->refused + file->duplicates);
  for (const Holding& holding : file->holdings) {
    need(!holding.title.empty());
    need(holding.url.empty() || parse_web_url(holding.url).ok());
    for (const HoldingColumn& column : holding_columns()) {
      need(is_valid_utf8(column.value(holding)));
    }
    const CoverageAnswer answer = coverage_of(
        holding, PartialDate{2004, 5, 0}, std::chrono::sys_days(std::chrono::year(2026) / 11 / 30));
    need(!answer.note.empty());
    need(holding.embargo.unparsed.empty() || answer.answer != Covered::kYes);
  }
  return 0;
}
