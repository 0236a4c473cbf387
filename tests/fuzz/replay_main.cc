// Runs a fuzz target over its kept inputs, over each of them cut at every length (up to a bound)
// and with single bytes changed by a fixed rule, so that the target is exercised in every test run.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void run(const std::string& input) {
  // A copy of exactly this size, so that a sanitizer sees any read past the end.
  const std::vector<std::uint8_t> bytes(input.begin(), input.end());
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

void run_variants(const std::string& input) {
  run(input);
  const std::size_t step = input.size() / 200 + 1;
  for (std::size_t length = 0; length < input.size(); length += step) run(input.substr(0, length));
  std::uint32_t state = 12'345;
  for (int i = 0; i < 200 && !input.empty(); ++i) {
    std::string changed = input;
    state = state * 1'664'525U + 1'013'904'223U;
    changed[(state >> 8U) % changed.size()] = static_cast<char>(state >> 24U);
    run(changed);
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t count = 0;
  for (int i = 1; i < argc; ++i) {
    if (!std::filesystem::is_directory(argv[i])) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[i])) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      run_variants(std::string(std::istreambuf_iterator<char>(file), {}));
      ++count;
    }
  }
  run("");
  std::printf("%zu inputs replayed\n", count);
  return count == 0 ? 1 : 0;  // a target without a corpus tests nothing
}
