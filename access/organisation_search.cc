#include "access/organisation_search.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "base/text.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxTyped = 200;

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : fold(truncate_utf8(text, kMaxTyped))) {
    const auto byte = static_cast<unsigned char>(c);
    const bool part = byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (part) {
      word += c;
    } else if (c != '\'' && !word.empty()) {  // "St Mary's" is also found by "marys"
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

// 0 the whole name, 1 its beginning, 2 all words begin words of it, 3 not this.
int distance(const std::vector<std::string>& typed, std::string_view name) {
  const std::vector<std::string> words = words_of(name);
  if (typed == words) return 0;
  const bool all = std::all_of(typed.begin(), typed.end(), [&](const std::string& each) {
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& word) { return word.starts_with(each); });
  });
  if (!all) return 3;
  return typed.empty() || words.front().starts_with(typed.front()) ? 1 : 2;
}

}  // namespace

bool is_choosable(const Organisation& organisation) {
  return organisation.kind != OrganisationKind::kConsortium;
}

std::vector<const Organisation*> find_by_name(std::span<const Organisation> organisations,
                                              std::string_view typed, std::size_t limit) {
  const std::vector<std::string> words = words_of(typed);
  // What was typed but has no letter or digit names nothing.
  if (words.empty() && !trim(typed).empty()) return {};
  std::vector<std::tuple<int, std::string, const Organisation*>> found;
  for (const Organisation& each : organisations) {
    if (!is_choosable(each)) continue;
    int best = distance(words, each.name);
    for (const std::string& name : each.alternative_names) {
      best = std::min(best, distance(words, name));
    }
    best = std::min(best, distance(words, each.id));
    if (best < 3) found.emplace_back(best, fold(each.name), &each);
  }
  std::sort(found.begin(), found.end());
  if (found.size() > limit) found.resize(limit);
  std::vector<const Organisation*> organisations_found;
  organisations_found.reserve(found.size());
  for (const auto& [best, name, organisation] : found) organisations_found.push_back(organisation);
  return organisations_found;
}

}  // namespace evidence
