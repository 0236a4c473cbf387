// The register of sources: page, API and metrics over the same states.
#include <gtest/gtest.h>

#include "base/json.h"
#include "server/endpoints.h"
#include "server/pages.h"
#include "server/source_view.h"
#include "tests/unit/server/page_fixture.h"

namespace evidence::server {
namespace {

class FixedRegistry final : public SourceRegistry {
 public:
  Result<std::vector<SourceState>> states() override {
    if (failure) return *failure;
    return all;
  }
  Result<std::vector<ProblemCount>> problems(const std::string&) override {
    return std::vector<ProblemCount>{{"bad_issn", "\"1234\" is no <ISSN>", 12}};
  }
  std::vector<SourceState> all;
  std::optional<Error> failure;
};

class SourcesTest : public PageTest {
 protected:
  SourcesTest() {
    SourceState state;
    state.source.id = "books";
    state.source.name = "Example <Books>";
    state.source.scope = "Ebooks for nurses";
    state.source.owner = "The library";
    state.source.licence = "Licensed";
    state.source.last_success = "2026-11-20T03:00:00Z";
    state.source.interval_seconds = 86'400;
    state.records = 1'234;
    state.waiting = 7;
    state.age_seconds = 3'600;
    HarvestRun run;
    run.kind = "harvest";
    run.started = "2026-11-20T03:00:00Z";
    run.ended = "2026-11-20T03:05:00Z";
    run.outcome = "failed: http://10.0.0.5/secret did not answer";
    run.counts.added = 5;
    run.lag = 90'000;
    run.waiting = 7;
    state.runs.push_back(run);
    registry_.all.push_back(state);
    SourceState idle;
    idle.source.id = "idle";
    idle.source.name = "Never read";
    registry_.all.push_back(idle);
    services_.registry = &registry_;
  }

  Request of(const std::string& id) {
    Request request = this->request("/sources/" + id, {});
    request.path_parameters["id"] = id;
    return request;
  }

  FixedRegistry registry_;
};

TEST_F(SourcesTest, TheRegisterListsWhatWasReadWithItsFreshness) {
  const Response response = page_sources(request("/sources", {}), services_);
  EXPECT_EQ(response.status, 200);
  const std::string& html = response.body;
  EXPECT_NE(html.find("Example &lt;Books&gt;"), std::string::npos);
  EXPECT_NE(html.find("Ebooks for nurses"), std::string::npos);
  EXPECT_NE(html.find("1,234"), std::string::npos);
  EXPECT_NE(html.find("20 November 2026"), std::string::npos);
  EXPECT_NE(html.find("href=\"/sources/books\""), std::string::npos);
  EXPECT_EQ(html.find("Never read"), std::string::npos);
}

TEST_F(SourcesTest, ASourcesPageShowsItsRunsAndProblemsButNoInnerAddresses) {
  const Response response = page_source(of("books"), services_);
  EXPECT_EQ(response.status, 200);
  const std::string& html = response.body;
  EXPECT_NE(html.find("The library"), std::string::npos);
  EXPECT_NE(html.find("failed"), std::string::npos);
  EXPECT_EQ(html.find("10.0.0.5"), std::string::npos);
  EXPECT_NE(html.find("1 day"), std::string::npos);
  EXPECT_NE(html.find("bad_issn"), std::string::npos);
  EXPECT_NE(html.find("no &lt;ISSN&gt;"), std::string::npos);
  EXPECT_NE(html.find("7 records are missing"), std::string::npos);
  EXPECT_EQ(page_source(of("nobody"), services_).status, 404);
}

TEST_F(SourcesTest, TheApiGivesTheSameAsData) {
  const Response list = api_sources(request("/api/v1/sources", {}), services_);
  const auto parsed = parse_json(list.body);
  ASSERT_TRUE(parsed.ok());
  const json::object& books = parsed->at("sources").at(0).as_object();
  EXPECT_EQ(books.at("records").as_int64(), 1'234);
  EXPECT_EQ(books.at("waiting_withdrawals").as_int64(), 7);
  EXPECT_EQ(books.at("last_run").at("outcome").as_string(), "failed");
  EXPECT_EQ(books.at("last_run").at("lag_seconds").as_int64(), 90'000);
  EXPECT_EQ(parsed->at("sources").as_array().size(), 1U);  // not the one that nobody ever read
  const Response one = api_source(of("books"), services_);
  const auto detail = parse_json(one.body);
  ASSERT_TRUE(detail.ok());
  EXPECT_EQ(detail->at("runs").as_array().size(), 1U);
  EXPECT_EQ(detail->at("problem_counts").at(0).at("count").as_int64(), 12);
  EXPECT_EQ(one.body.find("10.0.0.5"), std::string::npos);
  EXPECT_EQ(api_source(of("nobody"), services_).status, 404);
  EXPECT_EQ(api_source(of("idle"), services_).status, 404);
  registry_.all[1].source.enabled = true;
  EXPECT_EQ(api_source(of("idle"), services_).status, 200);
}

TEST_F(SourcesTest, AStoreThatCannotBeReadIsAnErrorAndNoEmptyList) {
  registry_.failure = Error{ErrorCode::kUnavailable, "no_store", "there is no store yet", ""};
  EXPECT_EQ(page_sources(request("/sources", {}), services_).status, 503);
  EXPECT_EQ(api_sources(request("/api/v1/sources", {}), services_).status, 503);
}

TEST_F(SourcesTest, MetricsNameEverySource) {
  const std::string text = metrics_text(request("/metrics", {}), services_).body;
  EXPECT_NE(text.find("evidence_source_records{source=\"books\"} 1234"), std::string::npos) << text;
  EXPECT_NE(text.find("evidence_source_waiting_withdrawals{source=\"books\"} 7"),
            std::string::npos);
  EXPECT_NE(text.find("evidence_source_last_run_failed{source=\"books\"} 1"), std::string::npos);
  EXPECT_NE(text.find("evidence_source_lag_seconds{source=\"books\"} 90000"), std::string::npos);
  EXPECT_NE(text.find("evidence_source_last_run_added{source=\"books\"} 5"), std::string::npos);
}

TEST(Durations, AreForPeople) {
  EXPECT_EQ(duration_text(30), "under a minute");
  EXPECT_EQ(duration_text(60), "1 minute");
  EXPECT_EQ(duration_text(7'300), "2 hours");
  EXPECT_EQ(duration_text(200'000), "2 days");
}

}  // namespace
}  // namespace evidence::server
