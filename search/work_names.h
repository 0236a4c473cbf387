// Names as the works of an index write them: authors with the number of their works, journals.
// Private to search/. Not thread-safe; memory is bounded by kMaxCounted names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace evidence {

struct HitNames {
  std::string title, journal;
};
// From the hit object of a document (model/index_format.h); empty where it has none.
HitNames hit_names(std::string_view hit);

struct AuthorCount {
  std::string name;  // "Smith J": who wrote as Smith J, Smith JA or Smith John is among them
  std::uint64_t works = 0;
};

class WorkNames {
 public:
  // The authors of one work, from its JSON.
  void add(std::string_view work_json);
  // At most `limit`, those with most works first.
  [[nodiscard]] std::vector<AuthorCount> authors(std::size_t limit) const;

 private:
  std::unordered_map<std::string, std::uint32_t> counts_;
};

// One way of writing for each key, the first that was met.
class WrittenNames {
 public:
  void add(std::string key, std::string_view written);
  [[nodiscard]] const std::string* find(const std::string& key) const;

 private:
  std::unordered_map<std::string, std::string> written_;
};

}  // namespace evidence
