#include "query/line_finish.h"

#include "base/text.h"
#include "query/parser_messages.h"
#include "query/write.h"

namespace evidence::query {
namespace {

// A tree longer than this is not written out as a fix: nobody would read it.
constexpr std::size_t kMaxFixLeaves = 40;
constexpr std::size_t kMaxFixBytes = 600;

}  // namespace

LineReading::LineReading(std::string_view typed, const ParseOptions& options)
    : typed_(typed), options_(options) {
  if (typed.size() > options.limits.max_bytes) {
    fits_ = false;
    plain_.origin.push_back(0);
    notes_.fail("line_too_long",
                "The line is " + with_thousands(typed.size()) + " bytes long; at most " +
                    with_thousands(options.limits.max_bytes) + " are read.",
                {0, 0}, "Split it into several lines and join them by number.");
    return;
  }
  plain_ = plain_signs(typed);
  if (plain_.curly_quotes) {
    const std::size_t at = plain_.text.find('"');
    const auto begin = static_cast<std::uint32_t>(at == std::string::npos ? 0 : at);
    notes_.info("smart_quotes", "Curly quotation marks were read as straight ones.",
                {begin, begin + 1}, "Type \" instead.");
  }
}

ParsedLine LineReading::finish() {
  ParsedLine line;
  line.messages = notes_.take(plain_);
  place_messages(typed_, line.messages);
  return line;
}

namespace {

void place(Node& node, const TypedText& plain) {
  node.span = plain.typed(node.span);
  if (std::vector<Node>* children = children_of(node)) {
    for (Node& child : *children) place(child, plain);
  }
}

}  // namespace

ParsedLine LineReading::finish(Node tree, bool mixed_operators, Syntax syntax) {
  const auto end = static_cast<std::uint32_t>(plain_.text.size());
  const std::size_t leaves = leaf_count(tree);
  if (leaves > options_.limits.max_leaves) {
    notes_.fail("too_many_terms",
                "The line has more than " + with_thousands(options_.limits.max_leaves) + " terms.",
                {0, end}, "Split it into several lines and join them by number.");
  } else if (depth(tree) > options_.limits.max_depth) {
    notes_.fail("too_deep",
                "The line is nested more than " + std::to_string(options_.limits.max_depth) +
                    " levels deep.",
                {0, end}, "Split it into several lines and join them by number.");
  }
  if (mixed_operators) {
    std::string fix = "Put brackets round what belongs together.";
    if (leaves <= kMaxFixLeaves) {
      std::string written = write(syntax, tree).text;
      if (written.size() <= kMaxFixBytes) fix = std::move(written);
    }
    notes_.warn("mixed_operators",
                "Different operators stand side by side without brackets. They were applied from "
                "left to right, proximity first; another database may read them in another order.",
                {0, end}, std::move(fix));
  }
  ParsedLine line;
  line.usable = !notes_.failed();
  line.messages = notes_.take(plain_);
  place_messages(typed_, line.messages);
  if (line.usable) {
    place(tree, plain_);
    line.tree = std::move(tree);
  }
  return line;
}

}  // namespace evidence::query
