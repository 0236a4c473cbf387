// Parts of a PubMed result small enough to be served, and the cursor that says how far a harvest
// over them has come. Used by the E-utilities connector. Plain values; failures are
// kInvalidArgument for cursors and dates that are not understood.
//
// PubMed serves only the first 9,999 records of a result, history or not, and cuts a page that
// crosses the line without a word. Larger results are halved by date down to a day, then by PMID.
// A harvest without a beginning is sliced by edat (the day a record entered PubMed: it never
// changes, so slices stay put while records are revised); with one it is a window of revisions,
// mdat.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace evidence {

inline constexpr std::int64_t kEutilsMostServed = 9'999;
inline constexpr std::int64_t kHighestPmid = 999'999'999;

struct EutilsSlice {
  std::chrono::sys_days first{}, last{};  // both inclusive; only where `dated`
  bool dated = false;
  std::int64_t lowest_pmid = 0, highest_pmid = 0;  // 0: no PMID range
  bool operator==(const EutilsSlice&) const = default;
};

struct EutilsCursor {
  std::string query_hash;            // of query and window: a cursor belongs to one harvest
  std::string date_type;             // "edat" or "mdat"
  std::vector<EutilsSlice> pending;  // still to search; the last is next
  // The slice being fetched; only while web_env is not empty.
  EutilsSlice slice;
  std::string web_env, query_key;
  std::int64_t count = 0, start = 0;
  int searched_again = 0;     // how often this slice's history was lost
  std::int64_t total = -1;    // of the whole harvest at its first search; -1 not known yet
  std::int64_t promised = 0;  // sum of the counts of the slices begun so far
  bool operator==(const EutilsCursor&) const = default;
};

// "2024-03-15" (a time of day may follow), "2024-03", "2024"; `end` gives the period's last day.
Result<std::chrono::sys_days> parse_window_day(std::string_view text, bool end);
std::string eutils_date(std::chrono::sys_days day);  // "2024/03/15"

// The slice in two halves, earlier first; nullopt where it cannot be halved any further. A slice
// without dates gets those of all PubMed up to `today` first, then they are halved.
std::optional<std::pair<EutilsSlice, EutilsSlice>> halves(const EutilsSlice& slice,
                                                          std::chrono::sys_days today);

std::string to_text(const EutilsCursor& cursor);
Result<EutilsCursor> parse_eutils_cursor(std::string_view text);

}  // namespace evidence
