// Recorded replies of PubMed, byte for byte through the whole way: server, client, connector, the
// real format, harvester.
#include <gtest/gtest.h>

#include "connectors/harvester.h"
#include "tests/support/manual_clock.h"
#include "tests/support/replay_server.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/connectors/pubmed_simulator.h"

namespace evidence {
namespace {

using test::ok;
using test::Reply;
using test::SeenRequest;

// Two recorded pages, of 208 articles with 6 books and of 100 articles, as one result.
struct Recorded {
  explicit Recorded(const std::filesystem::path& data)
      : first(test::file_bytes(data /
                               "fixtures/pubmed-xml/efetch-sets/syphilis_208_solitude6060.xml")),
        second(test::file_bytes(
            data / "fixtures/pubmed-xml/efetch-sets/pancreatic_100_pubmedportable.xml")) {}
  Reply operator()(const SeenRequest& request) const {
    if (request.target.find("esearch") != std::string::npos) return ok(test::search_reply(314));
    return ok(request.target.find("retstart=0&") != std::string::npos ? first : second);
  }
  std::string first, second;
};

struct Setting {
  explicit Setting(test::ReplayServer::Responder responder) : server(std::move(responder)) {
    source = test::pubmed_source(server.url("/"));
    source.page_size = 214;
    CurlOptions options;
    options.allow_http = true;
    options.allow_private_addresses = true;
    http = std::move(make_curl_client(options)).value();
  }
  HarvestOutcome run(const HarvestOptions& options) {
    const auto connector = make_connector(source, *http, clock);
    EXPECT_TRUE(connector.ok()) << connector.error().message;
    return run_harvest(**connector, source, options, sink, clock);
  }
  test::ManualClock clock;
  test::ReplayServer server;
  SourceConfig source;
  std::unique_ptr<HttpClient> http;
  test::CollectingSink sink;
};

TEST(RecordedHarvest, GivesEveryArticle) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const Recorded recorded(data);
  Setting setting(recorded);
  const HarvestOutcome outcome = setting.run({});
  EXPECT_FALSE(outcome.error) << outcome.error->message;
  EXPECT_TRUE(outcome.finished);
  EXPECT_EQ(setting.sink.written, 314);
  EXPECT_EQ(setting.sink.ids.size(), 314U);
  EXPECT_EQ(outcome.bytes,
            static_cast<std::int64_t>(recorded.first.size() + recorded.second.size()));
}

TEST(RecordedHarvest, InterruptedAndResumedGivesTheSame) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const Recorded recorded(data);
  Setting setting(recorded);
  StopFlag stop;
  HarvestOptions options;
  options.stop = &stop;
  options.progress = [&stop](const HarvestProgress&) { stop.request_stop(); };
  EXPECT_FALSE(setting.run(options).finished);
  EXPECT_EQ(setting.sink.ids.size(), 214U);
  HarvestOptions rest;
  rest.cursor = setting.sink.cursor;
  EXPECT_TRUE(setting.run(rest).finished);
  EXPECT_EQ(setting.sink.ids.size(), 314U);
}

TEST(RecordedHarvest, ACutReplyStoresNothing) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const Recorded recorded(data);
  std::size_t cut = 0;
  Setting setting([&](const SeenRequest& request) {
    Reply reply = recorded(request);
    if (request.target.find("efetch") != std::string::npos) reply.body.resize(cut);
    return reply;
  });
  setting.source.max_retries = 0;
  for (cut = 0; cut < recorded.first.size(); cut += recorded.first.size() / 40) {
    const HarvestOutcome outcome = setting.run({});
    ASSERT_TRUE(outcome.error) << cut;
    EXPECT_EQ(outcome.error->code, ErrorCode::kBadContent) << outcome.error->message;
    EXPECT_EQ(setting.sink.pages, 0);
  }
}

// A reply whose middle is lost but whose end is there: the closing root alone does not prove it.
TEST(RecordedHarvest, AReplyWithAHoleIsNotStoredInSilence) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const Recorded recorded(data);
  Setting setting([&](const SeenRequest& request) {
    Reply reply = recorded(request);
    if (request.target.find("retstart=0&") != std::string::npos) {
      reply.body.erase(reply.body.size() / 2, reply.body.size() / 4);
    }
    return reply;
  });
  const HarvestOutcome outcome = setting.run({});
  EXPECT_TRUE(outcome.error || !setting.sink.problems.empty());
}

}  // namespace
}  // namespace evidence
