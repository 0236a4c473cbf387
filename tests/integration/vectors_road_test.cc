// Vectors through the real program: made by `evidence index`, shown by `status`, verified by
// `check`, switched off by the configuration, mended after kill -9.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <thread>

#include "tests/integration/road_support.h"
#include "tests/support/program.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

namespace evidence::test {
namespace {

namespace fs = std::filesystem;

// Works of two themes, so that there is something to learn.
void write_records(const fs::path& file, int from, int to, int version) {
  static const std::vector<std::string> kWords[2] = {
      {"heart", "artery", "stent", "troponin", "chest", "statin", "angina", "infarction"},
      {"skin", "itch", "emollient", "steroid", "rash", "topical", "allergy", "eczema"}};
  std::ofstream out(file);
  for (int number = from; number <= to; ++number) {
    std::mt19937 random(static_cast<unsigned>(number * 10 + version));
    std::string text;
    for (int word = 0; word < 8; ++word) text += kWords[number % 2][random() % 8] + " ";
    for (int word = 0; word < 8; ++word) text += "word" + std::to_string(random() % 90) + "x ";
    out << "{\"id\":\"r" << number << "\",\"title\":\"Report number " << number << "x of version"
        << version << "\",\"abstract\":\"" << text << "\",\"year\":2020}\n";
  }
}

class VectorsRoad : public testing::Test {
 protected:
  Outcome run(std::vector<std::string> arguments) {
    std::vector<std::string> all{"--data", data().string(), "--no-progress"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return run_evidence(all);
  }
  fs::path data() { return directory_.path() / "data"; }
  void import(int from, int to, int version = 1) {
    const fs::path file = directory_.path() / "records.jsonl";
    write_records(file, from, to, version);
    const Outcome outcome = run({"import", file.string(), "--source", "house"});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  }
  json::object index(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"index", "--json"});
    const Outcome outcome = run(more);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    const json::object answer = json_of(outcome.out);
    const json::value* vectors = member(answer, "vectors");
    return vectors != nullptr && vectors->is_object() ? vectors->get_object() : json::object();
  }
  json::object status() {
    const json::object answer = json_of(run({"status", "--json"}).out);
    const json::value* index = member(answer, "index");
    if (index == nullptr || !index->is_object()) return {};
    const json::value* vectors = member(index->get_object(), "vectors");
    return vectors != nullptr && vectors->is_object() ? vectors->get_object() : json::object();
  }
  fs::path file_named(const std::string& name) {
    for (const auto& entry : fs::recursive_directory_iterator(data() / "index")) {
      if (entry.path().filename() == name) return entry.path();
    }
    return {};
  }

  TempDir directory_;
};

TEST_F(VectorsRoad, AreMadeFollowedShownAndVerified) {
  import(1, 300);
  const json::object first = index();
  EXPECT_EQ(number(first, "works"), 300);
  EXPECT_TRUE(first.at("trained").as_bool());
  import(301, 310);
  const json::object second = index();
  EXPECT_FALSE(second.at("trained").as_bool());
  EXPECT_EQ(number(second, "rows_made"), 10);
  const json::object shown = status();
  EXPECT_EQ(number(shown, "works"), 310);
  EXPECT_EQ(number(shown, "trained_works"), 300);
  EXPECT_GT(number(shown, "dimensions"), 8);
  EXPECT_TRUE(shown.at("up_to_date").as_bool());
  EXPECT_NE(run({"status"}).out.find("Vectors 310 works"), std::string::npos);
  EXPECT_EQ(run({"check", "index"}).exit_code, 0);
  EXPECT_TRUE(index({"--rebuild"}).at("trained").as_bool());
}

TEST_F(VectorsRoad, ThatAreSpoiltAreFoundByCheckDoNotHinderSearchAndAreMadeAgain) {
  import(1, 200);
  index();
  const fs::path rows = file_named("shard-0.vectors");
  ASSERT_FALSE(rows.empty());
  const std::string good = file_bytes(rows);
  std::string bad = good;
  bad[bad.size() / 2] = static_cast<char>(bad[bad.size() / 2] ^ 0x10);
  write(rows, bad);
  const Outcome found = run({"check", "index"});
  EXPECT_EQ(found.exit_code, 1);
  EXPECT_NE(found.err.find("shard-0.vectors"), std::string::npos) << found.err;
  write(rows, good.substr(0, good.size() - 5));
  EXPECT_NE(run({"status"}).out.find("shard-0.vectors"), std::string::npos);
  EXPECT_EQ(number(json_of(run({"search", "report", "--json"}).out), "total"), 200);
  EXPECT_EQ(number(index(), "rows_made"), 200);
  EXPECT_EQ(run({"check", "index"}).exit_code, 0);
  EXPECT_EQ(file_bytes(rows), good);
}

TEST_F(VectorsRoad, AreSwitchedOffByTheConfiguration) {
  const fs::path config = directory_.path() / "config";
  fs::copy(test::source_dir() / "config", config, fs::copy_options::recursive);
  std::string text = file_bytes(config / "evidence.toml");
  const std::size_t at = text.find("vectors = true");
  ASSERT_NE(at, std::string::npos);
  import(1, 100);
  index();
  EXPECT_FALSE(file_named("space").empty());
  write(config / "evidence.toml", text.replace(at, 14, "vectors = false"));
  const Outcome outcome = run({"--config", (config / "evidence.toml").string(), "index", "--json"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_TRUE(file_named("space").empty());
  EXPECT_TRUE(file_named("shard-0.vectors").empty());
  EXPECT_NE(run({"status"}).out.find("Vectors none"), std::string::npos);
}

TEST_F(VectorsRoad, AreWholeAgainAfterARunThatWasKilled) {
  import(1, 1'500);
  index();
  std::mt19937 random(20'261'129);
  for (int round = 0; round < 4; ++round) {
    import(1, 700, round + 2);  // many enough that the space is learned anew
    {
      Program program({"--data", data().string(), "--no-progress", "index"});
      std::this_thread::sleep_for(std::chrono::milliseconds(random() % 1'500));
      program.send_signal(SIGKILL);
      program.wait();
    }
    EXPECT_EQ(number(json_of(run({"search", "report", "--json"}).out), "total"), 1'500);
    index();
    EXPECT_EQ(run({"check", "index"}).exit_code, 0) << run({"check", "index"}).err;
    EXPECT_EQ(number(status(), "works"), 1'500);
  }
}

}  // namespace
}  // namespace evidence::test
