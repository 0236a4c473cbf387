#include "store/change_queries.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <compare>
#include <limits>

#include "store/record_queries.h"
#include "store/rows.h"

namespace evidence {

namespace {

constexpr std::size_t kMostRecords = 10'000;
constexpr std::size_t kMostBytes = 8U << 20U;  // of the bodies of a page

// Ordered as the index is.
struct Place {
  std::int64_t changed = 0;
  std::int64_t record = 0;
  auto operator<=>(const Place&) const = default;
};

struct Bounds {
  Place after;  // the first place is behind it
  std::int64_t last = std::numeric_limits<std::int64_t>::max();
};

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, failed] = std::from_chars(text.data(), end, number);
  if (text.empty() || failed != std::errc() || stopped != end || number < 0) return std::nullopt;
  return number;
}

std::string to_text(const Place& place) {
  return std::to_string(place.changed) + "." + std::to_string(place.record);
}

Result<Place> parse_place(std::string_view text) {
  const std::size_t dot = text.find('.');
  const auto changed = whole_number(text.substr(0, dot));
  const auto record =
      dot == std::string_view::npos ? std::nullopt : whole_number(text.substr(dot + 1));
  if (changed && record) return Place{*changed, *record};
  return Error{ErrorCode::kInvalidArgument, "bad_place",
               quoted_for_message(text) + " is no place in a list of changed records.",
               "Begin the list again."};
}

Result<std::int64_t> seconds_of(const std::string& timestamp) {
  if (const auto when = parse_timestamp(timestamp)) {
    return std::chrono::duration_cast<std::chrono::seconds>(when->time_since_epoch()).count();
  }
  return Error{ErrorCode::kInvalidArgument, "bad_window",
               quoted_for_message(timestamp) + " is no time such as 2026-11-22T00:00:00Z.", ""};
}

Result<Bounds> bounds_of(const ChangeWindow& window) {
  Bounds bounds;
  // Records are numbered from 1.
  if (!window.from.empty()) {
    EVIDENCE_ASSIGN(bounds.after.changed, seconds_of(window.from));
  }
  if (!window.until.empty()) {
    EVIDENCE_ASSIGN(bounds.last, seconds_of(window.until));
  }
  return bounds;
}

Result<std::vector<std::int64_t>> numbers_of(Database& database,
                                             const std::vector<std::string>& sources) {
  std::vector<std::int64_t> numbers;
  if (sources.empty()) {
    EVIDENCE_ASSIGN(Statement all, database.prepare("SELECT id FROM source"));
    while (true) {
      EVIDENCE_ASSIGN(const bool row, all.step());
      if (!row) return numbers;
      numbers.push_back(all.number(0));
    }
  }
  for (const std::string& source : sources) {
    EVIDENCE_ASSIGN(const auto number, find_source(database, source));
    if (number) numbers.push_back(*number);
  }
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

// The first `limit` places of all the sources together. The index has each source's in order.
Result<std::vector<Place>> find_places(Database& database, const std::vector<std::int64_t>& sources,
                                       const Bounds& bounds, std::size_t limit) {
  EVIDENCE_ASSIGN(Statement find,
                  database.prepare("SELECT last_changed, id FROM record WHERE source = ?1 "
                                   "AND (last_changed, id) > (?2, ?3) AND last_changed <= ?4 "
                                   "ORDER BY last_changed, id LIMIT ?5"));
  std::vector<Place> places;
  for (const std::int64_t source : sources) {
    find.bind(1, source).bind(2, bounds.after.changed).bind(3, bounds.after.record);
    find.bind(4, bounds.last).bind(5, static_cast<std::int64_t>(limit));
    while (true) {
      EVIDENCE_ASSIGN(const bool row, find.step());
      if (!row) break;
      places.push_back({find.number(0), find.number(1)});
    }
    find.reset();
  }
  std::sort(places.begin(), places.end());
  if (places.size() > limit) places.resize(limit);
  return places;
}

}  // namespace

Result<ChangedRecords> read_changed_records(Database& database, const ChangeWindow& window,
                                            const std::string& after, std::size_t limit) {
  limit = std::clamp<std::size_t>(limit, 1, kMostRecords);
  EVIDENCE_ASSIGN(Bounds bounds, bounds_of(window));
  if (!after.empty()) {
    EVIDENCE_ASSIGN(const Place place, parse_place(after));
    bounds.after = std::max(bounds.after, place);
  }
  EVIDENCE_ASSIGN(Transaction snapshot, Transaction::begin_read(database));
  EVIDENCE_ASSIGN(const auto sources, numbers_of(database, window.sources));
  // One more than wanted tells whether there are more.
  EVIDENCE_ASSIGN(const auto places, find_places(database, sources, bounds, limit + 1));
  EVIDENCE_ASSIGN(
      Statement read,
      database.prepare("SELECT r.deleted, r.content_hash, r.first_seen, r.last_changed, b.body, "
                       "w.id, s.name, r.key FROM record r JOIN source s ON s.id = r.source "
                       "LEFT JOIN record_body b ON b.record = r.id "
                       "LEFT JOIN work_member m ON m.record = r.id "
                       "LEFT JOIN work w ON w.number = m.work WHERE r.id = ?1"));
  ChangedRecords page;
  std::size_t bytes = 0;
  for (const Place& place : places) {
    if (page.records.size() == limit || bytes > kMostBytes) {
      page.next = to_text(places[page.records.size() - 1]);
      break;
    }
    EVIDENCE_ASSIGN(const bool found, read.bind(1, place.record).step());
    if (!found) {
      return Error{ErrorCode::kCorrupt, "record_missing",
                   "A record of " + database.path().string() + " stands in an index only.",
                   "Run `evidence check store`; restore the store from a backup."};
    }
    bytes += read.text(4).size();
    EVIDENCE_ASSIGN(StoredRecord stored, stored_record(database, read));
    page.records.push_back(std::move(stored));
    read.reset();
  }
  return page;
}

Result<std::int64_t> count_changed_records(Database& database, const ChangeWindow& window,
                                           std::int64_t at_most) {
  EVIDENCE_ASSIGN(const Bounds bounds, bounds_of(window));
  EVIDENCE_ASSIGN(Transaction snapshot, Transaction::begin_read(database));
  EVIDENCE_ASSIGN(const auto sources, numbers_of(database, window.sources));
  EVIDENCE_ASSIGN(Statement count,
                  database.prepare("SELECT count(*) FROM (SELECT 1 FROM record WHERE source = ?1 "
                                   "AND last_changed >= ?2 AND last_changed <= ?3 LIMIT ?4)"));
  std::int64_t all = 0;
  for (const std::int64_t source : sources) {
    if (all >= at_most) break;
    count.bind(1, source).bind(2, bounds.after.changed).bind(3, bounds.last);
    EVIDENCE_ASSIGN(const bool row, count.bind(4, at_most - all).step());
    if (row) all += count.number(0);
    count.reset();
  }
  return all;
}

Result<std::optional<std::string>> read_first_change(Database& database,
                                                     const std::vector<std::string>& sources) {
  EVIDENCE_ASSIGN(Transaction snapshot, Transaction::begin_read(database));
  EVIDENCE_ASSIGN(const auto numbers, numbers_of(database, sources));
  EVIDENCE_ASSIGN(Statement find,
                  database.prepare("SELECT min(last_changed) FROM record WHERE source = ?1"));
  std::optional<std::int64_t> first;
  for (const std::int64_t source : numbers) {
    EVIDENCE_ASSIGN(const bool row, find.bind(1, source).step());
    if (row && !find.is_null(0)) first = std::min(first.value_or(find.number(0)), find.number(0));
    find.reset();
  }
  if (!first) return std::optional<std::string>();
  return std::optional<std::string>(timestamp_of_seconds(*first));
}

}  // namespace evidence
