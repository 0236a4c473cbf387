// What the writers of Ovid and EBSCO have in common: losses told once each, which parts of a tree
// share their fields, when words must be quoted. Private to query/.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "query/write.h"

namespace evidence::query {

class Losses {
 public:
  // Told once per code and text; at most a few hundred.
  void add(std::string code, std::string text, Span span);
  std::vector<Message> take() { return std::move(messages_); }

 private:
  std::vector<Message> messages_;
  std::unordered_set<std::string> seen_;
};

// The fields of a whole subtree where every leaf is words of the same fields; nullopt otherwise.
class SharedFields {
 public:
  explicit SharedFields(const Node& tree) { visit(tree); }
  [[nodiscard]] std::optional<FieldSet> of(const Node& node) const;

 private:
  std::optional<FieldSet> visit(const Node& node);
  std::unordered_map<const Node*, std::optional<FieldSet>> known_;
};

// PubMed's [pt] with its narrower types, of which no other syntax has the like.
inline constexpr const char* kNarrowerTypes = "lossy_publication_type";
std::string narrower_types_text(const Exact& type);

// Does a word of `text` read as an operator (and, or, not, adj3, near, n3, w3), or is it all
// digits?
bool reads_as_operator(std::string_view text);

}  // namespace evidence::query
