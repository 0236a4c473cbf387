// Files, locks and byte streams.
#include "base/file.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/byte_source.h"
#include "base/log.h"
#include "tests/support/temp_dir.h"

namespace evidence {
namespace {

using test::TempDir;

std::string noise(std::size_t bytes) {
  std::string out;
  unsigned state = 1;
  while (out.size() < bytes) {
    state = state * 1103515245U + 12345U;
    out += static_cast<char>(state >> 24U);
  }
  return out;
}

TEST(Files, AreReplacedWhole) {
  const TempDir dir;
  ASSERT_TRUE(make_directories(dir / "a" / "b" / "").ok());
  const auto path = dir / "a" / "b" / "f";
  ASSERT_TRUE(write_file_durably(path, "one").ok());
  ASSERT_TRUE(write_file_durably(path, "two").ok());
  EXPECT_EQ(*read_file(path, 3), "two");
  EXPECT_EQ(read_file(path, 2).error().code, ErrorCode::kTooLarge);
  EXPECT_EQ(read_file(dir / "none", 9).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(write_file_durably(dir / "no" / "f", "x").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir / "a" / "b"), {}), 1);
}

TEST(Files, SayWhenTheDiskIsFull) {
  EXPECT_EQ(file_error(ENOSPC, "x", "write").code, ErrorCode::kStorageFull);
  EXPECT_EQ(write_file_durably("/dev/full/x", "y").ok(), false);
}

TEST(FileLocks, NameTheHolderAndDieWithIt) {
  const TempDir dir;
  {
    auto lock = FileLock::acquire(dir / "lock");
    ASSERT_TRUE(lock.ok());
    const auto second = FileLock::acquire(dir / "lock");
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().code, ErrorCode::kBusy);
    EXPECT_NE(second.error().message.find(std::to_string(getpid())), std::string::npos);
    const FileLock moved = std::move(*lock);
    EXPECT_FALSE(FileLock::acquire(dir / "lock").ok());
  }
  EXPECT_TRUE(FileLock::acquire(dir / "lock").ok());
}

TEST(ByteSources, ReadGzipOfSeveralMembers) {
  const TempDir dir;
  const std::string big = noise(300'000);
  std::string file = gzip("one ") + gzip("") + gzip(big) + std::string(512, '\0');
  ASSERT_TRUE(write_file_durably(dir / "x.gz", file).ok());
  auto source = open_file(dir / "x.gz");
  ASSERT_TRUE(source.ok());
  const auto all = read_all(**source, 1U << 20U);
  ASSERT_TRUE(all.ok()) << all.error().message;
  EXPECT_EQ(*all, "one " + big);
  EXPECT_EQ((*source)->position(), (*source)->size());
}

TEST(ByteSources, NeverTakeDamagedGzipForTheEnd) {
  const std::string good = gzip(std::string(100'000, 'x') + noise(1'000));
  for (std::size_t cut = 0; cut < good.size(); cut += cut < 40 ? 1 : 97) {
    const auto out = gunzip(good.substr(0, cut), 1U << 20U);
    ASSERT_FALSE(out.ok()) << cut;
    EXPECT_EQ(out.error().code, ErrorCode::kBadContent);
  }
  std::string flipped = good;
  flipped[flipped.size() - 6] = static_cast<char>(flipped[flipped.size() - 6] ^ 1);  // the CRC
  EXPECT_FALSE(gunzip(flipped, 1U << 20U).ok());
  EXPECT_FALSE(gunzip(good + "garbage", 1U << 20U).ok());
  EXPECT_FALSE(gunzip("\x1f\x8b not gzip at all", 1U << 20U).ok());
}

TEST(ByteSources, StopAtTheLimit) {
  const std::string bomb = gzip(std::string(10'000'000, '\0'), 9);
  EXPECT_LT(bomb.size(), 20'000U);
  EXPECT_EQ(gunzip(bomb, 1U << 20U).error().code, ErrorCode::kTooLarge);
  EXPECT_EQ(gunzip(bomb, 10'000'000)->size(), 10'000'000U);
}

TEST(ByteSources, ReadPlainFilesAsTheyAre) {
  const TempDir dir;
  for (const std::string& bytes : {std::string(), std::string("\x1f"), std::string("plain")}) {
    ASSERT_TRUE(write_file_durably(dir / "p", bytes).ok());
    auto source = open_file(dir / "p");
    ASSERT_TRUE(source.ok());
    EXPECT_EQ(*read_all(**source, 100), bytes);
  }
  EXPECT_EQ(open_file(dir / "none").error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(open_file(dir.path()).ok());
}

TEST(Log, CannotBeMadeToForgeALine) {
  testing::internal::CaptureStderr();
  start_logging("info", LogFormat::kText);
  log_info("name {} \n2026-01-01 error forged\x1b[31m");
  log_debug("not shown");
  start_logging("info", LogFormat::kJson);
  log_warning("say \"hi\"\n");
  const std::string out = testing::internal::GetCapturedStderr();
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 2);
  EXPECT_NE(out.find("name {} \\n2026"), std::string::npos) << out;
  EXPECT_NE(out.find("\"message\":\"say \\\"hi\\\"\\\\n\"}"), std::string::npos) << out;
}

}  // namespace
}  // namespace evidence
