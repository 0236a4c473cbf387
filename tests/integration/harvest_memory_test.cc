// Files of any size through `folder` and `http-file` in bounded memory. EVIDENCE_MEMORY_MB (default
// 40) is their size; peaks are printed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <ostream>

#include "tests/integration/harvest_support.h"
#include "tests/integration/road_support.h"
#include "tests/support/program.h"
#include "tests/support/replay_server.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/connectors/format/marc_support.h"

namespace evidence::test {
namespace {

namespace fs = std::filesystem;

constexpr long kMostMemory = 150 * 1'024 * kMemoryFactor;  // KiB, resident

std::size_t megabytes() {
  const char* text = std::getenv("EVIDENCE_MEMORY_MB");
  return static_cast<std::size_t>(text == nullptr ? 40 : std::max(1, std::atoi(text)));
}

struct Kind {
  std::string name, protocol, format, begin, end;
  std::function<std::string(int number, const std::string& words)> entry;
};

std::vector<Kind> kinds() {
  const auto jsonl = [](int number, const std::string& words) {
    const std::string n = std::to_string(number);
    return "{\"id\":\"r" + n + "\",\"title\":\"Invented record " + n + "\",\"abstract\":\"" +
           words + "\"}\n";
  };
  const auto article = [](int number, const std::string& words) {
    return "<PubmedArticle><MedlineCitation><PMID Version=\"1\">" +
           std::to_string(10'000'000 + number) +
           "</PMID><Article><ArticleTitle>Invented article</ArticleTitle><Abstract><AbstractText>" +
           words + "</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle>\n";
  };
  const auto title = [](int number, const std::string& words) {
    const std::string n = std::to_string(number);
    return "Invented title " + n + "\t" + n + "\thttps://example.org/" + n + "\tfulltext\t" +
           words + "\n";
  };
  const auto book = [](int number, const std::string& words) {
    return marc_record({{"001", "b" + std::to_string(number)},
                        {"245", "10$aInvented book " + std::to_string(number)},
                        {"520", "  $a" + words}});
  };
  const std::string columns = "publication_title\ttitle_id\ttitle_url\tcoverage_depth\tnotes\n";
  const std::string xml = "<?xml version=\"1.0\"?>\n<PubmedArticleSet>\n";
  const std::string xml_end = "</PubmedArticleSet>\n";
  std::vector<Kind> all;
  for (const char* protocol : {"folder", "http-file"}) {
    all.push_back({"jsonl", protocol, "jsonl", "", "", jsonl});
    all.push_back({"pubmed_xml", protocol, "pubmed-xml", xml, xml_end, article});
    all.push_back({"kbart", protocol, "kbart", columns, "", title});
    all.push_back({"marc", protocol, "marc", "", "", book});
  }
  return all;
}

[[maybe_unused]] void PrintTo(const Kind& kind, std::ostream* out) { *out << kind.name; }

class HarvestMemory : public ::testing::TestWithParam<Kind> {};

TEST_P(HarvestMemory, IsBoundedHoweverLargeTheFile) {
  const Kind& kind = GetParam();
  TempDir dir;
  fs::create_directory(dir / "in");
  const fs::path file = dir / "in" / "large.dat";
  std::string words;
  while (words.size() < 4'000) words += "common words of an invented abstract ";
  int records = 0;
  {
    std::ofstream out(file, std::ios::binary);
    out << kind.begin;
    for (std::size_t bytes = 0; bytes < megabytes() << 20U; ++records) {
      const std::string entry = kind.entry(records, words);
      out << entry;
      bytes += entry.size();
    }
    out << kind.end;
  }
  // One file in one reply: the server sends it from memory of its own.
  std::string body;
  if (kind.protocol == "http-file") {
    std::ifstream in(file, std::ios::binary);
    body.assign(std::istreambuf_iterator<char>(in), {});
  }
  const ReplayServer server([&body](const SeenRequest&) { return ok(body, "text/plain"); });
  HarvestConfig config;
  config.set_source("large",
                    "protocol = \"" + kind.protocol + "\"\nformat = \"" + kind.format +
                        "\"\npage_size = 500\n[options]\n" +
                        (kind.protocol == "folder"
                             ? "directory = \"" + (dir / "in").string() + "\"\nsettle_seconds = 0\n"
                             : "urls = [\"" + server.url("/large.dat") + "\"]\n"));
  const Outcome outcome = run_evidence(config.command(dir / "data", {"harvest", "large", "--json"}),
                                       std::chrono::seconds(580));
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(number(json_of(outcome.out), "added"), records);
  EXPECT_LT(outcome.peak_memory, kMostMemory);
  std::printf("%s over %s: %zu MB, %d records, peak %ld MB\n", kind.format.c_str(),
              kind.protocol.c_str(), megabytes(), records, outcome.peak_memory / 1'024);
}

std::string kind_name(const ::testing::TestParamInfo<Kind>& kind) {
  return kind.param.name + (kind.param.protocol == "folder" ? "_folder" : "_http_file");
}

INSTANTIATE_TEST_SUITE_P(Files, HarvestMemory, ::testing::ValuesIn(kinds()), kind_name);

// An entry larger than any real one is a problem of that entry, not of the memory.
TEST(HarvestMemoryOfOneEntry, IsBoundedToo) {
  TempDir dir;
  fs::create_directory(dir / "in");
  {
    std::ofstream out(dir / "in" / "large.jsonl", std::ios::binary);
    for (int i = 0; i < 30; ++i) out << "{\"id\":\"a" << i << "\",\"title\":\"Invented\"}\n";
    out << "{\"id\":\"large\",\"title\":\"";
    const std::string words(1U << 20U, 'x');
    for (std::size_t i = 0; i < megabytes(); ++i) out << words;
    out << "\"}\n{\"id\":\"z\",\"title\":\"Invented\"}\n";
  }
  HarvestConfig config;
  config.set_source("large",
                    "protocol = \"folder\"\nformat = \"jsonl\"\n[options]\ndirectory = \"" +
                        (dir / "in").string() + "\"\nsettle_seconds = 0\n");
  const Outcome outcome = config.run(dir / "data", {"harvest", "large", "--json"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(number(json_of(outcome.out), "added"), 31);
  EXPECT_EQ(number(json_of(outcome.out), "problems"), 1);
  EXPECT_LT(outcome.peak_memory, kMostMemory);
  std::printf("one entry of %zu MB: peak %ld MB\n", megabytes(), outcome.peak_memory / 1'024);
}

}  // namespace
}  // namespace evidence::test
