#include "search/feedback.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "base/tokenizer.h"
#include "model/stem_term.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxStemsOfWork = 5'000;  // a long book has more; the rest is not looked at
constexpr double kSaturation = 1.2;
constexpr double kLength = 0.5;
// How many stems have their rarity looked up, for each that is wanted and at least.
constexpr std::size_t kLookedUp = 30, kLeastLookedUp = 200;

using Counts = std::vector<std::pair<std::string, double>>;

// Stems of the field "any" and how often they occur; those of the title count twice.
Counts stems_of_work(const Xapian::Database& database, Xapian::docid work) {
  Counts counts;
  std::unordered_map<std::string, std::size_t> places;
  std::vector<std::pair<std::string, double>> in_title;
  auto term = database.termlist_begin(work);
  const auto end = database.termlist_end(work);
  for (term.skip_to("Z"); term != end && counts.size() < kMaxStemsOfWork; ++term) {
    const std::string text = *term;
    if (text.front() != 'Z') break;
    if (const auto stem = stem_in(Field::kAny, text)) {
      places.emplace(*stem, counts.size());
      counts.emplace_back(*stem, term.get_wdf());
    } else if (const auto of_title = stem_in(Field::kTitle, text)) {
      in_title.emplace_back(*of_title, term.get_wdf());
    }
  }
  for (const auto& [stem, count] : in_title) {
    if (const auto place = places.find(stem); place != places.end()) {
      counts[place->second].second += count;
    }
  }
  return counts;
}

double length_of(const Counts& counts) {
  double length = 0;
  for (const auto& [stem, count] : counts) length += count;
  return length;
}

}  // namespace

WeightedStems feedback_stems(const Xapian::Database& database,
                             const std::vector<WeightedWork>& works, std::size_t limit) {
  std::vector<Counts> read;
  double all_weight = 0;
  double all_length = 0;
  for (const auto& [work, weight] : works) {
    read.push_back(stems_of_work(database, work));
    all_weight += weight;
    all_length += length_of(read.back());
  }
  if (all_weight <= 0 || all_length <= 0) return {};
  const double average = all_length / static_cast<double>(read.size());
  std::unordered_map<std::string, double> shares;
  for (std::size_t i = 0; i < read.size(); ++i) {
    const double norm = kSaturation * (1 - kLength + kLength * length_of(read[i]) / average);
    for (const auto& [stem, count] : read[i]) {
      if (is_stop_word(stem)) continue;
      shares[stem] += works[i].second / all_weight * count * (kSaturation + 1) / (count + norm);
    }
  }
  std::vector<std::pair<double, std::string>> best;
  best.reserve(shares.size());
  for (auto& [stem, share] : shares) best.emplace_back(share, stem);
  // Rarity costs a look into the index; a stem that hardly occurs in these works needs none.
  const std::size_t looked_up = std::min(best.size(), std::max(kLookedUp * limit, kLeastLookedUp));
  const auto heavier = [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  };
  std::partial_sort(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(looked_up), best.end(),
                    heavier);
  best.resize(looked_up);
  const auto documents = static_cast<double>(database.get_doccount());
  for (auto& [score, stem] : best) {
    const auto frequency =
        static_cast<double>(database.get_termfreq(stem_term_of(Field::kAny, stem)));
    score =
        frequency < 2 ? 0 : score * std::log((documents - frequency + 0.5) / (frequency + 0.5) + 1);
  }
  std::sort(best.begin(), best.end(), heavier);
  WeightedStems stems;
  double sum = 0;
  for (std::size_t i = 0; i < best.size() && i < limit && best[i].first > 0; ++i) {
    stems[best[i].second] = best[i].first;
    sum += best[i].first;
  }
  for (auto& [stem, weight] : stems) weight /= sum;
  return stems;
}

std::vector<std::string> heaviest(const WeightedStems& stems, std::size_t limit) {
  std::vector<std::pair<double, std::string>> order;
  for (const auto& [stem, weight] : stems) order.emplace_back(-weight, stem);
  std::sort(order.begin(), order.end());
  std::vector<std::string> names;
  for (std::size_t i = 0; i < order.size() && i < limit; ++i) names.push_back(order[i].second);
  return names;
}

Xapian::Query query_of(const WeightedStems& stems, double scale) {
  std::vector<Xapian::Query> parts;
  for (const auto& [stem, weight] : stems) {
    parts.emplace_back(Xapian::Query::OP_SCALE_WEIGHT,
                       Xapian::Query(stem_term_of(Field::kAny, stem)), weight * scale);
  }
  return {Xapian::Query::OP_OR, parts.begin(), parts.end()};
}

}  // namespace evidence
