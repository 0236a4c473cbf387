// A tree in the words of one syntax. What the syntax cannot say is written as the nearest that it
// can, and listed: nothing is lost silently. parse(write(tree)) gives the same tree (to_text) where
// no loss is listed and the tree came from the same syntax. Pure functions, thread-safe.
#pragma once

#include <string>
#include <vector>

#include "query/parsed_query.h"

namespace evidence::query {

struct Written {
  std::string text;
  std::vector<Message> losses;  // code "lossy_…", what was meant and what is written instead
};

Written write_pubmed(const Node& tree);
Written write_ovid(const Node& tree);
Written write_ebsco(const Node& tree);
Written write_cql(const Node& tree);
Written write_simple(const Node& tree);

Written write(Syntax syntax, const Node& tree);

}  // namespace evidence::query
