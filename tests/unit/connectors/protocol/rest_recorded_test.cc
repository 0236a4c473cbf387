// Recorded replies of Crossref, DOAJ and Europe PMC, answered for the exact addresses that were
// asked when they were recorded.
#include <gtest/gtest.h>

#include "base/json.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/connectors/format_support.h"
#include "tests/unit/connectors/protocol/rest_simulator.h"

namespace evidence {
namespace {

using test::ManualClock;
using test::ok;
using test::ReplayServer;
using test::Reply;
using test::SeenRequest;

struct Recorded {
  std::string target;  // path and query as asked
  Reply reply;
};

// The exchanges of a manifest whose file begins with `name`, in order.
std::vector<Recorded> recorded(const std::filesystem::path& folder, const std::string& name) {
  std::vector<Recorded> all;
  const auto manifest = parse_json(test::file_bytes(folder / "MANIFEST.json"), 64U << 20U);
  if (!manifest.ok()) return all;
  for (const json::value& value : manifest->get_array()) {
    const json::object& one = value.get_object();
    const std::string file = string_member(one, "file");
    if (!file.starts_with(name + "__")) continue;
    Recorded exchange;
    const std::string url = string_member(one, "url");
    exchange.target = url.substr(url.find('/', url.find("://") + 3));
    const json::value* code = member(one, "status");
    exchange.reply.status = code->is_int64() ? static_cast<int>(code->get_int64())
                                             : std::stoi(string_member(one, "status"));
    for (const auto& header : member(one, "headers")->get_object()) {
      const std::string key(header.key());
      if (header.value().is_string() && (key.starts_with("x-") || key == "date")) {
        exchange.reply.headers.emplace_back(key, std::string(header.value().get_string()));
      }
    }
    exchange.reply.body = test::file_bytes(folder / file);
    all.push_back(std::move(exchange));
  }
  return all;
}

// Answers the exchanges one after the other, each for its own target only.
struct Replay {
  explicit Replay(std::vector<Recorded> exchanges)
      : all(std::move(exchanges)), server([this](const SeenRequest& request) {
          if (at >= all.size() || all[at].target != request.target) {
            return test::status(404, "not recorded");
          }
          return all[at++].reply;
        }) {}
  std::unique_ptr<Connector> connector(const SourceConfig& source) {
    auto made = make_connector(source, *http, clock);
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
    return made.ok() ? std::move(made).value() : nullptr;
  }
  std::vector<Recorded> all;
  std::size_t at = 0;
  ManualClock clock;
  std::unique_ptr<HttpClient> http = test::loopback_client();
  ReplayServer server;
};

// Every recorded page parsed by its format gives as many entries as the connector counted.
void expect_entries(const Connector& connector, const FetchedPage& page) {
  const std::string format(connector.format().name());
  const auto read = test::read_text(format.c_str(), page.bytes);
  EXPECT_FALSE(read.error.has_value()) << read.error->message;
  EXPECT_EQ(static_cast<std::int64_t>(read.entries), page.expected_entries.value_or(-1))
      << page.url;
  EXPECT_FALSE(read.records.empty()) << page.url;
}

// A chain of pages with the same query, in both recordings of Crossref.
void replay_crossref(const std::filesystem::path& folder, const std::string& name,
                     const std::string& query, const std::string& route, int rows) {
  Replay replay(recorded(folder, name));
  if (replay.all.empty()) GTEST_FAIL() << "nothing recorded as " << name;
  SourceConfig source = test::rest_source("crossref", replay.server);
  source.format = "crossref";
  source.base_url = replay.server.url("");
  source.query = query;
  source.page_size = rows;
  source.options["route"] = {route};
  const auto connector = replay.connector(source);
  ASSERT_NE(connector, nullptr);
  std::string cursor;
  std::set<std::string> pages;
  for (std::size_t i = 0; i < replay.all.size(); ++i) {
    const auto page = connector->fetch(cursor, "", "");
    ASSERT_TRUE(page.ok()) << name << " page " << i << ": " << page.error().message;
    EXPECT_EQ(page->bytes, replay.all[i].reply.body);
    EXPECT_EQ(page->expected_entries, rows);
    EXPECT_FALSE(page->source_time.empty());
    EXPECT_FALSE(page->last);
    expect_entries(*connector, *page);
    EXPECT_TRUE(pages.insert(page->bytes).second) << "a page came twice";
    cursor = page->next_cursor;
  }
  std::vector<std::string> expected;
  for (const Recorded& one : replay.all) expected.push_back(one.target);
  EXPECT_EQ(replay.server.targets(), expected);
  // No more was recorded: to Crossref's answer to an unknown cursor the harvest begins again.
  EXPECT_EQ(connector->fetch(cursor, "", "").error().slug, "cursor_expired");
}

TEST(CrossrefRecorded, AChainOfPagesOf2022) {
  EVIDENCE_NEED_SHARED_DATA(data);
  replay_crossref(data / "fixtures/crossref/rcrossref_bodies",
                  "cr_works_with_cursor_and_progress_bar", "ecology", "works", 30);
}

TEST(CrossrefRecorded, AChainOfPagesOf2026WithTheNewRates) {
  EVIDENCE_NEED_SHARED_DATA(data);
  replay_crossref(data / "fixtures/crossref/habanero_bodies", "test_workscontainer_with_cursor", "",
                  "members/98/works", 5);
}

TEST(CrossrefRecorded, RefusalsAreNotRetried) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const auto folder = data / "fixtures/crossref/habanero_bodies";
  for (const char* name : {"test_funders_fail_limit", "test_funders_filter_fails_noids"}) {
    const auto exchanges = recorded(folder, name);
    ASSERT_FALSE(exchanges.empty());
    ReplayServer server([&exchanges](const SeenRequest&) { return exchanges.front().reply; });
    const auto http = test::loopback_client();
    ManualClock clock;
    const auto connector =
        std::move(make_connector(test::rest_source("crossref", server), *http, clock)).value();
    const auto page = connector->fetch("", "", "");
    ASSERT_FALSE(page.ok());
    EXPECT_EQ(page.error().slug, "upstream_rejected") << page.error().message;
  }
}

TEST(DoajRecorded, SearchesOfArticlesAndJournals) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const auto folder = data / "fixtures/doaj/jaod_bodies";
  struct Case {
    const char *name, *kind, *query;
    int size;
    std::int64_t total;
  };
  for (const Case& one :
       {Case{"jaod_journal_search", "journals", "bibjson.keywords:heritage", 10, 112},
        Case{"jaod_article_search", "articles", "license:CC-BY", 10, 5'412'874}}) {
    Replay replay(recorded(folder, one.name));
    ASSERT_FALSE(replay.all.empty());
    SourceConfig source = test::rest_source("doaj", replay.server);
    source.format = "doaj";
    source.base_url = replay.server.url("/api/v2");
    source.query = one.query;
    source.page_size = one.size;
    source.options["kind"] = {one.kind};
    source.options["sort"] = {"none"};
    source.options["max_results"] = {"10000000"};
    const auto connector = replay.connector(source);
    ASSERT_NE(connector, nullptr);
    const auto page = connector->fetch("", "", "");
    ASSERT_TRUE(page.ok()) << page.error().message;
    EXPECT_EQ(page->expected_total, one.total);
    EXPECT_FALSE(page->last);
    expect_entries(*connector, *page);
    EXPECT_EQ(replay.server.targets().front(), replay.all.front().target);
    ASSERT_FALSE(connector->fetch(page->next_cursor, "", "").ok());
    EXPECT_NE(replay.server.targets().back().find("?page=2&"), std::string::npos);
  }
}

TEST(EuropePmcRecorded, PagesAndAResultWithoutHits) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const auto folder = data / "fixtures/europepmc";
  const std::string begin = "/rest/search?query=cancer&resultType=";
  Replay replay({{begin + "lite&synonym=FALSE&cursorMark=%2A&pageSize=1000&format=json",
                  ok(test::file_bytes(folder / "search_1000results_cancer.json"))},
                 {begin + "lite&synonym=FALSE&cursorMark=AoIIP4HN8ig1MzEwOTI4OQ%3D%3D&pageSize=1000"
                          "&format=json",
                  ok(test::file_bytes(folder / "search_no_results.json"))}});
  SourceConfig source = test::rest_source("europepmc", replay.server);
  source.format = "europepmc";
  source.base_url = replay.server.url("/rest");
  source.query = "cancer";
  source.page_size = 1'000;
  source.options["result_type"] = {"lite"};
  const auto connector = replay.connector(source);
  ASSERT_NE(connector, nullptr);
  const auto page = connector->fetch("", "", "");
  ASSERT_TRUE(page.ok()) << page.error().message;
  EXPECT_EQ(page->expected_total, 5'059'039);
  EXPECT_EQ(page->expected_entries, 1'000);
  expect_entries(*connector, *page);
  const auto last = connector->fetch(page->next_cursor, "", "");
  ASSERT_TRUE(last.ok()) << last.error().message;  // its hitCount is 0: what came is all there is
  EXPECT_TRUE(last->last);
  EXPECT_EQ(replay.server.targets(),
            (std::vector<std::string>{replay.all[0].target, replay.all[1].target}));
}

TEST(EuropePmcRecorded, CoreResults) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const auto folder = data / "fixtures/europepmc";
  Replay replay(
      {{"/rest/search?query=cancer&resultType=core&synonym=FALSE&cursorMark=%2A&pageSize=25"
        "&format=json",
        ok(test::file_bytes(folder / "search_cancer_core.json"))}});
  SourceConfig source = test::rest_source("europepmc", replay.server);
  source.format = "europepmc";
  source.base_url = replay.server.url("/rest");
  source.query = "cancer";
  source.page_size = 25;
  const auto connector = replay.connector(source);
  ASSERT_NE(connector, nullptr);
  const auto page = connector->fetch("", "", "");
  ASSERT_TRUE(page.ok()) << page.error().message;
  EXPECT_EQ(page->expected_entries, 25);
  expect_entries(*connector, *page);
}

}  // namespace
}  // namespace evidence
