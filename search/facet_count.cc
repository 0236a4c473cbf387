#include "search/facet_count.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace evidence {
namespace {

// What things cost, in nanoseconds, roughly, of sets of a few hundred thousand works. They only
// choose between ways that give the same numbers.
constexpr double kWalkWork = 1.2, kWalkValue = 1.3;
constexpr double kMeetWork = 1.0;        // of the rarer set, where one of two is sparse
constexpr double kMeetDense = 1.0 / 32;  // of each work's bit, where both are dense
constexpr double kMeetSet = 60;
constexpr double kPerValue = 0.3;  // of all values of a column, to look through their counts

bool before(const CodeCount& a, const CodeCount& b) {
  if (a.count != b.count) return a.count > b.count;
  return a.code < b.code;
}

// Codes are in the order of frequency in the index, ties by key; results tie by key alone.
void sort_values(const ValueColumn& column, std::vector<CodeCount>& values) {
  std::sort(values.begin(), values.end(), [&column](const CodeCount& a, const CodeCount& b) {
    if (a.count != b.count) return a.count > b.count;
    return column.key(a.code) < column.key(b.code);
  });
}

// The first `most` of more, by count and key.
void cut(const ValueColumn& column, std::vector<CodeCount>& values, std::size_t most) {
  if (values.size() > most) {
    // Those that tie with the last are told apart by their keys, which are dear to compare.
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(most),
                     values.end(), before);
    const std::uint64_t least =
        most == 0 ? 0
                  : std::min_element(
                        values.begin(), values.begin() + static_cast<std::ptrdiff_t>(most),
                        [](const CodeCount& a, const CodeCount& b) { return a.count < b.count; })
                        ->count;
    std::erase_if(values, [least](const CodeCount& value) { return value.count < least; });
  }
  sort_values(column, values);
  if (values.size() > most) values.resize(most);
}

// Counters that stay zero between uses, so that a small set costs little in a column of many
// values.
std::vector<std::uint32_t>& counters(std::size_t size) {
  thread_local std::vector<std::uint32_t> kept;
  if (kept.size() < size) kept.resize(size, 0);
  return kept;
}

// The values that may be among the first `most`, and the least count that still is.
class Best {
 public:
  explicit Best(std::size_t most) : most_(most) {}
  // Can no value of this count be among the first?
  [[nodiscard]] bool beats(std::uint64_t count) const {
    return least_.size() == most_ && (most_ == 0 || count < least_.front());
  }
  void add(ValueCode code, std::uint64_t count) {
    if (count == 0 || beats(count)) return;
    values_.push_back({code, count});
    least_.push_back(count);
    std::push_heap(least_.begin(), least_.end(), std::greater<>());
    if (least_.size() > most_) {
      std::pop_heap(least_.begin(), least_.end(), std::greater<>());
      least_.pop_back();
    }
  }
  [[nodiscard]] std::vector<CodeCount> values() && { return std::move(values_); }

 private:
  const std::size_t most_;
  std::vector<CodeCount> values_;
  std::vector<std::uint64_t> least_;  // the counts of the first, smallest on top
};

FirstValues first_by_walk(const ValueColumn& column, const IdSet& works, std::size_t most) {
  std::vector<std::uint32_t>& counts = counters(column.size());
  std::vector<ValueCode> met;
  FirstValues first;
  column.walk(works.numbers(), [&](ValueCode code) {
    if (counts[code]++ == 0) met.push_back(code);
  });
  first.values.reserve(met.size());
  for (const ValueCode code : met) {
    first.values.push_back({code, counts[code]});
    first.together += counts[code];
    counts[code] = 0;
  }
  cut(column, first.values, most);
  return first;
}

FirstValues first_by_rest(const ValueColumn& column, const IdSet& works, const IdSet& all,
                          std::size_t most) {
  IdSet rest = all;
  rest -= works;
  std::vector<std::uint32_t>& counts = counters(column.size());
  std::vector<ValueCode> met;
  column.walk(rest.numbers(), [&](ValueCode code) {
    if (counts[code]++ == 0) met.push_back(code);
  });
  FirstValues first;
  Best best(most);
  for (ValueCode code = 0; code < column.size(); ++code) {
    const std::uint64_t here = column.works(code) - counts[code];
    first.together += here;
    best.add(code, here);
  }
  first.values = std::move(best).values();
  for (const ValueCode code : met) counts[code] = 0;
  cut(column, first.values, most);
  return first;
}

// Values by how many works have them: once the `most`-th best count is above what the next value
// could reach, none of the rest belongs to the first. Gives false where the sets end before that.
bool first_by_sets(const ValueColumn& column, const IdSet& works, std::size_t most,
                   FirstValues& first) {
  Best best(most);
  for (ValueCode code = 0; code < column.size(); ++code) {
    if (best.beats(column.works(code))) break;
    const IdSet* set = column.set(code);
    if (set == nullptr) return false;
    best.add(code, works.size_of_and(*set));
  }
  first.values = std::move(best).values();
  first.together = column.values_of(works);
  cut(column, first.values, most);
  return true;
}

double cost_of_walk(const ValueColumn& column, double works) {
  return works * (kWalkWork + kWalkValue * column.values_per_work());
}

// Of the values that would have to be looked at, if the set were like the index as a whole.
double cost_of_sets(const ValueColumn& column, double works, double all, std::size_t most) {
  const std::size_t last = std::min(most, column.size());
  const double share = all > 0 ? works / all : 1;
  const double least = last == 0 || last >= column.size()
                           ? 0
                           : column.works(static_cast<ValueCode>(last - 1)) * share;
  constexpr double kDense = 1.0 / 16;  // above this share Roaring keeps bits, not numbers
  const bool dense = share > kDense;
  double cost = 0;
  for (std::size_t code = 0; code < column.sets(); ++code) {
    const double here = column.works(static_cast<ValueCode>(code));
    if (here < least) return cost;
    const bool both = dense && here / std::max(all, 1.0) > kDense;
    cost += kMeetSet +
            (both ? all * kMeetDense : kMeetWork * std::min(here, dense ? here : works + here));
  }
  return column.sets() < column.size() &&
                 least < column.works(static_cast<ValueCode>(column.sets()))
             ? 1e18
             : cost;
}

}  // namespace

FirstValues count_first(const ValueColumn& column, const IdSet& works, const IdSet& all,
                        std::size_t most, CountWay way) {
  const auto size = static_cast<double>(works.size());
  const auto whole = static_cast<double>(all.size());
  if (way == CountWay::kCheapest) {
    const double walk = cost_of_walk(column, size);
    const double rest = cost_of_walk(column, whole - size) +
                        kPerValue * static_cast<double>(column.size()) + whole * kMeetDense;
    const double sets = walk < 2'000 ? walk : cost_of_sets(column, size, whole, most);
    way = walk <= rest && walk <= sets ? CountWay::kWalk
          : rest <= sets               ? CountWay::kWalkRest
                                       : CountWay::kSets;
  }
  FirstValues first;
  if (way == CountWay::kSets && first_by_sets(column, works, most, first)) return first;
  if (way == CountWay::kWalkRest) return first_by_rest(column, works, all, most);
  return first_by_walk(column, works, most);
}

std::vector<std::uint32_t> count_all(const ValueColumn& column, const IdSet& works,
                                     const IdSet& all) {
  std::vector<std::uint32_t> counts(column.size(), 0);
  if (works.size() * 2 <= all.size()) {
    column.walk(works.numbers(), [&counts](ValueCode code) { ++counts[code]; });
    return counts;
  }
  for (ValueCode code = 0; code < column.size(); ++code) counts[code] = column.works(code);
  IdSet rest = all;
  rest -= works;
  column.walk(rest.numbers(), [&counts](ValueCode code) { --counts[code]; });
  return counts;
}

std::uint64_t count_one(const ValueColumn& column, ValueCode code, const IdSet& works) {
  if (const IdSet* set = column.set(code)) return works.size_of_and(*set);
  std::uint64_t count = 0;
  column.walk(works.numbers(), [&](ValueCode each) { count += each == code ? 1U : 0U; });
  return count;
}

}  // namespace evidence
