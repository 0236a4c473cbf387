// The contract that every backend of RecordStore keeps: the tests of contract_*_test.cc run on each
// backend that a file instantiates (sqlite_contract_test.cc today, PostgreSQL later).
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "store/record_store.h"
#include "tests/support/manual_clock.h"

namespace evidence::test {

struct OpenOptions {
  bool read_only = false;
  std::chrono::milliseconds busy_timeout{5'000};
  Clock* clock = nullptr;  // null = the system's
};

// One empty store of a kind, opened as often as wanted. Thread-safe.
class StoreBackend {
 public:
  virtual ~StoreBackend() = default;
  virtual Result<std::unique_ptr<RecordStore>> open(const OpenOptions& options) = 0;
  // Another writer's transaction, open until the object ends.
  virtual std::shared_ptr<void> hold_write_transaction() = 0;
  // Changes a stored body behind the store's back.
  virtual void damage_body(const std::string& source, const std::string& key) = 0;
};

using BackendFactory = std::unique_ptr<StoreBackend> (*)();

class RecordStoreContract : public ::testing::TestWithParam<BackendFactory> {
 protected:
  void SetUp() override {
    backend_ = GetParam()();
    store_ = open();
    ASSERT_NE(store_, nullptr);
  }

  std::unique_ptr<RecordStore> open(const OpenOptions& options = {}) {
    auto store = backend_->open(options);
    EXPECT_TRUE(store.ok()) << (store.ok() ? "" : store.error().message);
    return store.ok() ? std::move(*store) : nullptr;
  }

  std::unique_ptr<StoreBackend> backend_;
  std::unique_ptr<RecordStore> store_;
};

inline Record make_record(const std::string& key, const std::string& title,
                          const std::string& source = "trials") {
  Record record;
  record.source = source;
  record.source_record_id = key;
  record.title = title;
  return record;
}

inline Record make_tombstone(const std::string& key, const std::string& source = "trials") {
  Record record;
  record.source = source;
  record.source_record_id = key;
  record.deleted = true;
  return record;
}

inline PageWrite make_page(std::vector<Record> records, const std::string& source = "trials") {
  PageWrite page;
  page.source = source;
  page.records = std::move(records);
  return page;
}

// The value, or a failure of the test and a default-made one.
template <typename T>
T must(Result<T> result) {
  EXPECT_TRUE(result.ok()) << (result.ok() ? std::string() : result.error().message);
  if (!result.ok()) return T{};
  return std::move(result).value();
}

inline WorkId work_of(RecordStore& store, const std::string& key,
                      const std::string& source = "trials") {
  const auto stored = must(store.find_record(source, key));
  EXPECT_TRUE(stored.has_value()) << key;
  return stored ? stored->work : WorkId();
}

}  // namespace evidence::test
