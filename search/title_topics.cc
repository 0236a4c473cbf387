#include "search/title_topics.h"

#include <algorithm>
#include <limits>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "base/tokenizer.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxTitleBytes = 200;
constexpr std::size_t kLongest = 4;                     // words of a topic
constexpr std::size_t kSketch = std::size_t{1} << 23U;  // counters, 16 MB
constexpr std::size_t kMaxKept = 1'000'000;             // topics while they are counted

struct Word {
  std::string key;
  std::size_t begin = 0, end = 0;
};

// The words of a title, with an empty one where punctuation parts them.
std::vector<Word> words_of(std::string_view title) {
  std::vector<Word> words;
  std::size_t last = 0;
  for_each_token(title, [&](Token&& token) {
    const std::string_view between = title.substr(last, token.begin - last);
    if (!words.empty() && between.find_first_of(".,:;?!()[]/") != std::string_view::npos) {
      words.emplace_back();
    }
    words.push_back(
        {token.joined.empty() ? token.parts.front() : token.joined, token.begin, token.end});
    last = token.end;
  });
  return words;
}

bool is_number(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Calls `sink(key, begin, end, distinct)` for each run of words that could be a topic, once a
// title.
template <typename Sink>
void for_each_run(std::string_view title, const Sink& sink) {
  const std::vector<Word> words = words_of(title);
  std::set<std::string> seen;
  std::string key;
  for (std::size_t first = 0; first < words.size(); ++first) {
    if (words[first].key.empty() || is_stop_word(words[first].key)) continue;
    key.clear();
    for (std::size_t length = 1; length <= kLongest && first + length <= words.size(); ++length) {
      const Word& last = words[first + length - 1];
      if (last.key.empty()) break;
      if (length > 1) key += ' ';
      key += last.key;
      const bool alone = length == 1 && (last.key.size() < 4 || is_number(last.key));
      if (alone || is_stop_word(last.key) || !seen.insert(key).second) continue;
      sink(key, words[first].begin, last.end, length);
    }
  }
}

std::size_t slot_of(std::string_view key, std::uint64_t seed) {
  std::uint64_t hash = 1'469'598'103'934'665'603ULL ^ seed;
  for (const char c : key) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1'099'511'628'211ULL;
  }
  hash ^= hash >> 29U;
  return static_cast<std::size_t>(hash & (kSketch - 1));
}

constexpr std::uint64_t kOtherSeed = 0x9E37'79B9'7F4A'7C15ULL;

std::size_t capitals_in(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; }));
}

}  // namespace

TitleTopics::TitleTopics() : sketch_(kSketch, 0) {}

void TitleTopics::add(std::string_view title) {
  title = truncate_utf8(title, kMaxTitleBytes);
  if (title.empty()) return;
  for_each_run(title, [this](const std::string& key, std::size_t, std::size_t, std::size_t) {
    for (const std::uint64_t seed : {std::uint64_t{0}, kOtherSeed}) {
      std::uint16_t& counter = sketch_[slot_of(key, seed)];
      if (counter < std::numeric_limits<std::uint16_t>::max()) ++counter;
    }
  });
  titles_ += title;
  titles_ += '\n';
  ++count_;
}

std::vector<TitleTopics::Topic> TitleTopics::topics(std::size_t limit) const {
  // In a small index every title counts; in a large one what a handful of titles say is no topic.
  const auto least = static_cast<std::uint16_t>(
      std::clamp<std::size_t>(count_ / 20'000, 1, std::numeric_limits<std::uint16_t>::max()));
  struct Counted {
    Topic topic;
    std::size_t capitals = 0;
    std::uint64_t inside = 0;  // of the most frequent longer topic around it
  };
  std::unordered_map<std::string, Counted> counted;
  for (const std::string_view title : split(titles_, '\n')) {
    for_each_run(
        title, [&](const std::string& key, std::size_t begin, std::size_t end, std::size_t) {
          if (sketch_[slot_of(key, 0)] < least || sketch_[slot_of(key, kOtherSeed)] < least) return;
          if (counted.size() >= kMaxKept && !counted.contains(key)) return;
          Counted& one = counted[key];
          const std::string_view text = title.substr(begin, end - begin);
          const std::size_t capitals = capitals_in(text);
          if (one.topic.text.empty() || capitals < one.capitals) {
            one.topic.text = std::string(text);
            one.capitals = capitals;
          }
          ++one.topic.titles;
        });
  }
  for (const auto& [key, longer] : counted) {
    const std::size_t first = key.find(' ');
    if (first == std::string::npos) continue;
    for (const std::string& part : {key.substr(first + 1), key.substr(0, key.rfind(' '))}) {
      const auto shorter = counted.find(part);
      if (shorter == counted.end()) continue;
      shorter->second.inside = std::max(shorter->second.inside, longer.topic.titles);
    }
  }
  std::vector<Topic> topics;
  for (auto& [key, one] : counted) {
    const bool covered = one.inside * 10 > one.topic.titles * 8 && one.topic.titles > 1;
    if (one.topic.titles >= least && !covered) topics.push_back(std::move(one.topic));
  }
  std::sort(topics.begin(), topics.end(), [](const Topic& a, const Topic& b) {
    return a.titles != b.titles ? a.titles > b.titles : a.text < b.text;
  });
  if (topics.size() > limit) topics.resize(limit);
  return topics;
}

}  // namespace evidence
