// The road of a person who looks after merging, by the real binary: the queue, decisions, splits,
// explanations, the ledger, corrections; and what each says to bad input.
#include <gtest/gtest.h>

#include <algorithm>

#include "model/work.h"
#include "tests/integration/merging_lab.h"
#include "tests/integration/road_support.h"

namespace evidence::test {
namespace {

// Two copies of one article in two sources, a later one that is doubtful, and another work.
constexpr const char* kFirst =
    R"({"id":"1","title":"Inhalers lent to schools in winter","authors":["Baker, Anna"],)"
    R"("year":2001,"journal":"J Inv","volume":"3","pages":"11-19","doi":"10.5555/a.1"})";
constexpr const char* kCopy =
    R"({"id":"2","title":"Inhalers lent to schools in winter","authors":["Baker A"],)"
    R"("year":2001,"journal":"J Inv","volume":"3","pages":"11-19"})";
constexpr const char* kLater =
    R"({"id":"3","title":"Inhalers lent to schools in winter","authors":["Baker, Anna"],)"
    R"("year":2003,"journal":"Other Annals","volume":"9","pages":"411-419","doi":"10.5555/a.3"})";
constexpr const char* kOther =
    R"({"id":"4","title":"Spectacles worn at sea","authors":["Chen, Bo"],"year":2003})";

struct MergeRoad : ::testing::Test {
  MergingLab lab;

  void SetUp() override {
    lab.import_lines("one", std::string(kFirst) + "\n" + kLater + "\n" + kOther + "\n");
    lab.import_lines("two", std::string(kCopy) + "\n");
    lab.must_run({"merge", "run"});
  }
  [[nodiscard]] json::object json_from(std::vector<std::string> words) const {
    words.insert(words.begin(), "--json");
    const Outcome outcome = lab.run(words);
    EXPECT_EQ(outcome.exit_code, 0) << words[1] << " " << words[2] << "\n" << outcome.err;
    return json_of(outcome.out);
  }
  [[nodiscard]] json::object explained(const std::string& name) const {
    return json_from({"merge", "explain", name});
  }
  [[nodiscard]] std::string work_of(const std::string& record) const {
    return string_member(explained(record), "work");
  }
  [[nodiscard]] std::string members_of(const std::string& name) const {
    std::string text;
    const json::object work = explained(name);
    for (const json::value& member : work.at("members").as_array()) {
      text += (text.empty() ? "" : " ") + std::string(member.as_string());
    }
    return text;
  }
  void decide(const std::string& a, const std::string& b, const std::string& verdict) const {
    lab.must_run({"merge", "decide", a, b, verdict, "--reason", "seen in print", "--actor", "A."});
  }
  // All that a person could change.
  [[nodiscard]] std::string everything() const {
    std::string text;
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{"--quiet", "export", "--members"},
                                               {"--quiet", "export"},
                                               {"--json", "merge", "decisions"},
                                               {"--json", "merge", "queue"},
                                               {"--json", "correction", "list"}}) {
      const Outcome outcome = lab.run(words);
      EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
      text += outcome.out;
    }
    return text;
  }
};

TEST_F(MergeRoad, TheQueueShowsDoubtfulPairsUntilAPersonDecides) {
  const json::object queue = json_from({"merge", "queue"});
  EXPECT_EQ(number(queue, "total"), 2);
  const json::object pair = queue.at("pairs").as_array().at(0).as_object();
  EXPECT_EQ(string_member(pair, "why"), "alike in title and author");
  EXPECT_TRUE(is_work_id(string_member(pair, "work_a")));
  EXPECT_NE(string_member(pair, "work_a"), string_member(pair, "work_b"));
  EXPECT_EQ(string_member(pair.at("comparison").as_object(), "verdict"), "doubtful");
  EXPECT_EQ(json_from({"merge", "queue", "--limit", "1"}).at("pairs").as_array().size(), 1U);
  const Outcome text = lab.run({"merge", "queue"});
  EXPECT_NE(text.out.find("one:1"), std::string::npos) << text.out;
  EXPECT_NE(text.out.find("2 of 2 pairs"), std::string::npos) << text.out;
  EXPECT_NE(text.out.find("evidence merge decide one:1 one:3 same|different"), std::string::npos)
      << text.out;

  decide(work_of("one:1"), "one:3", "different");
  EXPECT_EQ(number(json_from({"merge", "queue"}), "total"), 0);
  EXPECT_EQ(members_of("one:1"), "one:1 two:2");
  const json::array decisions = json_from({"merge", "decisions"}).at("decisions").as_array();
  ASSERT_EQ(decisions.size(), 2U);
  EXPECT_EQ(string_member(decisions[0].as_object(), "verdict"), "different");
  EXPECT_EQ(string_member(decisions[0].as_object(), "reason"), "seen in print");
  EXPECT_EQ(string_member(decisions[0].as_object(), "actor"), "A.");
  const Outcome listed = lab.run({"merge", "decisions", "--limit", "1"});
  EXPECT_NE(listed.out.find("different  A.: seen in print"), std::string::npos) << listed.out;
}

TEST_F(MergeRoad, ADecisionOutlivesWhatItsSourceSaysLater) {
  decide("one:3", "one:4", "same");
  EXPECT_EQ(members_of("one:4"), "one:3 one:4");
  decide("one:1", "two:2", "different");
  EXPECT_EQ(members_of("one:1"), "one:1");
  std::string changed(kOther);
  changed.replace(changed.find("sea"), 3, "sea and on land");
  std::string same(kCopy);
  same.replace(same.find("\"year\""), 6, "\"doi\":\"10.5555/a.1\",\"year\"");
  lab.import_lines("one", changed + "\n");
  lab.import_lines("two", same + "\n");
  lab.must_run({"index"});
  EXPECT_EQ(members_of("one:4"), "one:3 one:4");
  EXPECT_EQ(members_of("one:1"), "one:1");
  // Deleted and restored, too.
  lab.import_lines("one", "{\"source_record_id\":\"4\",\"deleted\":true}\n");
  lab.must_run({"index"});
  EXPECT_EQ(members_of("one:3"), "one:3");
  lab.import_lines("one", changed + "\n");
  lab.must_run({"index", "--rebuild"});
  EXPECT_EQ(members_of("one:4"), "one:3 one:4");
  // The newest word on a pair stands.
  decide("one:1", "two:2", "same");
  EXPECT_EQ(members_of("one:1"), "one:1 two:2");
  lab.must_run({"check", "store"});
}

TEST_F(MergeRoad, ASplitIsUndoneAndEachIdStillLeadsToItsRecord) {
  const std::string id = work_of("one:1");
  const json::object before = explained(id);
  ASSERT_EQ(before.at("former_ids").as_array().size(), 1U);
  const std::string former(before.at("former_ids").as_array().at(0).as_string());
  const json::object reason = before.at("pairs").as_array().at(0).as_object();
  EXPECT_EQ(string_member(reason, "verdict"), "same");
  EXPECT_EQ(string_member(reason, "rule"), "title and place");
  const Outcome text = lab.run({"merge", "explain", "two:2"});
  EXPECT_NE(text.out.find("Work " + id + ": 2 records"), std::string::npos) << text.out;
  EXPECT_NE(text.out.find("same, by \"title and place\""), std::string::npos) << text.out;
  EXPECT_NE(text.out.find(former + " leads here"), std::string::npos) << text.out;

  lab.must_run({"merge", "split", id, "two:2", "--reason", "a reprint", "--actor", "A."});
  EXPECT_EQ(work_of("one:1"), id);
  EXPECT_EQ(work_of("two:2"), former);  // the id that it had before the two were one
  EXPECT_EQ(members_of(former), "two:2");
  EXPECT_TRUE(explained(id).at("former_ids").as_array().empty());
  lab.must_run({"index"});
  EXPECT_EQ(number(json_from({"search", "inhalers"}), "total"), 3);
  decide(id, former, "same");
  EXPECT_EQ(work_of("two:2"), id);
  EXPECT_EQ(members_of(former), "one:1 two:2");
  lab.must_run({"index"});
  EXPECT_EQ(number(json_from({"search", "inhalers"}), "total"), 2);
  lab.must_run({"check"});
}

TEST_F(MergeRoad, TheLedgerReconciles) {
  MergingLab many;
  const std::vector<MadeRecord> records = made_records(31, 60);
  many.import_all(records);
  many.must_run({"merge", "run"});
  const Outcome outcome = many.run({"--json", "merge", "ledger"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const json::object ledger = json_of(outcome.out);
  const json::object total = ledger.at("total").as_object();
  json::object sums;
  for (const json::value& value : ledger.at("sources").as_array()) {
    const json::object& row = value.as_object();
    const std::string source = string_member(row, "source");
    const auto expected = std::count_if(records.begin(), records.end(), [&](const MadeRecord& one) {
      return one.source == source && !one.goes;
    });
    EXPECT_EQ(number(row, "records"), expected) << source;
    EXPECT_EQ(number(row, "records"), number(row, "duplicates_within") +
                                          number(row, "duplicates_between") + number(row, "kept"))
        << source;
    EXPECT_LE(number(row, "only_here"), number(row, "works")) << source;
    EXPECT_LE(number(row, "kept"), number(row, "works")) << source;
    for (const char* key : {"records", "duplicates_within", "duplicates_between", "kept"}) {
      sums[key] = number(row, key) + (sums.contains(key) ? number(sums, key) : 0);
    }
  }
  for (const char* key : {"records", "duplicates_within", "duplicates_between", "kept"}) {
    EXPECT_EQ(number(total, key), number(sums, key)) << key;
  }
  EXPECT_GT(number(total, "duplicates_within"), 0);
  EXPECT_GT(number(total, "duplicates_between"), 0);
  EXPECT_EQ(number(total, "works"), static_cast<std::int64_t>(many.works().ids.size()));
  EXPECT_EQ(number(ledger, "not_merged_yet"), 0);
  const Outcome csv = many.run({"merge", "ledger", "--csv"});
  EXPECT_TRUE(csv.out.starts_with(
      "source,records,works,only_here,duplicates_within,duplicates_between,kept\n"))
      << csv.out;
  EXPECT_NE(csv.out.find("\ntotal," + std::to_string(number(total, "records")) + ","),
            std::string::npos)
      << csv.out;
}

TEST_F(MergeRoad, ACorrectionIsShownUntilItIsWithdrawnWhateverTheSourceSays) {
  const std::string id = work_of("one:1");
  const json::object added = json_from({"correction", "add", id, "--field", "pages", "--value",
                                        "11-21", "--reason", "as printed", "--actor", "B."});
  const std::string correction = std::to_string(number(added, "id"));
  const auto pages = [&] {
    const Outcome outcome = lab.run({"--quiet", "export", "--members"});
    for (std::size_t at = 0; at < outcome.out.size();) {
      const std::size_t end = outcome.out.find('\n', at);
      const json::object work = json_of(outcome.out.substr(at, end - at));
      at = end + 1;
      if (string_member(work, "id") != id) continue;
      const json::object record = work.at("record").as_object();
      const bool marked = work.contains("corrections");
      return string_member(record.at("publication").as_object(), "pages") +
             (marked ? " corrected" : "");
    }
    return std::string("no such work");
  };
  EXPECT_EQ(pages(), "11-21 corrected");
  std::string changed(kFirst);
  changed.replace(changed.find("11-19"), 5, "11-20");
  lab.import_lines("one", changed + "\n");
  lab.must_run({"index"});
  EXPECT_EQ(pages(), "11-21 corrected");
  const Outcome ris = lab.run({"--quiet", "export", "inhalers", "--format", "ris"});
  EXPECT_NE(ris.out.find("EP  - 21"), std::string::npos) << ris.out;

  const json::object row =
      json_from({"correction", "list"}).at("corrections").as_array().at(0).as_object();
  EXPECT_EQ(string_member(row, "work"), id);
  EXPECT_EQ(string_member(row, "record"), "one:1");
  EXPECT_EQ(string_member(row, "source_says"), "11-20");
  EXPECT_EQ(string_member(row, "value"), "11-21");
  EXPECT_EQ(string_member(row, "reason"), "as printed");
  EXPECT_EQ(string_member(row, "author"), "B.");
  EXPECT_TRUE(row.at("in_force").as_bool());
  EXPECT_TRUE(
      json_from({"correction", "list", "--source", "two"}).at("corrections").as_array().empty());
  const Outcome text = lab.run({"correction", "list"});
  EXPECT_NE(text.out.find("source says: 11-20"), std::string::npos) << text.out;

  EXPECT_EQ(number(json_from({"correction", "remove", correction, "--actor", "C."}), "withdrawn"),
            number(added, "id"));
  EXPECT_EQ(pages(), "11-20");
  const json::object after =
      json_from({"correction", "list"}).at("corrections").as_array().at(0).as_object();
  EXPECT_FALSE(after.at("in_force").as_bool());
  EXPECT_EQ(string_member(after, "withdrawn_by"), "C.");
}

TEST_F(MergeRoad, WhatIsNearAWorkIsIndexedAnewWhenThatIsJoinedOrSplit) {
  const std::vector<MadeRecord> sources{{"one", "", "", "", false, ""},
                                        {"two", "", "", "", false, ""}};
  lab.import_lines("two",
                   "{\"id\":\"9\",\"title\":\"Inhalers lent to schools in winter\","
                   "\"authors\":[\"Baker A\"],\"year\":2001,"
                   "\"pubtypes\":[\"Preprint\"]}\n");
  lab.must_run({"index"});
  EXPECT_EQ(differences(lab.works().fields, lab.indexed_works(sources).fields), "");
  // The preprint of two works is that of one.
  decide("one:1", "one:3", "same");
  lab.must_run({"index"});
  EXPECT_EQ(differences(lab.works().fields, lab.indexed_works(sources).fields), "");
  lab.must_run({"merge", "split", work_of("one:1"), "two:2", "--reason", "r", "--actor", "a"});
  lab.must_run({"index"});
  EXPECT_EQ(differences(lab.works().fields, lab.indexed_works(sources).fields), "");
  // A record that is near none of them itself joins two that are.
  std::string nearer(kLater);
  nearer.replace(nearer.find("2003"), 4, "2002");
  lab.import_lines("one", nearer + "\n");
  decide("one:1", "one:3", "different");
  lab.must_run({"index"});
  lab.import_lines("one",
                   "{\"id\":\"5\",\"title\":\"Contents\",\"authors\":[\"Baker A\"],"
                   "\"doi\":[\"10.5555/a.3\",\"10.5555/a.6\"]}\n");
  lab.import_lines("two",
                   "{\"id\":\"6\",\"title\":\"Inhalers lent to schools in winter\","
                   "\"authors\":[\"Baker A\"],\"year\":2002,\"volume\":\"40\","
                   "\"pages\":\"77\",\"doi\":\"10.5555/a.6\"}\n");
  lab.must_run({"index"});
  EXPECT_EQ(members_of("one:3"), "one:3 one:5 two:6");
  EXPECT_EQ(differences(lab.works().fields, lab.indexed_works(sources).fields), "");
  lab.import_lines("one", "{\"source_record_id\":\"5\",\"deleted\":true}\n");
  lab.must_run({"index"});
  EXPECT_EQ(members_of("one:3"), "one:3");
  EXPECT_EQ(differences(lab.works().fields, lab.indexed_works(sources).fields), "");
  lab.import_lines("one",
                   "{\"id\":\"5\",\"title\":\"Contents\",\"authors\":[\"Baker A\"],"
                   "\"doi\":[\"10.5555/a.3\",\"10.5555/a.6\"]}\n");
  lab.must_run({"index"});
  EXPECT_EQ(members_of("one:3"), "one:3 one:5 two:6");
  EXPECT_EQ(differences(lab.works().fields, lab.indexed_works(sources).fields), "");
}

struct Bad {
  std::vector<std::string> words;
  std::string says;
};

TEST_F(MergeRoad, BadInputIsNamedAndChangesNothing) {
  const std::string id = work_of("one:1");
  decide("one:3", "one:4", "different");
  const std::vector<std::string> signed_by{"--reason", "r", "--actor", "a"};
  const auto with = [&](std::vector<std::string> words) {
    words.insert(words.end(), signed_by.begin(), signed_by.end());
    return words;
  };
  const std::vector<Bad> cases{
      {{"merge"}, "subcommand"},
      {{"merge", "queue", "--limit", "0"}, "--limit"},
      {{"merge", "queue", "--limit", "-1"}, "--limit"},
      {{"merge", "queue", "--limit", "many"}, "--limit"},
      {{"merge", "decisions", "--limit", "0"}, "--limit"},
      {{"merge", "decide", "one:1", "one:3", "same"}, "--reason"},
      {{"merge", "decide", "one:1", "one:3", "same", "--reason", "r"}, "--actor"},
      {{"merge", "decide", "one:1", "one:3", "same", "--reason", " ", "--actor", "a"}, "--reason"},
      {{"merge", "decide", "one:1", "one:3", "same", "--reason", "r", "--actor",
        std::string(300, 'a')},
       "--actor"},
      {{"merge", "decide", "one:1", "one:3", "same", "--reason", std::string(3'000, 'r'), "--actor",
        "a"},
       "--reason"},
      {with({"merge", "decide", "one:1", "one:3", "perhaps"}), "perhaps"},
      {with({"merge", "decide", "one:1", "one:3"}), "verdict"},
      {with({"merge", "decide", "one:1", "one:99", "same"}), "one:99"},
      {with({"merge", "decide", "one:1", "one1", "same"}), "one1"},
      {with({"merge", "decide", "one:1", ":", "same"}), "neither"},
      {with({"merge", "decide", "one:1", "one:1", "same"}), "one record"},
      {with({"merge", "decide", id, id, "same"}), "one work"},
      {with({"merge", "decide", id, id, "different"}), "one work"},
      {with({"merge", "decide", "w000000000000", "one:1", "same"}), "w000000000000"},
      {with({"merge", "split", id}), "names"},
      {with({"merge", "split", id, "one:4"}), "one:4 is no record of"},
      {with({"merge", "split", id, "one:1", "two:2"}), "nothing would be left"},
      {with({"merge", "split", "w000000000000", "one:1"}), "w000000000000"},
      {{"merge", "split", id, "two:2"}, "--reason"},
      {{"merge", "explain"}, "name"},
      {{"merge", "explain", "nothing"}, "nothing"},
      {{"merge", "explain", "one:99"}, "one:99"},
      {{"merge", "ledger", "extra"}, "extra"},
      {{"correction"}, "subcommand"},
      {with({"correction", "add", "one:99", "--field", "pages", "--value", "1"}), "one:99"},
      {with({"correction", "add", "one:1", "--field", "colour", "--value", "1"}), "colour"},
      {with({"correction", "add", "one:1", "--field", "date", "--value", "soon"}), "soon"},
      {with({"correction", "add", "one:1", "--field", "languages", "--value", "klingonese"}),
       "klingonese"},
      {with({"correction", "add", "one:1", "--value", "1"}), "--field"},
      {with({"correction", "add", "one:1", "--field", "title", "--value", std::string(5'000, 'x')}),
       "title"},
      {{"correction", "add", "one:1", "--field", "pages", "--value", "1", "--reason", " ",
        "--actor", "a"},
       "reason"},
      {{"correction", "remove", "77", "--actor", "a"}, "77"},
      {{"correction", "remove", "seven", "--actor", "a"}, "seven"},
      {{"correction", "remove", "1"}, "--actor"},
      {{"correction", "list", "--limit", "0"}, "--limit"},
  };
  const std::string before = everything();
  for (const Bad& one : cases) {
    std::string said;
    for (const std::string& word : one.words) said += word.substr(0, 40) + " ";
    const Outcome outcome = lab.run(one.words);
    EXPECT_EQ(outcome.exit_code, 2) << said << outcome.out << outcome.err;
    EXPECT_NE(outcome.err.find(one.says), std::string::npos) << said << outcome.err;
    EXPECT_TRUE(outcome.out.empty()) << said << outcome.out;
  }
  EXPECT_EQ(everything(), before);
  const Outcome as_json = lab.run({"--json", "merge", "explain", "one:99"});
  EXPECT_EQ(as_json.exit_code, 2);
  EXPECT_NE(json::serialize(json_of(as_json.err)).find("unknown_record"), std::string::npos)
      << as_json.err;
}

TEST_F(MergeRoad, EveryCommandHasHelpAndSaysWhenThereIsNoStore) {
  const std::vector<std::vector<std::string>> commands{
      {"merge", "run"},         {"merge", "queue"},     {"merge", "decide"}, {"merge", "split"},
      {"merge", "explain"},     {"merge", "decisions"}, {"merge", "ledger"}, {"correction", "add"},
      {"correction", "remove"}, {"correction", "list"}};
  for (const std::vector<std::string>& command : commands) {
    const Outcome help = run_evidence({command[0], command[1], "--help"});
    EXPECT_EQ(help.exit_code, 0) << command[1];
    EXPECT_NE(help.out.find("Usage: evidence " + command[0] + " " + command[1]), std::string::npos)
        << help.out;
  }
  for (const char* command : {"run", "queue", "decisions", "ledger"}) {
    const Outcome none =
        run_evidence({"--data", (lab.dir() / "nothing").string(), "merge", command});
    EXPECT_EQ(none.exit_code, 2) << command;
    EXPECT_NE(none.err.find("import"), std::string::npos) << none.err;
  }
}

TEST_F(MergeRoad, ARunSaysWhatItDid) {
  json::object again = json_from({"merge", "run"});
  EXPECT_EQ(number(again, "records"), 0);
  lab.import_lines("two",
                   "{\"id\":\"5\",\"title\":\"Spectacles worn at sea\","
                   "\"authors\":[\"Chen B\"],\"year\":2003}\n");
  EXPECT_EQ(number(json_from({"merge", "ledger"}), "not_merged_yet"), 1);
  again = json_from({"merge", "run"});
  EXPECT_EQ(number(again, "records"), 1);
  EXPECT_EQ(number(again, "joined"), 1);
  EXPECT_EQ(number(again, "split"), 0);
  EXPECT_EQ(members_of("two:5"), "one:4 two:5");
}

}  // namespace
}  // namespace evidence::test
