#include "tests/integration/merging_lab.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "tests/integration/road_support.h"
#include "tests/support/source_dir.h"

namespace evidence::test {

namespace fs = std::filesystem;

std::vector<std::string> MergingLab::arguments(std::vector<std::string> words) const {
  words.insert(words.begin(), {"--data", data_.string(), "--no-progress"});
  if (!config_.empty()) words.insert(words.begin(), {"--config", config_.string()});
  return words;
}

Outcome MergingLab::run(std::vector<std::string> words) const {
  return run_evidence(arguments(std::move(words)));
}

void MergingLab::must_run(std::vector<std::string> words) const {
  const std::string said = join(words, " ");
  const Outcome outcome = run(std::move(words));
  ASSERT_EQ(outcome.exit_code, 0) << said << "\n" << outcome.err;
}

void MergingLab::import_lines(const std::string& source, const std::string& lines) const {
  const fs::path file = dir_ / "lines.jsonl";
  write(file, lines);
  must_run({"--quiet", "import", file.string(), "--source", source, "--format", "jsonl"});
}

void MergingLab::import_all(const std::vector<MadeRecord>& records) const {
  std::map<std::string, std::string> lines;
  for (const MadeRecord& record : records) {
    if (!record.goes) lines[record.source] += record.line + "\n";
  }
  for (const auto& [source, text] : lines) import_lines(source, text);
}

MergedWorks MergingLab::works() const { return exported({}); }

MergedWorks MergingLab::indexed_works(const std::vector<MadeRecord>& records) const {
  std::set<std::string> sources;
  for (const MadeRecord& record : records) sources.insert(record.source);
  std::vector<std::string> words;
  for (const std::string& source : sources) {
    words.insert(words.end(), {"--filter", "source=" + source});
  }
  return exported(words);
}

MergedWorks MergingLab::exported(std::vector<std::string> words) const {
  const fs::path file = dir_ / "works.jsonl";
  words.insert(words.begin(), {"--quiet", "export", "--members", "--output", file.string()});
  must_run(words);
  const std::string text = file_bytes(file);
  MergedWorks works;
  for (const std::string_view line : split(text, '\n')) {
    if (line.empty()) continue;
    json::object work = json_of(std::string(line));
    std::string members;
    for (const json::value& member : work["members"].as_array()) {
      members += (members.empty() ? "" : " ") + std::string(member.as_string());
    }
    works.ids[members] = string_member(work, "id");
    for (const char* key : {"id", "members", "former_ids"}) work.erase(key);
    works.fields[members] = json::serialize(work);
  }
  return works;
}

fs::path config_with(const TempDir& dir, const std::string& name, const std::string& from,
                     const std::string& to) {
  const fs::path folder = dir / name.c_str();
  fs::copy(test::source_dir() / "config", folder, fs::copy_options::recursive);
  std::string rules = file_bytes(folder / "merging.toml");
  const std::size_t at = rules.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) rules.replace(at, from.size(), to);
  write(folder / "merging.toml", rules);
  return folder / "evidence.toml";
}

std::string deletion_of(const MadeRecord& record) {
  return json::serialize(json::object{{"source_record_id", record.key}, {"deleted", true}});
}

std::string differences(const std::map<std::string, std::string>& expected,
                        const std::map<std::string, std::string>& found) {
  constexpr int kShown = 5;
  std::string text;
  int count = 0;
  const auto say = [&](const std::string& line) {
    if (++count <= kShown) text += line + "\n";
  };
  for (const auto& [key, value] : expected) {
    const auto at = found.find(key);
    if (at == found.end()) {
      say("missing: " + key);
    } else if (at->second != value) {
      const auto differ =
          std::mismatch(value.begin(), value.end(), at->second.begin(), at->second.end());
      const auto begin = std::min<std::ptrdiff_t>(differ.first - value.begin(), 60);
      say(key + "\n  expected …" + std::string(differ.first - begin, value.end()).substr(0, 400) +
          "\n  found    …" + std::string(differ.second - begin, at->second.end()).substr(0, 400));
    }
  }
  for (const auto& [key, value] : found) {
    if (!expected.contains(key)) say("not expected: " + key);
  }
  return count == 0 ? "" : text + std::to_string(count) + " differences";
}

int count_from_environment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::max(1, std::atoi(text));
}

}  // namespace evidence::test
