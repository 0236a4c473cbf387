#include "search/work_names.h"

#include <algorithm>
#include <set>

#include "base/json.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxCounted = 1'500'000;
constexpr std::size_t kMaxNameBytes = 80;
constexpr std::size_t kMaxPeople = 200;  // of one work

// The array behind `"contributors":` in a work's JSON, without reading all of it; "" if absent.
std::string_view contributors_in(std::string_view work) {
  constexpr std::string_view kHead = "\"contributors\":[";
  const std::size_t head = work.find(kHead);
  if (head == std::string_view::npos) return {};
  const std::size_t begin = head + kHead.size() - 1;
  int depth = 0;
  bool in_string = false;
  for (std::size_t at = begin; at < work.size(); ++at) {
    const char c = work[at];
    if (in_string) {
      if (c == '\\') ++at;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[') {
      ++depth;
    } else if (c == ']' && --depth == 0) {
      return work.substr(begin, at + 1 - begin);
    }
  }
  return {};
}

std::string_view first_character(std::string_view text) {
  std::size_t length = text.empty() ? 0 : 1;
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) {
    ++length;
  }
  return text.substr(0, length);
}

}  // namespace

HitNames hit_names(std::string_view hit) {
  const auto value = parse_json(hit);
  const json::object* object = value.ok() ? value->if_object() : nullptr;
  if (object == nullptr) return {};
  return {string_member(*object, "title"), string_member(*object, "journal")};
}

void WorkNames::add(std::string_view work_json) {
  const std::string_view list = contributors_in(work_json);
  if (list.empty()) return;
  const auto value = parse_json(list);
  if (!value.ok() || !value->is_array()) return;
  std::set<std::string> names;  // each once a work
  for (const json::value& each : value->get_array()) {
    const json::object* person = each.if_object();
    if (person == nullptr || names.size() >= kMaxPeople) continue;
    const std::string role = string_member(*person, "role");
    const std::string family = string_member(*person, "family");
    if (family.empty() || family.size() > kMaxNameBytes) continue;
    if (role == "collective") {
      names.insert(family);
      continue;
    }
    if (!role.empty() && role != "author") continue;
    std::string initials = string_member(*person, "initials");
    if (initials.empty()) initials = std::string(first_character(string_member(*person, "given")));
    const std::string_view initial = first_character(initials);
    names.insert(initial.empty() ? family : family + " " + std::string(initial));
  }
  for (const std::string& name : names) {
    if (counts_.size() >= kMaxCounted && !counts_.contains(name)) {
      // Whoever was met once makes room.
      std::erase_if(counts_, [](const auto& one) { return one.second == 1; });
      if (counts_.size() >= kMaxCounted) continue;
    }
    ++counts_[name];
  }
}

std::vector<AuthorCount> WorkNames::authors(std::size_t limit) const {
  std::vector<AuthorCount> authors;
  authors.reserve(counts_.size());
  for (const auto& [name, works] : counts_) authors.push_back({name, works});
  std::sort(authors.begin(), authors.end(), [](const AuthorCount& a, const AuthorCount& b) {
    return a.works != b.works ? a.works > b.works : a.name < b.name;
  });
  if (authors.size() > limit) authors.resize(limit);
  return authors;
}

void WrittenNames::add(std::string key, std::string_view written) {
  if (key.empty() || written.size() > 2 * kMaxNameBytes || written_.size() >= kMaxCounted) return;
  written_.emplace(std::move(key), std::string(written));
}

const std::string* WrittenNames::find(const std::string& key) const {
  const auto found = written_.find(key);
  return found == written_.end() ? nullptr : &found->second;
}

}  // namespace evidence
