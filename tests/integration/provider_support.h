// A library's configuration with the named providers' source files and our samples. Used by the
// provider tests.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/json.h"
#include "tests/integration/road_support.h"
#include "tests/support/program.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

namespace evidence::test {

namespace fs = std::filesystem;

struct ProviderFile {
  const char* id;
  int records;
};
inline constexpr ProviderFile kProviders[] = {
    {"bmj-best-practice", 22},     {"oup-books", 9},
    {"oup-chapters", 8},           {"royal-marsden", 6},
    {"royal-marsden-chapters", 4}, {"maudsley", 3},
    {"maudsley-chapters", 4},      {"kortext", 5},
    {"kortext-marc", 2},           {"nhs-core-content", 24},
    {"link-list-example", 3},
};

inline std::string text_of_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline void replace_once(std::string& text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  ASSERT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  ASSERT_EQ(text.find(from, at + to.size()), std::string::npos) << from << " stands there twice";
}

inline fs::path samples_of(const std::string& id) {
  return test::source_dir() / "tests/data/providers" / id;
}

// The shipped configuration with three organisations of ours; a provider's file
// differs from what is shipped in its folder and in that it is enabled.
class Library {
 public:
  Library() {
    fs::copy(test::source_dir() / "config", dir_ / "config", fs::copy_options::recursive);
    const std::string hosts =
        "licensed_hosts = [\"bestpractice.bmj.com\", "
        "\"academic.oup.com\", \"rmmonline.co.uk\", "
        "\"onlinelibrary.wiley.com\", \"kortext.com\", "
        "\"journals.bmj.example.org\", "
        "\"books.example.org\", \"doi.org\"]\n";
    write(dir_ / "config/organisations/test.toml",
          "[[organisation]]\nid = \"openathens-trust\"\nname = \"A\"\nroute = "
          "\"openathens\"\n"
          "openathens_domain = \"trust.example.org\"\n" +
              hosts +
              "[[organisation]]\nid = \"ezproxy-trust\"\nname = \"B\"\nroute = "
              "\"ezproxy\"\n"
              "ezproxy_prefix = "
              "\"https://login.proxy.example.org/login?qurl=%u\"\n" +
              hosts);
  }

  // The provider's samples in a folder of their own, and its source file
  // pointing there.
  void add(const std::string& id) {
    fs::create_directories(folder(id));
    fs::copy(samples_of(id), folder(id));
    for (const auto& entry : fs::directory_iterator(folder(id))) settle(entry.path(), 120);
    const fs::path file = source_file(id);
    std::string text = text_of_file(file);
    replace_once(text, "\nenabled = false\n", "\nenabled = true\n");
    const std::size_t at = text.find("directory = \"");
    ASSERT_NE(at, std::string::npos);
    const std::size_t begin = at + 13;
    text.replace(begin, text.find('"', begin) - begin, folder(id).string());
    write(file, text);
  }

  // As if it had been put there `minutes` ago.
  static void settle(const fs::path& path, int minutes) {
    fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::minutes(minutes));
  }

  [[nodiscard]] fs::path folder(const std::string& id) const { return dir_ / "lists" / id; }
  [[nodiscard]] fs::path source_file(const std::string& id) const {
    return dir_ / "config/sources" / (id + ".toml");
  }
  [[nodiscard]] fs::path data() const { return dir_ / "data"; }
  [[nodiscard]] std::string config() const { return (dir_ / "config/evidence.toml").string(); }

  [[nodiscard]] Outcome run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(),
                     {"--data", data().string(), "--config", config(), "--no-progress"});
    return run_evidence(arguments);
  }
  [[nodiscard]] json::object harvest(const std::string& id, int exit_code = 0,
                                     const std::string& more = "") const {
    std::vector<std::string> arguments = {"harvest", id, "--json"};
    if (!more.empty()) arguments.push_back(more);
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit_code, exit_code) << id << ": " << outcome.err << outcome.out;
    const json::object all = json_of(outcome.out);
    return all.at("files").as_array().at(0).as_object();
  }
  [[nodiscard]] json::array hits(const std::string& query) const {
    // The places are those of the words alone, whatever evidence stands beside.
    const Outcome outcome =
        run({"search", query, "--format", "json", "--limit", "50", "--profile", "plain"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return json_of(outcome.out).at("hits").as_array();
  }
  // The place of a title in a search, from 1; 0 where it is not found.
  [[nodiscard]] std::size_t place(const std::string& query, const std::string& title) const {
    const json::array found = hits(query);
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (string_member(found[i].as_object(), "title") == title) return i + 1;
    }
    return 0;
  }

 private:
  TempDir dir_;
};

}  // namespace evidence::test
