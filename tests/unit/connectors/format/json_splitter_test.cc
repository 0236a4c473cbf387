#include "connectors/format/json_splitter.h"

#include <gtest/gtest.h>

#include <array>

#include "base/json.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

constexpr std::array<std::string_view, 2> kArrays{"message.items", "results"};
constexpr std::array<std::string_view, 1> kObjects{"message"};

std::optional<Error> refuse_failures(std::string_view envelope) {
  if (envelope.find("\"failed\"") == std::string_view::npos) return std::nullopt;
  return Error{ErrorCode::kUpstream, "remote_error", "the service failed", ""};
}

JsonSplitRules rules() {
  JsonSplitRules out;
  out.noun = "work";
  out.expected = "reply";
  out.arrays = kArrays;
  out.objects = kObjects;
  out.refuse = refuse_failures;
  return out;
}

struct Split {
  std::vector<std::string> entries;
  std::vector<std::string> damaged;
  std::optional<Error> error;
};

Split split_source(ByteSource& source, const JsonSplitRules& with) {
  Split out;
  const auto reader = split_json(source, with);
  for (;;) {
    auto entry = reader->next();
    if (!entry.ok()) {
      out.error = entry.error();
      EXPECT_FALSE(reader->next().ok());  // never "the end" after a failure
      return out;
    }
    if (!entry->has_value()) return out;
    auto& list = (**entry).damage.empty() ? out.entries : out.damaged;
    list.push_back((**entry).damage.empty() ? (**entry).raw.bytes : (**entry).damage);
    if (out.entries.size() + out.damaged.size() > 10'000) {
      ADD_FAILURE() << "endless";
      return out;
    }
  }
}

Split split_text(std::string text, const JsonSplitRules& with = rules()) {
  const auto source = memory_source(std::move(text));
  return split_source(*source, with);
}

using Entries = std::vector<std::string>;

TEST(JsonSplitter, GivesTheElementsOfAnArrayInsideAReply) {
  const Split all = split_text(
      R"({"status":"ok","message":{"facets":{"a":[1]},"total":2,"items":[ {"a":"]}\""}, {"b":{"items":[{}]}} ],"x":[{}]}})");
  EXPECT_FALSE(all.error);
  EXPECT_EQ(all.entries, (Entries{R"({"a":"]}\""})", R"({"b":{"items":[{}]}})"}));
}

TEST(JsonSplitter, GivesAMemberThatIsAnEntryByItself) {
  const Split all = split_text("{\"status\":\"ok\",\"message\":{\"a\":{\"message\":{}}},\"x\":1}");
  EXPECT_FALSE(all.error);
  EXPECT_EQ(all.entries, (Entries{R"({"a":{"message":{}}})"}));
}

TEST(JsonSplitter, GivesBareObjectsArraysAndLines) {
  EXPECT_EQ(split_text("\xEF\xBB\xBF {\"a\":1}").entries, (Entries{"{\"a\":1}"}));
  EXPECT_EQ(split_text("[{\"a\":1},\n{\"b\":2}]").entries, (Entries{"{\"a\":1}", "{\"b\":2}"}));
  EXPECT_EQ(split_text("{\"a\":1}\r\n\n{\"b\":2}{\"c\":3}").entries,
            (Entries{"{\"a\":1}", "{\"b\":2}", "{\"c\":3}"}));
  EXPECT_EQ(split_text("\x1E{\"a\":1}\n\x1E{\"b\":2}\n").entries.size(), 2U);
  EXPECT_EQ(split_text("{\"results\":[{\"a\":1}]}\n{\"results\":[{\"b\":2}]}").entries.size(), 2U);
}

TEST(JsonSplitter, AnEmptyListIsNoErrorButAMissingOneIs) {
  for (const char* text : {"{\"message\":{\"items\":[]}}", "[]", "{\"results\":[],\"total\":0}"}) {
    const Split all = split_text(text);
    EXPECT_FALSE(all.error) << text;
    EXPECT_TRUE(all.entries.empty()) << text;
  }
  for (const char* text :
       {"", "  \n", "Resource not found.", "<html><body>Log in</body></html>", "null", "\"text\"",
        "{\"results\":null}", "{\"message\":[{\"a\":1}]}", "{\"message\":\"no\"}", "12"}) {
    const Split all = split_text(text);
    EXPECT_TRUE(all.error) << text;
    EXPECT_EQ(all.error->code, ErrorCode::kBadContent) << text;
    EXPECT_TRUE(all.entries.empty()) << text;
  }
}

TEST(JsonSplitter, AReplyThatReportsAFailureIsRefusedBeforeItsEntries) {
  for (const char* text :
       {"{\"status\":\"failed\",\"message\":[]}", "{\"status\":\"failed\",\"message\":{\"a\":1}}",
        "{\"status\":\"failed\",\"results\":[{\"a\":1}]}"}) {
    const Split all = split_text(text);
    ASSERT_TRUE(all.error) << text;
    EXPECT_EQ(all.error->slug, "remote_error");
    EXPECT_TRUE(all.entries.empty());
  }
}

TEST(JsonSplitter, ACutAnywhereIsAnErrorAfterTheWholeEntries) {
  const std::string text =
      R"({"n":-1.5e3,"results":[{"a":"é\u00e9\\"},{"b":[true,null]}],"meta":{"next":"*"}})";
  for (std::size_t cut = 0; cut < text.size(); ++cut) {
    const Split all = split_text(text.substr(0, cut));
    EXPECT_TRUE(all.error) << cut;
    const std::size_t first = text.find("},{") + 1;
    const std::size_t second = text.find("]}]") + 2;
    EXPECT_EQ(all.entries.size(), (cut >= first ? 1U : 0U) + (cut >= second ? 1U : 0U)) << cut;
  }
}

TEST(JsonSplitter, BytesThatComeOneByOneGiveTheSame) {
  const std::string text =
      "{\"message\": {\"items\": [\n  {\"a\": \"x\\\"y\"},\n  {\"b\": 2}\n]}}\n{\"c\":3}\n";
  const Split whole = split_text(text);
  ASSERT_EQ(whole.entries.size(), 3U);
  for (const std::size_t step : {1U, 2U, 3U, 7U}) {
    DripSource source(text, step);
    EXPECT_EQ(split_source(source, rules()).entries, whole.entries);
  }
}

TEST(JsonSplitter, ADamagedLineSpoilsNoOther) {
  const Split all = split_text(
      "{\"a\":1}\n{\"b\":\"no end}\n{\"c\":3}\n{\"d\":[1}\n{\"e\":5}\nnot json\n{\"f\":6}\n"
      "{\"g\":7\n{\"h\":8}\n");
  EXPECT_FALSE(all.error);
  EXPECT_EQ(all.entries,
            (Entries{"{\"a\":1}", "{\"c\":3}", "{\"e\":5}", "{\"f\":6}", "{\"h\":8}"}));
  EXPECT_EQ(all.damaged.size(), 4U);
}

TEST(JsonSplitter, ADamagedEntryOfAnIndentedListSpoilsNoOther) {
  const Split all = split_text(
      "{\n \"results\": [\n  {\n   \"a\": {\n    \"x\": 1\n   }\n  },\n  {\n   \"b\": \"no end\n"
      "  },\n  {\n   \"c\": 3\n  }\n ]\n}\n");
  EXPECT_FALSE(all.error);
  EXPECT_EQ(all.entries.size(), 2U);
  EXPECT_EQ(all.damaged.size(), 1U);
}

TEST(JsonSplitter, ADamagedEntryOnOneLineEndsTheReply) {
  const Split all = split_text("{\"results\":[{\"a\":1},{\"b\":\"x\"y\"},{\"c\":3}]}");
  ASSERT_TRUE(all.error);
  EXPECT_EQ(all.entries.size(), 1U);
  EXPECT_NE(all.error->message.find("work 2"), std::string::npos) << all.error->message;
}

TEST(JsonSplitter, WhatIsTooLargeTooDeepOrNoObjectIsDamage) {
  JsonSplitRules small = rules();
  small.max_entry_bytes = 1U << 20U;
  const std::string large = "{\"x\":\"" + std::string(3U << 20U, 'y') + "\"}";
  const Split one = split_text("{\"results\":[{\"a\":1}," + large + ",7,{\"b\":2}]}", small);
  EXPECT_FALSE(one.error);
  EXPECT_EQ(one.entries.size(), 2U);
  EXPECT_EQ(one.damaged.size(), 2U);
  const Split bare = split_text(large + "\n{\"b\":2}", small);
  EXPECT_FALSE(bare.error);
  EXPECT_EQ(bare.entries.size(), 1U);
  EXPECT_EQ(bare.damaged.size(), 1U);
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  const Split nested = split_text("[{\"a\":" + deep + "},{\"b\":2}]", small);
  EXPECT_FALSE(nested.error);
  EXPECT_EQ(nested.entries.size(), 1U);
  EXPECT_EQ(nested.damaged.size(), 1U);
}

TEST(JsonSplitter, RandomBytesChangedNeverHangAndKeepWholeLines) {
  std::string text;
  for (int i = 0; i < 200; ++i) {
    text += "{\"id\":" + std::to_string(i) + ",\"t\":[\"a\",{\"b\":\"c\\\\\"}]}\n";
  }
  test::spoil_bytes(text, 200, 3, [](const std::string& changed) {
    const Split all = split_text(changed);
    // A newline changed away joins two lines, which may still be split by their brackets.
    EXPECT_GE(all.entries.size() + (all.error ? 190U : 0U), 190U);
    for (const std::string& entry : all.entries) EXPECT_TRUE(entry.starts_with('{'));
  });
}

}  // namespace
}  // namespace evidence::test
