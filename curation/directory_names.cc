// The comparison of names that searching libraries and organisations share.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "curation/directory_search.h"
#include "model/edit_distance.h"

namespace evidence::curation {
namespace {

constexpr std::array<std::string_view, 14> kCommonWords{
    "nhs",     "trust", "foundation", "library", "libraries", "and", "of",
    "service", "for",   "in",         "at",      "services",  "the", "healthcare"};
constexpr std::size_t kShortestBeginning = 3;
constexpr std::size_t kMostSuggestions = 5;

bool is_common(const std::string& word) {
  return std::find(kCommonWords.begin(), kCommonWords.end(), word) != kCommonWords.end();
}

// The words that tell names apart; all where there are no others.
std::vector<std::string> telling_words(std::string_view folded) {
  std::vector<std::string> words = words_of_name(folded);
  std::vector<std::string> telling;
  std::copy_if(words.begin(), words.end(), std::back_inserter(telling),
               [](const std::string& word) { return !is_common(word); });
  return telling.empty() ? words : telling;
}

bool has_word(const std::vector<std::string>& words, const std::string& wanted) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return word == wanted || (wanted.size() >= kShortestBeginning && word.starts_with(wanted));
  });
}

}  // namespace

std::optional<int> name_fit(std::string_view folded, const std::vector<std::string>& names) {
  if (folded.empty()) return std::nullopt;
  if (std::find(names.begin(), names.end(), folded) != names.end()) return 0;
  const std::vector<std::string> wanted = telling_words(folded);
  for (const std::string& name : names) {
    const std::vector<std::string> words = words_of_name(name);
    const bool all = std::all_of(wanted.begin(), wanted.end(),
                                 [&](const std::string& word) { return has_word(words, word); });
    if (all && !wanted.empty()) return 1;
  }
  return std::nullopt;
}

std::optional<std::size_t> name_distance(std::string_view folded, const std::string& other) {
  if (folded.size() >= kShortestBeginning && name_fit(folded, {other})) return 0;
  const std::size_t longer = std::max(folded.size(), other.size());
  const std::size_t most = std::max<std::size_t>(1, longer / 4);
  if (longer - std::min(folded.size(), other.size()) > most) return std::nullopt;
  const std::size_t distance = edit_distance(folded, other);
  if (distance > most) return std::nullopt;
  return distance;
}

std::vector<std::string> nearest_names(std::string_view text, const std::vector<KnownName>& known) {
  const std::string folded = folded_name(truncate_utf8(text, kMostQueryBytes));
  if (folded.empty()) return {};
  std::vector<std::pair<std::size_t, std::string_view>> near;
  for (const KnownName& name : known) {
    if (const auto distance = name_distance(folded, name.folded)) {
      near.emplace_back(*distance, name.shown);
    }
  }
  std::sort(near.begin(), near.end());
  std::vector<std::string> names;
  for (const auto& [distance, name] : near) {
    if (names.size() == kMostSuggestions) break;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
  }
  return names;
}

}  // namespace evidence::curation
