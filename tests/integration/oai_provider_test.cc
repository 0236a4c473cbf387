// Our own harvester against our own provider, both the real binary: a second store becomes the
// first one's like, also when it is killed on the way, and follows its changes and deletions. And
// exports that are read back.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <thread>

#include "model/record_json.h"
#include "tests/integration/road_support.h"
#include "tests/support/program.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

namespace evidence::test {
namespace {

namespace fs = std::filesystem;

constexpr int kRecords = 60;

// A line of the short form; its title has `version` in it.
std::string line(int number, int version = 1) {
  const std::string n = std::to_string(number);
  return "{\"id\":\"r/" + n + "\",\"title\":\"Invented study " + n + " in version " +
         std::to_string(version) + "\",\"abstract\":\"Nothing & nobody was treated; p < 0.05.\"," +
         "\"authors\":[{\"family\":\"Smith\",\"given\":\"Jane\"},{\"family\":\"Łuk\",\"given\":"
         "\"Zoë\"}],\"journal\":\"Journal of Invented Medicine\",\"volume\":\"" +
         n + "\",\"issue\":\"2\",\"pages\":\"10-12\",\"year\":2020,\"doi\":\"10.1234/inv." + n +
         "\",\"mesh\":[\"Asthma/drug therapy\"],\"keywords\":[\"schools\"],"
         "\"pubtypes\":[\"Journal Article\"],\"language\":\"eng\"}\n";
}

class OaiRoad : public ::testing::Test {
 protected:
  OaiRoad() {
    fs::copy(test::source_dir() / "config", config_, fs::copy_options::recursive);
    fs::remove_all(config_ / "sources");
    fs::create_directories(config_ / "sources");
    write(config_ / "sources" / "origin.toml",
          "id = \"origin\"\nprotocol = \"file\"\nredistribute = true\n");
    write(config_ / "sources" / "private.toml", "id = \"private\"\nprotocol = \"file\"\n");
    set_page_size(7);
  }

  void set_page_size(int size) {
    write(config_ / "evidence.toml",
          "[site]\nbase_url = \"\"\n[oai]\nrepository = \"evidence.example.org\"\npage_size = " +
              std::to_string(size) + "\n");
  }
  void set_copy(const Server& server, const std::string& prefix, int requests_per_second) {
    write(config_ / "sources" / "copy.toml",
          "id = \"copy\"\nprotocol = \"oai-pmh\"\nformat = \"oai-pmh\"\nbase_url = \"" +
              server.url("/oai") +
              "\"\nallow_http = true\nallow_private_addresses = true\nrequests_per_second = " +
              std::to_string(requests_per_second) +
              "\nemail = \"test@example.org\"\n[options]\nmetadata_prefix = \"" + prefix + "\"\n");
  }

  std::vector<std::string> command(const fs::path& data, std::vector<std::string> words) const {
    std::vector<std::string> all{"--config", (config_ / "evidence.toml").string(), "--data",
                                 data.string(), "--no-progress"};
    all.insert(all.end(), words.begin(), words.end());
    return all;
  }
  Outcome run(const fs::path& data, std::vector<std::string> words) const {
    return run_evidence(command(data, std::move(words)));
  }
  std::unique_ptr<Server> serve(const fs::path& data) const {
    return std::make_unique<Server>(
        data, std::vector<std::string>{"--config", (config_ / "evidence.toml").string()});
  }

  void import_lines(const fs::path& data, const std::string& lines,
                    const std::string& source = "origin") {
    write(dir_ / "in.jsonl", lines);
    const Outcome outcome = run(
        data, {"import", (dir_ / "in.jsonl").string(), "--source", source, "--format", "jsonl"});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  }
  void import_all(const fs::path& data) {
    std::string lines;
    for (int number = 0; number < kRecords; ++number) lines += line(number);
    import_lines(data, lines);
    import_lines(data, line(1'000), "private");
  }

  // By key, tombstones too, as `export` writes them.
  std::map<std::string, Record> exported(const fs::path& data, const std::string& source) {
    const fs::path file = dir_ / "out.jsonl";
    const Outcome outcome =
        run(data, {"export", "--source", source, "--output", file.string(), "--quiet"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    std::map<std::string, Record> records;
    std::string lines = file_bytes(file);
    std::size_t at = 0;
    for (std::size_t end = lines.find('\n'); end != std::string::npos; end = lines.find('\n', at)) {
      auto record = record_from_json(std::string_view(lines).substr(at, end - at));
      EXPECT_TRUE(record.ok());
      if (record.ok()) records[record->source_record_id] = std::move(*record);
      at = end + 1;
    }
    return records;
  }

  // What Dublin Core and MARC have a place for.
  static void expect_same(const Record& copy, const Record& origin) {
    EXPECT_EQ(copy.deleted, origin.deleted) << origin.source_record_id;
    EXPECT_EQ(copy.title, origin.title);
    EXPECT_EQ(copy.identifiers, origin.identifiers);
    EXPECT_EQ(copy.abstract, origin.abstract);
    EXPECT_EQ(copy.languages, origin.languages);
    EXPECT_EQ(copy.publication.title, origin.publication.title);
    EXPECT_EQ(copy.publication.volume, origin.publication.volume);
    EXPECT_EQ(copy.publication.issue, origin.publication.issue);
    EXPECT_EQ(copy.publication.pages, origin.publication.pages);
    EXPECT_EQ(copy.publication.date, origin.publication.date);
    EXPECT_EQ(copy.publication_types, origin.publication_types);
    ASSERT_EQ(copy.contributors.size(), origin.contributors.size());
    for (std::size_t i = 0; i < origin.contributors.size(); ++i) {
      EXPECT_EQ(copy.contributors[i].family, origin.contributors[i].family);
      EXPECT_EQ(copy.contributors[i].given, origin.contributors[i].given);
    }
    std::set<std::string> labels;
    for (const Subject& subject : copy.subjects) {
      if (subject.scheme != "oai-set") labels.insert(subject.scheme + subject.label);
    }
    std::set<std::string> wanted;
    for (const Subject& subject : origin.subjects) wanted.insert(subject.scheme + subject.label);
    EXPECT_EQ(labels, wanted);
  }
  void expect_equal_stores(const fs::path& first, const fs::path& second) {
    const auto origin = exported(first, "origin");
    const auto copy = exported(second, "copy");
    EXPECT_EQ(copy.size(), origin.size());
    for (const auto& [key, record] : origin) {
      const std::string number = key.substr(2);
      const auto found = copy.find("oai:evidence.example.org:origin:r%2F" + number);
      ASSERT_NE(found, copy.end()) << key;
      expect_same(found->second, record);
    }
  }

  TempDir dir_;
  fs::path config_ = dir_ / "config";
  fs::path first_ = dir_ / "first";
  fs::path second_ = dir_ / "second";
};

TEST_F(OaiRoad, ASecondStoreHarvestsTheFirstAndFollowsItsChangesAndDeletions) {
  import_all(first_);
  const auto server = serve(first_);
  set_copy(*server, "oai_dc", 1'000);
  const Outcome whole = run(second_, {"harvest", "copy", "--json"});
  ASSERT_EQ(whole.exit_code, 0) << whole.err;
  EXPECT_EQ(number(json_of(whole.out), "added"), kRecords);
  EXPECT_EQ(number(json_of(whole.out), "problems"), 0) << whole.out;
  expect_equal_stores(first_, second_);

  import_lines(first_,
               line(3, 2) + line(500) +
                   "{\"source\":\"origin\",\"source_record_id\":\"r/4\",\"deleted\":true}\n");
  const Outcome next = run(second_, {"harvest", "copy", "--json"});
  ASSERT_EQ(next.exit_code, 0) << next.err;
  EXPECT_EQ(number(json_of(next.out), "added"), 1);
  EXPECT_EQ(number(json_of(next.out), "changed"), 1);
  EXPECT_EQ(number(json_of(next.out), "deleted"), 1);
  expect_equal_stores(first_, second_);
  EXPECT_EQ(run(second_, {"check", "store"}).exit_code, 0);
}

TEST_F(OaiRoad, AHarvestThatIsKilledOnItsWayGoesOnToTheSameEnd) {
  import_all(first_);
  set_page_size(2);
  const auto server = serve(first_);
  set_copy(*server, "marcxml", 20);
  {
    Program program(command(second_, {"harvest", "copy"}));
    for (int attempt = 0; attempt < 100; ++attempt) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      if (fs::exists(second_ / "records.db") && exported(second_, "copy").size() > 6) break;
    }
    EXPECT_TRUE(program.running()) << "it had ended before";
    program.send_signal(SIGKILL);
    program.wait();
  }
  const std::size_t before = exported(second_, "copy").size();
  EXPECT_GT(before, 0U);
  EXPECT_LT(before, static_cast<std::size_t>(kRecords));
  set_copy(*server, "marcxml", 1'000);
  const Outcome rest = run(second_, {"harvest", "copy", "--json"});
  ASSERT_EQ(rest.exit_code, 0) << rest.err;
  EXPECT_LT(number(json_of(rest.out), "read"), kRecords) << "it began again";
  expect_equal_stores(first_, second_);
  EXPECT_EQ(run(second_, {"check", "store"}).exit_code, 0);
}

TEST_F(OaiRoad, TheServerAnswersBothWaysAndGivesNothingThatIsNotToBeGivenOn) {
  import_all(first_);
  const auto server = serve(first_);
  const Answer identity = http_get(server->port(), "/oai?verb=Identify");
  EXPECT_EQ(identity.status, 200);
  EXPECT_NE(identity.headers.find("content-type: text/xml; charset=utf-8"), std::string::npos);
  EXPECT_NE(identity.body.find("<baseURL>http://"), std::string::npos);
  const std::string today =
      identity.body.substr(identity.body.find("<earliestDatestamp>") + 19, 10);
  const Answer changes = http_get(server->port(), "/feeds/changes/" + today + ".jsonl");
  EXPECT_EQ(changes.status, 200);
  EXPECT_NE(changes.body.find("Invented study 59 "), std::string::npos);
  EXPECT_EQ(changes.body.find("Invented study 1000 "), std::string::npos);
  EXPECT_EQ(http_get(server->port(), "/feeds/changes").status, 200);
  EXPECT_EQ(http_get(server->port(), "/feeds/changes/2999-01-01.jsonl").status, 404);
}

TEST_F(OaiRoad, AnExportIsReadBackToTheSameRecordsAndDeletions) {
  import_all(first_);
  import_lines(first_, "{\"source_record_id\":\"r/4\",\"deleted\":true}\n");
  const fs::path file = dir_ / "all.jsonl";
  const Outcome written =
      run(first_, {"export", "--source", "origin", "--output", file.string(), "--json"});
  ASSERT_EQ(written.exit_code, 0) << written.err;
  EXPECT_EQ(number(json_of(written.out), "records"), kRecords - 1);
  EXPECT_EQ(number(json_of(written.out), "deleted"), 1);
  const Outcome read = run(second_, {"import", file.string(), "--source", "origin", "--json"});
  ASSERT_EQ(read.exit_code, 0) << read.err;
  EXPECT_EQ(number(json_of(read.out), "problems"), 0) << read.out;
  EXPECT_EQ(exported(second_, "origin"), exported(first_, "origin"));
  // The whole store, to standard output.
  const Outcome all = run(first_, {"export", "--quiet"});
  EXPECT_EQ(std::count(all.out.begin(), all.out.end(), '\n'), kRecords + 1);
}

TEST_F(OaiRoad, AnExportOfATimeHoldsWhatChangedInIt) {
  import_all(first_);
  const auto count = [this](std::vector<std::string> words) {
    words.insert(words.begin(), {"export", "--quiet"});
    const Outcome outcome = run(first_, std::move(words));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return std::count(outcome.out.begin(), outcome.out.end(), '\n');
  };
  EXPECT_EQ(count({"--changed-since", "2020-01-01"}), kRecords + 1);
  EXPECT_EQ(count({"--changed-since", "2020-01-01", "--source", "private"}), 1);
  EXPECT_EQ(count({"--changed-until", "2020-01-01T00:00:00Z"}), 0);
  EXPECT_EQ(count({"--changed-since", "2200-01-01"}), 0);
}

TEST_F(OaiRoad, AnExportThatCannotBeMadeSaysWhyAndLeavesNothingBehind) {
  import_all(first_);
  EXPECT_EQ(run(dir_ / "nowhere", {"export"}).exit_code, 2);
  EXPECT_EQ(run(first_, {"export", "--changed-since", "yesterday"}).exit_code, 2);
  EXPECT_EQ(
      run(first_, {"export", "--changed-since", "2026-02-02", "--changed-until", "2026-02-01"})
          .exit_code,
      2);
  const Outcome unknown = run(first_, {"export", "--source", "nobody", "--json"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_NE(unknown.err.find("unknown_source"), std::string::npos);
  EXPECT_EQ(run(first_, {"export", "--format", "papyrus"}).exit_code, 2);
  const fs::path folder = dir_ / "results";
  EXPECT_NE(run(first_, {"export", "--output", (folder / "a.jsonl").string()}).exit_code, 0);
  fs::create_directories(folder);
  write(folder / "a.jsonl", "old");
  EXPECT_EQ(run(first_, {"export", "--source", "nobody", "--output", (folder / "a.jsonl").string()})
                .exit_code,
            2);
  EXPECT_EQ(file_bytes(folder / "a.jsonl"), "old");
  EXPECT_EQ(run(first_, {"export", "--output", (folder / "a.jsonl").string()}).exit_code, 0);
  EXPECT_GT(file_bytes(folder / "a.jsonl").size(), 1'000U);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 1);
}

}  // namespace
}  // namespace evidence::test
