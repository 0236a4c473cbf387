// What a harvest that was cut leaves for the next one, at moments that no random kill finds: the
// state is put into the store as the cut would have left it.
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <optional>

#include "base/clock.h"
#include "store/sqlite_record_store.h"
#include "tests/integration/harvest_support.h"
#include "tests/integration/road_support.h"
#include "tests/support/replay_server.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/connectors/protocol/oai_simulator.h"

namespace evidence::test {
namespace {

namespace fs = std::filesystem;

std::string list_of(int titles) {
  std::string text = "publication_title\ttitle_id\ttitle_url\tcoverage_depth\n";
  for (int i = 1; i <= titles; ++i) {
    const std::string n = std::to_string(i);
    text += "Invented title " + n + "\tt" + n + "\thttps://example.org/" + n + "\tfulltext\n";
  }
  return text;
}

struct HarvestResume : ::testing::Test {
  TempDir dir;
  fs::path data = dir / "data";
  HarvestConfig config;
  SystemClock clock;

  std::unique_ptr<RecordStore> open() {
    SqliteStoreOptions options;
    options.directory = data;
    options.create = true;
    auto store = open_sqlite_store(options, clock);
    EXPECT_TRUE(store.ok()) << store.error().message;
    return std::move(store).value();
  }
  void set_folder(const std::string& share) {
    config.set_source("cut",
                      "protocol = \"folder\"\nformat = \"kbart\"\nabsence = \"withdraw\"\n"
                      "max_withdrawn_share = " +
                          share + "\n[options]\nsettle_seconds = 0\ndirectory = \"" +
                          (dir / "in").string() + "\"\n");
  }
  HarvestState state() { return open()->harvest_state("cut").value().value(); }
  void put(const HarvestState& cut) {
    PageWrite write;
    write.source = "cut";
    write.state = cut;
    EXPECT_TRUE(open()->apply_page(write).ok());
  }
  void harvest() {
    const Outcome outcome = config.run(data, {"harvest", "cut"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  }
};

TEST_F(HarvestResume, CutBehindItsLastPageItStillWithdrawsWhatIsMissing) {
  fs::create_directory(dir / "in");
  write(dir / "in" / "list.txt", list_of(10));
  set_folder("0.5");
  harvest();
  // The second harvest reads everything and stops before it withdraws.
  write(dir / "in" / "list.txt", list_of(8));
  set_folder("0");
  EXPECT_EQ(config.run(data, {"harvest", "cut"}).exit_code, 1);
  HarvestState cut = state();
  cut.finished = false;
  put(cut);
  set_folder("0.5");
  harvest();
  const StoreDump now = dump_store(data, "cut", {"t9", "t10"});
  EXPECT_EQ(now.live, 8);
  EXPECT_EQ(now.tombstones.size(), 2U);
}

// Begun on one day, ended by another process days later: what changed in between on the pages that
// were read first belongs to the next window.
TEST_F(HarvestResume, TheNextWindowBeginsWhereTheCutHarvestBegan) {
  OaiSimulator simulator(20);
  bool works = false;
  simulator.fault = [&works](int number, const auto&) -> std::optional<Reply> {
    if (works || number <= 3) return std::nullopt;
    return status(500);
  };
  const ReplayServer server([&](const SeenRequest& request) { return simulator(request); });
  config.set_source("cut",
                    "protocol = \"oai-pmh\"\nformat = \"oai-pmh\"\nmax_retries = 0\nbase_url = \"" +
                        server.url("/oai") + "\"\n");
  EXPECT_NE(config.run(data, {"harvest", "cut"}).exit_code, 0);
  HarvestState begun = state();
  EXPECT_FALSE(begun.finished);
  EXPECT_NE(begun.cursor, "");
  begun.window_to = "2024-03-10";
  put(begun);
  works = true;
  harvest();
  const HarvestState done = state();
  EXPECT_TRUE(done.finished);
  EXPECT_EQ(dump_store(data, "cut", {}).records.size(), 16U);
  EXPECT_EQ(done.last_success, "2024-03-10T00:00:00Z");
}

// Cut behind its last page, days ago: its window's end is past, so that another is begun.
TEST_F(HarvestResume, AWindowThatWasReadIsNotTakenForTodays) {
  OaiSimulator simulator(20);
  const ReplayServer server([&](const SeenRequest& request) { return simulator(request); });
  config.set_source("cut", "protocol = \"oai-pmh\"\nformat = \"oai-pmh\"\nbase_url = \"" +
                               server.url("/oai") + "\"\n");
  HarvestState read;
  read.source = "cut";
  read.finished = false;
  read.window_to = "2024-01-10";
  put(read);
  harvest();
  EXPECT_EQ(dump_store(data, "cut", {}).records.size(), 16U) << "those after that day too";
}

}  // namespace
}  // namespace evidence::test
