// /feeds/changes over a real store.
#include "base/json.h"
#include "model/record_json.h"
#include "tests/unit/app/sharing_fixture.h"

namespace evidence::app {
namespace {

class ChangeFiles : public SharingTest {
 protected:
  std::vector<Record> day(const std::string& date) {
    const server::Response response = get("/feeds/changes/" + date + ".jsonl");
    EXPECT_EQ(response.status, 200) << date;
    EXPECT_EQ(response.content_type, "application/x-ndjson; charset=utf-8");
    std::vector<Record> records;
    std::string lines = body_of(response);
    for (std::size_t end = lines.find('\n'); end != std::string::npos; end = lines.find('\n')) {
      auto record = record_from_json(lines.substr(0, end));
      EXPECT_TRUE(record.ok()) << lines.substr(0, end);
      if (record.ok()) records.push_back(std::move(*record));
      lines.erase(0, end + 1);
    }
    EXPECT_EQ(lines, "") << "every line has an end";
    return records;
  }
};

TEST_F(ChangeFiles, HoldEachRecordOnTheDayOfItsNewestChange) {
  put({record("open", "1"), record("open", "2")});
  put({record("licensed", "secret")});
  clock_.advance(std::chrono::hours(24));
  put({record("open", "1", "Changed")});
  put({tombstone("guides", "9")});
  clock_.advance(std::chrono::hours(24));
  const auto first = day("2024-03-15");
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0], record("open", "2"));
  const auto second = day("2024-03-16");
  ASSERT_EQ(second.size(), 2U);
  EXPECT_EQ(second[0], record("open", "1", "Changed"));
  EXPECT_TRUE(second[1].deleted);
  EXPECT_TRUE(day("2024-03-17").empty());
  EXPECT_TRUE(day("1999-12-31").empty());
}

TEST_F(ChangeFiles, HoldDeletions) {
  put({record("open", "1")});
  put({tombstone("open", "1")});
  const server::Response response = get("/feeds/changes/2024-03-15.jsonl");
  EXPECT_EQ(body_of(response),
            "{\"source\":\"open\",\"source_record_id\":\"1\",\"deleted\":true}\n");
}

TEST_F(ChangeFiles, ALargeDayComesInPartsAndWhole) {
  std::vector<Record> records;
  for (int key = 0; key < 1'001; ++key) records.push_back(record("open", std::to_string(key)));
  put(records);
  EXPECT_EQ(day("2024-03-15").size(), 1'001U);
}

TEST_F(ChangeFiles, OfTheFutureAndOfNoDayAreNotThere) {
  for (const char* file : {"2024-03-16.jsonl", "2024-02-30.jsonl", "2024-03-15.json", "today.jsonl",
                           "2024-3-15.jsonl", "2024/03/15.jsonl", "latest"}) {
    EXPECT_EQ(get(std::string("/feeds/changes/") + file).status, 404) << file;
  }
}

TEST_F(ChangeFiles, AreListedForThirtyDays) {
  clock_.advance(std::chrono::hours(36));
  const auto listed = parse_json(get("/feeds/changes").body);
  ASSERT_TRUE(listed.ok());
  const json::array& files = listed->at("files").as_array();
  ASSERT_EQ(files.size(), 31U);
  EXPECT_EQ(files[0].at("date").as_string(), "2024-03-16");
  EXPECT_FALSE(files[0].at("complete").as_bool());
  EXPECT_EQ(files[1].at("url").as_string(),
            "https://evidence.example.org/feeds/changes/2024-03-15.jsonl");
  EXPECT_TRUE(files[1].at("complete").as_bool());
  EXPECT_EQ(listed->at("sources").as_array().size(), 2U);
  EXPECT_EQ(listed->at("sources").at(1).at("licence").as_string(), "CC0");
}

TEST_F(ChangeFiles, AStoreThatCannotBeReadIsAFailureBeforeTheFirstByte) {
  services_.shared = nullptr;
  EXPECT_EQ(get("/feeds/changes").status, 503);
  EXPECT_EQ(get("/feeds/changes/2024-03-15.jsonl").status, 503);
}

}  // namespace
}  // namespace evidence::app
