// What docs/operations.md says of source files and metrics, and the worked example of
// docs/connectors.md, against the program.
// GCC 12 warns falsely of <regex> beside sanitizers (GCC bug 105562).
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "app/source_file.h"
#include "connectors/entry_parser.h"
#include "connectors/registry.h"
#include "model/study_type.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

namespace evidence::app {
namespace {

namespace fs = std::filesystem;

const Environment kNoEnvironment = [](const std::string&) { return std::string(); };

std::string read(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string repository(const std::string& path) { return read(test::source_dir() / path); }

std::string between(const std::string& text, const std::string& begin, const std::string& end) {
  const std::size_t from = text.find(begin);
  const std::size_t to = from == std::string::npos ? from : text.find(end, from + begin.size());
  if (to == std::string::npos) {
    ADD_FAILURE() << "there is no " << begin << " … " << end;
    return {};
  }
  return text.substr(from + begin.size(), to - from - begin.size());
}

std::set<std::string> found(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern);
  std::set<std::string> all;
  for (std::sregex_iterator at(text.begin(), text.end(), regex), end; at != end; ++at) {
    all.insert((*at)[1]);
  }
  return all;
}

SourceConfig load(const std::string& text) {
  const test::TempDir dir;
  const fs::path path = dir.path() / "source.toml";
  std::ofstream(path) << text;
  Findings findings;
  std::vector<SourceConfig> sources;
  read_source_file(path, kNoEnvironment, findings, sources);
  for (const std::string& finding : findings) ADD_FAILURE() << finding;
  return sources.empty() ? SourceConfig{} : sources.front();
}

TEST(SourceDocument, ListsEveryKeyOfASourceFileAndNoOther) {
  const std::string table =
      between(repository("docs/operations.md"), "<!-- keys -->", "<!-- end of keys -->");
  std::set<std::string> read_by_the_program;
  for (const std::string& key :
       found(repository("app/source_file.cc"),
             R"re(\b(?:table\.read\w*\(|read_int\(table, |read_secret\(table, )"(\w+)")re")) {
    read_by_the_program.insert(key);
  }
  EXPECT_EQ(found(table, R"re(\n\| `(\w+)`)re"), read_by_the_program);
}

TEST(SourceDocument, TheDefaultsOfItsTableAreTheProgramsOwn) {
  const std::string table =
      between(repository("docs/operations.md"), "<!-- keys -->", "<!-- end of keys -->");
  const std::regex row(R"re(\n\| `(\w+)` \| ("[^"]*"|true|false|[0-9.]+) \|)re");
  std::string text = "protocol = \"file\"\nid = \"a\"\n";
  for (std::sregex_iterator at(table.begin(), table.end(), row), end; at != end; ++at) {
    text += (*at).str(1) + " = " + (*at).str(2) + "\n";
  }
  const SourceConfig written = load(text);
  const SourceConfig bare = load("protocol = \"file\"\nid = \"a\"\n");
  EXPECT_EQ(written.tool, bare.tool);
  EXPECT_EQ(written.enabled, bare.enabled);
  EXPECT_EQ(written.sample, bare.sample);
  EXPECT_EQ(written.needs_api_key, bare.needs_api_key);
  EXPECT_DOUBLE_EQ(written.requests_per_second, bare.requests_per_second);
  EXPECT_EQ(written.page_size, bare.page_size);
  EXPECT_EQ(written.max_retries, bare.max_retries);
  EXPECT_EQ(written.timeout, bare.timeout);
  EXPECT_EQ(written.max_page_bytes, bare.max_page_bytes);
  EXPECT_DOUBLE_EQ(written.max_problem_share, bare.max_problem_share);
  EXPECT_EQ(written.allow_http, bare.allow_http);
  EXPECT_EQ(written.allow_private_addresses, bare.allow_private_addresses);
  EXPECT_EQ(written.keep_raw, bare.keep_raw);
  EXPECT_EQ(written.raw_retention, bare.raw_retention);
  EXPECT_EQ(written.interval, bare.interval);
  EXPECT_EQ(written.absence, bare.absence);
  EXPECT_DOUBLE_EQ(written.max_withdrawn_share, bare.max_withdrawn_share);
}

TEST(SourceDocument, ListsEveryMetricOfASource) {
  EXPECT_EQ(found(repository("docs/operations.md"), R"re(\n\| `(evidence_source_\w+)` \|)re"),
            found(repository("server/metrics.cc"), R"re("(evidence_source_\w+)")re"));
}

TEST(SourceDocument, TheWorkedExampleDoesWhatItSays) {
  const std::string page = repository("docs/connectors.md");
  const SourceConfig source = load(between(page, "<!-- example source -->\n```toml\n", "```"));
  const auto format = make_format(source);
  ASSERT_TRUE(format.ok()) << format.error().message;
  const auto bytes = memory_source(between(page, "<!-- example file -->\n```csv\n", "```"));
  ParsedPage parsed;
  ASSERT_TRUE(parse_entries(source, **format, *bytes, parsed).ok());
  for (const EntryProblem& problem : parsed.problems) ADD_FAILURE() << problem.reason;
  ASSERT_EQ(parsed.records.size(), 2U);
  const Record& record = parsed.records[1];
  EXPECT_EQ(record.source, "example-practice");
  EXPECT_EQ(record.source_record_id, "PR-17");
  ASSERT_EQ(record.links.size(), 1U);
  EXPECT_EQ(record.links[0].url, "https://practice.example.org/procedures/chest-drain");
  EXPECT_EQ(record.publication.publisher, "Example Publishing");
  const auto has = [&record](const std::string& scheme, const std::string& label) {
    for (const Subject& one : record.subjects) {
      if (one.scheme == scheme && one.label == label) return true;
    }
    return false;
  };
  EXPECT_TRUE(has("synonym", "chest tube removal"));
  EXPECT_TRUE(has("section", "Procedures"));
  EXPECT_EQ(classify(record), StudyType::kPointOfCare);
}

}  // namespace
}  // namespace evidence::app
