// What was once read of an index, kept in memory as compressed sets and columns: the works that
// have a term, that a phrase or a whole line found, the day of each work. Everything belongs to one
// snapshot; a newer one starts anew. Private to search/. Thread-safe; what is given out is shared
// and never changes.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/id_set.h"
#include "model/field.h"
#include "search/reader_state.h"
#include "search/search_request.h"
#include "search/value_column.h"

namespace evidence {

using SharedSet = std::shared_ptr<const IdSet>;
using DayColumn = std::vector<std::uint32_t>;  // by document number: yyyymmdd or yyyy; 0: none
using WorkIdColumn = std::vector<WorkId>;      // by document number; "": no such document

// How much is kept in memory of one snapshot.
struct SetLimits {
  std::size_t set_bytes = 256U << 20U;
  std::size_t column_bytes = 1U << 30U;  // of all columns of facets together
};

class SnapshotSets {
 public:
  explicit SnapshotSets(const SetLimits& limits) : limits_(limits) {}

  // nullptr where it is not kept.
  SharedSet find(const std::string& key);
  // Keeps it, and lets go of what was longest unused where there is too much.
  SharedSet keep(const std::string& key, IdSet set);

  // Read once; the database must be of this snapshot. Of Slot::kYear and Slot::kEvidenceLevel the
  // numbers that these hold.
  std::shared_ptr<const DayColumn> days(const Xapian::Database& database, Slot slot);
  std::shared_ptr<const WorkIdColumn> work_ids(const Xapian::Database& database);
  // The works that have a record of each source.
  std::shared_ptr<const std::map<std::string, SharedSet>> sources(const Xapian::Database& database);

  // The values of a facet (the study type of each work, say). column() reads it, once, while other
  // readers wait; ready_column() gives what is there already. nullptr where it would be too large,
  // or is not there.
  std::shared_ptr<const ValueColumn> column(const Xapian::Database& database,
                                            const FacetField& facet);
  std::shared_ptr<const ValueColumn> ready_column(const FacetField& facet) const;
  // Is nothing left to do for this facet: read, or found to be too large?
  [[nodiscard]] bool column_settled(const FacetField& facet) const;

  [[nodiscard]] std::size_t memory() const;         // of sets
  [[nodiscard]] std::size_t column_memory() const;  // of columns of facets

 private:
  struct Kept {
    std::string key;
    SharedSet set;
    std::size_t bytes;
  };
  const SetLimits limits_;
  mutable std::mutex mutex_;  // guards the sets, and what is known of the columns of facets
  std::list<Kept> kept_;      // most recently used first
  std::unordered_map<std::string_view, std::list<Kept>::iterator> by_key_;
  std::size_t bytes_ = 0;
  std::map<Field, std::shared_ptr<const ValueColumn>> columns_;  // nullptr: too large
  std::size_t column_bytes_ = 0;
  std::mutex reading_mutex_;  // held while a column of a facet is read
  std::mutex columns_mutex_;  // guards the rest; held while a column is read
  std::map<Slot, std::shared_ptr<const DayColumn>> days_;
  std::shared_ptr<const WorkIdColumn> work_ids_;
  std::shared_ptr<const std::map<std::string, SharedSet>> sources_;
};

class SetCache {
 public:
  explicit SetCache(const SetLimits& limits) : limits_(limits) {}
  // The sets of what this reader sees; those of another state of the index are forgotten once
  // nobody uses them.
  std::shared_ptr<SnapshotSets> of(const IndexReader::State& state);

 private:
  const SetLimits limits_;
  std::mutex mutex_;  // guards the rest
  std::string version_;
  std::shared_ptr<SnapshotSets> sets_;
};

// The documents that have the term, read from its posting list.
IdSet read_postings(const Xapian::Database& database, const std::string& term);
// The same, kept among the sets.
SharedSet works_with(const std::string& term, const Xapian::Database& database, SnapshotSets& sets);

}  // namespace evidence
