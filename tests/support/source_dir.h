// Where the project's own files are that tests read: cases, shipped configuration, documentation.
#pragma once

#include <filesystem>

namespace evidence::test {

// A function and not a macro, so that objects of tests are the same wherever the project stands.
std::filesystem::path source_dir();

}  // namespace evidence::test
