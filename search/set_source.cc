#include "search/set_source.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/text.h"

namespace evidence {
namespace {

// What all copies of one source share: the numbers that each shard's documents have there.
struct Numbers {
  std::vector<std::string> shards;                   // UUIDs, in order
  std::vector<std::vector<Xapian::docid>> of_shard;  // ascending
};

// Xapian asks each shard with a copy of its own, and tells only the shard's database.
class SetSource final : public Xapian::PostingSource {
 public:
  explicit SetSource(std::shared_ptr<const Numbers> numbers) : numbers_(std::move(numbers)) {}

  SetSource* clone() const override { return new SetSource(numbers_); }

  void init(const Xapian::Database& shard) override {
    const std::string uuid = shard.get_uuid();
    const auto at = std::find(numbers_->shards.begin(), numbers_->shards.end(), uuid);
    static const std::vector<Xapian::docid> kNone;
    documents_ = at == numbers_->shards.end()
                     ? &kNone
                     : &numbers_->of_shard[static_cast<std::size_t>(at - numbers_->shards.begin())];
    next_ = 0;
    started_ = false;
    set_maxweight(0);
  }

  Xapian::doccount get_termfreq_min() const override { return count(); }
  Xapian::doccount get_termfreq_est() const override { return count(); }
  Xapian::doccount get_termfreq_max() const override { return count(); }

  void next(double) override {
    if (started_) ++next_;
    started_ = true;
  }
  void skip_to(Xapian::docid document, double) override {
    started_ = true;
    next_ = static_cast<std::size_t>(
        std::lower_bound(documents_->begin() + static_cast<std::ptrdiff_t>(next_),
                         documents_->end(), document) -
        documents_->begin());
  }
  bool at_end() const override { return started_ && next_ >= documents_->size(); }
  Xapian::docid get_docid() const override { return (*documents_)[next_]; }
  std::string get_description() const override { return "SetSource"; }

 private:
  [[nodiscard]] Xapian::doccount count() const {
    return static_cast<Xapian::doccount>(documents_->size());
  }
  std::shared_ptr<const Numbers> numbers_;
  const std::vector<Xapian::docid>* documents_ = nullptr;
  std::size_t next_ = 0;
  bool started_ = false;
};

Result<Xapian::Query> written_out(const IndexReader::State& state, const SharedSet& set,
                                  SnapshotSets& sets) {
  if (set->size() > kMaxRemoteSet) {
    return Error{ErrorCode::kTooLarge, "too_many_to_rank",
                 "The search finds " + with_thousands(set->size()) + " works; of an index on " +
                     "several machines, searches with wildcards or proximity can show at most " +
                     with_thousands(kMaxRemoteSet) + ".",
                 "Narrow the search, or run it as a strategy, which counts any number."};
  }
  const std::shared_ptr<const WorkIdColumn> ids = sets.work_ids(state.database);
  std::vector<Xapian::Query> works;
  set->for_each([&](std::uint32_t document) {
    works.emplace_back(work_term((*ids)[document]));
    return true;
  });
  return Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT,
                       Xapian::Query(Xapian::Query::OP_OR, works.begin(), works.end()), 0);
}

}  // namespace

Result<Xapian::Query> set_query(const IndexReader::State& state, const SharedSet& set,
                                SnapshotSets& sets) {
  if (set->empty()) return Xapian::Query();
  if (state.remote) return written_out(state, set, sets);
  auto numbers = std::make_shared<Numbers>();
  const std::size_t shards = state.shards.size();
  numbers->of_shard.resize(shards);
  for (const Xapian::Database& shard : state.shards) numbers->shards.push_back(shard.get_uuid());
  // Combined databases number their documents in turns.
  set->for_each([&](std::uint32_t document) {
    const std::uint32_t at = document - 1;
    numbers->of_shard[at % shards].push_back(static_cast<Xapian::docid>(at / shards + 1));
    return true;
  });
  auto* source = new SetSource(std::move(numbers));
  return Xapian::Query(source->release());
}

}  // namespace evidence
