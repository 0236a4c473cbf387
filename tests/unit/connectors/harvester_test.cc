#include "connectors/harvester.h"

#include <gtest/gtest.h>

#include <numeric>

#include "connectors/protocol/eutils.h"
#include "tests/support/manual_clock.h"
#include "tests/support/replay_server.h"
#include "tests/unit/connectors/pubmed_simulator.h"

namespace evidence {
namespace {

using test::article_set;
using test::CollectingSink;
using test::ManualClock;
using test::ok;
using test::pubmed_source;
using test::PubmedSimulator;
using test::ReplayServer;
using test::Reply;
using test::SeenRequest;
using test::SimulatedArticle;

std::vector<SimulatedArticle> articles(std::int64_t count) {
  std::vector<SimulatedArticle> all;
  for (std::int64_t i = 1; i <= count; ++i) all.push_back({i, "2020/01/01", "2024/03/01"});
  return all;
}

std::unique_ptr<HttpClient> local_client() {
  CurlOptions options;
  options.allow_http = true;
  options.allow_private_addresses = true;
  options.low_speed_time = std::chrono::seconds(1);
  return std::move(make_curl_client(options)).value();
}

struct Setting {
  explicit Setting(ReplayServer::Responder responder, int page_size = 3)
      : server(std::move(responder)), source(pubmed_source(server.url("/"))), http(local_client()) {
    source.page_size = page_size;
  }
  HarvestOutcome run(const HarvestOptions& options = {}) {
    auto connector = make_eutils_connector(source, test::plain_parts(*http, clock));
    EXPECT_TRUE(connector.ok());
    return run_harvest(**connector, source, options, sink, clock);
  }
  ManualClock clock;
  ReplayServer server;
  SourceConfig source;
  std::unique_ptr<HttpClient> http;
  CollectingSink sink;
};

bool is_fetch(const SeenRequest& request) {
  return request.target.find("efetch") != std::string::npos;
}

TEST(Harvest, StoresEveryPageAndSaysSo) {
  PubmedSimulator pubmed(articles(8));
  Setting setting(std::ref(pubmed));
  std::vector<std::int64_t> progress;
  HarvestOptions options;
  options.progress = [&](const HarvestProgress& at) {
    progress.push_back(at.counts.read);
    EXPECT_EQ(at.expected_total, 8);
    EXPECT_GT(at.bytes, 0);
  };
  const HarvestOutcome outcome = setting.run(options);
  EXPECT_FALSE(outcome.error) << outcome.error->message;
  EXPECT_TRUE(outcome.finished);
  EXPECT_EQ(outcome.pages, 3);
  EXPECT_EQ(outcome.counts.added, 8);
  EXPECT_EQ(setting.sink.ids.size(), 8U);
  EXPECT_TRUE(setting.sink.last);
  EXPECT_EQ(setting.sink.cursor, "");
  EXPECT_EQ(progress, (std::vector<std::int64_t>{3, 6, 8}));
}

TEST(Harvest, AnEmptyResultFinishesWithoutRecords) {
  PubmedSimulator pubmed({});
  Setting setting(std::ref(pubmed));
  const HarvestOutcome outcome = setting.run();
  EXPECT_FALSE(outcome.error);
  EXPECT_TRUE(outcome.finished);
  EXPECT_TRUE(setting.sink.last);
  EXPECT_TRUE(setting.sink.ids.empty());
}

TEST(Harvest, InterruptedAfterAnyPageAndResumedGivesTheSameRecords) {
  for (int stop_after = 1; stop_after <= 5; ++stop_after) {
    PubmedSimulator pubmed(articles(14));
    Setting setting(std::ref(pubmed));
    StopFlag stop;
    HarvestOptions options;
    options.stop = &stop;
    options.progress = [&](const HarvestProgress& at) {
      if (at.pages == stop_after) stop.request_stop();
    };
    HarvestOutcome outcome = setting.run(options);
    if (stop_after < 5) {
      ASSERT_TRUE(outcome.error);
      EXPECT_EQ(outcome.error->code, ErrorCode::kCancelled);
      EXPECT_FALSE(outcome.finished);
      HarvestOptions rest;
      rest.cursor = setting.sink.cursor;
      outcome = setting.run(rest);
    }
    EXPECT_TRUE(outcome.finished) << stop_after;
    EXPECT_EQ(setting.sink.ids.size(), 14U) << stop_after;
    EXPECT_EQ(setting.sink.written, 14) << stop_after;
  }
}

// A large result over many days, one of them above the limit by itself.
TEST(Harvest, ResultsAboveTheLimitAreSlicedWithoutLossAndResumedAnywhere) {
  std::vector<SimulatedArticle> all;
  for (std::int64_t i = 1; i <= 25'000; ++i) {
    const bool busy_day = i > 10'000;
    all.push_back({i * 1'000,
                   busy_day ? "2023/12/01" : "2001/0" + std::to_string(1 + i % 9) + "/05",
                   "2024/03/01"});
  }
  PubmedSimulator pubmed(all);
  Setting setting(std::ref(pubmed), 2'500);
  int runs = 0;
  HarvestOutcome outcome;
  std::string cursor;
  while (!outcome.finished && runs < 100) {
    StopFlag stop;
    HarvestOptions options;
    options.cursor = cursor;
    options.stop = &stop;
    options.progress = [&](const HarvestProgress&) { stop.request_stop(); };  // one page a run
    outcome = setting.run(options);
    cursor = setting.sink.cursor;
    ++runs;
    ASSERT_TRUE(!outcome.error || outcome.error->code == ErrorCode::kCancelled)
        << outcome.error->message;
  }
  EXPECT_TRUE(outcome.finished);
  EXPECT_EQ(setting.sink.ids.size(), 25'000U);
  EXPECT_EQ(setting.sink.written, 25'000);
  // Each run fetches some pages ahead of the one that is stored, and so searches some slices in
  // vain.
  EXPECT_LT(pubmed.searches, 20 * runs);
}

TEST(Harvest, SaysWhenPmidRangesAreNotHonoured) {
  PubmedSimulator pubmed(articles(10'500));
  pubmed.honours_pmid_ranges = false;
  Setting setting(std::ref(pubmed), 5'000);
  const HarvestOutcome outcome = setting.run();
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->slug, "slices_incomplete");
  EXPECT_FALSE(outcome.finished);
}

TEST(Harvest, SaysWhenSlicesHoldLessThanTheWholeDid) {
  std::vector<SimulatedArticle> all = articles(11'000);
  for (SimulatedArticle& one : all) {
    if (one.pmid > 500)
      one.edat = one.pmid < 1'500 ? "" : "20" + std::to_string(10 + one.pmid % 9) + "/01/01";
  }
  PubmedSimulator pubmed(all);  // a thousand have no Entrez date and are in no slice
  Setting setting(std::ref(pubmed), 5'000);
  const HarvestOutcome outcome = setting.run();
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->slug, "slices_incomplete");
  EXPECT_FALSE(outcome.finished);
  EXPECT_EQ(setting.sink.ids.size(), 10'001U);  // what there is was stored
}

struct Fault {
  const char* name;
  std::function<Reply()> reply;
};

std::vector<Fault> passing_faults() {
  using namespace std::chrono_literals;
  const std::string whole = article_set({8, 7, 6});
  return {
      {"429 with Retry-After",
       [] {
         Reply reply = test::status(429, "{\"error\":\"API rate limit exceeded\"}");
         reply.headers.emplace_back("Retry-After", "5");
         return reply;
       }},
      {"503 with a huge Retry-After",
       [] {
         Reply reply = test::status(503);
         reply.headers.emplace_back("Retry-After", "99999999999");
         return reply;
       }},
      {"500 with an empty body", [] { return test::status(500); }},
      {"HTML", [] { return ok("<html><body>Maintenance</body></html>", "text/html"); }},
      {"an empty 200", [] { return ok(""); }},
      {"an error in a 200",
       [] {
         return ok("<eFetchResult><ERROR>External viewer error: Timeout</ERROR></eFetchResult>");
       }},
      {"a lost history",
       [] { return ok("<eFetchResult><ERROR>Unable to obtain query #1</ERROR></eFetchResult>"); }},
      {"a cut body with its length",
       [whole] {
         Reply reply = ok(whole);
         reply.cut_after = whole.size() / 2;
         return reply;
       }},
      {"a cut body without length",
       [whole] {
         Reply reply = ok(whole);
         reply.no_length = true;
         reply.cut_after = whole.size() / 2;
         return reply;
       }},
      {"a cut gzip stream",
       [whole] {
         Reply reply = ok(test::gzipped(whole));
         reply.headers.emplace_back("Content-Encoding", "gzip");
         reply.body.resize(reply.body.size() / 2);
         return reply;
       }},
      {"an article too few",
       [] {
         return ok(article_set({8, 7}));
       }},
      {"a closed connection",
       [] {
         Reply reply;
         reply.close_at_once = true;
         return reply;
       }},
      {"silence",
       [] {
         Reply reply = ok("x");
         reply.delay = 60s;
         return reply;
       }},
      {"garbage", [] { return ok("\x01\x02\xff"); }},
  };
}

TEST(Harvest, AFaultThatPassesCostsNoRecordAndLeavesNoTrace) {
  for (const Fault& fault : passing_faults()) {
    PubmedSimulator pubmed(articles(8));
    bool done = false;
    pubmed.fault = [&](int, const SeenRequest& request) -> std::optional<Reply> {
      if (!is_fetch(request) || done) return std::nullopt;
      done = true;
      return fault.reply();
    };
    Setting setting(std::ref(pubmed));
    const HarvestOutcome outcome = setting.run();
    EXPECT_FALSE(outcome.error) << fault.name << ": " << outcome.error->message;
    EXPECT_EQ(setting.sink.ids.size(), 8U) << fault.name;
    EXPECT_EQ(setting.sink.written, 8) << fault.name;
    EXPECT_TRUE(setting.sink.problems.empty()) << fault.name;
  }
}

TEST(Harvest, AFaultThatStaysEndsTheHarvestWithNothingOfThePageStored) {
  for (const Fault& fault : passing_faults()) {
    if (std::string_view(fault.name) == "an article too few" ||
        std::string_view(fault.name) == "silence") {
      continue;
    }
    PubmedSimulator pubmed(articles(8));
    int fetches = 0;
    pubmed.fault = [&](int, const SeenRequest& request) -> std::optional<Reply> {
      if (!is_fetch(request) || ++fetches == 1) return std::nullopt;
      return fault.reply();
    };
    Setting setting(std::ref(pubmed));
    const HarvestOutcome outcome = setting.run();
    ASSERT_TRUE(outcome.error) << fault.name;
    EXPECT_FALSE(outcome.error->message.empty());
    EXPECT_FALSE(outcome.finished);
    EXPECT_EQ(setting.sink.ids.size(), 3U) << fault.name;
    EXPECT_NE(setting.sink.cursor, "") << fault.name;
    // The place is good once the source is.
    pubmed.fault = nullptr;
    HarvestOptions rest;
    rest.cursor = setting.sink.cursor;
    EXPECT_TRUE(setting.run(rest).finished) << fault.name;
    EXPECT_EQ(setting.sink.ids.size(), 8U) << fault.name;
  }
}

TEST(Harvest, APageCutAtAnyByteIsNeverStored) {
  const std::string whole = article_set({3, 2, 1});
  PubmedSimulator pubmed(articles(3));
  std::size_t cut = 0;
  pubmed.fault = [&](int, const SeenRequest& request) -> std::optional<Reply> {
    if (!is_fetch(request)) return std::nullopt;
    return ok(whole.substr(0, cut));
  };
  Setting setting(std::ref(pubmed));
  setting.source.max_retries = 0;
  for (cut = 0; cut < whole.size(); cut += 3) {
    const HarvestOutcome outcome = setting.run();
    ASSERT_TRUE(outcome.error) << cut;
    EXPECT_EQ(setting.sink.pages, 0) << cut;
  }
}

TEST(Harvest, RetriesAsOftenAsConfiguredAndWaitsLonger) {
  int requests = 0;
  Setting setting([&](const SeenRequest&) {
    ++requests;
    return test::status(500);
  });
  setting.source.max_retries = 3;
  const HarvestOutcome outcome = setting.run();
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->code, ErrorCode::kUpstream);
  EXPECT_EQ(requests, 4);
  EXPECT_GE(setting.clock.slept(), std::chrono::milliseconds(3'500));  // half of 1 + 2 + 4 s
  EXPECT_LE(setting.clock.slept(), std::chrono::seconds(8));
}

TEST(Harvest, WaitsAsLongAsAskedButNoLongerThanAnHour) {
  for (const auto& [value, least, most] :
       {std::tuple{"30", 30, 33}, std::tuple{"99999999", 3'600, 3'602}, std::tuple{"0", 1, 3},
        std::tuple{"-7", 0, 2}, std::tuple{"soon", 0, 2}}) {
    Setting setting([value = value](const SeenRequest&) {
      Reply reply = test::status(503);
      reply.headers.emplace_back("Retry-After", value);
      return reply;
    });
    setting.source.max_retries = 1;
    EXPECT_TRUE(setting.run().error);
    EXPECT_GE(setting.clock.slept(), std::chrono::seconds(least)) << value;
    EXPECT_LE(setting.clock.slept(), std::chrono::seconds(most)) << value;
  }
}

TEST(Harvest, AnInterruptionEndsAWaitAtOnce) {
  Setting setting([](const SeenRequest&) {
    Reply reply = test::status(503);
    reply.headers.emplace_back("Retry-After", "3600");
    return reply;
  });
  StopFlag stop;
  setting.clock.on_sleep = [&stop] { stop.request_stop(); };
  HarvestOptions options;
  options.stop = &stop;
  const HarvestOutcome outcome = setting.run(options);
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->code, ErrorCode::kCancelled);
  EXPECT_LT(setting.clock.slept(), std::chrono::seconds(1));
}

TEST(Harvest, DoesNotRepeatWhatCannotGetBetter) {
  for (const Reply& reply :
       {test::status(400, "{\"error\":\"API key invalid\"}"), test::status(403), test::status(404),
        test::redirect_to("https://example.org/"), test::redirect_to("file:///etc/passwd"),
        ok("<eSearchResult><Count>0</Count><ErrorList><PhraseNotFound>x</PhraseNotFound>"
           "</ErrorList></eSearchResult>")}) {
    int requests = 0;
    Setting setting([&](const SeenRequest&) {
      ++requests;
      return reply;
    });
    EXPECT_TRUE(setting.run().error);
    EXPECT_EQ(requests, 1);
    EXPECT_EQ(setting.sink.pages, 0);
  }
}

TEST(Harvest, APageThatStaysShortIsStoredWithAProblem) {
  PubmedSimulator pubmed(articles(3));
  pubmed.fault = [&](int, const SeenRequest& request) -> std::optional<Reply> {
    if (!is_fetch(request)) return std::nullopt;
    return ok(article_set({3, 1}));
  };
  Setting setting(std::ref(pubmed));
  const HarvestOutcome outcome = setting.run();
  EXPECT_FALSE(outcome.error);
  EXPECT_TRUE(outcome.finished);
  EXPECT_EQ(setting.sink.ids.size(), 2U);
  ASSERT_EQ(setting.sink.problems.size(), 1U);
  EXPECT_EQ(setting.sink.problems[0].code, "missing_entries");
}

TEST(Harvest, ALossOfEntriesIsNoFinishedHarvest) {
  PubmedSimulator pubmed(articles(8));
  pubmed.fault = [&](int, const SeenRequest& request) -> std::optional<Reply> {
    if (!is_fetch(request)) return std::nullopt;
    return ok(article_set({3, 1}));
  };
  Setting setting(std::ref(pubmed));
  setting.source.page_size = 8;
  const HarvestOutcome outcome = setting.run();
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->slug, "entries_missing");
  EXPECT_NE(outcome.error->message.find("6 of 8"), std::string::npos) << outcome.error->message;
  EXPECT_FALSE(outcome.finished);
  EXPECT_EQ(setting.sink.ids.size(), 2U);  // what came is kept
}

TEST(Harvest, APageWithoutThePromisedEntriesIsNoEmptyPage) {
  PubmedSimulator pubmed(articles(3));
  pubmed.fault = [&](int, const SeenRequest& request) -> std::optional<Reply> {
    if (!is_fetch(request)) return std::nullopt;
    return ok(article_set({}));
  };
  Setting setting(std::ref(pubmed));
  const HarvestOutcome outcome = setting.run();
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->slug, "short_page");
  EXPECT_EQ(setting.sink.pages, 0);
}

TEST(Harvest, TheSamePageAgainIsALoop) {
  PubmedSimulator pubmed(articles(9));
  pubmed.fault = [&](int, const SeenRequest& request) -> std::optional<Reply> {
    if (!is_fetch(request)) return std::nullopt;
    return ok(article_set({9, 8, 7}));
  };
  Setting setting(std::ref(pubmed));
  const HarvestOutcome outcome = setting.run();
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->slug, "page_loop");
  EXPECT_EQ(setting.sink.pages, 1);
}

std::string set_with_damage(std::int64_t good, std::int64_t bad) {
  std::vector<std::int64_t> pmids(static_cast<std::size_t>(good));
  std::iota(pmids.begin(), pmids.end(), 1);
  std::string text = article_set(pmids);
  std::string damaged;
  for (std::int64_t i = 0; i < bad; ++i) damaged += "<PubmedArticle><bad/></PubmedArticle>\n";
  text.insert(text.find("</PubmedArticleSet>"), damaged);
  return text;
}

TEST(Harvest, ADamagedEntryIsReportedAndTheRestStored) {
  Setting setting(
      [](const SeenRequest& request) {
        return is_fetch(request) ? ok(set_with_damage(28, 2)) : ok(test::search_reply(30));
      },
      30);
  const HarvestOutcome outcome = setting.run();
  EXPECT_FALSE(outcome.error);
  EXPECT_EQ(setting.sink.ids.size(), 28U);
  EXPECT_EQ(setting.sink.problems.size(), 2U);
  EXPECT_EQ(outcome.counts.problems, 2);
}

TEST(Harvest, TooManyDamagedEntriesStopItBeforeThePageIsStored) {
  for (const auto& [good, bad] : {std::pair{25, 5}, std::pair{0, 5}, std::pair{0, 30}}) {
    Setting setting(
        [good = good, bad = bad](const SeenRequest& request) {
          return is_fetch(request) ? ok(set_with_damage(good, bad))
                                   : ok(test::search_reply(good + bad));
        },
        30);
    const HarvestOutcome outcome = setting.run();
    ASSERT_TRUE(outcome.error) << good;
    EXPECT_EQ(outcome.error->slug, "too_many_problems");
    EXPECT_EQ(setting.sink.pages, 0);
  }
}

TEST(Harvest, AFailingStoreEndsItAndTheCursorStays) {
  PubmedSimulator pubmed(articles(9));
  Setting setting(std::ref(pubmed));
  setting.sink.refuse = [&]() -> std::optional<Error> {
    if (setting.sink.pages < 1) return std::nullopt;
    return Error{ErrorCode::kStorageFull, "", "no space left", ""};
  };
  const HarvestOutcome outcome = setting.run();
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->code, ErrorCode::kStorageFull);
  EXPECT_EQ(outcome.pages, 1);
  setting.sink.refuse = nullptr;
  HarvestOptions rest;
  rest.cursor = setting.sink.cursor;
  EXPECT_TRUE(setting.run(rest).finished);
  EXPECT_EQ(setting.sink.ids.size(), 9U);
}

TEST(Harvest, RecordsCarryTheSourceAndTheSampleMark) {
  class Check final : public RecordSink {
   public:
    Result<SinkCounts> write(SinkPage page) override {
      for (const Record& record : page.records) {
        EXPECT_EQ(record.source, "pubmed");
        EXPECT_TRUE(record.sample);
      }
      EXPECT_FALSE(page.raw_bytes.empty());
      EXPECT_EQ(page.bytes, static_cast<std::int64_t>(page.raw_bytes.size()));
      return SinkCounts{};
    }
  };
  PubmedSimulator pubmed(articles(3));
  Setting setting(std::ref(pubmed));
  setting.source.sample = true;
  Check check;
  const auto connector =
      make_eutils_connector(setting.source, test::plain_parts(*setting.http, setting.clock));
  EXPECT_TRUE(run_harvest(**connector, setting.source, {}, check, setting.clock).finished);
}

TEST(MakeConnector, KnowsItsProtocolsAndSaysSo) {
  ManualClock clock;
  const auto http = local_client();
  SourceConfig source = pubmed_source("http://127.0.0.1:1/");
  const auto made = make_connector(source, *http, clock);
  ASSERT_TRUE(made.ok()) << made.error().message;
  EXPECT_EQ((*made)->format().name(), "pubmed-xml");
  for (const char* protocol : {"", "gopher", "file", "EUTILS", "oai"}) {
    source.protocol = protocol;
    const auto refused = make_connector(source, *http, clock);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
  }
  source.protocol = "eutils";
  source.format = "no-such-format";
  EXPECT_EQ(make_connector(source, *http, clock).error().code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace evidence
