// The works of a heading, counted by the searcher. Thread-safe.
#pragma once

#include "search/searcher.h"
#include "server/heading_counts.h"

namespace evidence::app {

class SearcherHeadingCounts final : public server::HeadingCounts {
 public:
  explicit SearcherHeadingCounts(Searcher& searcher) : searcher_(searcher) {}
  std::optional<std::uint64_t> works(const std::vector<std::string>& folded_labels) override {
    const auto counts = searcher_.count_headings({folded_labels});
    return counts.ok() ? std::optional<std::uint64_t>(counts->front()) : std::nullopt;
  }

 private:
  Searcher& searcher_;
};

}  // namespace evidence::app
