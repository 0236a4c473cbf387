#include "server/lane.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "server/connection_limits.h"

namespace evidence::server {
namespace {

TEST(Lane, RefusesAtOnceWhenItsQueueIsFull) {
  std::promise<void> gate;
  const std::shared_future<void> open = gate.get_future().share();
  std::promise<void> begun;
  Lane lane(1, 2);
  ASSERT_TRUE(lane.try_post([&] {
    begun.set_value();
    open.wait();
  }));
  begun.get_future().wait();
  std::atomic<int> ran{0};
  EXPECT_TRUE(lane.try_post([&] { ++ran; }));
  EXPECT_TRUE(lane.try_post([&] { ++ran; }));
  EXPECT_FALSE(lane.try_post([&] { ++ran; }));
  EXPECT_TRUE(lane.post_continuation([&] { ++ran; }));
  EXPECT_EQ(lane.waiting(), 3U);
  gate.set_value();
  lane.stop();
  EXPECT_EQ(ran, 3);
  EXPECT_FALSE(lane.try_post([] {}));
}

TEST(ConnectionLimits, LeaveRoomForOtherAddresses) {
  ConnectionLimits limits(3, 2);
  using Outcome = ConnectionLimits::Outcome;
  EXPECT_EQ(limits.admit("a"), Outcome::kAdmitted);
  EXPECT_EQ(limits.admit("a"), Outcome::kAdmitted);
  EXPECT_EQ(limits.admit("a"), Outcome::kAddressFull);
  EXPECT_EQ(limits.admit("b"), Outcome::kAdmitted);
  EXPECT_EQ(limits.admit("c"), Outcome::kFull);
  limits.release("a");
  EXPECT_EQ(limits.admit("a"), Outcome::kAdmitted);
  EXPECT_EQ(limits.open(), 3U);
}

TEST(ConnectionLimits, TreatAnIpv6NetworkAsOneAddress) {
  EXPECT_EQ(address_key("2001:db8:1:2:3:4:5:6"), address_key("2001:db8:1:2::1"));
  EXPECT_NE(address_key("2001:db8:1:2::1"), address_key("2001:db8:1:3::1"));
  EXPECT_EQ(address_key("192.0.2.1"), "192.0.2.1");
}

}  // namespace
}  // namespace evidence::server
