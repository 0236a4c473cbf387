#include "search/value_column.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace evidence {
namespace {

// Values that fewer works have get no set of their own: walking finds them as fast.
constexpr std::uint32_t kWorksForSet = 400;
constexpr std::size_t kMaxSets = 4'096;
constexpr std::size_t kOverhead = 160;  // bytes of a value beside its text: maps, small strings

}  // namespace

// Reads a slot and numbers its values.
class ColumnReader {
 public:
  ColumnReader(const Xapian::Database& database, const FacetField& facet, std::size_t max_bytes)
      : database_(database), facet_(facet), max_bytes_(max_bytes) {}

  std::shared_ptr<const ValueColumn> read() {
    column_ = std::make_shared<ValueColumn>();
    if (!read_slot()) return nullptr;
    if (facet_.other_names) drop_other_names();
    number();
    if (column_->bytes_ > max_bytes_) return nullptr;
    fill_sets();
    return column_->bytes_ > max_bytes_ ? nullptr : column_;
  }

 private:
  using Value = ValueColumn::Value;

  bool read_slot() {
    const auto slot = static_cast<Xapian::valueno>(facet_.slot);
    documents_ = std::size_t{database_.get_lastdocid()} + 1;
    starts_.assign(documents_ + 1, 0);
    std::size_t next = 0;  // the first document whose beginning is not known
    for (auto at = database_.valuestream_begin(slot); at != database_.valuestream_end(slot); ++at) {
      const std::size_t document = at.get_docid();
      if (document >= documents_) break;
      while (next <= document) starts_[next++] = static_cast<std::uint32_t>(codes_.size());
      add_values(*at);
      if (codes_.size() * sizeof(std::uint32_t) + bytes_ > max_bytes_) return false;
    }
    while (next <= documents_) starts_[next++] = static_cast<std::uint32_t>(codes_.size());
    return true;
  }

  void add_values(const std::string& text) {
    const std::size_t begin = codes_.size();
    bool first = true;
    for (const std::string_view each : facet_values(facet_, text)) {
      const std::uint32_t code = code_of(each);
      if (std::find(codes_.begin() + static_cast<std::ptrdiff_t>(begin), codes_.end(), code) ==
          codes_.end()) {
        codes_.push_back(code);
        ++values_[code].works;
      }
      if (first) is_name_[code] = true;
      first = false;
    }
  }

  // Folding is dear and values repeat: each spelling is folded once.
  std::uint32_t code_of(std::string_view text) {
    const auto known = by_text_.find(text);
    if (known != by_text_.end()) return known->second;
    std::string key = exact_key(facet_.field, text);
    const auto next = static_cast<std::uint32_t>(values_.size());
    const auto [at, added] = by_key_.emplace(key, next);
    if (added) {
      bytes_ += 2 * (key.size() + text.size()) + kOverhead;
      values_.push_back({std::move(key), std::string(text), 0});
      is_name_.push_back(false);
    }
    texts_.push_back(std::make_unique<std::string>(text));
    by_text_.emplace(*texts_.back(), at->second);
    return at->second;
  }

  // What is nowhere the first value of a work is not listed: its works are found by their first.
  void drop_other_names() {
    std::vector<std::uint32_t> numbers(values_.size());
    std::size_t kept = 0;
    for (std::size_t i = 0; i < values_.size(); ++i) {
      if (!is_name_[i]) continue;
      numbers[i] = static_cast<std::uint32_t>(kept);
      if (kept != i) values_[kept] = std::move(values_[i]);
      ++kept;
    }
    values_.resize(kept);
    std::size_t to = 0;
    for (std::size_t document = 0; document < documents_; ++document) {
      const std::size_t begin = starts_[document];
      const std::size_t end = starts_[document + 1];
      starts_[document] = static_cast<std::uint32_t>(to);
      for (std::size_t i = begin; i < end; ++i) {
        if (is_name_[codes_[i]]) codes_[to++] = numbers[codes_[i]];
      }
    }
    starts_[documents_] = static_cast<std::uint32_t>(to);
    codes_.resize(to);
  }

  // The values that most works have get the lowest numbers.
  void number() {
    std::vector<std::uint32_t> order(values_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) {
      if (values_[a].works != values_[b].works) return values_[a].works > values_[b].works;
      return values_[a].key < values_[b].key;
    });
    std::vector<std::uint32_t> numbers(values_.size());
    ValueColumn& column = *column_;
    column.values_.reserve(order.size());
    for (std::uint32_t code = 0; code < order.size(); ++code) {
      numbers[order[code]] = code;
      column.values_.push_back(std::move(values_[order[code]]));
    }
    for (std::uint32_t code = 0; code < column.values_.size(); ++code) {
      column.by_key_.emplace(column.values_[code].key, code);
    }
    for (std::uint32_t& code : codes_) code = numbers[code];
    keep_codes();
  }

  void keep_codes() {
    ValueColumn& column = *column_;
    bool single = true;
    for (std::size_t i = 0; i < documents_ && single; ++i) single = starts_[i + 1] - starts_[i] < 2;
    constexpr std::size_t kNarrow = 0xFFFF;
    const auto fill = [&](auto& codes) {
      using Code = typename std::remove_reference_t<decltype(codes)>::value_type;
      if (!single) {
        codes.assign(codes_.begin(), codes_.end());
        return;
      }
      codes.assign(documents_, static_cast<Code>(~Code{0}));
      for (std::size_t i = 0; i < documents_; ++i) {
        if (starts_[i] < starts_[i + 1]) codes[i] = static_cast<Code>(codes_[starts_[i]]);
      }
    };
    if (column.values_.size() < kNarrow) {
      fill(column.narrow_);
      if (column.narrow_.empty()) column.narrow_.push_back(kNarrow);
    } else {
      fill(column.wide_);
    }
    column.per_work_ =
        documents_ < 2 ? 0
                       : static_cast<double>(codes_.size()) / static_cast<double>(documents_ - 1);
    if (!single) column.starts_ = starts_;
    column.bytes_ = bytes_ + column.starts_.size() * sizeof(std::uint32_t) +
                    column.narrow_.size() * sizeof(std::uint16_t) +
                    column.wide_.size() * sizeof(std::uint32_t);
  }

  void fill_sets() {
    ValueColumn& column = *column_;
    std::size_t count = 0;
    while (count < column.values_.size() && count < kMaxSets &&
           column.values_[count].works >= kWorksForSet) {
      ++count;
    }
    // A short list is counted by its sets alone.
    if (column.values_.size() <= kFacetValues) count = column.values_.size();
    std::vector<std::vector<std::uint32_t>> having(count);
    for (std::size_t code = 0; code < count; ++code)
      having[code].reserve(column.values_[code].works);
    std::vector<std::vector<std::uint32_t>> digits;
    for (std::uint32_t document = 0; document < documents_; ++document) {
      const std::uint32_t number = starts_[document + 1] - starts_[document];
      for (std::uint32_t i = starts_[document]; i < starts_[document + 1]; ++i) {
        if (codes_[i] < count) having[codes_[i]].push_back(document);
      }
      for (std::size_t digit = 0; number >> digit != 0; ++digit) {
        if (digits.size() <= digit) digits.emplace_back();
        if ((number >> digit & 1U) != 0) digits[digit].push_back(document);
      }
    }
    const auto keep = [&](const std::vector<std::uint32_t>& documents, std::vector<IdSet>& sets) {
      sets.push_back(IdSet::of(documents));
      sets.back().shrink();
      column.bytes_ += sets.back().memory();
    };
    for (const auto& documents : having) keep(documents, column.sets_);
    for (const auto& documents : digits) keep(documents, column.digits_);
  }

  const Xapian::Database& database_;
  const FacetField& facet_;
  const std::size_t max_bytes_;
  std::shared_ptr<ValueColumn> column_;
  std::size_t documents_ = 0;  // numbers go below this
  std::vector<std::uint32_t> starts_, codes_;
  std::vector<Value> values_;
  std::vector<bool> is_name_;
  std::vector<std::unique_ptr<std::string>> texts_;
  std::unordered_map<std::string_view, std::uint32_t> by_text_;
  std::unordered_map<std::string, std::uint32_t> by_key_;
  std::size_t bytes_ = 0;
};

std::shared_ptr<const ValueColumn> ValueColumn::read(const Xapian::Database& database,
                                                     const FacetField& facet,
                                                     std::size_t max_bytes) {
  return ColumnReader(database, facet, max_bytes).read();
}

std::optional<ValueCode> ValueColumn::find(const std::string& key) const {
  const auto at = by_key_.find(key);
  if (at == by_key_.end()) return std::nullopt;
  return at->second;
}

std::uint64_t ValueColumn::values_of(const IdSet& works) const {
  std::uint64_t sum = 0;
  for (std::size_t digit = 0; digit < digits_.size(); ++digit) {
    sum += works.size_of_and(digits_[digit]) << digit;
  }
  return sum;
}

std::optional<ValueCode> ValueColumn::only(std::uint32_t document) const {
  std::optional<ValueCode> code;
  walk({document}, [&code](ValueCode each) {
    if (!code) code = each;
  });
  return code;
}

}  // namespace evidence
