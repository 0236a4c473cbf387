// Headings that a mistyped or half-known label may have meant.
#include <algorithm>
#include <bit>
#include <map>
#include <set>
#include <unordered_map>

#include "base/ascii.h"
#include "base/text.h"
#include "model/edit_distance.h"
#include "model/label_key.h"
#include "store/sqlite_vocabulary.h"
#include "store/vocabulary_queries.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxWords = 8;         // of the label that are looked at
constexpr std::size_t kMaxNear = 3;          // likely words for one that is unknown
constexpr std::size_t kMaxHeadings = 2'000;  // looked at for one word
constexpr std::size_t kMaxRanked = 60;       // compared letter by letter
constexpr double kLeastLikeness = 0.5;

// Which letters and digits a word has: two words that differ much here are not near.
std::uint64_t letters_of(std::string_view word) {
  std::uint64_t bits = 0;
  for (const char c : word) {
    const auto byte = static_cast<unsigned char>(c);
    const unsigned bit = is_lower(c) ? byte - 'a' : is_digit(c) ? 26U + (byte - '0') : 40U;
    bits |= std::uint64_t{1} << bit;
  }
  return bits;
}

struct Ranked {
  std::string id;
  double likeness = 0;
};

class Suggester {
 public:
  Suggester(Database& database, const WordList& words) : database_(database), words_(words) {}

  Result<std::vector<FoundHeading>> run(std::string_view label, std::size_t limit) {
    const std::string key = label_key(truncate_utf8(label, 500));
    if (key.empty() || limit == 0) return std::vector<FoundHeading>{};
    EVIDENCE_TRY(add_exact(key));
    EVIDENCE_TRY(add_exact(natural_key(label)));
    for (const std::string& variant : number_variants(key)) EVIDENCE_TRY(add_exact(variant));
    EVIDENCE_TRY(add_exact(spelled_key(key)));
    EVIDENCE_TRY(add_beginnings(key));
    EVIDENCE_TRY(add_by_words(key));
    std::vector<Ranked> ranked;
    for (const auto& [id, likeness] : likeness_) {
      if (likeness >= kLeastLikeness) ranked.push_back({id, likeness});
    }
    std::sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) {
      return a.likeness != b.likeness ? a.likeness > b.likeness : a.id < b.id;
    });
    std::vector<FoundHeading> found;
    for (const Ranked& one : ranked) {
      if (found.size() >= limit) break;
      EVIDENCE_ASSIGN(auto heading, find_by_id(database_, one.id));
      if (heading) found.push_back(std::move(*heading));
    }
    return found;
  }

 private:
  void add(const std::string& id, double likeness) {
    double& known = likeness_[id];
    known = std::max(known, likeness);
  }

  Result<void> add_exact(const std::string& key) {
    if (key.empty()) return {};
    EVIDENCE_ASSIGN(const auto found, find_by_key(database_, key));
    for (const FoundHeading& heading : found) add(heading.id, 1.0);
    return {};
  }

  // What the label is the beginning of: "myocardial infarct".
  Result<void> add_beginnings(const std::string& key) {
    if (key.size() < 4) return {};
    EVIDENCE_ASSIGN(const auto found, read_beginning_with(database_, key, 10));
    for (const FoundHeading& heading : found) {
      const auto longer = static_cast<double>(std::max<std::size_t>(1, heading.label.size()));
      add(heading.id, 0.5 + 0.4 * std::min(1.0, static_cast<double>(key.size()) / longer));
    }
    return {};
  }

  // Headings that have all or most of the words, each as typed or nearly so.
  Result<void> add_by_words(const std::string& key) {
    std::unordered_map<std::int64_t, std::size_t> hits;
    std::vector<std::string_view> typed = split(key, ' ');
    if (typed.size() > kMaxWords) typed.resize(kMaxWords);
    for (const std::string_view word : typed) {
      std::set<std::int64_t> headings;
      for (const std::string& likely : likely_words(word)) {
        EVIDENCE_TRY(read_headings(likely, headings));
      }
      for (const std::int64_t heading : headings) ++hits[heading];
    }
    std::vector<std::pair<std::size_t, std::int64_t>> best;
    best.reserve(hits.size());
    for (const auto& [heading, count] : hits) {
      if (count * 2 >= typed.size()) best.emplace_back(count, heading);
    }
    std::sort(best.begin(), best.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    // All that have every word count first; among the others the letters decide.
    if (best.size() > kMaxRanked) best.resize(kMaxRanked);
    for (const auto& [count, heading] : best) EVIDENCE_TRY(compare(key, heading));
    return {};
  }

  [[nodiscard]] std::vector<std::string> likely_words(std::string_view word) const {
    std::vector<std::string> likely;
    if (words_.has(word)) likely.emplace_back(word);
    for (const std::string& variant : number_variants(word)) {
      if (words_.has(variant)) likely.push_back(variant);
    }
    std::string spelled = spelled_key(word);
    if (spelled != word && words_.has(spelled)) likely.push_back(std::move(spelled));
    if (likely.empty()) likely = words_.near(word, kMaxNear);
    return likely;
  }

  Result<void> read_headings(const std::string& word, std::set<std::int64_t>& headings) {
    EVIDENCE_ASSIGN(Statement rows,
                    database_.prepare("SELECT heading FROM word WHERE word=?1 LIMIT ?2"));
    rows.bind(1, word).bind(2, static_cast<std::int64_t>(kMaxHeadings));
    for (;;) {
      EVIDENCE_ASSIGN(const bool row, rows.step());
      if (!row) return {};
      headings.insert(rows.number(0));
    }
  }

  // The heading's most similar label decides, words in whatever order.
  Result<void> compare(const std::string& key, std::int64_t number) {
    std::string id;
    {
      EVIDENCE_ASSIGN(Statement rows, database_.prepare("SELECT id FROM heading WHERE number=?1"));
      rows.bind(1, number);
      EVIDENCE_ASSIGN(const bool row, rows.step());
      if (!row) return {};
      id = rows.text(0);
    }
    EVIDENCE_ASSIGN(const auto heading, read_heading(database_, id));
    if (!heading) return {};
    const std::string sorted = sorted_words(key);
    double best = 0;
    const auto look_at = [&](std::string_view label) {
      const std::string other = label_key(label);
      best = std::max(best, text_similarity(key, other));
      best = std::max(best, text_similarity(sorted, sorted_words(other)) - 0.02);
    };
    look_at(heading->label);
    constexpr std::size_t kMaxTerms = 40;
    for (std::size_t i = 0; i < heading->entry_terms.size() && i < kMaxTerms; ++i) {
      look_at(heading->entry_terms[i]);
    }
    add(id, best);
    return {};
  }

  Database& database_;
  const WordList& words_;
  std::map<std::string, double> likeness_;
};

}  // namespace

bool WordList::has(std::string_view word) const {
  return std::binary_search(words_.begin(), words_.end(), word);
}

std::vector<std::string> WordList::near(std::string_view word, std::size_t limit) const {
  if (word.size() < 4 || word.size() > 60) return {};
  const std::size_t most = word.size() <= 5 ? 1 : 2;
  const std::uint64_t letters = letters_of(word);
  std::vector<std::pair<std::size_t, std::string_view>> found;
  for (const std::string& other : words_) {
    if (other.size() + most < word.size() || other.size() > word.size() + most) continue;
    if (static_cast<std::size_t>(std::popcount(letters ^ letters_of(other))) > 2 * most) continue;
    const std::size_t distance = edit_distance(word, other);
    if (distance <= most) found.emplace_back(distance, other);
  }
  std::sort(found.begin(), found.end());
  std::vector<std::string> words;
  for (const auto& [distance, other] : found) {
    if (words.size() >= limit) break;
    words.emplace_back(other);
  }
  return words;
}

Result<std::vector<FoundHeading>> suggest_headings(Database& database, const WordList& words,
                                                   std::string_view label, std::size_t limit) {
  return Suggester(database, words).run(label, limit);
}

}  // namespace evidence
