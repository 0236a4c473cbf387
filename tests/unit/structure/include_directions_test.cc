// Includes only point down (docs/architecture.md), and third-party headers stay where they are
// used.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <sstream>

#include "tests/unit/structure/source_tree.h"

namespace evidence::structure {
namespace {

// What each folder may include besides itself; a path names single headers.
const std::map<std::string, std::vector<std::string>>& allowed() {
  static const std::map<std::string, std::vector<std::string>> rules{
      {"base", {}},
      {"model", {"base"}},
      {"query", {"base", "model"}},
      {"store", {"base", "model"}},
      {"connectors", {"base", "model", "query"}},
      {"indexer", {"base", "model", "store"}},
      {"access", {"base", "model", "store"}},
      {"curation", {"base", "model", "query", "store"}},
      {"search", {"base", "model", "query", "connectors/target.h"}},
      {"server",
       {"base", "model", "query", "store", "connectors", "access", "curation", "search",
        "embedded"}},
      {"app",
       {"base", "model", "query", "store", "connectors", "indexer", "access", "curation", "search",
        "server", "embedded"}},
  };
  return rules;
}

struct Locality {
  std::string header;               // prefix of the included name
  std::vector<std::string> places;  // prefixes of paths that may include it
};

const std::array<Locality, 15> kLocalities{{
    {"xapian.h", {"indexer/", "search/", "base/xapian_error.h", "base/stem.cc"}},
    {"sqlite3.h", {"store/"}},
    {"curl/", {"base/"}},
    {"boost/asio", {"server/http_server"}},
    {"boost/beast", {"server/http_server"}},
    {"prometheus/", {"server/metrics.cc"}},
    {"ctemplate/", {"server/"}},
    {"unicode/", {"base/"}},
    {"zlib.h", {"base/", "store/", "server/"}},
    {"spdlog/", {"base/log.cc"}},
    {"toml++/", {"app/"}},
    {"CLI/", {"app/"}},
    {"roaring/", {"base/id_set.cc"}},
    {"Eigen/", {"indexer/singular_vectors.cc"}},
    {"yaz/", {"connectors/", "query/cql_reader.cc"}},
}};

struct Include {
  std::string name;
  bool quoted = false;
};

std::vector<Include> includes_of(const std::string& text) {
  std::vector<Include> found;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t at = line.find("#include");
    if (at == std::string::npos || line.find_first_not_of(" \t") != at) continue;
    const std::size_t open = line.find_first_of("<\"", at);
    if (open == std::string::npos) continue;
    const std::size_t close = line.find(line[open] == '<' ? '>' : '"', open + 1);
    if (close == std::string::npos) continue;
    found.push_back({line.substr(open + 1, close - open - 1), line[open] == '"'});
  }
  return found;
}

std::vector<std::string> faults(const SourceFile& file) {
  std::vector<std::string> found;
  const std::string folder = file.path.substr(0, file.path.find('/'));
  for (const Include& include : includes_of(file.text)) {
    if (include.quoted) {
      const std::string target = include.name.substr(0, include.name.find('/'));
      const auto rule = allowed().find(folder);
      if (rule == allowed().end() || target == folder) continue;
      const bool good =
          std::any_of(rule->second.begin(), rule->second.end(),
                      [&](const std::string& may) { return may == target || may == include.name; });
      if (!good) found.push_back(file.path + " must not include " + include.name);
      continue;
    }
    for (const Locality& locality : kLocalities) {
      if (!include.name.starts_with(locality.header)) continue;
      const bool good =
          std::any_of(locality.places.begin(), locality.places.end(),
                      [&](const std::string& place) { return file.path.starts_with(place); });
      if (!good) found.push_back(file.path + " must not include <" + include.name + ">");
    }
  }
  return found;
}

TEST(IncludeDirections, OnlyPointDown) {
  const std::vector<SourceFile> files = read_sources(false);
  ASSERT_GT(files.size(), 50U);
  for (const SourceFile& file : files) {
    for (const std::string& fault : faults(file)) ADD_FAILURE() << fault;
  }
}

TEST(IncludeDirections, AreSeenWhenTheyPointUpOrLeak) {
  EXPECT_EQ(faults({"base/a.cc", "#include \"model/work.h\"\n"}).size(), 1U);
  EXPECT_EQ(faults({"search/a.cc", "#include \"store/record_store.h\"\n"}).size(), 1U);
  EXPECT_EQ(faults({"search/a.cc", "#include \"indexer/indexer.h\"\n"}).size(), 1U);
  EXPECT_EQ(faults({"search/a.cc", "#include \"connectors/connector.h\"\n"}).size(), 1U);
  EXPECT_EQ(faults({"search/a.cc", "#include \"connectors/target.h\"\n"}).size(), 0U);
  EXPECT_EQ(faults({"store/a.cc", "#include \"query/ast.h\"\n"}).size(), 1U);
  EXPECT_EQ(faults({"server/api.cc", "  #include <boost/asio/post.hpp>\n"}).size(), 1U);
  EXPECT_EQ(faults({"server/http_server.cc", "#include <boost/asio/post.hpp>\n"}).size(), 0U);
  EXPECT_EQ(faults({"app/a.cc", "#include <sqlite3.h>\n"}).size(), 1U);
  EXPECT_EQ(
      faults({"server/a.cc", "// #include \"app/main.h\"\n#include \"model/work.h\"\n"}).size(),
      0U);
}

}  // namespace
}  // namespace evidence::structure
