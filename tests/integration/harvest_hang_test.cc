// Sources that are slow or hang, harvested by the real binary: they hold up no other, a slow answer
// is waited for, and Ctrl-C does not wait for them. Order of events only, no ratios of times.
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <thread>

#include "tests/integration/harvest_support.h"
#include "tests/integration/road_support.h"
#include "tests/support/program.h"
#include "tests/support/replay_server.h"
#include "tests/support/temp_dir.h"

namespace evidence::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr int kExitTryLater = 75;

std::string feed_of(const std::string& name) {
  return "<rss version=\"2.0\"><channel><title>Invented</title><item><title>Invented " + name +
         "</title><guid isPermaLink=\"false\">" + name + "</guid></item></channel></rss>";
}

// Answers nobody until it is released.
class HangingServer {
 public:
  void release() {
    const std::scoped_lock lock(mutex_);
    released_ = true;
    changed_.notify_all();
  }
  bool wait_until_asked() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 30s, [this] { return asked_; });
  }
  ~HangingServer() { release(); }
  HangingServer() = default;
  HangingServer(const HangingServer&) = delete;
  HangingServer& operator=(const HangingServer&) = delete;
  [[nodiscard]] std::string url() const { return server_.url("/hanging"); }

 private:
  Reply answer() {
    std::unique_lock lock(mutex_);
    asked_ = true;
    changed_.notify_all();
    changed_.wait_for(lock, 60s, [this] { return released_; });
    return ok(feed_of("late"));
  }
  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  bool asked_ = false, released_ = false;
  ReplayServer server_{[this](const SeenRequest&) { return answer(); }};
};

std::string feed_source(const std::string& url, const std::string& more = "") {
  return "protocol = \"feed\"\nformat = \"feed\"\nbase_url = \"" + url +
         "\"\nmax_retries = 0\ntimeout_ms = 60000\n" + more;
}

struct HarvestOfHanging : ::testing::Test {
  TempDir dir;
  fs::path data = dir / "data";
  HarvestConfig config;
  bool finished(const std::string& source) const {
    return fs::exists(data) && dump_store(data, source, {}).finished;
  }
};

TEST_F(HarvestOfHanging, ASourceThatHangsHoldsUpNoOther) {
  HangingServer hanging;
  const ReplayServer good([](const SeenRequest& request) { return ok(feed_of(request.target)); });
  config.set_source("hanging", feed_source(hanging.url()));
  for (const char* id : {"one", "two", "three"}) {
    config.set_source(id, feed_source(good.url("/") + id));
  }
  Program program(config.command(data, {"harvest", "hanging", "one", "two", "three"}));
  ASSERT_TRUE(hanging.wait_until_asked());
  const auto deadline = steady_clock::now() + 30s;
  while (steady_clock::now() < deadline &&
         !(finished("one") && finished("two") && finished("three"))) {
    std::this_thread::sleep_for(50ms);
  }
  EXPECT_TRUE(finished("one") && finished("two") && finished("three"));
  EXPECT_FALSE(finished("hanging"));
  EXPECT_TRUE(program.running());
  hanging.release();
  EXPECT_EQ(program.wait(), 0);
  EXPECT_TRUE(finished("hanging"));
}

TEST_F(HarvestOfHanging, CtrlCDoesNotWaitForAnAnswer) {
  HangingServer hanging;
  config.set_source("hanging", feed_source(hanging.url()));
  Program program(config.command(data, {"harvest", "hanging"}));
  ASSERT_TRUE(hanging.wait_until_asked());
  const auto start = steady_clock::now();
  program.send_signal(SIGINT);
  EXPECT_EQ(program.wait(), kExitTryLater);
  EXPECT_LT(steady_clock::now() - start, 20s) << "nothing was ever answered";
  EXPECT_EQ(cut_runs(data, "hanging"), 0);
}

TEST_F(HarvestOfHanging, CtrlCDoesNotWaitForASlowRate) {
  const ReplayServer good([](const SeenRequest& request) { return ok(feed_of(request.target)); });
  config.set_source(
      "polite", "requests_per_second = 0.01\n" +
                    feed_source(good.url("/"), "[options]\nurls = [\"" + good.url("/1") + "\", \"" +
                                                   good.url("/2") + "\"]\n"));
  Program program(config.command(data, {"harvest", "polite"}));
  const auto deadline = steady_clock::now() + 30s;
  while (steady_clock::now() < deadline && good.targets().empty()) {
    std::this_thread::sleep_for(20ms);
  }
  ASSERT_FALSE(good.targets().empty());
  const auto start = steady_clock::now();
  program.send_signal(SIGINT);
  EXPECT_EQ(program.wait(), kExitTryLater);
  EXPECT_LT(steady_clock::now() - start, 20s) << "the second request is due after 110 seconds";
  EXPECT_EQ(good.targets().size(), 1U);
}

TEST_F(HarvestOfHanging, ASlowAnswerIsWaitedForAsLongAsTheSourcesFileSays) {
  Reply slow = ok(feed_of("slow"));
  slow.delay = 7s;  // more than the client's own patience with a silent peer
  const ReplayServer server([&slow](const SeenRequest&) { return slow; });
  config.set_source("slow", feed_source(server.url("/")));
  const Outcome outcome = config.run(data, {"harvest", "slow"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_TRUE(finished("slow"));
}

}  // namespace
}  // namespace evidence::test
