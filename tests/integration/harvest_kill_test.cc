// kill -9 at random moments of every protocol's harvest: however often it is cut, it ends in the
// store that a harvest left in peace makes. And Ctrl-C, which stops after the page in hand.
// EVIDENCE_HARVEST_KILLS (default 4) is the number of kills of each protocol, half of them for
// those with a second state in the harvest that finds it; EVIDENCE_HARVEST_SEED their moments.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <thread>

#include "connectors/registry.h"
#include "tests/integration/harvest_support.h"
#include "tests/integration/road_support.h"
#include "tests/integration/simulated_sources.h"
#include "tests/support/program.h"
#include "tests/support/temp_dir.h"
#include "tests/support/zebra.h"

namespace evidence::test {
namespace {

namespace fs = std::filesystem;
using std::chrono::microseconds;
using std::chrono::steady_clock;

constexpr int kExitTryLater = 75;

int number_from(const char* variable, int unless) {
  const char* text = std::getenv(variable);
  return text == nullptr ? unless : std::max(1, std::atoi(text));
}

class HarvestKill : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (GetParam() == "sru" || GetParam() == "z3950") EVIDENCE_NEED_ZEBRA();
    ::setenv("EVIDENCE_SOURCE_KILL_API_KEY", "made-up", 1);
    fs::create_directory(dir_ / "files");
    source_ = simulate(GetParam(), dir_ / "files");
    config_.set_source("kill", source_.settings);
  }

  [[nodiscard]] Outcome harvest(const fs::path& data) const {
    return config_.run(data, {"harvest", "kill", "--json"});
  }
  [[nodiscard]] StoreDump dump(const fs::path& data) const {
    return dump_store(data, "kill", source_.keys);
  }
  void become(int state) const {
    if (source_.become) source_.become(state);
  }

  // Harvests into `data`, killing it until it once comes to its own end; gives how many of the
  // kills met a harvest at work.
  int harvest_and_kill(const fs::path& data, microseconds whole) {
    const int before = fs::exists(data) ? cut_runs(data, "kill") : 0;
    for (int round = 0; round < 200; ++round) {
      // Ever later, for a source that forgets its place has to be read in one go.
      std::uniform_int_distribution<std::int64_t> moment(1, whole.count() * (20 + round) / 20);
      Program program(config_.command(data, {"harvest", "kill"}));
      const auto until = steady_clock::now() + microseconds(moment(random_));
      while (program.running() && steady_clock::now() < until) {
        std::this_thread::sleep_for(microseconds(200));
      }
      program.send_signal(SIGKILL);
      const int code = program.wait();
      if (code == 128 + SIGKILL) continue;
      EXPECT_EQ(code, 0) << "seed " << seed_;
      break;
    }
    return cut_runs(data, "kill") - before;
  }

  void expect_the_same(const fs::path& data, const StoreDump& whole) const {
    const StoreDump now = dump(data);
    EXPECT_TRUE(now == whole) << GetParam() << ", seed " << seed_ << ":\n" << now.difference(whole);
    const Outcome check = config_.run(data, {"check", "store"});
    EXPECT_EQ(check.exit_code, 0) << check.err << check.out;
  }

  TempDir dir_;
  HarvestConfig config_;
  SimulatedSource source_;
  int seed_ = number_from("EVIDENCE_HARVEST_SEED", 20'263);
  std::mt19937 random_{static_cast<unsigned>(seed_)};
};

TEST_P(HarvestKill, EndsInTheStoreOfAnUninterruptedHarvest) {
  const auto timed = [&](const fs::path& data, Outcome& outcome) {
    const auto start = steady_clock::now();
    outcome = harvest(data);
    return std::chrono::duration_cast<microseconds>(steady_clock::now() - start);
  };
  // In peace, both states one after the other.
  Outcome outcome;
  std::vector<microseconds> times{timed(dir_ / "whole", outcome)};
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const std::int64_t pages = number(json_of(outcome.out).at("files").at(0).as_object(), "pages");
  EXPECT_GE(pages, 10);
  std::vector<StoreDump> wholes{dump(dir_ / "whole")};
  EXPECT_GT(wholes[0].live, 50);
  if (source_.become) {
    become(1);
    times.push_back(timed(dir_ / "whole", outcome));
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    wholes.push_back(dump(dir_ / "whole"));
    EXPECT_FALSE(wholes[0] == wholes[1]);
    EXPECT_EQ(wholes[1].tombstones.size(), source_.keys.size());
  }
  const int wanted = number_from("EVIDENCE_HARVEST_KILLS", 4);
  int kills = 0;
  int harvests = 0;
  for (int trial = 0; kills < wanted && trial < 20 * wanted; ++trial) {
    const fs::path data = dir_.path() / ("killed" + std::to_string(trial));
    for (std::size_t state = 0; state < wholes.size(); ++state) {
      become(static_cast<int>(state));
      kills += harvest_and_kill(data, times[state]);
      ++harvests;
      expect_the_same(data, wholes[state]);
    }
    if (HasFailure()) break;
    fs::remove_all(data);
  }
  EXPECT_GE(kills, wanted);
  std::printf("%s: %d kills in %d harvests of %d pages and %d records, seed %d\n",
              GetParam().c_str(), kills, harvests, static_cast<int>(pages),
              static_cast<int>(wholes[0].live), seed_);
}

TEST_P(HarvestKill, CtrlCStopsAfterThePageInHandAndTheNextGoesOn) {
  const auto start = steady_clock::now();
  const Outcome in_peace = harvest(dir_ / "whole");
  ASSERT_EQ(in_peace.exit_code, 0) << in_peace.err;
  const auto whole = steady_clock::now() - start;
  const std::int64_t all = number(json_of(in_peace.out), "read");
  const StoreDump wanted = dump(dir_ / "whole");
  // Not at its very beginning, before the handler stands, nor at its end.
  for (int attempt = 0; attempt < 20; ++attempt) {
    const fs::path data = dir_.path() / ("stopped" + std::to_string(attempt));
    Program program(config_.command(data, {"harvest", "kill"}));
    std::this_thread::sleep_for(whole * (3 + attempt % 7) / 10);
    program.send_signal(SIGINT);
    if (program.wait() != kExitTryLater) continue;
    EXPECT_EQ(cut_runs(data, "kill"), 0) << "the run's record is written";
    const StoreDump part = dump(data);
    if (part.live == 0 || part.live >= wanted.live) continue;
    EXPECT_FALSE(part.finished);
    const Outcome rest = harvest(data);
    EXPECT_EQ(rest.exit_code, 0) << rest.err;
    if (GetParam() != "crossref") {  // which keeps the place itself: the window begins again
      EXPECT_LT(number(json_of(rest.out), "read"), all) << "it went on where it stopped";
    }
    expect_the_same(data, wanted);
    return;
  }
  FAIL() << "no Ctrl-C met the harvest at work";
}

std::string test_name(const ::testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Protocols, HarvestKill, ::testing::ValuesIn(simulated_protocols()),
                         test_name);

TEST(HarvestKillTest, EveryProtocolIsAmongThem) {
  std::vector<std::string> registered;
  for (const ProtocolInfo& protocol : protocols()) registered.emplace_back(protocol.name);
  std::vector<std::string> simulated = simulated_protocols();
  std::sort(registered.begin(), registered.end());
  std::sort(simulated.begin(), simulated.end());
  EXPECT_EQ(simulated, registered);
}

}  // namespace
}  // namespace evidence::test
