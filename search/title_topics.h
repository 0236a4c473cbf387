// The topics of an index: words that often stand side by side in titles. Private to search/. Not
// thread-safe while titles are added. Memory: the titles themselves, kMaxTitleBytes each, and a
// sketch of fixed size that counts every run of words before the frequent ones are kept.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace evidence {

class TitleTopics {
 public:
  struct Topic {
    std::string text;  // as titles write it, in small letters where some do
    std::uint64_t titles = 0;
  };

  TitleTopics();
  void add(std::string_view title);
  // At most `limit`, the most frequent; none that only ever stands inside of a longer one.
  [[nodiscard]] std::vector<Topic> topics(std::size_t limit) const;

 private:
  std::vector<std::uint16_t> sketch_;  // counts by hash, never too low
  std::string titles_;                 // one a line
  std::size_t count_ = 0;
};

}  // namespace evidence
