// A work's id lasts: building the index anew keeps it, and so does a change of the rules that is
// taken back.
#include <gtest/gtest.h>

#include "tests/integration/merging_lab.h"

namespace evidence::test {
namespace {

struct MergeIds : ::testing::Test {
  std::vector<MadeRecord> records = made_records(21, 60);
  MergingLab lab;
  TempDir configs;

  void SetUp() override {
    lab.import_all(records);
    lab.must_run({"index"});
  }
  void expect_ids(const MergedWorks& before) {
    const MergedWorks after = lab.works();
    EXPECT_EQ(differences(before.ids, after.ids), "");
    EXPECT_EQ(differences(before.fields, after.fields), "");
  }
  void merge_with(const std::filesystem::path& config) {
    lab.use_config(config);
    const Outcome outcome = lab.run({"merge", "run"});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_NE(outcome.out.find("rules had changed"), std::string::npos) << outcome.out;
  }
};

TEST_F(MergeIds, AreKeptWhenTheIndexIsBuiltAnew) {
  const MergedWorks before = lab.works();
  lab.must_run({"index", "--rebuild"});
  expect_ids(before);
  lab.must_run({"check"});
}

TEST_F(MergeIds, AreKeptWhenStricterRulesAreTakenBack) {
  const MergedWorks before = lab.works();
  merge_with(config_with(configs, "strict", "by_identifier = true", "by_identifier = false"));
  EXPECT_NE(lab.works().ids, before.ids);
  merge_with({});
  expect_ids(before);
  lab.must_run({"check", "store"});
}

TEST_F(MergeIds, AreKeptWhenLooserRulesAreTakenBack) {
  const MergedWorks before = lab.works();
  merge_with(config_with(configs, "loose", "[[rule]]\nname = \"title and place\"",
                         "[[rule]]\nname = \"any like title\"\ntitle = 0.8\n\n"
                         "[[rule]]\nname = \"title and place\""));
  EXPECT_LT(lab.works().ids.size(), before.ids.size());
  merge_with({});
  expect_ids(before);
  lab.must_run({"check", "store"});
}

}  // namespace
}  // namespace evidence::test
