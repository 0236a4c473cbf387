#include "search/lexicon.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <unordered_set>

#include "base/ascii.h"
#include "base/stem.h"

namespace evidence {
namespace {

constexpr std::size_t kKeyBegin = 6;  // letters of a key that are looked up with letters missing
constexpr std::size_t kMaxLooked = 4'000;  // words that one look-up compares
constexpr double kFrequency = 0.3;         // what ten times as many works are worth in edits
constexpr double kHeard = 0.5;             // besides the edits between what two words sound like
constexpr double kWorst = 9;

bool is_vowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

// FNV-1a, 32 bits.
std::uint32_t hash_of(std::string_view text) {
  std::uint32_t hash = 2'166'136'261U;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 16'777'619U;
  }
  return hash;
}

// The beginning of a key, and what remains of it without one and without two letters.
void for_each_deletion(std::string_view key, std::vector<std::uint32_t>& hashes) {
  hashes.clear();
  const std::string head(key.substr(0, kKeyBegin));
  hashes.push_back(hash_of(head));
  std::string one, two;
  for (std::size_t i = 0; i < head.size(); ++i) {
    one = head;
    one.erase(i, 1);
    hashes.push_back(hash_of(one));
    for (std::size_t j = i; j < one.size(); ++j) {
      two = one;
      two.erase(j, 1);
      hashes.push_back(hash_of(two));
    }
  }
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
}

// Edits with swapped neighbours, each costing 1; more than `most` is `most` + 1.
std::size_t plain_distance(std::string_view a, std::string_view b, std::size_t most) {
  const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap > most) return most + 1;
  std::array<std::array<std::size_t, kMaxCorrected + 2>, 3> rows{};
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i - 1) % 3];
    row[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], rows[(i - 2) % 3][j - 2] + 1);
      }
      least = std::min(least, row[j]);
    }
    if (least > most) return most + 1;
  }
  return rows[a.size() % 3][b.size()];
}

bool sound_alike(char a, char b) {
  constexpr std::array<std::string_view, 8> kGroups{"ckqs", "szx", "fv", "dt",
                                                    "mn",   "bp",  "gj", "vw"};
  return std::any_of(kGroups.begin(), kGroups.end(), [a, b](std::string_view group) {
    return group.find(a) != std::string_view::npos && group.find(b) != std::string_view::npos;
  });
}

bool are_neighbours(char a, char b) {
  constexpr std::array<std::string_view, 3> kRows{"qwertyuiop", "asdfghjkl", "zxcvbnm"};
  constexpr std::array<double, 3> kShift{0, 0.25, 0.75};
  const auto place = [&](char c) {
    for (std::size_t row = 0; row < kRows.size(); ++row) {
      const std::size_t at = kRows[row].find(c);
      if (at != std::string_view::npos) {
        return std::pair<double, double>{static_cast<double>(row),
                                         static_cast<double>(at) + kShift[row]};
      }
    }
    return std::pair<double, double>{9, 99};
  };
  const auto [row_a, at_a] = place(a);
  const auto [row_b, at_b] = place(b);
  return std::abs(row_a - row_b) <= 1 && std::abs(at_a - at_b) <= 1;
}

double cost_of_other(char a, char b) {
  if (a == b) return 0;
  if (is_vowel(a) && is_vowel(b)) return 0.6;
  if (sound_alike(a, b)) return 0.7;
  return are_neighbours(a, b) ? 0.85 : 1.1;
}

// Of the letter at `at` of `word`, there or not: a doubled letter, an h or a vowel is soon lost.
double cost_of_one(std::string_view word, std::size_t at) {
  const char c = word[at];
  const bool doubled = (at > 0 && word[at - 1] == c) || (at + 1 < word.size() && word[at + 1] == c);
  if (doubled) return 0.4;
  if (c == 'h') return 0.6;
  return is_vowel(c) ? 0.8 : 1.0;
}

double at_beginning(std::size_t i, std::size_t j) { return i <= 1 && j <= 1 ? 0.4 : 0; }

double edit_cost(std::string_view a, std::string_view b) {
  std::array<std::array<double, kMaxCorrected + 2>, 3> rows{};
  for (std::size_t j = 1; j <= b.size(); ++j) {
    rows[0][j] = rows[0][j - 1] + cost_of_one(b, j - 1) + at_beginning(0, j);
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i - 1) % 3];
    row[0] = above[0] + cost_of_one(a, i - 1) + at_beginning(i, 0);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const double other = cost_of_other(a[i - 1], b[j - 1]);
      row[j] = std::min({above[j - 1] + other + (other > 0 ? at_beginning(i, j) : 0),
                         above[j] + cost_of_one(a, i - 1), row[j - 1] + cost_of_one(b, j - 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && a[i - 1] != a[i - 2]) {
        row[j] = std::min(row[j], rows[(i - 2) % 3][j - 2] + 0.7);
      }
    }
  }
  return rows[a.size() % 3][b.size()];
}

bool is_word(std::string_view word) {
  return word.size() >= kMinCorrected && word.size() <= kMaxCorrected &&
         std::all_of(word.begin(), word.end(), is_lower);
}

void replace_head(std::string& word, std::string_view head, std::string_view by) {
  if (word.starts_with(head)) word.replace(0, head.size(), by);
}

void replace_all(std::string& word, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = word.find(from, at)) != std::string::npos; at += to.size()) {
    word.replace(at, from.size(), to);
  }
}

// How far apart the keys may be, by the letters of the typed word.
std::size_t most_edits(std::size_t letters) { return letters < 6 ? 1 : 2; }

}  // namespace

std::string sound_key(std::string_view folded_word) {
  std::string word = fold_spelling(folded_word);
  for (const auto& [head, by] : {std::pair<std::string_view, std::string_view>{"ps", "s"},
                                 {"pn", "n"},
                                 {"kn", "n"},
                                 {"gn", "n"},
                                 {"pt", "t"},
                                 {"x", "z"}}) {
    replace_head(word, head, by);
  }
  for (const auto& [from, to] : {std::pair<std::string_view, std::string_view>{"sch", "sk"},
                                 {"sci", "si"},
                                 {"sce", "se"},
                                 {"scy", "sy"},
                                 {"ph", "f"},
                                 {"ck", "k"},
                                 {"ch", "k"},
                                 {"ce", "se"},
                                 {"ci", "si"},
                                 {"cy", "sy"},
                                 {"ae", "e"},
                                 {"oe", "e"},
                                 {"qu", "kw"}}) {
    replace_all(word, from, to);
  }
  std::string key;
  for (std::size_t i = 0; i < word.size(); ++i) {
    char c = word[i];
    if (c == 'y') c = 'i';
    if (c == 'c' || c == 'q') c = 'k';
    if (c == 'z') c = 's';
    if (c == 'h' && i > 0) continue;
    if (key.empty() || key.back() != c) key += c;
  }
  return key;
}

double typing_cost(std::string_view typed, std::string_view word) {
  if (typed.size() > kMaxCorrected || word.size() > kMaxCorrected) return kWorst;
  const std::string a = fold_spelling(typed), b = fold_spelling(word);
  if (a.size() > kMaxCorrected || b.size() > kMaxCorrected) return kWorst;
  double cost = std::min(edit_cost(a, b), edit_cost(typed, word));
  if (a == b) return 0;
  const std::string heard = sound_key(typed), sound = sound_key(word);
  if (heard == sound) return std::min(cost, 0.6 + 0.1 * cost);
  if (heard.size() > kMaxCorrected || sound.size() > kMaxCorrected) return cost;
  return std::min(cost, kHeard + edit_cost(heard, sound));
}

double slip_cost(std::string_view typed, std::string_view word) {
  if (typed.size() > kMaxCorrected || word.size() > kMaxCorrected) return kWorst;
  return edit_cost(typed, word);
}

Lexicon::Lexicon(std::vector<WordCount> words) {
  std::erase_if(words, [](const WordCount& each) { return !is_word(each.word); });
  if (words.size() > kMaxLexiconWords) {
    std::nth_element(words.begin(), words.begin() + kMaxLexiconWords, words.end(),
                     [](const WordCount& a, const WordCount& b) { return a.works > b.works; });
    words.resize(kMaxLexiconWords);
  }
  std::sort(words.begin(), words.end(),
            [](const WordCount& a, const WordCount& b) { return a.word < b.word; });
  words.erase(std::unique(words.begin(), words.end(),
                          [](const WordCount& a, const WordCount& b) { return a.word == b.word; }),
              words.end());
  begins_.reserve(words.size() + 1);
  counts_.reserve(words.size());
  std::vector<std::uint32_t> hashes;
  for (std::uint32_t id = 0; id < words.size(); ++id) {
    begins_.push_back(static_cast<std::uint32_t>(letters_.size()));
    letters_ += words[id].word;
    counts_.push_back(words[id].works);
    for_each_deletion(sound_key(words[id].word), hashes);
    for (const std::uint32_t hash : hashes) {
      deletions_.push_back((static_cast<std::uint64_t>(hash) << 32U) | id);
    }
  }
  begins_.push_back(static_cast<std::uint32_t>(letters_.size()));
  std::sort(deletions_.begin(), deletions_.end());
  deletions_.shrink_to_fit();
}

std::string_view Lexicon::word(std::uint32_t id) const {
  return std::string_view(letters_).substr(begins_[id], begins_[id + 1] - begins_[id]);
}

std::size_t Lexicon::memory() const {
  return letters_.capacity() + begins_.capacity() * sizeof(begins_[0]) +
         counts_.capacity() * sizeof(counts_[0]) + deletions_.capacity() * sizeof(deletions_[0]);
}

std::uint32_t Lexicon::works_with(std::string_view folded_word) const {
  std::size_t low = 0, high = counts_.size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (word(static_cast<std::uint32_t>(middle)) < folded_word) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const bool found = low < counts_.size() && word(static_cast<std::uint32_t>(low)) == folded_word;
  return found ? counts_[low] : 0;
}

std::vector<Candidate> Lexicon::near(std::string_view folded_word, std::size_t limit) const {
  std::vector<Candidate> found;
  if (!is_word(folded_word) || counts_.empty()) return found;
  const std::string key = sound_key(folded_word);
  std::vector<std::uint32_t> hashes;
  for_each_deletion(key, hashes);
  std::unordered_set<std::uint32_t> seen;
  for (const std::uint32_t hash : hashes) {
    auto at = std::lower_bound(deletions_.begin(), deletions_.end(),
                               static_cast<std::uint64_t>(hash) << 32U);
    for (; at != deletions_.end() && (*at >> 32U) == hash && seen.size() < kMaxLooked; ++at) {
      seen.insert(static_cast<std::uint32_t>(*at));
    }
  }
  const std::size_t most = most_edits(folded_word.size());
  for (const std::uint32_t id : seen) {
    const std::string_view other = word(id);
    const std::string other_key = sound_key(other);
    if (other == folded_word || other_key.size() > kMaxCorrected || key.size() > kMaxCorrected) {
      continue;
    }
    const std::size_t heard = plain_distance(key, other_key, most);
    if (heard > most || plain_distance(folded_word, other, most + 2) > most + 2) continue;
    Candidate candidate{std::string(other), counts_[id], typing_cost(folded_word, other), 0};
    candidate.score = candidate.cost - kFrequency * std::log10(1.0 + candidate.works);
    found.push_back(std::move(candidate));
  }
  std::sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) {
    return a.score != b.score ? a.score < b.score : a.word < b.word;
  });
  if (found.size() > limit) found.resize(limit);
  return found;
}

std::uint32_t common_enough(std::uint64_t documents) {
  return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(documents / 40'000, 1, 50));
}

}  // namespace evidence
