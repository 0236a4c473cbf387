// What pages and API say of headings alike: what a text finds, and one heading with its place in
// the tree and its counts. Pure but for vocabulary and counts; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/vocabulary.h"
#include "server/services.h"

namespace evidence::server {

struct HeadingRow {
  FoundHeading heading;
  std::optional<std::uint64_t> works;  // nullopt: nobody counts
};

struct HeadingMatches {
  std::vector<HeadingRow> found;      // is or was called so
  std::vector<HeadingRow> beginning;  // begins so, without those found
  std::vector<HeadingRow> likely;     // may be meant; only where nothing is found
};

struct HeadingView {
  VocabularyHeading heading;
  std::vector<FoundHeading> broader;
  std::vector<HeadingRow> narrower;  // the first kMaxNarrowerShown
  std::size_t narrower_count = 0;    // directly narrower
  std::size_t exploded = 0;          // headings with all that are narrower, itself included
  std::vector<FoundHeading> qualifiers;
  std::vector<FoundHeading> see_related;
  std::vector<FoundHeading> mapped_to;
  std::vector<FoundHeading> actions;  // what it does, of a substance
  std::optional<std::uint64_t> works;
  std::optional<std::uint64_t> works_with_narrower;
};
inline constexpr std::size_t kMaxNarrowerShown = 200;
inline constexpr std::size_t kMaxHeadingText = 200;  // bytes of a text to look for

// kUnavailable (no_vocabulary) where none is loaded; kInvalidArgument for a text that is too long.
Result<HeadingMatches> find_headings(std::string_view text, std::size_t limit,
                                     const Services& services);
// kNotFound (unknown_heading) for a number that the vocabulary does not have.
Result<HeadingView> view_heading(std::string_view id, const Services& services);

// In Ovid's syntax: "Asthma/", "exp \"Sensitivity and Specificity\"/".
std::string heading_query(std::string_view label, bool explode);
// "/search?q=…&syntax=ovid" for it.
std::string heading_search_href(std::string_view label, bool explode);

}  // namespace evidence::server
