// Strategies by the real program: a vocabulary is loaded, lines are run, linted, translated,
// filters inserted; the published filters find records of PubMed.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/integration/road_support.h"
#include "tests/support/program.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

namespace evidence::test {
namespace {

namespace fs = std::filesystem;

class StrategyRoad : public ::testing::Test {
 protected:
  Outcome run(std::vector<std::string> words) const {
    words.insert(words.begin(), {"--data", data_.string(), "--no-progress"});
    return run_evidence(words, std::chrono::seconds(300));
  }
  void must(std::vector<std::string> words) const {
    const Outcome outcome = run(std::move(words));
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  }
  void load_vocabulary() const {
    const fs::path folder = test::source_dir() / "tests/data/vocabulary";
    must({"vocabulary", "load", (folder / "desc_sample.xml").string(),
          (folder / "qual_sample.xml").string(), "--year", "2099"});
  }
  fs::path file(const std::string& name, const std::string& text) const {
    write(dir_ / name.c_str(), text);
    return dir_ / name.c_str();
  }
  // Line number → count; -1 for a line that could not be run.
  std::map<std::int64_t, std::int64_t> counts(const std::string& text,
                                              const std::string& syntax) const {
    const Outcome outcome = run(
        {"strategy", file("strategy.txt", text).string(), "--syntax", syntax, "--format", "json"});
    std::map<std::int64_t, std::int64_t> found;
    const json::object answer = json_of(outcome.out);
    const json::value* lines = member(answer, "lines");
    if (lines == nullptr || !lines->is_array()) {
      ADD_FAILURE() << outcome.out << outcome.err;
      return found;
    }
    for (const json::value& line : lines->get_array()) {
      const json::object& object = line.get_object();
      found[number(object, "number")] = number(object, "count");
    }
    return found;
  }

  TempDir dir_;
  fs::path data_ = dir_ / "data";
};

TEST_F(StrategyRoad, SubheadingsFindTheNarrowerOnesToo) {
  load_vocabulary();
  must({"import",
        file("in.jsonl",
             "{\"id\":\"1\",\"title\":\"One\",\"mesh\":[\"Asthma/drug therapy\"]}\n"
             "{\"id\":\"2\",\"title\":\"Two\",\"mesh\":[\"Asthma/therapeutic use\"]}\n"
             "{\"id\":\"3\",\"title\":\"Three\",\"mesh\":[\"Asthma/therapy\"]}\n"
             "{\"id\":\"4\",\"title\":\"Four\",\"mesh\":[\"Asthma/surgery\"]}\n"
             "{\"id\":\"5\",\"title\":\"Five\",\"mesh\":[\"Asthma/diagnosis\", \"Asthma\"]}\n")
            .string(),
        "--source", "test", "--format", "jsonl"});
  must({"index"});
  const auto found = counts(
      "#1 drug therapy[sh]\n#2 therapeutic use[sh]\n#3 therapy[sh]\n#4 therapy[sh:noexp]\n"
      "#5 #1 NOT #2\n#6 #2 NOT #3\n#7 asthma/therapy[mh]\n",
      "pubmed");
  EXPECT_EQ(found.at(1), 1);
  EXPECT_EQ(found.at(2), 2);
  EXPECT_EQ(found.at(3), 4);
  EXPECT_EQ(found.at(4), 1);
  EXPECT_EQ(found.at(5), 0);
  EXPECT_EQ(found.at(6), 0);
  EXPECT_EQ(found.at(7), 4);
}

TEST_F(StrategyRoad, WrongLinesSayWhereAndTheOthersRun) {
  must({"import", file("in.jsonl", "{\"id\":\"1\",\"title\":\"Asthma in children\"}\n").string(),
        "--source", "test", "--format", "jsonl"});
  must({"index"});
  std::string deep(1'000, '(');
  deep += "asthma" + std::string(1'000, ')') + ".tw.";
  const std::string text = "1 asthma.tw.\n2 (asthma or children.tw.\n3 1 and 9\n4 a*.tw.\n5 " +
                           deep + "\n6 " + std::string(100'000, 'x') +
                           ".tw.\n7 \xE2\x80\x9C"
                           "asthma\xE2\x80\x9D.ti.\n8 8 or 1\n9x children.tw.\n"
                           "10 1 and children.ti,ab.\n";
  const Outcome outcome =
      run({"strategy", file("bad.txt", text).string(), "--syntax", "ovid", "--format", "json"});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.err;
  const auto found = counts(text, "ovid");
  EXPECT_EQ(found.at(1), 1);
  EXPECT_EQ(found.at(10), 1);
  EXPECT_EQ(found.at(2), -1);
  EXPECT_EQ(found.at(8), -1);
  const json::object answer = json_of(outcome.out);
  for (const json::value& line : member(answer, "lines")->get_array()) {
    const json::object& object = line.get_object();
    if (!member(object, "count")->is_null()) continue;
    bool placed = false;
    for (const json::value& each : member(object, "messages")->get_array()) {
      const json::object& message = each.get_object();
      placed =
          placed || (string_member(message, "severity") == "error" && number(message, "line") > 0 &&
                     number(message, "column") > 0 && !string_member(message, "fix").empty());
    }
    EXPECT_TRUE(placed) << json::serialize(line).substr(0, 500);
  }
}

TEST_F(StrategyRoad, FiveThousandLinesAreRun) {
  must({"import", file("in.jsonl", "{\"id\":\"1\",\"title\":\"Asthma in children\"}\n").string(),
        "--source", "test", "--format", "jsonl"});
  must({"index"});
  std::string text = "1 asthma.tw.\n";
  for (int i = 2; i <= 5'000; ++i) {
    text += std::to_string(i) + " " + std::to_string(i - 1) + " and children.tw.\n";
  }
  const auto found = counts(text, "ovid");
  ASSERT_EQ(found.size(), 5'000U);
  EXPECT_EQ(found.at(5'000), 1);
}

TEST_F(StrategyRoad, LintTranslateAndFiltersSpeakAsTheyShould) {
  const fs::path strategy = file("s.txt", "1 asthma.tw.\n2 child$3.tw.\n3 1 and 2\n");
  const Outcome good = run({"lint", strategy.string(), "--syntax", "ovid", "--json"});
  EXPECT_EQ(good.exit_code, 0) << good.out;
  const Outcome bad = run(
      {"lint", file("b.txt", "1 (asthma.tw.\n2 1 and 7\n").string(), "--syntax", "ovid", "--json"});
  EXPECT_EQ(bad.exit_code, 1);
  EXPECT_NE(bad.out.find("\"PARSE_0002\""), std::string::npos) << bad.out;
  EXPECT_NE(bad.out.find("\"PARSE_1002\""), std::string::npos) << bad.out;

  const Outcome translated =
      run({"translate", strategy.string(), "--from", "ovid", "--to", "pubmed", "--json"});
  EXPECT_EQ(translated.exit_code, 0) << translated.err;
  const json::object answer = json_of(translated.out);
  EXPECT_GT(number(answer, "losses"), 0) << "$3 has no like in PubMed";
  EXPECT_NE(string_member(answer, "text").find("#1 AND #2"), std::string::npos);

  const Outcome inserted = run({"filter", "insert", "cochrane-rct-sensitivity-ovid",
                                strategy.string(), "--syntax", "ovid", "--json"});
  ASSERT_EQ(inserted.exit_code, 0) << inserted.err;
  const json::object added = json_of(inserted.out);
  EXPECT_EQ(member(added, "lines")->get_array().size(), 11U);
  EXPECT_FALSE(string_member(added, "comment").empty());
  EXPECT_EQ(number(added, "combination_number"), 15);
  EXPECT_EQ(run({"filter", "show", "nothing-like-it"}).exit_code, 2);
}

TEST_F(StrategyRoad, ALibrarysOwnFilterIsKeptInVersions) {
  const auto own = [](const std::string& version, const std::string& line) {
    return "id = \"our-children\"\ntitle = \"Children, ours\"\nauthor = \"A Librarian\"\n"
           "version = \"" +
           version +
           "\"\ndialect = \"ovid\"\npurpose = \"children\"\nsource = \"Our library\"\n"
           "citation = \"Children, our library, version " +
           version + "\"\nverified = true\nlines = ['" + line + "']\n";
  };
  must({"filter", "add", file("one.toml", own("1", "child$.tw.")).string()});
  must({"filter", "add", file("two.toml", own("2", "exp child/")).string()});
  EXPECT_EQ(run({"filter", "add", file("two.toml", own("2", "infan$.tw.")).string()}).exit_code, 2);
  EXPECT_EQ(run({"filter", "add", file("bad.toml", own("3", "((child.tw.")).string()}).exit_code,
            2);
  const json::object newest = json_of(run({"filter", "show", "our-children", "--json"}).out);
  EXPECT_EQ(string_member(newest, "version"), "2");
  const json::object older =
      json_of(run({"filter", "show", "our-children", "--version", "1", "--json"}).out);
  EXPECT_EQ(member(older, "lines")->get_array()[0].get_string(), "child$.tw.");
}

// Line by line over some thousand records of PubMed.
TEST_F(StrategyRoad, EveryLineOfThePublishedFiltersFindsRecordsOfPubMed) {
  EVIDENCE_NEED_SHARED_DATA(shared);
  load_vocabulary();
  std::vector<std::string> words{"import"};
  for (const auto& entry : fs::recursive_directory_iterator(shared / "fixtures/pubmed-xml")) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".xml") || name.ends_with(".xml.gz")) words.push_back(entry.path().string());
  }
  words.insert(words.end(), {"--source", "pubmed-files", "--format", "auto"});
  run(words);  // files that are no articles are problems, which are not the matter here
  must({"index"});
  const json::object all = json_of(run({"filter", "list", "--json"}).out);
  // Lines that the fixtures have nothing for: PubMed gives the type "Systematic Review" since 2019
  // only, and none of these records has it.
  const std::set<std::string> kNothing{"pubmed-systematic-review-type 1",
                                       "pubmed-systematic-subset 1"};
  int filters = 0;
  for (const json::value& each : member(all, "filters")->get_array()) {
    const json::object& filter = each.get_object();
    const std::string id = string_member(filter, "id");
    const std::string dialect = string_member(filter, "dialect");
    std::string text;
    int line_number = 0;
    for (const json::value& line : member(filter, "lines")->get_array()) {
      ++line_number;
      text += (dialect == "pubmed" ? "#" : "") + std::to_string(line_number) + " " +
              std::string(line.get_string()) + "\n";
    }
    std::printf("%s\n", id.c_str());
    for (const auto& [at, count] : counts(text, dialect)) {
      std::printf("  %lld: %lld\n", static_cast<long long>(at), static_cast<long long>(count));
      const std::string key = id + " " + std::to_string(at);
      if (kNothing.count(key) > 0) {
        EXPECT_EQ(count, 0) << key;
      } else {
        EXPECT_GT(count, 0) << key << "\n" << text;
      }
    }
    ++filters;
  }
  EXPECT_GE(filters, 20);
}

}  // namespace
}  // namespace evidence::test
