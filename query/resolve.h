// Headings and subheadings of a tree looked up in the vocabulary: what they stand for in the index,
// with a message for each that is unknown, replaced or mapped. `X/` and `exp X/` also look in
// publication types and check tags. Pure but for the vocabulary; thread-safe. Codes of messages:
// heading_unknown, heading_not_exploded, heading_cut, subheading_unknown (warnings);
// heading_mapped, heading_replaced, substance (notes).
#pragma once

#include "model/vocabulary.h"
#include "query/parsed_query.h"

namespace evidence::query {

// Fills in what is resolved in every Heading and Subheading below `tree`. `known`: whether the
// index holds a heading with this folded label; asked where the vocabulary does not know it. An
// unknown heading is a warning with suggestions ("heading_unknown"), never a silent 0.
struct KnownHeading {
  virtual ~KnownHeading() = default;
  [[nodiscard]] virtual bool holds(std::string_view folded_label) const = 0;
};
// In PubMed's syntax an exploded heading explodes its subheading too ("neoplasms/therapy[mh]"); in
// the others it does not.
void resolve_headings(Node& tree, const Vocabulary& vocabulary, const KnownHeading* known,
                      std::vector<Message>& messages, Syntax syntax = Syntax::kOvid);

}  // namespace evidence::query
