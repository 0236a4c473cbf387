// The program's own source files as text, for the tests that read them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace evidence::structure {

struct SourceFile {
  std::string path;  // from the repository root: "server/lane.cc"
  std::string text;
};

// Every .h and .cc in the program's folders; `with_tests` adds tests/.
std::vector<SourceFile> read_sources(bool with_tests);

// The text with comments and the contents of literals blanked; line breaks stay.
std::string without_comments_and_literals(const std::string& text);

}  // namespace evidence::structure
