#include "search/feedback.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

#include "base/tokenizer.h"
#include "model/stem_term.h"
#include "search/match.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxStemsOfWork = 5'000;  // a long book has more; the rest is not looked at
constexpr double kSaturation = 1.2;
constexpr double kLength = 0.5;
// How many stems have their rarity looked up, for each that is wanted and at least.
constexpr std::size_t kLookedUp = 10, kLeastLookedUp = 200;

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

// Xapian's BM25 of one stem, as BM25Weight of match.h's weight_of() has it.
class StemScore {
 public:
  StemScore(const std::string& term, double weight, const RankingProfile& profile,
            const Xapian::Database& database)
      : k1_(profile.k1), b_(profile.b) {
    const auto works = static_cast<double>(database.get_doccount());
    const auto with_it = static_cast<double>(database.get_termfreq(term));
    double rarity = (works - with_it + 0.5) / (with_it + 0.5);
    if (rarity < 2) rarity = rarity * 0.5 + 1;
    weight_ = std::log(rarity) * weight * (k1_ + 1);
  }
  // `length`: of the work, over the mean of all.
  [[nodiscard]] double of(double count, double length) const {
    return weight_ * count / (k1_ * (length * b_ + 1 - b_) + count);
  }

 private:
  double k1_, b_, weight_ = 0;
};

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

std::vector<double> scores_of(const WeightedStems& stems, const std::vector<Xapian::docid>& works,
                              const RankingProfile& profile, const Xapian::Database& database) {
  std::map<std::string, StemScore> wanted;  // sorted, as the words of a work are
  for (const auto& [stem, weight] : stems) {
    const std::string term = stem_term_of(Field::kAny, stem);
    wanted.emplace(term, StemScore(term, weight, profile, database));
  }
  const double average = database.get_avlength();
  std::vector<double> scores;
  scores.reserve(works.size());
  for (const Xapian::docid work : works) {
    const double length = std::max(kMinNormalisedLength, database.get_doclength(work) / average);
    double sum = 0;
    auto term = database.termlist_begin(work);
    const auto end = database.termlist_end(work);
    for (const auto& [text, score] : wanted) {
      term.skip_to(text);
      if (term == end) break;
      if (*term == text) sum += score.of(term.get_wdf(), length);
    }
    scores.push_back(sum);
  }
  return scores;
}

}  // namespace evidence
