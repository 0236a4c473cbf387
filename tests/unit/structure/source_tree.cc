#include "tests/unit/structure/source_tree.h"

#include <fstream>
#include <iterator>

#include "tests/support/source_dir.h"

namespace evidence::structure {

std::vector<SourceFile> read_sources(bool with_tests) {
  std::vector<std::string> folders{"base",       "model",   "query",  "store",
                                   "connectors", "indexer", "access", "search",
                                   "curation",   "server",  "app"};
  if (with_tests) folders.emplace_back("tests");
  const std::filesystem::path root = test::source_dir();
  std::vector<SourceFile> files;
  for (const std::string& folder : folders) {
    if (!std::filesystem::exists(root / folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      const std::filesystem::path& path = entry.path();
      if (path.extension() != ".h" && path.extension() != ".cc") continue;
      std::ifstream stream(path, std::ios::binary);
      files.push_back({std::filesystem::relative(path, root).generic_string(),
                       {std::istreambuf_iterator<char>(stream), {}}});
    }
  }
  return files;
}

namespace {

// One past the end of the literal that begins at `at` with `quote`.
std::size_t end_of_literal(const std::string& text, std::size_t at, char quote) {
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\')
      ++i;
    else if (text[i] == quote || text[i] == '\n')
      return i + 1;
  }
  return text.size();
}

std::size_t end_of_raw_literal(const std::string& text, std::size_t quote) {
  const std::size_t open = text.find('(', quote);
  if (open == std::string::npos) return text.size();
  const std::string close = ")" + text.substr(quote + 1, open - quote - 1) + "\"";
  const std::size_t end = text.find(close, open);
  return end == std::string::npos ? text.size() : end + close.size();
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

}  // namespace

std::string without_comments_and_literals(const std::string& text) {
  std::string plain = text;
  const auto blank = [&plain](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to && i < plain.size(); ++i) {
      if (plain[i] != '\n') plain[i] = ' ';
    }
  };
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    if (text.compare(i, 2, "//") == 0) {
      end = std::min(text.find('\n', i), text.size());
      blank(i, end);
    } else if (text.compare(i, 2, "/*") == 0) {
      const std::size_t close = text.find("*/", i + 2);
      end = close == std::string::npos ? text.size() : close + 2;
      blank(i, end);
    } else if (text[i] == '"') {
      end =
          i > 0 && text[i - 1] == 'R' ? end_of_raw_literal(text, i) : end_of_literal(text, i, '"');
      blank(i + 1, end - 1);
    } else if (text[i] == '\'' && (i == 0 || !is_word(text[i - 1]))) {
      end = end_of_literal(text, i, '\'');
      blank(i + 1, end - 1);
    }
    i = end;
  }
  return plain;
}

}  // namespace evidence::structure
