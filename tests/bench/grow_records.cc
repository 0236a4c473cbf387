// Makes a large, varied set of records out of a smaller one, for measuring merging.
//   grow_records N FILE.jsonl… > OUT.jsonl
// The files are read round and round. The first round is taken as it is. In later rounds a record
// becomes another publication: a third of its title's words, its first author, year, volume, pages
// and identifiers change. Every sixth record is besides a poor copy of an earlier one of its round:
// another form of names, no abstract, a typo, no identifiers. Deterministic.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/text.h"

using namespace evidence;

namespace {

std::uint64_t next_random(std::uint64_t& state) {
  state ^= state << 13U;
  state ^= state >> 7U;
  state ^= state << 17U;
  return state;
}

std::string first_author(const json::object& object) {
  const json::value* authors = object.if_contains("authors");
  if (authors == nullptr || !authors->is_array() || authors->get_array().empty()) return "";
  const json::value& first = authors->get_array().front();
  return first.is_string() ? std::string(first.get_string().c_str()) : "";
}

void put_first_author(json::object& object, const std::string& name) {
  if (name.empty()) return;
  json::value* authors = object.if_contains("authors");
  if (authors == nullptr || !authors->is_array() || authors->get_array().empty()) return;
  authors->get_array().front() = name;
}

// Another publication: words, people and place of others.
void vary(json::object& object, const json::object& other, int round) {
  const std::string title = string_member(object, "title");
  const std::string words_of_other = string_member(other, "title");
  const auto mine = split(title, ' ');
  const auto theirs = split(words_of_other, ' ');
  std::string varied;
  for (std::size_t i = 0; i < mine.size(); ++i) {
    if (!varied.empty()) varied += ' ';
    varied += i % 3 == 2 && !theirs.empty() ? theirs[i % theirs.size()] : mine[i];
  }
  object["title"] = varied;
  put_first_author(object, first_author(other));
  if (json::value* year = object.if_contains("year"); year != nullptr && year->is_int64()) {
    *year = 1960 + (year->get_int64() + 7 * round) % 65;
  }
  if (object.contains("volume"))
    object["volume"] =
        std::to_string(1 + (std::atoi(string_member(object, "volume").c_str()) + 13 * round) % 400);
  for (const char* page : {"fpage", "pages"}) {
    if (object.contains(page)) {
      object[page] = std::to_string(
          1 + (std::atoi(string_member(object, page).c_str()) + 131 * round) % 4'000);
    }
  }
  if (const std::string pmid = string_member(object, "pmid"); !pmid.empty()) {
    object["pmid"] = std::to_string(std::atoll(pmid.c_str()) + 40'000'000LL * round);
  }
  if (const std::string doi = string_member(object, "doi"); !doi.empty()) {
    object["doi"] = doi + ".r" + std::to_string(round);
  }
}

void spoil(json::object& object, std::uint64_t random) {
  object.erase("abstract");
  object.erase("pmid");
  object.erase("doi");
  object.erase("mesh");
  std::string title = string_member(object, "title");
  if (title.size() > 30 && random % 3 == 0) title.erase(10 + random % 10, 1);
  object["title"] = title;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: grow_records N FILE.jsonl...\n");
    return 2;
  }
  const long wanted = std::atol(argv[1]);
  std::vector<std::string> lines;
  for (int i = 2; i < argc; ++i) {
    std::ifstream in(argv[i]);
    for (std::string line; std::getline(in, line);) lines.push_back(std::move(line));
  }
  if (lines.empty()) return 2;
  std::uint64_t random = 88172645463325252ULL;
  long written = 0;
  const auto write = [&](json::object object) {
    object["id"] = "g" + std::to_string(written++);
    std::puts(json::serialize(object).c_str());
  };
  for (int round = 0; written < wanted; ++round) {
    for (std::size_t i = 0; i < lines.size() && written < wanted; ++i) {
      auto parsed = parse_json(lines[i]);
      if (!parsed.ok() || !parsed->is_object()) continue;
      json::object object = parsed->get_object();
      for (const char* key : {"citing", "type"}) object.erase(key);
      if (round > 0) {
        auto other =
            parse_json(lines[(i + static_cast<std::size_t>(round) * 7'919) % lines.size()]);
        if (other.ok() && other->is_object()) vary(object, other->get_object(), round);
      }
      write(object);
      if (next_random(random) % 6 == 0 && written < wanted) {
        spoil(object, next_random(random));
        write(std::move(object));
      }
    }
  }
  return 0;
}
