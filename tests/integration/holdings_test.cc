// The road of a title list through the real binary: shown, applied, switched on, asked, and killed.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "base/json.h"
#include "tests/support/program.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

namespace evidence::test {
namespace {

namespace fs = std::filesystem;

// A list of `titles` journals; `press` is in every row, so that two lists differ in all.
fs::path write_title_list(const TempDir& directory, const std::string& name, int titles,
                          const std::string& press, const std::string& last = "") {
  const fs::path path = directory.path() / name;
  std::ofstream out(path);
  out << "publication_title\tprint_identifier\tdate_first_issue_online\tdate_last_issue_online\t"
         "title_url\ttitle_id\tembargo_info\tpublisher_name\n";
  for (int i = 0; i < titles; ++i) {
    out << "Journal " << i << (i == 0 ? "\t0959-8138" : "\t") << "\t2004\t" << last
        << "\thttps://journals.example.org/" << i << "\tt" << i << "\tP1Y\t" << press << "\n";
  }
  return path;
}

class HoldingsRoad : public ::testing::Test {
 protected:
  Outcome holdings(std::vector<std::string> arguments) const {
    std::vector<std::string> all{"--data", data(), "--no-progress", "holdings"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return run_evidence(all);
  }
  json::object answer(std::vector<std::string> arguments) const {
    arguments.emplace_back("--json");
    const Outcome outcome = holdings(std::move(arguments));
    const auto value = parse_json(outcome.out);
    EXPECT_TRUE(value.ok()) << outcome.out << outcome.err;
    return value.ok() ? value->get_object() : json::object{};
  }
  [[nodiscard]] std::string data() const { return (directory_.path() / "data").string(); }
  Outcome load(const fs::path& list, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"load", list.string(), "--package", "press"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return holdings(arguments);
  }

  TempDir directory_;
  const std::vector<std::string> apply_{"--apply", "--actor", "A. Librarian"};
};

TEST_F(HoldingsRoad, ALoadIsShownFirstAndAppliedOnDemand) {
  const fs::path list = write_title_list(directory_, "list.txt", 12, "Press");
  const Outcome shown = load(list);
  EXPECT_EQ(shown.exit_code, 0) << shown.err;
  EXPECT_NE(shown.out.find("12 added, 0 removed, 0 changed, 0 unchanged."), std::string::npos);
  EXPECT_NE(shown.out.find("Nothing was changed"), std::string::npos);
  EXPECT_FALSE(fs::exists(fs::path(data()) / "access.db"));
  EXPECT_EQ(load(list, {"--apply"}).exit_code, 2) << "who applies it?";
  EXPECT_EQ(load(list, apply_).exit_code, 0);
  EXPECT_EQ(answer({"list"}).at("packages").as_array().size(), 1U);
  const fs::path next = write_title_list(directory_, "next.txt", 12, "Press", "2020");
  const Outcome difference = load(next);
  EXPECT_NE(difference.out.find("0 added, 0 removed, 12 changed"), std::string::npos);
  EXPECT_NE(difference.out.find("date_last_issue_online: (empty) → 2020"), std::string::npos);
  const fs::path few = write_title_list(directory_, "few.txt", 3, "Press");
  const Outcome most = load(few, apply_);
  EXPECT_EQ(most.exit_code, 1);
  EXPECT_NE(most.err.find("--confirm-removals"), std::string::npos);
  EXPECT_EQ(answer({"show", "press"}).at("holdings").to_number<int>(), 12);
  EXPECT_EQ(load(few, {"--confirm-removals", "--apply", "--actor", "A"}).exit_code, 0);
  EXPECT_EQ(answer({"show", "press"}).at("holdings").to_number<int>(), 3);
  EXPECT_EQ(answer({"changes", "--limit", "100"}).at("changes").as_array().size(), 10U);
}

TEST_F(HoldingsRoad, SeveralFilesAreOnePackageAndEachRowCountsOnce) {
  const fs::path some = write_title_list(directory_, "some.txt", 5, "Press");
  const fs::path more = write_title_list(directory_, "more.txt", 8, "Press");
  const json::object shown = answer({"load", some.string(), more.string(), "--package", "press"});
  EXPECT_EQ(shown.at("read").at("rows").to_number<int>(), 13);
  EXPECT_EQ(shown.at("read").at("duplicates").to_number<int>(), 5);
  EXPECT_EQ(shown.at("difference").at("counts").at("added").to_number<int>(), 8);
  EXPECT_FALSE(shown.at("applied").as_bool());
}

TEST_F(HoldingsRoad, WrongInputIsSaidWithItsFixAndItsExitCode) {
  const fs::path list = write_title_list(directory_, "list.txt", 3, "Press");
  const std::string none = (directory_.path() / "none.txt").string();
  for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{
           {"load", none, "--package", "press"},
           {"load", list.string(), "--package", "Not An Id"},
           {"load", list.string(), "--package", "press", "--encoding", "klingon"},
           {"load", list.string(), "--package", "press", "--column", "nonsense"},
           {"enable", "press", "--for", "example-trust", "--actor", "A"},
           {"enable", "press", "--for", "x", "--connection", "magic", "--actor", "A"},
           {"check", "0959-8138", "--org", "example-trust", "--date", "soon"},
           {"show", "press"},
           {"changes", "--since", "yesterday"}}) {
    const Outcome outcome = holdings(wrong);
    EXPECT_EQ(outcome.exit_code, 2) << ::testing::PrintToString(wrong) << outcome.out;
    EXPECT_FALSE(outcome.err.empty()) << ::testing::PrintToString(wrong);
  }
}

TEST_F(HoldingsRoad, CheckSaysWhatOpensAndWhy) {
  EXPECT_EQ(load(write_title_list(directory_, "list.txt", 3, "Press"), apply_).exit_code, 0);
  const std::vector<std::string> ask{"check", "0959-8138",  "--org", "example-trust",
                                     "--on",  "2026-11-30", "--date"};
  const auto asked = [&](const std::string& date) {
    std::vector<std::string> arguments = ask;
    arguments.push_back(date);
    return holdings(arguments);
  };
  EXPECT_EQ(asked("2010").exit_code, 1);
  EXPECT_NE(asked("2010").out.find("not switched on: package press"), std::string::npos);
  EXPECT_EQ(holdings({"enable", "press", "--for", "example-trust", "--to", "2026-12-31",
                      "--connection", "proxied", "--actor", "A"})
                .exit_code,
            0);
  EXPECT_EQ(asked("2010").exit_code, 0);
  EXPECT_TRUE(asked("2010").out.starts_with(
      "yes  Journal 0, press, example-trust (proxied): Full text from 2004, not the present "
      "calendar year; licensed to 2026-12-31\n     https://journals.example.org/0"))
      << asked("2010").out;
  EXPECT_EQ(asked("2026-03").exit_code, 1) << "under embargo";
  EXPECT_EQ(asked("2003").exit_code, 1);
  EXPECT_EQ(holdings({"check", "Journal 0", "--org", "example-trust", "--date", "2010", "--on",
                      "2027-01-01"})
                .exit_code,
            1)
      << "the licence has ended";
  EXPECT_EQ(holdings({"disable", "press", "--for", "example-trust", "--actor", "A"}).exit_code, 0);
  EXPECT_EQ(asked("2010").exit_code, 1);
  EXPECT_EQ(holdings({"disable", "press", "--for", "example-trust", "--actor", "A"}).exit_code, 2);
  EXPECT_EQ(holdings({"remove", "press", "--actor", "A"}).exit_code, 0);
  EXPECT_EQ(holdings({"show", "press"}).exit_code, 2);
}

TEST_F(HoldingsRoad, AKilledLoadLeavesTheOldStateOrTheNew) {
  constexpr int kTitles = kSanitized ? 2'000 : 20'000;
  const fs::path lists[2] = {write_title_list(directory_, "a.txt", kTitles, "First press"),
                             write_title_list(directory_, "b.txt", kTitles, "Second press")};
  ASSERT_EQ(load(lists[0], apply_).exit_code, 0);
  const auto start = std::chrono::steady_clock::now();
  ASSERT_EQ(load(lists[1], apply_).exit_code, 0);
  const auto whole = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - start);
  std::mt19937 random(20261130);
  int killed = 0;
  for (int round = 0; round < 6; ++round) {
    {
      Program program({"--data", data(), "--no-progress", "holdings", "load",
                       lists[round % 2].string(), "--package", "press", "--apply", "--actor", "A"});
      std::uniform_int_distribution<long> moment(whole.count() / 3, whole.count());
      std::this_thread::sleep_for(std::chrono::milliseconds(moment(random)));
      killed += program.running() ? 1 : 0;
      program.send_signal(SIGKILL);
      program.wait();
    }
    int changed[2] = {0, 0};
    for (int i = 0; i < 2; ++i) {
      const json::object shown = answer({"load", lists[i].string(), "--package", "press"});
      changed[i] = shown.at("difference").at("counts").at("changed").to_number<int>();
      EXPECT_EQ(shown.at("difference").at("counts").at("added").to_number<int>(), 0);
      EXPECT_EQ(shown.at("difference").at("counts").at("removed").to_number<int>(), 0);
    }
    EXPECT_TRUE((changed[0] == 0 && changed[1] == kTitles) ||
                (changed[1] == 0 && changed[0] == kTitles))
        << changed[0] << " and " << changed[1];
  }
  EXPECT_GT(killed, 0);
  const Outcome check = run_evidence({"--data", data(), "check", "store"});
  EXPECT_EQ(check.err.find("access.db"), std::string::npos) << check.err;
}

}  // namespace
}  // namespace evidence::test
