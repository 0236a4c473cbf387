#include "search/set_cache.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace evidence {
namespace {

// The numbers go to the set in stretches: one by one would cost ten times as much.
class SetFiller {
 public:
  void add(Xapian::docid document) {
    numbers_.push_back(document);
    if (numbers_.size() == kStretch) flush();
  }
  IdSet finish() {
    flush();
    set_.shrink();
    return std::move(set_);
  }

 private:
  static constexpr std::size_t kStretch = 1U << 16U;
  void flush() {
    if (set_.empty()) {
      set_ = IdSet::of(numbers_);
    } else if (!numbers_.empty()) {
      set_ |= IdSet::of(numbers_);
    }
    numbers_.clear();
  }
  std::vector<std::uint32_t> numbers_;
  IdSet set_;
};

std::uint32_t number_in(const std::string& digits) {
  std::uint32_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

}  // namespace

IdSet read_postings(const Xapian::Database& database, const std::string& term) {
  SetFiller filler;
  for (auto at = database.postlist_begin(term); at != database.postlist_end(term); ++at) {
    filler.add(*at);
  }
  return filler.finish();
}

SharedSet works_with(const std::string& term, const Xapian::Database& database,
                     SnapshotSets& sets) {
  const std::string key = "t" + term;
  if (SharedSet known = sets.find(key)) return known;
  return sets.keep(key, read_postings(database, term));
}

SharedSet SnapshotSets::find(const std::string& key) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto at = by_key_.find(key);
  if (at == by_key_.end()) return nullptr;
  kept_.splice(kept_.begin(), kept_, at->second);
  return at->second->set;
}

SharedSet SnapshotSets::keep(const std::string& key, IdSet set) {
  auto shared = std::make_shared<const IdSet>(std::move(set));
  const std::size_t bytes = shared->memory() + 2 * key.size() + sizeof(Kept);
  if (bytes > limits_.set_bytes) return shared;
  const std::lock_guard<std::mutex> lock(mutex_);
  if (by_key_.count(key) > 0) return shared;  // another thread was first
  kept_.push_front({key, shared, bytes});
  by_key_.emplace(kept_.front().key, kept_.begin());
  bytes_ += bytes;
  while (bytes_ > limits_.set_bytes) {
    const Kept& oldest = kept_.back();
    bytes_ -= oldest.bytes;
    by_key_.erase(oldest.key);
    kept_.pop_back();
  }
  return shared;
}

std::size_t SnapshotSets::memory() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return bytes_;
}

std::shared_ptr<const DayColumn> SnapshotSets::days(const Xapian::Database& database, Slot slot) {
  const std::lock_guard<std::mutex> lock(columns_mutex_);
  std::shared_ptr<const DayColumn>& column = days_[slot];
  if (column != nullptr) return column;
  auto values = std::make_shared<DayColumn>(std::size_t{database.get_lastdocid()} + 1, 0);
  const auto number = static_cast<Xapian::valueno>(slot);
  for (auto at = database.valuestream_begin(number); at != database.valuestream_end(number); ++at) {
    if (at.get_docid() < values->size()) (*values)[at.get_docid()] = number_in(*at);
  }
  column = std::move(values);
  return column;
}

std::shared_ptr<const WorkIdColumn> SnapshotSets::work_ids(const Xapian::Database& database) {
  const std::lock_guard<std::mutex> lock(columns_mutex_);
  if (work_ids_ != nullptr) return work_ids_;
  auto ids = std::make_shared<WorkIdColumn>(std::size_t{database.get_lastdocid()} + 1);
  constexpr auto kSlot = static_cast<Xapian::valueno>(Slot::kWorkId);
  for (auto at = database.valuestream_begin(kSlot); at != database.valuestream_end(kSlot); ++at) {
    if (at.get_docid() < ids->size()) (*ids)[at.get_docid()] = *at;
  }
  work_ids_ = std::move(ids);
  return work_ids_;
}

std::shared_ptr<const std::map<std::string, SharedSet>> SnapshotSets::sources(
    const Xapian::Database& database) {
  const std::lock_guard<std::mutex> lock(columns_mutex_);
  if (sources_ != nullptr) return sources_;
  auto sources = std::make_shared<std::map<std::string, SharedSet>>();
  const std::string prefix = term_of(Field::kSource, "");
  for (auto term = database.allterms_begin(prefix); term != database.allterms_end(prefix); ++term) {
    // "XSM:…" and others that only begin alike have a capital letter or a colon here.
    const std::string name = (*term).substr(prefix.size());
    if (name.empty() || name.front() == ':' || (name.front() >= 'A' && name.front() <= 'Z')) {
      continue;
    }
    sources->emplace(name, std::make_shared<const IdSet>(read_postings(database, *term)));
  }
  sources_ = std::move(sources);
  return sources_;
}

std::shared_ptr<const ValueColumn> SnapshotSets::ready_column(const FacetField& facet) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto at = columns_.find(facet.field);
  return at == columns_.end() ? nullptr : at->second;
}

bool SnapshotSets::column_settled(const FacetField& facet) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return columns_.contains(facet.field);
}

std::size_t SnapshotSets::column_memory() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return column_bytes_;
}

std::shared_ptr<const ValueColumn> SnapshotSets::column(const Xapian::Database& database,
                                                        const FacetField& facet) {
  const std::lock_guard<std::mutex> reading(reading_mutex_);
  if (column_settled(facet)) return ready_column(facet);
  const std::size_t used = column_memory();
  std::shared_ptr<const ValueColumn> column = ValueColumn::read(
      database, facet, limits_.column_bytes - std::min(used, limits_.column_bytes));
  const std::lock_guard<std::mutex> lock(mutex_);
  columns_[facet.field] = column;
  if (column != nullptr) column_bytes_ += column->memory();
  return column;
}

std::shared_ptr<SnapshotSets> SetCache::of(const IndexReader::State& state) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (sets_ == nullptr || version_ != state.version) {
    sets_ = std::make_shared<SnapshotSets>(limits_);
    version_ = state.version;
  }
  return sets_;
}

}  // namespace evidence
