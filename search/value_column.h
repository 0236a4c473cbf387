// The values of one facet of every work, in memory: read once a snapshot from the value slot,
// numbered by how many works have them. Private to search/. Constant once made, so that many
// threads may read it.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/id_set.h"
#include "model/facet_field.h"

namespace evidence {

// Number of a value: 0 is the one that most works have; ties by key. Below ValueColumn::size().
using ValueCode = std::uint32_t;

class ValueColumn {
 public:
  // nullptr where it would take more than `max_bytes`. Throws what Xapian throws.
  static std::shared_ptr<const ValueColumn> read(const Xapian::Database& database,
                                                 const FacetField& facet, std::size_t max_bytes);

  [[nodiscard]] std::size_t size() const { return values_.size(); }  // different values
  [[nodiscard]] const std::string& key(ValueCode code) const { return values_[code].key; }
  // As the index holds it; of several spellings the one that was met first.
  [[nodiscard]] const std::string& label(ValueCode code) const { return values_[code].label; }
  [[nodiscard]] std::uint32_t works(ValueCode code) const { return values_[code].works; }
  [[nodiscard]] std::optional<ValueCode> find(const std::string& key) const;

  // The works that have the value; nullptr for rare ones, which are counted by walking.
  [[nodiscard]] const IdSet* set(ValueCode code) const {
    return code < sets_.size() ? &sets_[code] : nullptr;
  }
  [[nodiscard]] std::size_t sets() const { return sets_.size(); }
  // How many values all these works have together.
  [[nodiscard]] std::uint64_t values_of(const IdSet& works) const;
  [[nodiscard]] double values_per_work() const { return per_work_; }

  // Calls visit(code) for every value of every document.
  template <typename Visit>
  void walk(const std::vector<std::uint32_t>& documents, const Visit& visit) const {
    narrow_.empty() ? walk_in(wide_, documents, visit) : walk_in(narrow_, documents, visit);
  }
  // For a column with at most one value a work; nullopt: none.
  [[nodiscard]] std::optional<ValueCode> only(std::uint32_t document) const;

  [[nodiscard]] std::size_t memory() const { return bytes_; }

 private:
  struct Value {
    std::string key, label;
    std::uint32_t works = 0;
  };
  friend class ColumnReader;

  template <typename Code, typename Visit>
  void walk_in(const std::vector<Code>& codes, const std::vector<std::uint32_t>& documents,
               const Visit& visit) const {
    if (starts_.empty()) {  // one value each; the greatest number stands for none
      constexpr auto kNone = static_cast<Code>(~Code{0});
      for (const std::uint32_t document : documents) {
        if (document < codes.size() && codes[document] != kNone) visit(codes[document]);
      }
      return;
    }
    for (const std::uint32_t document : documents) {
      if (std::size_t{document} + 1 >= starts_.size()) continue;
      for (std::uint32_t i = starts_[document]; i < starts_[document + 1]; ++i) visit(codes[i]);
    }
  }

  std::vector<Value> values_;
  std::unordered_map<std::string_view, ValueCode> by_key_;  // views into values_
  std::vector<std::uint32_t> starts_;  // by document: where its codes begin; empty: one each
  std::vector<std::uint16_t> narrow_;  // the codes; either these or the wide ones
  std::vector<std::uint32_t> wide_;
  std::vector<IdSet> sets_;
  std::vector<IdSet> digits_;  // of the number of values: works whose number has this binary digit
  double per_work_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace evidence
