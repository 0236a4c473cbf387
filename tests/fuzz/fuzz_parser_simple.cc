// The search box's parser on any bytes: it never crashes, its tree keeps the limits, its spans lie
// in the text and its messages are valid UTF-8.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "query/describe.h"
#include "query/parser_simple.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void check(const evidence::query::ParsedQuery& parsed, std::string_view text) {
  const evidence::query::Limits limits;
  require(evidence::query::depth(parsed.tree) <= limits.max_depth);
  require(evidence::query::leaf_count(parsed.tree) <= limits.max_leaves);
  require(evidence::is_valid_utf8(evidence::query::to_text(parsed.widened)));
  require(evidence::is_valid_utf8(evidence::query::describe(parsed.tree)));
  for (const auto* messages : {&parsed.interpretation, &parsed.warnings}) {
    for (const evidence::query::Message& message : *messages) {
      require(message.span.begin <= message.span.end && message.span.end <= text.size());
      require(evidence::is_valid_utf8(message.text));
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto parsed = evidence::query::parse_simple(text); parsed.ok()) check(*parsed, text);
  if (const auto parsed = evidence::query::parse_topic(text); parsed.ok()) check(*parsed, text);
  return 0;
}
