// Pasted strategies of any bytes, recognised and in every chosen syntax: never a crash, every line
// of the text kept in its place, numbers unique, errors make their line unusable only; the linter
// bears what comes out.
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string_view>

#include "base/text.h"
#include "query/lint.h"
#include "query/strategy_text.h"

namespace {

using namespace evidence;
using namespace evidence::query;

void require(bool condition) {
  if (!condition) std::abort();
}

void check(std::string_view text, std::optional<Syntax> syntax) {
  ParseOptions options;
  options.today = {2026, 11, 29};
  const auto strategy = parse_strategy(text, syntax, options);
  if (!strategy.ok()) return;
  std::set<unsigned> numbers;
  for (const StrategyLine& line : strategy->lines) {
    require(line.text_line >= 1 && line.column >= 1);
    if (line.kind != LineKind::kSearch) {
      require(line.number == 0);
      continue;
    }
    require(line.number > 0 && numbers.insert(line.number).second);
    bool error = false;
    for (const Message& message : line.parsed.messages) {
      error = error || message.severity == Severity::kError;
      require(message.line >= 1 && message.column >= 1);
      require(is_valid_utf8(message.text) && is_valid_utf8(message.fix));
    }
    require(line.parsed.usable == !error);
    if (!line.parsed.usable) continue;
    for (const unsigned number : references_of(line.parsed.tree)) require(number != line.number);
  }
  for (const Message& message : lint(*strategy)) require(is_valid_utf8(message.text));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(text, std::nullopt);
  check(text, Syntax::kOvid);
  check(text, Syntax::kPubmed);
  check(text, Syntax::kEbsco);
  return 0;
}
