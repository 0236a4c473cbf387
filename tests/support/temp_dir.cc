#include "tests/support/temp_dir.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

namespace evidence::test {

TempDir::TempDir() {
  std::string pattern = (std::filesystem::temp_directory_path() / "evidence-test-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
  path_ = pattern;
}

TempDir::~TempDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path shared_data() {
  const char* folder = std::getenv("EVIDENCE_SHARED_DATA");
  if (folder == nullptr || *folder == '\0') return {};
  std::filesystem::path path(folder);
  return std::filesystem::exists(path / "fixtures") ? path : std::filesystem::path{};
}

std::string file_bytes(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

}  // namespace evidence::test
