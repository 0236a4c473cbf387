#include "app/found_ids.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/text.h"

namespace evidence::app {

namespace {

constexpr int kMaxRuns = 3;  // of the whole while the index keeps changing
// What a large result is divided by, one after the other.
constexpr std::array kDividers{Field::kYear, Field::kStudyType, Field::kSource, Field::kLanguage,
                               Field::kOpenAccess};

class Collector {
 public:
  Collector(Searcher& searcher, const StopFlag& stop, std::size_t listable)
      : searcher_(searcher), stop_(stop), listable_(listable) {}

  // False where the index changed on the way.
  Result<bool> collect(SearchRequest request) {
    found_ = {};
    snapshot_.reset();
    return part(std::move(request), 0);
  }
  FoundIds take() { return std::move(found_); }

 private:
  Result<bool> part(SearchRequest request, std::size_t divider) {
    request.offset = 0;
    request.limit = kMaxLimit;
    for (;;) {
      if (stop_.stop_requested()) {
        return Error{ErrorCode::kCancelled, "interrupted", "The export was interrupted.", ""};
      }
      EVIDENCE_ASSIGN(const SearchResponse response, searcher_.search(request));
      if (!snapshot_) {
        snapshot_ = response.snapshot;
        widened_ = response.widened;
        found_.warnings = response.warnings;
      }
      if (response.snapshot != *snapshot_) return false;
      // A part without a work of its own would be widened to other words than the whole was.
      if (response.widened != widened_) return true;
      if (response.total > listable_) return divide(std::move(request), divider, response.total);
      for (const Hit& hit : response.hits) found_.ids.push_back(hit.id);
      request.offset += response.hits.size();
      if (response.hits.empty() || request.offset >= response.total) return true;
    }
  }

  Result<bool> divide(SearchRequest request, std::size_t divider, std::uint64_t total) {
    if (divider == kDividers.size()) {
      return Error{ErrorCode::kTooLarge, "result_too_large",
                   "The result is too large to be listed whole: " + with_thousands(total) +
                       " works could not be divided further.",
                   "Narrow the search, or export the whole store."};
    }
    const bool by_date =
        request.sort == Sort::kDateAscending || request.sort == Sort::kDateDescending;
    if (divider == 0 && !by_date) {
      found_.warnings.push_back({query::Severity::kWarning,
                                 "listed_by_year",
                                 "The result is too large for its order: it is listed by year.",
                                 {}});
    }
    const Field field = kDividers.at(divider);
    request.limit = 0;
    request.facets = {field};
    EVIDENCE_ASSIGN(const SearchResponse response, searcher_.search(request));
    if (response.snapshot != *snapshot_) return false;
    request.facets.clear();
    std::vector<std::string> values;
    if (!response.facets.empty()) {
      for (const FacetValue& value : response.facets.front().values) {
        if (value.count > 0 && !value.value.empty()) values.push_back(value.value);
      }
    }
    // Years follow each other as dates do; any order is as good for the others.
    std::sort(values.begin(), values.end());
    if (request.sort != Sort::kDateAscending) std::reverse(values.begin(), values.end());
    // A work may have several values: each part leaves out what those before it had.
    std::vector<std::string> earlier;
    for (const std::string& value : values) {
      SearchRequest one = request;
      one.filters.push_back({field, {value}, false});
      if (!earlier.empty()) one.filters.push_back({field, earlier, true});
      EVIDENCE_ASSIGN(const bool same, part(std::move(one), divider + 1));
      if (!same) return false;
      earlier.push_back(value);
    }
    if (!earlier.empty()) request.filters.push_back({field, std::move(earlier), true});
    return part(std::move(request), divider + 1);
  }

  Searcher& searcher_;
  const StopFlag& stop_;
  std::size_t listable_;
  FoundIds found_;
  std::optional<Snapshot> snapshot_;
  bool widened_ = false;
};

}  // namespace

Result<FoundIds> find_all_ids(Searcher& searcher, const SearchRequest& request,
                              const StopFlag& stop, std::size_t listable) {
  Collector collector(searcher, stop, std::min(listable, kMaxOffset));
  SearchRequest plain = request;
  plain.facets.clear();
  plain.snippets = plain.explain = plain.members = false;
  for (int run = 0; run < kMaxRuns; ++run) {
    EVIDENCE_ASSIGN(const bool whole, collector.collect(plain));
    if (whole) return collector.take();
  }
  return Error{ErrorCode::kBusy, "index_busy",
               "The index changed again and again while the result was listed.",
               "Try again when `evidence index` has ended."};
}

}  // namespace evidence::app
