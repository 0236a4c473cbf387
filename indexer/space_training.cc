#include "indexer/space_training.h"

#include <algorithm>
#include <cmath>
#include <queue>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/stem.h"
#include "base/stop_words.h"
#include "base/xapian_error.h"
#include "indexer/document_stems.h"
#include "indexer/singular_vectors.h"

namespace evidence {
namespace {

constexpr std::uint64_t kManyWorks = 5'000;  // from here on a stem must occur in three
constexpr std::size_t kDimensionsStep = 4;
constexpr double kShareOfReading = 0.4;  // of the time of training

struct Vocabulary {
  std::vector<std::string> stems;  // sorted
  std::vector<float> idf;
  std::unordered_map<std::string_view, std::uint32_t> number_of;  // views into `stems`
};

double idf_of(std::uint64_t works, std::uint64_t frequency) {
  const auto n = static_cast<double>(works);
  const auto df = static_cast<double>(frequency);
  return std::log((n - df + 0.5) / (df + 0.5) + 1);
}

std::set<std::string> stems_of_stop_words() {
  std::set<std::string> stems;
  for (const std::string_view word : stop_words()) stems.insert(stem(word));
  return stems;
}

// The stems that weigh most over the whole index: often enough to be learned, rare enough to tell
// works apart. Memory is bounded by how many are kept, not by how many there are.
Vocabulary choose_vocabulary(const Xapian::Database& database, std::size_t limit) {
  const std::uint64_t works = database.get_doccount();
  const std::uint64_t fewest = works > kManyWorks ? 3 : 2;
  const std::set<std::string> without = stems_of_stop_words();
  struct Candidate {
    double weight;
    std::string stem;
    float idf;
    // The lightest comes first; of equal ones the later in the alphabet.
    bool operator<(const Candidate& other) const {
      return weight != other.weight ? weight > other.weight : stem < other.stem;
    }
  };
  std::priority_queue<Candidate> best;
  for_each_any_stem(database, [&](std::string_view name, std::uint64_t frequency) {
    if (frequency < fewest || frequency > works / 2) return;
    std::string word(name);
    if (without.contains(word)) return;
    const double idf = idf_of(works, frequency);
    best.push({static_cast<double>(frequency) * idf, std::move(word), static_cast<float>(idf)});
    if (best.size() > limit) best.pop();
  });
  std::vector<std::pair<std::string, float>> chosen;
  for (; !best.empty(); best.pop()) chosen.emplace_back(best.top().stem, best.top().idf);
  std::sort(chosen.begin(), chosen.end());
  Vocabulary vocabulary;
  for (auto& [word, idf] : chosen) {
    vocabulary.stems.push_back(std::move(word));
    vocabulary.idf.push_back(idf);
  }
  for (std::uint32_t number = 0; number < vocabulary.stems.size(); ++number) {
    vocabulary.number_of.emplace(vocabulary.stems[number], number);
  }
  return vocabulary;
}

// One work as a row of length 1 over the vocabulary.
void add_row(const std::vector<CountedStem>& stems, const Vocabulary& vocabulary,
             std::size_t most_terms, SparseRows& matrix) {
  std::vector<std::pair<float, std::uint32_t>> weighed;
  for (const CountedStem& counted : stems) {
    const auto found = vocabulary.number_of.find(counted.stem);
    if (found == vocabulary.number_of.end()) continue;
    const float weight =
        (1 + std::log(static_cast<float>(counted.count))) * vocabulary.idf[found->second];
    weighed.emplace_back(weight, found->second);
  }
  if (weighed.empty()) return;
  if (weighed.size() > most_terms) {
    std::nth_element(weighed.begin(), weighed.begin() + static_cast<std::ptrdiff_t>(most_terms),
                     weighed.end(), [](const auto& a, const auto& b) {
                       return a.first != b.first ? a.first > b.first : a.second < b.second;
                     });
    weighed.resize(most_terms);
  }
  std::sort(weighed.begin(), weighed.end(),
            [](const auto& a, const auto& b) { return a.second < b.second; });
  double squares = 0;
  for (const auto& [weight, number] : weighed) {
    squares += static_cast<double>(weight) * static_cast<double>(weight);
  }
  const auto factor = static_cast<float>(1 / std::sqrt(squares));
  for (const auto& [weight, number] : weighed) {
    matrix.column_of.push_back(number);
    matrix.values.push_back(weight * factor);
  }
  matrix.begins.push_back(matrix.column_of.size());
}

// Rows of at most limits.works works, evenly over the index; nullopt where `go_on` said no.
std::optional<SparseRows> sample_rows(const std::vector<Xapian::Database>& shards,
                                      std::uint64_t works, const Vocabulary& vocabulary,
                                      const TrainingLimits& limits,
                                      const std::function<bool(double)>& go_on) {
  SparseRows matrix;
  matrix.columns = vocabulary.stems.size();
  const std::uint64_t wanted = std::min<std::uint64_t>(works, limits.works);
  std::uint64_t seen = 0;
  std::vector<CountedStem> stems;
  for (const Xapian::Database& shard : shards) {
    const Xapian::PostingIterator end = shard.postlist_end("");
    for (Xapian::PostingIterator at = shard.postlist_begin(""); at != end; ++at, ++seen) {
      if ((seen + 1) * wanted / works == seen * wanted / works) continue;
      if (matrix.rows() % 512 == 0 &&
          !go_on(static_cast<double>(seen) / static_cast<double>(works))) {
        return std::nullopt;
      }
      read_stems(shard, *at, stems);
      add_row(stems, vocabulary, limits.terms_of_work, matrix);
    }
  }
  return matrix;
}

// The vectors of the stems, their rarity included; stems that the sample did not hold are left out.
SpaceContent content_of(Vocabulary vocabulary, const SingularVectors& found, std::uint64_t works) {
  SpaceContent content;
  content.works = works;
  content.dimensions = static_cast<std::uint32_t>(found.dimensions);
  for (std::size_t number = 0; number < vocabulary.stems.size(); ++number) {
    const auto row = std::span(found.rows).subspan(number * found.dimensions, found.dimensions);
    if (std::all_of(row.begin(), row.end(), [](float value) { return value == 0; })) continue;
    content.stems.push_back(std::move(vocabulary.stems[number]));
    for (const float value : row) content.vectors.push_back(value * vocabulary.idf[number]);
  }
  return content;
}

}  // namespace

Result<std::optional<SpaceContent>> train_space(const std::vector<Xapian::Database>& shards,
                                                const TrainingLimits& limits,
                                                const std::function<bool(double)>& go_on) {
  using Outcome = std::optional<SpaceContent>;
  return guard_xapian("learning vectors", [&]() -> Result<Outcome> {
    const Error stopped{ErrorCode::kCancelled, "interrupted", "Stopped while learning vectors.",
                        "Run `evidence index` again to go on."};
    Xapian::Database whole;
    for (const Xapian::Database& shard : shards) whole.add_database(shard);
    const std::uint64_t works = whole.get_doccount();
    if (works < kFewestWorksForVectors) return Outcome();
    Vocabulary vocabulary = choose_vocabulary(whole, limits.terms);
    const auto matrix = sample_rows(shards, works, vocabulary, limits,
                                    [&](double share) { return go_on(share * kShareOfReading); });
    if (!matrix) return stopped;
    const std::size_t room = std::min(matrix->rows(), vocabulary.stems.size()) / 4;
    const std::size_t dimensions =
        std::min(limits.dimensions, room) / kDimensionsStep * kDimensionsStep;
    if (dimensions == 0) return Outcome();
    const auto found = right_singular_vectors(*matrix, dimensions, [&](double share) {
      return go_on(kShareOfReading + share * (1 - kShareOfReading));
    });
    if (!found) return stopped;
    if (found->dimensions == 0) return Outcome();
    return Outcome(content_of(std::move(vocabulary), *found, works));
  });
}

}  // namespace evidence
