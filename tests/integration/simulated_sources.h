// One small source for each protocol, at the scale of a test: its source file, its server or
// folder, and a second state that a later harvest finds. Used by the tests that interrupt harvests.
// Making one fails with std::runtime_error where Zebra does not start.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace evidence::test {

struct SimulatedSource {
  std::string settings;           // the source's file without its id
  std::vector<std::string> keys;  // of the records that the second state deletes
  // Brings the source into its state 0 or 1; empty: it has only one.
  std::function<void(int state)> become;
  std::shared_ptr<void> server;
};

// In the order of connectors/registry.cc.
const std::vector<std::string>& simulated_protocols();

// `directory`: an empty one for the source's files.
SimulatedSource simulate(const std::string& protocol, const std::filesystem::path& directory);

}  // namespace evidence::test
