// The gate of ranking: the shipped sample, imported and indexed by the real program, must be found
// as well as it was (tests/relevance/sample/). And `evidence eval` itself, as a person meets it.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "base/json.h"
#include "tests/integration/road_support.h"
#include "tests/support/program.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

namespace evidence::test {
namespace {

namespace fs = std::filesystem;

const fs::path kSource = test::source_dir();
const fs::path kJudged = kSource / "tests/relevance/sample";

std::vector<std::string> floors_lines() {
  std::ifstream in(kJudged / "floors.tsv");
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

double decimal(const json::object& object, std::string_view key) {
  const json::value* value = member(object, key);
  return value != nullptr && value->is_number() ? value->to_number<double>() : -1;
}

class Relevance : public ::testing::Test {
 protected:
  // The sample is imported once for all tests of this process.
  static void SetUpTestSuite() {
    dir_ = new TempDir;
    std::vector<std::string> import{"--data", data(), "--no-progress", "import"};
    for (const auto& file : fs::directory_iterator(kSource / "data/sample")) {
      if (file.path().extension() != ".md") import.push_back(file.path().string());
    }
    import.insert(import.end(), {"--source", "sample", "--sample"});
    ASSERT_EQ(run_evidence(import).exit_code, 0);
    ASSERT_EQ(run_evidence({"--data", data(), "--no-progress", "index"}).exit_code, 0);
  }
  static void TearDownTestSuite() {
    delete dir_;
    dir_ = nullptr;
  }

  static std::string data() { return (*dir_ / "data").string(); }
  static fs::path path(const std::string& name) { return dir_->path() / name; }

  // `files`: queries and judgements.
  static Outcome eval(const std::vector<std::string>& files, const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"--data", data(), "--no-progress", "eval"};
    arguments.insert(arguments.end(), files.begin(), files.end());
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_evidence(arguments);
  }
  static std::vector<std::string> sample() {
    return {(kJudged / "queries.tsv").string(), (kJudged / "qrels.txt").string()};
  }

  // A configuration with a second profile, `other`, that ranks by long texts.
  static std::string config_with_two_profiles() {
    const fs::path config = path("config");
    if (!fs::exists(config)) {
      fs::copy(kSource / "config", config, fs::copy_options::recursive);
      write(config / "ranking/other.toml",
            "description = \"Another.\"\nk1 = 0.1\nb = 0.0\nk3 = 1.0\nany_weight = 1.0\n"
            "phrase_bonus = 0.0\n\n[field_weights]\ntitle = 0.0\n");
    }
    return (config / "evidence.toml").string();
  }

 private:
  static TempDir* dir_;
};
TempDir* Relevance::dir_ = nullptr;

TEST_F(Relevance, OfTheShippedSampleIsNotBelowItsFloors) {
  const Outcome outcome = eval(sample(), {"--match", "auto", "--json"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const json::object figures = json_of(outcome.out);
  EXPECT_GE(number(figures, "queries"), 25);
  EXPECT_EQ(number(figures, "queries_not_judged"), 0);
  EXPECT_EQ(number(figures, "queries_without_relevant"), 0);
  const std::vector<std::string> lines = floors_lines();
  ASSERT_GE(lines.size(), 3U) << "floors.tsv is missing or empty";
  for (const std::string& line : lines) {
    std::istringstream in(line);
    std::string key;
    double floor = -1;
    ASSERT_TRUE(in >> key >> floor) << line;
    const double value = decimal(figures, key);
    std::cout << key << ' ' << value << " (floor " << floor << ")\n";
    EXPECT_GE(value, floor) << key << " fell below the floor of tests/relevance/sample/floors.tsv";
  }
}

TEST_F(Relevance, TwoProfilesAreComparedQueryByQuery) {
  const std::string config = config_with_two_profiles();
  const std::vector<std::string> both{"--profile", "plain", "--against", "other"};
  std::vector<std::string> arguments{"--config", config, "--data", data(), "--no-progress", "eval"};
  for (const std::string& file : sample()) arguments.push_back(file);
  arguments.insert(arguments.end(), both.begin(), both.end());
  arguments.push_back("--json");
  const Outcome outcome = run_evidence(arguments);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const json::object first = json_of(outcome.out);
  ASSERT_TRUE(first.contains("against"));
  const json::object& second = first.at("against").as_object();
  const json::object& compared = second.at("comparison").as_object();
  for (const char* key : {"ndcg@10", "map", "p@10", "recall@100", "recall@1000"}) {
    SCOPED_TRACE(key);
    const json::object& one = compared.at(key).as_object();
    EXPECT_NEAR(decimal(one, "mean_difference"), decimal(first, key) - decimal(second, key), 1e-9);
    EXPECT_EQ(number(one, "wins") + number(one, "losses") + number(one, "ties"),
              number(first, "queries"));
    EXPECT_GT(decimal(one, "p_randomisation"), 0);
    EXPECT_LE(decimal(one, "p_randomisation"), 1);
    EXPECT_LE(one.at("interval95").as_array().at(0).to_number<double>(),
              decimal(one, "mean_difference") + 1e-12);
    EXPECT_EQ(static_cast<std::int64_t>(one.at("per_query").as_object().size()),
              number(first, "queries"));
  }
  EXPECT_EQ(run_evidence(arguments).out, outcome.out) << "the same comparison, other figures";
  arguments.back() = "--per-query";
  const Outcome text = run_evidence(arguments);
  EXPECT_EQ(text.exit_code, 0);
  EXPECT_NE(text.out.find("wins/losses/ties"), std::string::npos) << text.out;
}

TEST_F(Relevance, TheClinicalMeasuresSayWhereTheEvidenceStands) {
  write(path("q.tsv"), "1\tasthma guideline\n2\tdelirium\n3\tmigraine prevention\n");
  write(path("topic.txt"), "1 0 99000004 2\n2 0 99000043 2\n2 0 99000042 2\n3 0 99000099 2\n");
  write(path("evidence.txt"), "1 0 99000004 3\n2 0 99000043 3\n2 0 99000042 2\n3 0 99000099 2\n");
  write(path("kinds.tsv"), "99000004\tguideline\n99000043\tguideline\n99000036\tguideline\n");
  const std::vector<std::string> files{path("q.tsv").string(), path("topic.txt").string()};
  const std::vector<std::string> clinical{"--evidence-qrels", path("evidence.txt").string(),
                                          "--kinds", path("kinds.tsv").string()};
  std::vector<std::string> as_json = clinical;
  as_json.push_back("--json");
  const Outcome outcome = eval(files, as_json);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const json::object answer = json_of(outcome.out);
  const json::object& figures = answer.at("clinical").as_object();
  EXPECT_EQ(number(figures, "queries"), 3);
  EXPECT_EQ(number(figures, "with_evidence"), 2);
  const json::object& asthma = figures.at("per_query").as_object().at("1").as_object();
  EXPECT_TRUE(asthma.at("evidence_in_first3").as_bool());
  EXPECT_GT(decimal(asthma, "combined_ndcg@10"), 0.5);
  std::vector<std::string> by_query = clinical;
  by_query.push_back("--per-query");
  EXPECT_NE(eval(files, by_query).out.find("no guideline or review"), std::string::npos);
}

TEST_F(Relevance, LeavesOutWhatCannotBeMeasuredAndSaysSo) {
  write(path("some.tsv"), "1\tsepsis\n2\tasthma\n3\tdelirium\n");
  write(path("some.txt"), "1 0 99000006 1\n2 0 99000001 0\n");
  const Outcome outcome = eval({path("some.tsv").string(), path("some.txt").string()}, {});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("(1 queries)"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("nothing judged is relevant"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("without a judgement"), std::string::npos) << outcome.out;
}

TEST_F(Relevance, RefusesWhatMeasuresNothingAndNamesTheFile) {
  write(path("none.txt"), "9 0 99000006 1\n");
  const Outcome none = eval({sample()[0], path("none.txt").string()}, {});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_NE(none.err.find("belong together"), std::string::npos) << none.err;
  write(path("bad.txt"), "s01 0 99000001 good\n");
  const Outcome bad = eval({sample()[0], path("bad.txt").string()}, {});
  EXPECT_EQ(bad.exit_code, 2);
  EXPECT_NE(bad.err.find("bad.txt"), std::string::npos) << bad.err;
  EXPECT_NE(bad.err.find("Line 1"), std::string::npos) << bad.err;
  EXPECT_EQ(eval({path("not-there.tsv").string(), sample()[1]}, {}).exit_code, 2);
  const Outcome same = eval(sample(), {"--profile", "plain", "--against", "plain"});
  EXPECT_EQ(same.exit_code, 2);
  EXPECT_NE(same.err.find("with itself"), std::string::npos) << same.err;
  EXPECT_NE(eval(sample(), {"--profile", "no-such-profile"}).exit_code, 0);
}

TEST_F(Relevance, AnInterruptedRunLeavesNoHalfFile) {
  std::string topics, judgements;
  for (int i = 0; i < 50'000; ++i) {
    topics += std::to_string(i) + "\tasthma in children and adults with sepsis or delirium\n";
    judgements += std::to_string(i) + " 0 99000001 1\n";
  }
  write(path("many.tsv"), topics);
  write(path("many.txt"), judgements);
  const fs::path run = path("many.run");
  Program program({"--data", data(), "--no-progress", "eval", path("many.tsv").string(),
                   path("many.txt").string(), "--run", run.string()});
  // The file beside the run shows that measuring has begun.
  const auto begun = [&] {
    for (const auto& file : fs::directory_iterator(run.parent_path())) {
      const std::string name = file.path().filename().string();
      if (name != "many.run" && name.find("many.run") != std::string::npos) return true;
    }
    return false;
  };
  while (program.running() && !begun()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  ASSERT_TRUE(program.running()) << "it ended before it could be interrupted";
  program.send_signal(SIGINT);
  EXPECT_EQ(program.wait(), 75);
  EXPECT_FALSE(fs::exists(run));
  EXPECT_FALSE(begun());
}

}  // namespace
}  // namespace evidence::test
