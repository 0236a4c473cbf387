// Published search filters ("hedges") and a library's own: found by name, put into a strategy with
// their citation. Values as read from config/filters/*.toml (app/filter_file.h); no files here.
// Not thread-safe while filters are added; reading is. docs/filters.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "query/strategy_text.h"
#include "query/translate.h"

namespace evidence::query {

struct SearchFilter {
  std::string id;       // "pubmed-therapy-broad": small letters, digits, hyphens
  std::string version;  // of a library's own: "2"; of a published one its date: "2011-12"
  std::string title;
  std::string author;  // who published or wrote it
  Syntax dialect = Syntax::kPubmed;
  std::string purpose;                // "therapy", "randomised trials", "human studies"
  std::string source;                 // where the text was taken from
  std::string date;                   // of the version, as published: "2011-12"
  std::string citation;               // what a report cites; never empty
  std::optional<double> sensitivity;  // 0 to 1, as published with the filter
  std::optional<double> specificity;
  std::optional<double> precision;
  std::string measured;  // on what, by whom
  // false: the text is second-hand and was not compared with the original; `note` says so.
  bool verified = false;
  std::string note;
  bool own = false;  // written by a librarian of this library
  // The lines as published. Line n is number n; they may refer to each other.
  std::vector<std::string> lines;
};

inline constexpr std::size_t kMaxFilterLines = 200;
inline constexpr std::size_t kMaxFilters = 2'000;

// What is wrong with it, for people; empty where nothing is. A filter whose lines do not parse
// without an error is wrong, so is one without citation, or not verified and without a note.
std::vector<std::string> faults_of(const SearchFilter& filter);

// The filter's lines as they go into a strategy.
struct FilterInsertion {
  struct Line {
    unsigned number = 0;
    std::string text;             // as published where the dialect is the strategy's
    std::vector<Message> losses;  // where it was translated
  };
  std::vector<Line> lines;
  // The strategy's last search AND the filter's last line; "" where the strategy has no search.
  std::string combination;
  unsigned combination_number = 0;
  // For the strategy's notes and its report: title, version, citation, whether verified.
  std::string comment;
};

// Numbers follow on the strategy's last. Of another dialect: translated, with every loss.
FilterInsertion insert(const SearchFilter& filter, const ParsedStrategy& strategy);

class FilterLibrary {
 public:
  // Fails with kInvalidArgument: filter_invalid, filter_exists (id and version), too_many_filters.
  Result<void> add(SearchFilter filter);

  // The newest version, or the one asked for; nullptr where there is none.
  [[nodiscard]] const SearchFilter* find(std::string_view id, std::string_view version = {}) const;
  // By id, then version; every version.
  [[nodiscard]] const std::vector<SearchFilter>& all() const { return filters_; }
  // The newest version of each.
  [[nodiscard]] std::vector<const SearchFilter*> newest() const;

 private:
  std::vector<SearchFilter> filters_;  // sorted
};

// Newer by numbers within ("2" < "10", "2008" < "2023-05"); equal texts are equal.
bool is_newer_version(std::string_view a, std::string_view b);

}  // namespace evidence::query
