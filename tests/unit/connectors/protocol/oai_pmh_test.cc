#include <gtest/gtest.h>

#include <random>

#include "connectors/harvester.h"
#include "tests/unit/connectors/protocol/oai_simulator.h"
#include "tests/unit/connectors/protocol/rest_simulator.h"

namespace evidence {
namespace {

using test::OaiHarvest;
using test::OaiSimulator;
using test::ok;
using test::ReplayServer;
using test::Reply;
using test::run_oai;
using test::status;

struct Setting {
  explicit Setting(int count)
      : simulator(count),
        server([this](const test::SeenRequest& request) { return simulator(request); }),
        source(test::oai_source(server.url("/oai"))),
        http(test::loopback_client()) {}

  std::unique_ptr<Connector> connector() {
    auto made = test::connector_for(source, *http, clock);
    EXPECT_TRUE(made.ok()) << made.error().message;
    return std::move(made).value();
  }
  OaiHarvest harvest(const std::string& from = "", const std::string& to = "") {
    OaiHarvest out;
    run_oai(*connector(), out, "", from, to);
    return out;
  }
  // What was asked after Identify.
  std::vector<std::string> asked() const {
    std::vector<std::string> targets = server.targets();
    std::erase(targets, "/oai?verb=Identify");
    return targets;
  }

  OaiSimulator simulator;
  ReplayServer server;
  SourceConfig source;
  std::unique_ptr<HttpClient> http;
  test::ManualClock clock;
};

using Targets = std::vector<std::string>;

TEST(OaiPmh, AWholeRepositoryIsHarvestedToTheEmptyToken) {
  Setting setting(23);
  const OaiHarvest all = setting.harvest();
  ASSERT_FALSE(all.error) << all.error->message;
  EXPECT_TRUE(all.finished);
  EXPECT_EQ(all.records.size(), 23U);
  EXPECT_EQ(all.deleted(), 4);
  EXPECT_EQ(all.pages, 4);
  EXPECT_EQ(all.expected_total, 23);
  EXPECT_TRUE(all.source_time.starts_with("2024-06-01T00:00:"));
  EXPECT_TRUE(all.problems.empty());
  const Targets asked = setting.asked();
  ASSERT_EQ(asked.size(), 4U);
  EXPECT_EQ(asked[0], "/oai?metadataPrefix=oai_dc&verb=ListRecords");
  // Verb and token only, every awkward character encoded.
  EXPECT_EQ(asked[1],
            "/oai?resumptionToken=oai_dc%2F%2F%2F%2F2%2F7%20%25%2B%26%3D%3F&verb=ListRecords");
}

TEST(OaiPmh, TheWindowIsAskedInTheRepositorysGranularity) {
  Setting seconds(5);
  seconds.source.options["overlap"] = {"1h"};
  EXPECT_FALSE(seconds.harvest("2024-01-02T10:00:00Z", "2024-01-03").error);
  EXPECT_EQ(seconds.asked(), Targets{"/oai?metadataPrefix=oai_dc&from=2024-01-02T09%3A00%3A00Z&"
                                     "until=2024-01-03T23%3A59%3A59Z&verb=ListRecords"});
  Setting days(5);
  days.simulator.seconds = false;
  const OaiHarvest found = days.harvest("2024-01-02T10:00:00Z", "2024-01-03T09:00:00Z");
  EXPECT_FALSE(found.error);
  EXPECT_EQ(found.records.size(), 2U);
  EXPECT_EQ(days.asked(), Targets{"/oai?metadataPrefix=oai_dc&from=2024-01-02&until=2024-01-03&"
                                  "verb=ListRecords"});
}

TEST(OaiPmh, NothingNewIsNoFailure) {
  Setting setting(5);
  const OaiHarvest none = setting.harvest("2025-01-01");
  EXPECT_FALSE(none.error);
  EXPECT_TRUE(none.finished);
  EXPECT_EQ(none.pages, 1);
  EXPECT_TRUE(none.problems.empty());
  Setting empty(0);
  const OaiHarvest nothing = empty.harvest();
  EXPECT_TRUE(nothing.finished);
  EXPECT_TRUE(nothing.has_problem("no_records"));
}

TEST(OaiPmh, SetsAreHarvestedOneAfterTheOther) {
  Setting setting(23);
  setting.source.options["sets"] = {"tea", "nowhere", "coffee"};
  const OaiHarvest all = setting.harvest();
  EXPECT_TRUE(all.finished);
  EXPECT_EQ(all.records.size(), 23U);
  EXPECT_TRUE(all.has_problem("no_records"));  // the set that is not there
  EXPECT_NE(all.cursors.front().find("set=tea"), std::string::npos);
  EXPECT_FALSE(all.expected_total);
}

TEST(OaiPmh, AnExpiredTokenBeginsTheWindowAgain) {
  Setting setting(23);
  setting.simulator.token_life = 3;
  const auto first = setting.connector();
  OaiHarvest out;
  run_oai(*first, out, "", "", "", 1);
  ASSERT_EQ(out.pages, 1);
  setting.simulator.requests += 100;  // days later
  const auto second = setting.connector();
  const auto expired = second->fetch(out.cursors.back(), "", "");
  ASSERT_FALSE(expired.ok());
  EXPECT_EQ(expired.error().slug, "cursor_expired");
  EXPECT_NE(expired.error().message.find("badResumptionToken"), std::string::npos);
  run_oai(*second, out, out.cursors.back());
  EXPECT_TRUE(out.finished);
  EXPECT_EQ(out.records.size(), 23U);
}

TEST(OaiPmh, APlaceOfOtherSettingsIsNotUsed) {
  Setting setting(23);
  OaiHarvest out;
  run_oai(*setting.connector(), out, "", "", "", 1);
  setting.source.options["metadata_prefix"] = {"marc21"};
  const auto other = setting.connector()->fetch(out.cursors.back(), "", "");
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().slug, "cursor_expired");
  EXPECT_EQ(setting.connector()->fetch("nonsense", "", "").error().slug, "cursor_expired");
}

TEST(OaiPmh, ErrorsOfTheRepositoryAreSaidAndNotRepeated) {
  Setting setting(5);
  setting.source.options["metadata_prefix"] = {"marc21"};
  const OaiHarvest out = setting.harvest();
  ASSERT_TRUE(out.error);
  EXPECT_EQ(out.error->code, ErrorCode::kUpstream);
  EXPECT_EQ(out.error->slug, "upstream_rejected");
  EXPECT_NE(out.error->message.find("cannotDisseminateFormat"), std::string::npos);
  EXPECT_NE(out.error->hint.find("metadata_prefix"), std::string::npos);
}

TEST(OaiPmh, BusyRepositoriesAreLeftAloneAsLongAsTheyAsk) {
  Setting setting(5);
  std::optional<std::string> wait = "120";
  int code = 503;
  setting.simulator.fault = [&](int, const auto&) -> std::optional<Reply> {
    Reply reply = status(code, "busy");
    if (wait) reply.headers.emplace_back("Retry-After", *wait);
    return reply;
  };
  const auto connector = setting.connector();
  EXPECT_EQ(connector->fetch("", "", "").error().code, ErrorCode::kBusy);
  EXPECT_EQ(connector->wait_asked_for(), std::chrono::seconds(120));
  wait.reset();
  EXPECT_EQ(connector->fetch("", "", "").error().code, ErrorCode::kBusy);
  EXPECT_EQ(connector->wait_asked_for(), std::chrono::seconds(60));
  code = 403;
  EXPECT_EQ(connector->fetch("", "", "").error().slug, "upstream_rejected");
  EXPECT_FALSE(connector->wait_asked_for());
  setting.simulator.fault = nullptr;
  EXPECT_TRUE(connector->fetch("", "", "").ok());
}

// An OAI-PMH error may come under a status that is no 200.
TEST(OaiPmh, RepliesThatAreNoneAreToldApart) {
  struct Case {
    Reply reply;
    ErrorCode code;
    const char* slug;
  };
  const std::string whole = test::oai_reply("<ListRecords><record/></ListRecords>");
  for (const Case& one : {
           Case{status(500), ErrorCode::kUnavailable, "source_failed"},
           Case{status(404, "gone"), ErrorCode::kNotFound, "not_found"},
           Case{ok(""), ErrorCode::kBadContent, "empty_reply"},
           Case{ok("<html><body>Sign in</body></html>"), ErrorCode::kBadContent, "html_reply"},
           Case{ok(whole.substr(0, whole.size() / 2)), ErrorCode::kBadContent, "cut_reply"},
           Case{ok("{}"), ErrorCode::kBadContent, "not_oai"},
           Case{status(422, test::oai_reply("<error code=\"badArgument\"/>")), ErrorCode::kUpstream,
                "upstream_rejected"},
       }) {
    Setting setting(5);
    setting.simulator.fault = [&](int, const auto& asked) -> std::optional<Reply> {
      if (asked.at("verb") != "ListRecords") return std::nullopt;
      return one.reply;
    };
    const OaiHarvest out = setting.harvest();
    ASSERT_TRUE(out.error) << one.slug;
    EXPECT_EQ(out.error->slug, one.slug);
    EXPECT_EQ(out.error->code, one.code) << one.slug;
    EXPECT_TRUE(out.records.empty());
  }
}

TEST(OaiPmh, TokensThatLeadInACircleEndTheHarvest) {
  Setting same(20);
  same.simulator.fault = [](int, const auto& asked) -> std::optional<Reply> {
    if (asked.at("verb") != "ListRecords") return std::nullopt;
    static int number = 0;
    return ok(test::oai_reply(
        "<ListRecords><record><header><identifier>oai:x:" + std::to_string(++number) +
        "</identifier></header><metadata/></record>"
        "<resumptionToken>again</resumptionToken></ListRecords>"));
  };
  const OaiHarvest one = same.harvest();
  ASSERT_TRUE(one.error);
  EXPECT_EQ(one.error->slug, "token_loop");
  EXPECT_LE(one.pages, 2);

  // New tokens for ever, but the same records.
  Setting repeating(20);
  repeating.simulator.fault = [](int number, const auto& asked) -> std::optional<Reply> {
    if (asked.at("verb") != "ListRecords") return std::nullopt;
    return ok(
        test::oai_reply("<ListRecords><record><header><identifier>oai:x:1</identifier>"
                        "</header><metadata/></record><resumptionToken>" +
                        std::to_string(number) + "</resumptionToken></ListRecords>"));
  };
  EXPECT_EQ(repeating.harvest().error->slug, "token_loop");
}

TEST(OaiPmh, PartsWithoutRecordsButWithATokenGoOn) {
  Setting setting(40);
  setting.simulator.empty_parts = true;
  const OaiHarvest all = setting.harvest();
  EXPECT_TRUE(all.finished) << (all.error ? all.error->message : "");
  EXPECT_EQ(all.records.size(), 40U);
  EXPECT_GT(all.pages, 8);
}

TEST(OaiPmh, ARepositoryThatHidesDeletionsIsSaidOnce) {
  Setting setting(23);
  setting.simulator.deletions = "no";
  const OaiHarvest all = setting.harvest();
  EXPECT_TRUE(all.finished);
  EXPECT_EQ(std::count_if(all.problems.begin(), all.problems.end(),
                          [](const EntryProblem& p) { return p.code == "no_deletions"; }),
            1);
}

TEST(OaiPmh, OtherVersionsOfTheProtocolAreRefused) {
  Setting setting(5);
  setting.simulator.fault = [](int, const auto&) -> std::optional<Reply> {
    std::string text = test::oai_identify(true, "no");
    text.replace(text.find(">2.0<"), 5, ">1.1<");
    return ok(text);
  };
  EXPECT_EQ(setting.harvest().error->slug, "upstream_rejected");
}

TEST(OaiPmh, ABrokenIdentifyCanBeReplacedByASetting) {
  Setting setting(5);
  setting.simulator.seconds = false;
  setting.simulator.fault = [](int, const auto& asked) -> std::optional<Reply> {
    if (asked.at("verb") == "Identify") return status(404, "no");
    return std::nullopt;
  };
  EXPECT_TRUE(setting.harvest().error);
  setting.source.options["granularity"] = {"day"};
  EXPECT_TRUE(setting.harvest("2024-01-02").finished);
}

TEST(OaiPmh, IdentifiersAndSingleRecordsStandInWhereListsFail) {
  Setting setting(23);
  setting.simulator.lists_records = false;
  const OaiHarvest fails = setting.harvest();
  ASSERT_TRUE(fails.error);
  EXPECT_NE(fails.error->hint.find("verb_mode"), std::string::npos);
  setting.source.options["verb_mode"] = {"identifiers"};
  setting.source.page_size = 3;
  setting.simulator.broken_ids = {setting.simulator.items[4].id};
  setting.simulator.lost_ids = {setting.simulator.items[10].id};
  const auto connector = setting.connector();
  OaiHarvest all;
  run_oai(*connector, all);
  ASSERT_TRUE(all.finished) << (all.error ? all.error->message : "");
  EXPECT_EQ(all.records.size(), 21U);
  EXPECT_EQ(all.deleted(), 4);
  EXPECT_TRUE(all.has_problem("failed_record"));
  EXPECT_TRUE(all.has_problem("missing_record"));
  EXPECT_EQ(all.problems.size(), 2U);
  EXPECT_FALSE(connector->complete_when_full());  // what was left out is not deleted
}

TEST(OaiPmh, WhereEveryRecordFailsTheRepositoryIsDown) {
  Setting setting(60);
  setting.simulator.page_size = 60;
  setting.source.options["verb_mode"] = {"identifiers"};
  for (int i = 10; i < 60; ++i) {
    setting.simulator.broken_ids.insert(setting.simulator.items[static_cast<std::size_t>(i)].id);
  }
  OaiHarvest out;
  run_oai(*setting.connector(), out);
  ASSERT_TRUE(out.error);
  EXPECT_EQ(out.error->code, ErrorCode::kUnavailable);
  // What came before the failures is kept, and none of them passes for one broken record.
  EXPECT_TRUE(out.problems.empty());
  setting.simulator.broken_ids.clear();
  run_oai(*setting.connector(), out, out.cursors.back());
  EXPECT_TRUE(out.finished);
  EXPECT_EQ(out.records.size(), 60U);
}

// Every page by a connector of its own, with mishaps at random: the same records in the end.
TEST(OaiPmh, InterruptedAnywhereTheHarvestEndsTheSame) {
  for (const char* mode : {"list_records", "identifiers"}) {
    Setting whole(90);
    whole.source.options["verb_mode"] = {mode};
    whole.source.page_size = 4;
    const OaiHarvest wanted = whole.harvest();
    ASSERT_TRUE(wanted.finished);
    for (unsigned seed = 0; seed < 20; ++seed) {
      Setting setting(90);
      setting.source.options["verb_mode"] = {mode};
      setting.source.options["sets"] = {"tea", "coffee"};
      setting.source.page_size = 4;
      setting.simulator.seconds = seed % 2 == 0;
      std::minstd_rand random(seed + 1);
      setting.simulator.fault = [&](int, const auto&) -> std::optional<Reply> {
        switch (std::uniform_int_distribution<int>(0, 19)(random)) {
          case 0:
            return status(503, "busy");
          case 1: {
            Reply reply = ok(test::oai_reply("<ListRecords/>"));
            reply.cut_after = 40;
            return reply;
          }
          case 2: {
            Reply reply;
            reply.close_at_once = true;
            return reply;
          }
          default:
            return std::nullopt;
        }
      };
      OaiHarvest out;
      std::string cursor;
      for (int step = 0; step < 500 && !out.finished; ++step) {
        const std::size_t pages = out.cursors.size();
        run_oai(*setting.connector(), out, cursor, "", "", 1);
        // Killed after the page was stored, or before.
        const bool stored = std::uniform_int_distribution<int>(0, 4)(random) != 0;
        if (!stored) out.finished = false;
        if (stored && out.cursors.size() > pages) cursor = out.cursors.back();
      }
      EXPECT_TRUE(out.finished) << mode << seed;
      EXPECT_EQ(out.records, wanted.records) << mode << seed;
    }
  }
}

TEST(OaiPmh, SettingsThatMakeNoSenseAreRefused) {
  test::ManualClock clock;
  const auto http = test::loopback_client();
  const auto bad = [&](const std::function<void(SourceConfig&)>& change) {
    SourceConfig source = test::oai_source("https://example.org/oai");
    change(source);
    const auto made = test::connector_for(source, *http, clock);
    return made.ok() ? std::string("accepted") : made.error().slug;
  };
  EXPECT_EQ(bad([](SourceConfig&) {}), "accepted");
  EXPECT_EQ(bad([](SourceConfig& s) { s.options["metadata_prefix"] = {"a b"}; }), "bad_source");
  EXPECT_EQ(bad([](SourceConfig& s) { s.options["verb_mode"] = {"all"}; }), "bad_source");
  EXPECT_EQ(bad([](SourceConfig& s) { s.options["overlap"] = {"soon"}; }), "bad_source");
  EXPECT_EQ(bad([](SourceConfig& s) { s.options["granularity"] = {"year"}; }), "bad_source");
  EXPECT_EQ(bad([](SourceConfig& s) { s.options["sets"] = {"a", "a"}; }), "bad_source");
  EXPECT_EQ(bad([](SourceConfig& s) { s.base_url = "ftp://example.org/"; }), "bad_source");
  EXPECT_EQ(bad([](SourceConfig& s) { s.page_size = 0; }), "bad_source");
}

}  // namespace
}  // namespace evidence
