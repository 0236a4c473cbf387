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
#include "search/search_request.h"

namespace evidence {

using SharedSet = std::shared_ptr<const IdSet>;
using DayColumn = std::vector<std::uint32_t>;  // by document number: yyyymmdd or yyyy; 0: none
using WorkIdColumn = std::vector<WorkId>;      // by document number; "": no such document

class SnapshotSets {
 public:
  explicit SnapshotSets(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  // nullptr where it is not kept.
  SharedSet find(const std::string& key);
  // Keeps it, and lets go of what was longest unused where there is too much.
  SharedSet keep(const std::string& key, IdSet set);

  // Read once; the database must be of this snapshot.
  std::shared_ptr<const DayColumn> days(const Xapian::Database& database, Slot slot);
  std::shared_ptr<const WorkIdColumn> work_ids(const Xapian::Database& database);
  // The works that have a record of each source.
  std::shared_ptr<const std::map<std::string, SharedSet>> sources(const Xapian::Database& database);

  [[nodiscard]] std::size_t memory() const;

 private:
  struct Kept {
    std::string key;
    SharedSet set;
    std::size_t bytes;
  };
  const std::size_t max_bytes_;
  mutable std::mutex mutex_;  // guards the sets
  std::list<Kept> kept_;      // most recently used first
  std::unordered_map<std::string_view, std::list<Kept>::iterator> by_key_;
  std::size_t bytes_ = 0;
  std::mutex columns_mutex_;  // guards the rest; held while a column is read
  std::map<Slot, std::shared_ptr<const DayColumn>> days_;
  std::shared_ptr<const WorkIdColumn> work_ids_;
  std::shared_ptr<const std::map<std::string, SharedSet>> sources_;
};

class SetCache {
 public:
  explicit SetCache(std::size_t max_bytes) : max_bytes_(max_bytes) {}
  // The sets of this snapshot; those of another are forgotten once nobody uses them.
  std::shared_ptr<SnapshotSets> of(const Snapshot& snapshot);

 private:
  const std::size_t max_bytes_;
  std::mutex mutex_;  // guards the rest
  Snapshot snapshot_;
  std::shared_ptr<SnapshotSets> sets_;
};

// The documents that have the term, read from its posting list.
IdSet read_postings(const Xapian::Database& database, const std::string& term);

}  // namespace evidence
