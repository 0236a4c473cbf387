// Exports of works by the real binary: whole, of the store or of a query's result, as JSON Lines
// and RIS.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "model/work.h"
#include "tests/integration/road_support.h"
#include "tests/support/program.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

namespace evidence::test {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t at = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', at)) {
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  EXPECT_EQ(at, text.size()) << "the last line has no end";
  return lines;
}

std::int64_t references_in(const std::string& ris) {
  std::int64_t count = 0;
  for (const std::string& line : lines_of(ris)) count += line.starts_with("TY  - ") ? 1 : 0;
  return count;
}

// The reference that has this line; "" without one.
std::string reference_with(const std::string& ris, const std::string& line) {
  const std::size_t at = ris.find(line + "\r\n");
  if (at == std::string::npos) return "";
  const std::size_t begin = ris.rfind("TY  - ", at);
  return ris.substr(begin, ris.find("ER  - \r\n", at) - begin);
}

class ExportWorks : public ::testing::Test {
 protected:
  Outcome run(std::vector<std::string> words) const {
    words.insert(words.begin(), {"--data", data_.string(), "--no-progress"});
    return run_evidence(words);
  }
  void import(const fs::path& file, const std::string& source,
              const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words{"import", file.string(), "--source", source};
    words.insert(words.end(), more.begin(), more.end());
    const Outcome outcome = run(words);
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  }
  void import_sample() const {
    for (const auto& file : fs::directory_iterator(test::source_dir() / "data/sample")) {
      if (file.path().extension() != ".md") import(file.path(), "sample", {"--sample"});
    }
  }
  void import_lines(int count) const {
    std::string lines;
    for (int i = 0; i < count; ++i) {
      const std::string n = std::to_string(i);
      lines += "{\"id\":\"r:" + n + "\",\"title\":\"Invented study " + n +
               " of asthma\",\"abstract\":\"Words.\",\"year\":" + std::to_string(1990 + i % 30) +
               ",\"pubtypes\":[\"Journal Article\"],\"journal\":\"J Inv\"}\n";
    }
    write(dir_ / "in.jsonl", lines);
    import(dir_ / "in.jsonl", "origin", {"--format", "jsonl"});
  }

  TempDir dir_;
  fs::path data_ = dir_ / "data";
};

TEST_F(ExportWorks, MembersAreThePartitionOfAllRecordsIntoWorks) {
  import_sample();
  const Outcome records = run({"export", "--quiet"});
  ASSERT_EQ(records.exit_code, 0);
  std::set<std::string> expected;
  for (const std::string& line : lines_of(records.out)) {
    const json::object record = json_of(line);
    expected.insert(string_member(record, "source") + ":" +
                    string_member(record, "source_record_id"));
  }
  const Outcome works = run({"export", "--members", "--json"});
  ASSERT_EQ(works.exit_code, 0) << works.err;
  std::set<std::string> seen;
  std::string last_id;
  std::int64_t count = 0;
  for (const std::string& line : lines_of(works.out)) {
    ASSERT_TRUE(line.starts_with("{\"id\":\"w")) << line.substr(0, 80);
    const json::object work = json_of(line);
    const std::string id = string_member(work, "id");
    EXPECT_TRUE(is_work_id(id));
    EXPECT_LT(last_id, id);
    last_id = id;
    const json::value* members = member(work, "members");
    ASSERT_TRUE(members != nullptr && members->is_array() && !members->get_array().empty());
    for (const json::value& one : members->get_array()) {
      ASSERT_TRUE(one.is_string());
      EXPECT_TRUE(seen.emplace(one.get_string().c_str()).second) << one.get_string();
    }
    ASSERT_NE(member(work, "record"), nullptr);
    ++count;
  }
  EXPECT_EQ(seen, expected);
  EXPECT_EQ(number(json_of(works.err), "works"), count);
}

TEST_F(ExportWorks, AQueryGivesTheWholeResultOfTheSearchInItsOrder) {
  import_lines(2'500);  // more than the searcher gives at a time
  ASSERT_EQ(run({"index"}).exit_code, 0);
  const fs::path file = dir_ / "out.jsonl";
  const Outcome outcome =
      run({"export", "asthma", "--sort", "oldest", "--output", file.string(), "--json"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(number(json_of(outcome.out), "works"), 2'500);
  EXPECT_EQ(number(json_of(outcome.out), "missing"), 0);
  std::set<std::string> ids;
  std::vector<std::string> order;
  for (const std::string& line : lines_of(file_bytes(file))) {
    const auto work = work_from_json(line);
    ASSERT_TRUE(work.ok()) << work.error().message;
    ids.insert(work->id);
    order.push_back(work->id);
  }
  EXPECT_EQ(ids.size(), 2'500U);
  const json::object found = json_of(run({"search", "asthma", "--sort", "oldest", "--json"}).out);
  EXPECT_EQ(number(found, "total"), 2'500);
  const json::value* hits = member(found, "hits");
  ASSERT_TRUE(hits != nullptr && hits->is_array());
  for (std::size_t i = 0; i < hits->get_array().size(); ++i) {
    EXPECT_EQ(order.at(i), string_member(hits->get_array()[i].get_object(), "id"));
  }
  // Filters alone are a question too.
  const Outcome ris =
      run({"export", "--filter", "year=1990", "--format", "ris", "--members", "--quiet"});
  ASSERT_EQ(ris.exit_code, 0) << ris.err;
  EXPECT_EQ(references_in(ris.out), 84);
  EXPECT_NE(ris.out.find("N1  - Record: origin:r:0\r\n"), std::string::npos);
  EXPECT_TRUE(ris.err.empty()) << ris.err;
}

TEST_F(ExportWorks, TheWholeStoreAsRisIsReadBackByOurOwnReader) {
  import_sample();
  const fs::path file = dir_ / "all.ris";
  const Outcome outcome = run({"export", "--format", "ris", "--output", file.string(), "--json"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const std::int64_t works = number(json_of(outcome.out), "works");
  EXPECT_GT(works, 20);
  const std::string ris = file_bytes(file);
  EXPECT_EQ(references_in(ris), works);
  std::int64_t said = 0;
  for (const std::string& line : lines_of(ris)) {
    said += line.starts_with("N1  - SAMPLE DATA") ? 1 : 0;
  }
  EXPECT_EQ(said, works);
  const Outcome read = run({"import", file.string(), "--source", "copy", "--json"});
  ASSERT_EQ(read.exit_code, 0) << read.err;
  EXPECT_EQ(number(json_of(read.out), "read"), works);
}

TEST_F(ExportWorks, WarningsOfTheSampleStandInItsReferences) {
  import_sample();
  const Outcome outcome = run({"export", "--format", "ris", "--quiet"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const auto says = [&](const std::string& pmid, const std::string& text) {
    return reference_with(outcome.out, "AN  - " + pmid).find(text) != std::string::npos;
  };
  EXPECT_TRUE(says("99000050", "\nTI  - RETRACTED: "));
  EXPECT_TRUE(says("99000050", "\nN1  - RETRACTED (according to sample): notice pmid:99000051"));
  EXPECT_TRUE(says("99000051", "\nTI  - Retraction: "));
  EXPECT_TRUE(says("99000051", "\nN1  - Retracts: pmid:99000050"));
  EXPECT_FALSE(says("99000051", "\nN1  - RETRACTED"));
  EXPECT_TRUE(says("99000102", "\nN1  - CORRECTED (according to sample): notice pmid:99000103"));
  EXPECT_TRUE(says("99000103", "\nN1  - Corrects: pmid:99000102"));
  EXPECT_TRUE(says("99000104",
                   "\nN1  - EXPRESSION OF CONCERN (according to sample): notice pmid:99000105"));
  EXPECT_TRUE(says("99000105", "\nN1  - Expresses concern about: pmid:99000104"));
}

TEST_F(ExportWorks, WhatCannotBeExportedSaysWhyAndLeavesNothingBehind) {
  EXPECT_EQ(run({"export", "--members"}).exit_code, 2);  // no store
  import_lines(3);
  const fs::path file = dir_ / "out.ris";
  const Outcome unindexed =
      run({"export", "asthma", "--format", "ris", "--output", file.string(), "--json"});
  EXPECT_EQ(unindexed.exit_code, 75);
  EXPECT_NE(unindexed.err.find("no_index"), std::string::npos) << unindexed.err;
  EXPECT_NE(unindexed.err.find("evidence index"), std::string::npos) << unindexed.err;
  EXPECT_FALSE(fs::exists(file));
  ASSERT_EQ(run({"index"}).exit_code, 0);
  EXPECT_EQ(run({"export", "--members", "--changed-since", "2020-01-01"}).exit_code, 2);
  EXPECT_EQ(run({"export", "asthma", "--source", "origin"}).exit_code, 2);
  EXPECT_EQ(run({"export", "--sort", "newest"}).exit_code, 2);
  EXPECT_EQ(run({"export", "asthma", "--sort", "sideways"}).exit_code, 2);
  EXPECT_EQ(run({"export", "asthma", "--filter", "year"}).exit_code, 2);
  EXPECT_EQ(run({"export", ""}).exit_code, 2);
  const Outcome none = run({"export", "nothinglikeit", "--format", "ris", "--json"});
  EXPECT_EQ(none.exit_code, 0);
  EXPECT_TRUE(none.out.empty());
  EXPECT_EQ(number(json_of(none.err), "works"), 0);
}

TEST_F(ExportWorks, AWorkThatTheIndexStillHasIsWrittenThoughTheStoreLostIt) {
  import_lines(3);
  ASSERT_EQ(run({"index"}).exit_code, 0);
  write(dir_ / "gone.jsonl", "{\"source_record_id\":\"r:1\",\"deleted\":true}\n");
  import(dir_ / "gone.jsonl", "origin", {"--format", "jsonl"});
  EXPECT_EQ(lines_of(run({"export", "asthma", "--quiet"}).out).size(), 3U);
  EXPECT_EQ(lines_of(run({"export", "--members", "--quiet"}).out).size(), 2U);
}

TEST_F(ExportWorks, AnInterruptedExportLeavesNoFile) {
  import_lines(20'000);
  const fs::path folder = dir_ / "results";
  fs::create_directories(folder);
  Program program({"--data", data_.string(), "--no-progress", "export", "--format", "ris",
                   "--output", (folder / "all.ris").string()});
  while (program.running() && fs::is_empty(folder)) {
  }
  program.send_signal(SIGINT);
  const int code = program.wait();
  if (code == 0) GTEST_SKIP() << "it was faster than the signal";
  EXPECT_EQ(code, 75);
  EXPECT_TRUE(fs::is_empty(folder));
}

TEST_F(ExportWorks, RetractionsAndNoticesOfPubMedSayWhatTheyAre) {
  EVIDENCE_NEED_SHARED_DATA(shared);
  import(shared / "fixtures/pubmed-xml/nlm-sample/pubmedsample_2019.xml", "pubmed");
  import(shared / "fixtures/pubmed-xml/single/32887691.xml", "pubmed");
  const Outcome outcome = run({"export", "--format", "ris", "--quiet"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const std::string retracted = reference_with(outcome.out, "AN  - 11543891");
  EXPECT_NE(retracted.find("TI  - RETRACTED: The origin of Palestinians"), std::string::npos)
      << retracted;
  EXPECT_NE(retracted.find("N1  - RETRACTED (according to pubmed): notice pmid:11600210"),
            std::string::npos)
      << retracted;
  EXPECT_NE(retracted.find("N1  - Retracted by: pmid:11600210"), std::string::npos) << retracted;
  const std::string notice = reference_with(outcome.out, "AN  - 11600210");
  EXPECT_NE(notice.find("TI  - Editorial."), std::string::npos) << notice;
  EXPECT_EQ(notice.find("N1  - RETRACTED"), std::string::npos) << notice;
  EXPECT_NE(notice.find("N1  - Retracts: pmid:11543891"), std::string::npos) << notice;
  const std::string corrected = reference_with(outcome.out, "AN  - 32887691");
  EXPECT_NE(corrected.find("N1  - CORRECTED (according to pubmed)"), std::string::npos)
      << corrected;
  // Nothing is marked that PubMed does not mark: three retracted articles are in the files.
  std::int64_t marked = 0;
  for (const std::string& line : lines_of(outcome.out)) {
    marked += line.starts_with("TI  - RETRACTED") ? 1 : 0;
  }
  EXPECT_EQ(marked, 3);
}

}  // namespace
}  // namespace evidence::test
