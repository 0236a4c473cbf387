// The parsers of Ovid's and EBSCOhost's lines on any bytes: they never crash, the trees keep the
// limits, spans lie in the text, messages are valid UTF-8, an error makes the line unusable, and
// what the writers make of a tree is valid text that is read again.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "query/parse.h"
#include "query/write.h"

namespace {

using namespace evidence;
using namespace evidence::query;

void require(bool condition) {
  if (!condition) std::abort();
}

void check(Syntax syntax, std::string_view text) {
  ParseOptions options;
  options.today = {2026, 11, 29};
  const ParsedLine line = parse_line(syntax, text, options);
  bool error = false;
  for (const Message& message : line.messages) {
    error = error || message.severity == Severity::kError;
    require(message.span.begin <= message.span.end && message.span.end <= text.size());
    require(is_valid_utf8(message.text) && is_valid_utf8(message.fix));
  }
  require(line.usable == !error);
  require(depth(line.tree) <= options.limits.max_depth);
  require(leaf_count(line.tree) <= options.limits.max_leaves);
  require(is_valid_utf8(to_text(line.tree)));
  if (!line.usable) return;
  const Written written = write(syntax, line.tree);
  require(is_valid_utf8(written.text));
  static_cast<void>(parse_line(syntax, written.text, options));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(Syntax::kOvid, text);
  check(Syntax::kEbsco, text);
  return 0;
}
