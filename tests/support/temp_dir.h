// Files of tests: a directory that lives as long as the object, the shared test data, whole files.
#pragma once

#include <filesystem>
#include <string>

namespace evidence::test {

class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

// EVIDENCE_SHARED_DATA as a folder of unpacked test data, or empty. Tests that need it call
// GTEST_SKIP() when it is empty, and fail instead where EVIDENCE_REQUIRE_SHARED_DATA=1.
std::filesystem::path shared_data();

// A file's bytes; "" where it cannot be read.
std::string file_bytes(const std::filesystem::path& path);

}  // namespace evidence::test

// First line of a test that reads shared data into `variable`.
#define EVIDENCE_NEED_SHARED_DATA(variable)                                             \
  const std::filesystem::path variable = ::evidence::test::shared_data();               \
  if ((variable).empty()) {                                                             \
    if (const char* need = std::getenv("EVIDENCE_REQUIRE_SHARED_DATA");                 \
        need != nullptr && *need == '1') {                                              \
      FAIL() << "the shared test data is required but EVIDENCE_SHARED_DATA names none"; \
    }                                                                                   \
    GTEST_SKIP() << "no shared test data (set EVIDENCE_SHARED_DATA)";                   \
  }
