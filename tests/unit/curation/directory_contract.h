// The contract that every backend of DirectoryStore keeps: the tests of directory_contract_test.cc
// run on each backend that a file instantiates (SQLite today, PostgreSQL later).
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "curation/directory_store.h"
#include "tests/support/manual_clock.h"

namespace evidence::curation {

class DirectoryBackend {
 public:
  virtual ~DirectoryBackend() = default;
  virtual Result<std::unique_ptr<DirectoryStore>> open(const DirectoryLimits& limits) = 0;
  virtual test::ManualClock& clock() = 0;
};

using DirectoryBackendFactory = std::unique_ptr<DirectoryBackend> (*)();

inline Library made_library(const std::string& code, const std::string& name,
                            FieldValues fields = {}) {
  Library library;
  library.code = code;
  library.fields = std::move(fields);
  library.fields["name"] = name;
  return library;
}

class DirectoryStoreContract : public ::testing::TestWithParam<DirectoryBackendFactory> {
 protected:
  void SetUp() override {
    backend_ = GetParam()();
    store_ = open({});
    ASSERT_NE(store_, nullptr);
  }
  std::unique_ptr<DirectoryStore> open(const DirectoryLimits& limits) {
    auto store = backend_->open(limits);
    EXPECT_TRUE(store.ok()) << (store.ok() ? "" : store.error().message);
    return store.ok() ? std::move(*store) : nullptr;
  }
  std::string apply(const std::vector<LibraryChange>& changes,
                    std::optional<std::int64_t> expected = {}) {
    const auto applied = store_->apply(changes, "A. Librarian", expected);
    return applied.ok() ? "" : applied.error().slug;
  }
  static LibraryChange added(const Library& library) { return *change_of(nullptr, library); }

  std::unique_ptr<DirectoryBackend> backend_;
  std::unique_ptr<DirectoryStore> store_;
};

}  // namespace evidence::curation
