#include "search/result_sets.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/hash.h"
#include "search/filter_tree.h"

namespace evidence {
namespace {

using query::Node;

// What an external filter may ask of the index.
class Finder final : public WorkFinder {
 public:
  Finder(const IndexReader::State& state, SnapshotSets& sets, const SetOptions& options)
      : state_(state), sets_(sets), evaluator_(state.database, sets, options) {}

  IdSet all() override { return found(Node{query::MatchAll{}, {}}); }

  IdSet with_values(Field field, std::span<const std::string> values) override {
    query::Or any;
    for (const std::string& value : values)
      any.children.push_back({query::Exact{field, value}, {}});
    return found(Node{std::move(any), {}});
  }

  IdSet between(Slot slot, std::string from, std::string to) override {
    return found(Node{query::Range{slot, std::move(from), std::move(to)}, {}});
  }

  IdSet with_day(const IdSet& works, Slot slot,
                 const std::function<bool(std::uint32_t)>& wanted) override {
    const auto days = sets_.days(state_.database, slot);
    std::vector<std::uint32_t> found;
    works.for_each([&](std::uint32_t document) {
      const std::uint32_t day = document < days->size() ? (*days)[document] : 0;
      if (day != 0 && wanted(day)) found.push_back(document);
      return true;
    });
    return IdSet::of(found);
  }

  IdSet with_ids(std::span<const WorkId> ids) override {
    IdSet set;
    for (const WorkId& id : ids) {
      const std::string term = work_term(id);
      const auto at = state_.database.postlist_begin(term);
      if (at != state_.database.postlist_end(term)) set.add(*at);
    }
    return set;
  }

 private:
  // None of these nodes can be wrong.
  IdSet found(const Node& node) {
    Result<SharedSet> set = evaluator_.evaluate(node);
    return set.ok() ? IdSet(**set) : IdSet();
  }
  const IndexReader::State& state_;
  SnapshotSets& sets_;
  SetEvaluator evaluator_;
};

SharedSet any_of(const std::vector<SharedSet>& sets) {
  if (sets.size() == 1) return sets.front();
  std::vector<const IdSet*> parts;
  parts.reserve(sets.size());
  for (const SharedSet& set : sets) parts.push_back(set.get());
  return std::make_shared<const IdSet>(IdSet::any_of(parts));
}

}  // namespace

Result<ResultSets> ResultSets::make(const Node& tree, const SearchRequest& request,
                                    const SharedSet& passing, const IndexReader::State& state,
                                    SnapshotSets& sets, const SetOptions& options) {
  ResultSets results;
  results.request_ = &request;
  results.state_ = &state;
  results.sets_ = &sets;
  results.options_ = options;
  SetEvaluator evaluator(state.database, sets, results.options_);
  EVIDENCE_ASSIGN(results.tree_, evaluator.evaluate(tree));
  EVIDENCE_ASSIGN(results.all_, evaluator.evaluate(Node{query::MatchAll{}, {}}));
  EVIDENCE_TRY(results.add_filters(request, evaluator));
  EVIDENCE_TRY(results.add_external(request));
  if (passing != nullptr) results.parts_.push_back({std::nullopt, std::nullopt, false, passing});
  results.result_ = results.narrowed([](const Part&) { return false; });
  return results;
}

void ResultSets::widen(const std::vector<SharedSet>& sets) {
  std::vector<SharedSet> all = sets;
  all.push_back(tree_);
  tree_ = any_of(all);
  result_ = narrowed([](const Part&) { return false; });
}

Result<void> ResultSets::add_filters(const SearchRequest& request, SetEvaluator& evaluator) {
  for (const Filter& filter : request.filters) {
    Node tree;
    EVIDENCE_ASSIGN(tree, filter_tree(filter, options_.today));
    if (filter.values.empty()) continue;
    Part part{filter.field, std::nullopt, filter.exclude, nullptr};
    EVIDENCE_ASSIGN(part.set, evaluator.evaluate(tree));
    parts_.push_back(std::move(part));
  }
  return {};
}

Result<void> ResultSets::add_external(const SearchRequest& request) {
  for (std::size_t i = 0; i < request.external.size(); ++i) {
    const ExternalChoice& choice = request.external[i];
    std::vector<SharedSet> values;
    for (const std::string& value : choice.values) {
      SharedSet set;
      EVIDENCE_ASSIGN(set, external_set(*choice.filter, value));
      values.push_back(std::move(set));
    }
    if (!values.empty()) parts_.push_back({std::nullopt, i, choice.exclude, any_of(values)});
  }
  return {};
}

Result<SharedSet> ResultSets::external_set(const ExternalFilter& filter,
                                           const std::string& value) const {
  const std::string key =
      "e" + sha256_hex(std::string(filter.name()) + '\x1f' + filter.version() + '\x1f' + value);
  if (SharedSet known = sets_->find(key)) return known;
  Finder finder(*state_, *sets_, options_);
  IdSet set;
  EVIDENCE_ASSIGN(set, filter.works(value, finder));
  set &= *all_;  // whatever it may have made up
  return sets_->keep(key, std::move(set));
}

template <typename LeftOut>
SharedSet ResultSets::narrowed(const LeftOut& left_out) const {
  SharedSet shared = tree_;
  std::optional<IdSet> own;
  for (const Part& part : parts_) {
    if (left_out(part)) continue;
    if (!own) own = *tree_;
    if (part.exclude) {
      *own -= *part.set;
    } else {
      *own &= *part.set;
    }
  }
  return own ? std::make_shared<const IdSet>(std::move(*own)) : shared;
}

SharedSet ResultSets::without(Field field) const {
  const auto is_own = [field](const Part& part) { return !part.exclude && part.field == field; };
  if (std::none_of(parts_.begin(), parts_.end(), is_own)) return result_;
  return narrowed(is_own);
}

SharedSet ResultSets::without_external(std::size_t choice) const {
  const auto is_own = [choice](const Part& part) {
    return !part.exclude && part.external == choice;
  };
  if (std::none_of(parts_.begin(), parts_.end(), is_own)) return result_;
  return narrowed(is_own);
}

SharedSet ResultSets::externally() const {
  std::optional<IdSet> passing;
  for (const Part& part : parts_) {
    if (!part.external) continue;
    if (!passing) passing = *all_;
    if (part.exclude) {
      *passing -= *part.set;
    } else {
      *passing &= *part.set;
    }
  }
  return passing ? std::make_shared<const IdSet>(std::move(*passing)) : nullptr;
}

Result<std::vector<SharedSet>> ResultSets::external_values(std::size_t choice) const {
  std::vector<SharedSet> sets;
  const ExternalFilter& filter = *request_->external[choice].filter;
  for (const ExternalValue& value : filter.values()) {
    SharedSet set;
    EVIDENCE_ASSIGN(set, external_set(filter, value.value));
    sets.push_back(std::move(set));
  }
  return sets;
}

}  // namespace evidence
