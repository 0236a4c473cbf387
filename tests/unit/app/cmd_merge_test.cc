// evidence merge and evidence correction, on a store of their own.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "app/commands.h"
#include "model/record.h"
#include "store/merge_store.h"
#include "store/record_store.h"
#include "tests/support/temp_dir.h"

namespace evidence::app {
namespace {

struct MergeCommand : ::testing::Test {
  void SetUp() override {
    std::filesystem::create_directories(dir / "ranking");
    std::ofstream(dir.path() / "ranking/plain.toml") << "k1 = 1.0\n[field_weights]\ntitle = 0.5\n";
    std::ofstream(dir.path() / "evidence.toml")
        << "data_dir = \"" << (dir.path() / "data").string() << "\"\n";
    Context context = started();
    auto store = context.open_store(Context::Access::kCreate);
    ASSERT_TRUE(store.ok()) << store.error().message;
    for (const char* source : {"crossref", "pubmed", "zotero"}) {
      Record record;
      record.source = source;
      record.source_record_id = "1";
      record.title = "The course of wheeze in preschool children of rural clinics";
      record.contributors.push_back({"Berg", "", "A", "author", "", ""});
      record.publication.date.year = 2004;
      record.publication.volume = "3";
      record.publication.pages = "101-109";
      PageWrite page;
      page.source = source;
      page.records = {record};
      ASSERT_TRUE((*store)->apply_page(page).ok());
    }
    ASSERT_EQ(call({"merge", "run"}), 0);
  }

  Context started() const {
    GlobalOptions options;
    options.config_file = (dir.path() / "evidence.toml").string();
    options.quiet = options.no_progress = true;
    Context context(options);
    const auto outcome = context.start();
    EXPECT_TRUE(outcome.ok()) << outcome.error().message;
    return context;
  }
  // The exit code.
  int call(std::vector<std::string> arguments) const {
    CLI::App program;
    program.require_subcommand(1);
    app::Run run;
    add_merge(program, run);
    add_correction(program, run);
    std::reverse(arguments.begin(), arguments.end());
    try {
      program.parse(arguments);
    } catch (const CLI::Error& error) {
      ADD_FAILURE() << error.what();
      return 99;
    }
    Context context = started();
    return run(context);
  }
  int say(const std::string& a, const std::string& b, const std::string& verdict) const {
    return call({"merge", "decide", a, b, verdict, "--reason", "read both", "--actor", "A. L."});
  }
  std::unique_ptr<RecordStore> store() const {
    Context context = started();
    auto opened = context.open_store(Context::Access::kRead);
    EXPECT_TRUE(opened.ok());
    return std::move(*opened);
  }
  WorkId work(const std::string& source) const {
    return store()->find_record(source, "1").value()->work;
  }

  test::TempDir dir;
};

TEST_F(MergeCommand, WorksThatWereTakenApartAreWhollyOneAgainByOneWord) {
  const WorkId whole = work("crossref");
  ASSERT_EQ(work("pubmed"), whole);
  ASSERT_EQ(work("zotero"), whole);
  ASSERT_EQ(call({"merge", "split", whole, "pubmed:1", "--reason", "x", "--actor", "A. L."}), 0);
  ASSERT_NE(work("pubmed"), whole);
  ASSERT_EQ(work("zotero"), whole);
  ASSERT_EQ(say(whole, work("pubmed"), "same"), 0);
  EXPECT_EQ(work("pubmed"), whole);
  EXPECT_EQ(work("zotero"), whole);
  EXPECT_EQ(store()->work_count().value(), 1);
}

TEST_F(MergeCommand, WorksOfTwoPmidsBecomeOneWithAllTheirRecords) {
  {
    Context context = started();
    auto opened = context.open_store(Context::Access::kWrite);
    ASSERT_TRUE(opened.ok());
    for (const char* name : {"europepmc:2", "pubmed:2", "pubmed:3"}) {
      Record record;
      record.source = std::string(name).substr(0, std::string(name).find(':'));
      record.source_record_id = std::string(name).substr(std::string(name).find(':') + 1);
      record.title = "Two entries of one article on the course of wheeze";
      record.identifiers = {
          Identifier::parse(IdentifierScheme::kPmid, "1500000" + record.source_record_id).value()};
      PageWrite page;
      page.source = record.source;
      page.records = {record};
      ASSERT_TRUE((*opened)->apply_page(page).ok());
    }
  }
  ASSERT_EQ(call({"merge", "run"}), 0);
  ASSERT_EQ(store()->work_count().value(), 3);
  const WorkId first = store()->find_record("pubmed", "2").value()->work;
  const WorkId second = store()->find_record("pubmed", "3").value()->work;
  ASSERT_EQ(say(first, second, "same"), 0);
  EXPECT_EQ(store()->work_count().value(), 2);
  EXPECT_EQ(store()->find_record("europepmc", "2").value()->work,
            store()->find_record("pubmed", "2").value()->work);
}

TEST_F(MergeCommand, DifferentWorksAreDifferentInEachOfTheirRecords) {
  ASSERT_EQ(say("crossref:1", "zotero:1", "different"), 0);
  // pubmed stays with the one that is joined first; a word about the works parts all three.
  const WorkId alone = work("crossref") == work("pubmed") ? work("zotero") : work("crossref");
  ASSERT_EQ(say(alone, work("pubmed"), "different"), 0);
  EXPECT_EQ(store()->work_count().value(), 2);
  EXPECT_NE(work("pubmed"), alone);
  const auto opened = store();
  EXPECT_EQ(opened->merging()->decisions(10).value().size(), 3U);
}

TEST_F(MergeCommand, WhatCannotBeDecidedIsRefused) {
  EXPECT_NE(say("crossref:1", "crossref:1", "same"), 0);
  EXPECT_NE(say("crossref:1", "crossref:9", "same"), 0);
  EXPECT_NE(say("crossref", "pubmed:1", "same"), 0);
  EXPECT_NE(say("w000000000000", "pubmed:1", "same"), 0);
  EXPECT_NE(call({"merge", "decide", "crossref:1", "pubmed:1", "same", "--reason", " ", "--actor",
                  "A. L."}),
            0);
  const WorkId whole = work("crossref");
  EXPECT_NE(call({"merge", "split", whole, "crossref:1", "pubmed:1", "zotero:1", "--reason", "x",
                  "--actor", "A. L."}),
            0);
  EXPECT_EQ(store()->work_count().value(), 1);
  EXPECT_TRUE(store()->merging()->decisions(10).value().empty());
}

TEST_F(MergeCommand, QueueExplanationDecisionsAndLedgerCanBeShown) {
  ASSERT_EQ(say("crossref:1", "zotero:1", "different"), 0);
  for (const auto& command : {std::vector<std::string>{"merge", "queue"},
                              {"merge", "explain", "pubmed:1"},
                              {"merge", "decisions"},
                              {"merge", "ledger"},
                              {"merge", "ledger", "--csv"},
                              {"correction", "list"}}) {
    EXPECT_EQ(call(command), 0) << command[1];
  }
}

TEST_F(MergeCommand, ACorrectionIsMadeListedAndWithdrawnOnce) {
  const std::vector<std::string> add{"correction", "add",     work("pubmed"), "--field",
                                     "pages",      "--value", "1-9",          "--reason",
                                     "seen",       "--actor", "A. L."};
  ASSERT_EQ(call(add), 0);
  EXPECT_EQ(store()->merging()->corrections("", 10).value().size(), 1U);
  EXPECT_EQ(call({"correction", "list"}), 0);
  EXPECT_EQ(call({"correction", "remove", "1", "--actor", "B. L."}), 0);
  EXPECT_NE(call({"correction", "remove", "1", "--actor", "B. L."}), 0);
  EXPECT_NE(call({"correction", "add", "pubmed:1", "--field", "colour", "--value", "red",
                  "--reason", "x", "--actor", "A. L."}),
            0);
  EXPECT_EQ(store()->merging()->corrections_of(work("pubmed")).value().size(), 0U);
}

}  // namespace
}  // namespace evidence::app
