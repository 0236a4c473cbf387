#include "search/completion.h"

#include <algorithm>
#include <limits>
#include <set>

#include "base/text.h"
#include "model/label_key.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxWalked = 20'000;  // names that are asked for further words
constexpr std::uint32_t kAtBeginning = 8;   // times the weight of a name that begins as typed

std::uint32_t weight_of(std::uint64_t works, bool at_beginning) {
  const std::uint64_t weight = (works + 1) * (at_beginning ? kAtBeginning : 1);
  return static_cast<std::uint32_t>(
      std::min<std::uint64_t>(weight, std::numeric_limits<std::uint32_t>::max()));
}

// Does a word of the name begin so?
bool has_word(std::string_view name, std::string_view begin) {
  for (std::size_t at = name.find(begin); at != std::string_view::npos;
       at = name.find(begin, at + 1)) {
    if (at == 0 || name[at - 1] == ' ') return true;
  }
  return false;
}

bool is_better(std::uint32_t weight, std::uint32_t key,
               const std::pair<std::uint32_t, std::uint32_t>& than) {
  return weight != than.first ? weight > than.first : key < than.second;
}

}  // namespace

void Completions::add_name(OfKind& of, std::uint32_t suggestion, std::uint32_t other,
                           std::string_view name) {
  const std::string plain = label_key(name);
  if (plain.empty() || plain.size() > kMaxNameBytes) return;
  const std::string spelled = spelled_key(plain);
  std::vector<std::string> forms{plain};
  if (spelled != plain) forms.push_back(spelled);
  for (const std::string& form : forms) {
    if (of.letters.size() + form.size() + 1 > std::numeric_limits<std::uint32_t>::max()) return;
    of.entries.push_back({suggestion, other, static_cast<std::uint32_t>(of.letters.size())});
    of.letters += form;
    of.letters += '\0';
  }
}

void Completions::add(Suggestion suggestion, const std::vector<std::string>& names) {
  OfKind& of = kinds_[static_cast<std::size_t>(suggestion.kind)];
  if (of.suggestions.size() >= kMaxNames || suggestion.text.empty()) return;
  const auto number = static_cast<std::uint32_t>(of.suggestions.size());
  add_name(of, number, 0, suggestion.text);
  for (const std::string& name : names) {
    of.other_names.push_back(name);
    add_name(of, number, static_cast<std::uint32_t>(of.other_names.size()), name);
  }
  of.suggestions.push_back(std::move(suggestion));
}

void Completions::finish() {
  for (OfKind& of : kinds_) {
    for (std::uint32_t entry = 0; entry < of.entries.size(); ++entry) {
      std::uint32_t at = of.entries[entry].begin;
      for (std::size_t word = 0; word < kMaxNameWords; ++word) {
        of.keys.push_back({at, entry});
        while (of.letters[at] != ' ' && of.letters[at] != '\0') ++at;
        if (of.letters[at++] == '\0') break;
      }
    }
    const char* letters = of.letters.c_str();
    std::sort(of.keys.begin(), of.keys.end(), [letters](const Key& a, const Key& b) {
      const int order = std::string_view(letters + a.begin).compare(letters + b.begin);
      return order != 0 ? order < 0 : a.name < b.name;
    });
    of.keys.shrink_to_fit();
    of.weights.reserve(of.keys.size());
    for (const Key& key : of.keys) {
      const auto& entry = of.entries[key.name];
      of.weights.push_back(
          weight_of(of.suggestions[entry.suggestion].works, key.begin == entry.begin));
    }
  }
}

std::size_t Completions::size(SuggestionKind kind) const {
  return kinds_[static_cast<std::size_t>(kind)].suggestions.size();
}

std::size_t Completions::memory() const {
  std::size_t bytes = 0;
  for (const OfKind& of : kinds_) {
    bytes += of.letters.capacity() + of.keys.capacity() * sizeof(Key) +
             of.weights.capacity() * sizeof(std::uint32_t) +
             of.entries.capacity() * sizeof(OfKind::Entry) +
             of.suggestions.capacity() * sizeof(Suggestion) +
             of.other_names.capacity() * sizeof(std::string);
    for (const Suggestion& each : of.suggestions) {
      bytes += each.text.capacity() + each.query.capacity() + each.syntax.capacity();
    }
    for (const std::string& name : of.other_names) bytes += name.capacity();
  }
  return bytes;
}

// The keys of the names that begin so, or, where that are too few, that have all of the words; the
// heaviest first.
void Completions::gather(const OfKind& of, std::string_view typed, std::size_t limit,
                         std::vector<std::uint32_t>& keys) {
  using Ranked = std::pair<std::uint32_t, std::uint32_t>;  // weight, key
  std::vector<Ranked> best;
  const char* letters = of.letters.c_str();
  const auto range_of = [&](std::string_view begin) {
    const auto first = std::partition_point(of.keys.begin(), of.keys.end(), [&](const Key& key) {
      return std::string_view(letters + key.begin).compare(begin) < 0;
    });
    const auto last = std::partition_point(first, of.keys.end(), [&](const Key& key) {
      return std::string_view(letters + key.begin).substr(0, begin.size()).compare(begin) <= 0;
    });
    return std::pair(static_cast<std::uint32_t>(first - of.keys.begin()),
                     static_cast<std::uint32_t>(last - of.keys.begin()));
  };
  const auto offer = [&](std::uint32_t key) {
    const std::uint32_t weight = of.weights[key];
    if (best.size() == limit && !is_better(weight, key, best.back())) return;
    const Ranked ranked{weight, key};
    best.insert(std::upper_bound(best.begin(), best.end(), ranked,
                                 [](const Ranked& a, const Ranked& b) {
                                   return is_better(a.first, a.second, b);
                                 }),
                ranked);
    if (best.size() > limit) best.pop_back();
  };
  const auto [first, last] = range_of(typed);
  for (std::uint32_t key = first; key < last; ++key) offer(key);
  if (best.size() < limit && typed.find(' ') != std::string_view::npos) {
    const std::vector<std::string_view> words = split(typed, ' ');
    std::pair<std::uint32_t, std::uint32_t> rarest{0, std::numeric_limits<std::uint32_t>::max()};
    for (const std::string_view word : words) {
      const auto range = range_of(word);
      if (range.second - range.first < rarest.second - rarest.first) rarest = range;
    }
    const std::uint32_t end =
        static_cast<std::uint32_t>(std::min<std::size_t>(rarest.second, rarest.first + kMaxWalked));
    for (std::uint32_t key = rarest.first; key < end; ++key) {
      const std::string_view name(letters + of.entries[of.keys[key].name].begin);
      if (std::all_of(words.begin(), words.end(),
                      [&name](std::string_view word) { return has_word(name, word); })) {
        offer(key);
      }
    }
  }
  for (const auto& [weight, key] : best) keys.push_back(key);
}

std::vector<Suggestion> Completions::find(SuggestionKind kind, std::string_view typed,
                                          std::size_t limit) const {
  const OfKind& of = kinds_[static_cast<std::size_t>(kind)];
  const std::string plain = label_key(typed);
  std::vector<Suggestion> found;
  if (plain.empty() || limit == 0) return found;
  std::vector<std::uint32_t> keys;
  gather(of, plain, limit * 4, keys);
  const std::string spelled = spelled_key(plain);
  if (spelled != plain) gather(of, spelled, limit * 4, keys);
  std::stable_sort(keys.begin(), keys.end(), [&of](std::uint32_t a, std::uint32_t b) {
    return of.weights[a] > of.weights[b];
  });
  std::set<std::string> shown;
  for (const std::uint32_t key : keys) {
    const auto& entry = of.entries[of.keys[key].name];
    const Suggestion& suggestion = of.suggestions[entry.suggestion];
    if (!shown.insert(label_key(suggestion.text)).second) continue;
    found.push_back(suggestion);
    if (entry.other > 0) found.back().also = of.other_names[entry.other - 1];
    if (found.size() == limit) break;
  }
  return found;
}

}  // namespace evidence
