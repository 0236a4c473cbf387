#include "base/clock.h"

#include <gtest/gtest.h>

#include <thread>

#include "tests/support/manual_clock.h"

namespace evidence {
namespace {

using namespace std::chrono_literals;

TEST(StoppableClock, SleepsAsLongAsItIsAskedTo) {
  test::ManualClock inner;
  StopFlag stop;
  StoppableClock clock(inner, stop);
  const auto start = clock.steady_now();
  clock.sleep_until(start + 3'600s);
  EXPECT_EQ(clock.steady_now() - start, 3'600s);
  clock.sleep_until(start);  // is over
  EXPECT_EQ(clock.steady_now() - start, 3'600s);
}

TEST(StoppableClock, WakesUpWhenAStopIsAskedFor) {
  SystemClock inner;
  StopFlag stop;
  StoppableClock clock(inner, stop);
  const auto start = clock.steady_now();
  std::thread stopper([&stop] {
    std::this_thread::sleep_for(50ms);
    stop.request_stop();
  });
  clock.sleep_until(start + 3'600s);
  stopper.join();
  EXPECT_LT(clock.steady_now() - start, 60s);
}

}  // namespace
}  // namespace evidence
