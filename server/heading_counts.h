// How many works carry a heading, for the browser of headings. app/ implements it over the index.
// Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace evidence::server {

class HeadingCounts {
 public:
  virtual ~HeadingCounts() = default;
  // Works that carry at least one of the headings, whatever the subheading, each counted once.
  // Labels are folded (base/text.h); at most kMaxNarrower of them. nullopt where they cannot be
  // counted now: the page then says nothing, rather than 0.
  virtual std::optional<std::uint64_t> works(const std::vector<std::string>& folded_labels) = 0;
};

}  // namespace evidence::server
