// Recorded replies of a real repository, served by the exact targets under which they were
// recorded, through server, client, connector and format.
#include <gtest/gtest.h>

#include "base/json.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/connectors/protocol/oai_simulator.h"
#include "tests/unit/connectors/protocol/rest_simulator.h"

namespace evidence {
namespace {

using test::OaiHarvest;
using test::ok;
using test::Reply;

// All recorded replies by target; two chains that share a first target are told apart by name.
struct Recorded {
  Recorded(const std::filesystem::path& data, std::string_view chain) {
    const std::filesystem::path folder = data / "fixtures/oai-pmh/mit_dspace_recorded";
    const auto manifest = json::parse(test::file_bytes(folder / "MANIFEST.json"));
    for (const auto& entry : manifest.as_array()) {
      const std::string file(entry.at("file").as_string());
      if (!file.starts_with(chain)) continue;
      const std::string url(entry.at("url").as_string());
      Reply reply;
      reply.status = static_cast<int>(entry.at("status").as_int64());
      reply.headers = {{"Content-Type", "text/xml;charset=UTF-8"}};
      if (std::filesystem::exists(folder / file)) {
        reply.body = test::file_bytes(folder / file);
      } else if (reply.status == 200) {
        continue;  // named in the manifest, not kept
      }
      replies[url.substr(url.find("/oai/"))] = reply;
    }
    replies["/oai/request?verb=Identify"] = ok(test::oai_identify(false, "transient"));
  }
  std::map<std::string, Reply> replies;
};

struct Setting {
  Setting(const std::filesystem::path& data, std::string_view chain, bool seconds = false)
      : recorded(data, chain) {
    recorded.replies["/oai/request?verb=Identify"] = ok(test::oai_identify(seconds, "transient"));
    server = std::make_unique<test::ReplayServer>(recorded.replies);
    source = test::oai_source(server->url("/oai/request"));
    http = test::loopback_client();
  }
  OaiHarvest run(const std::string& from = "", const std::string& to = "") {
    OaiHarvest out;
    auto connector = test::connector_for(source, *http, clock);
    EXPECT_TRUE(connector.ok()) << connector.error().message;
    run_oai(**connector, out, "", from, to);
    // Whatever was recorded was asked for by its exact address.
    for (const auto& [target, reply] : recorded.replies) {
      const auto asked = server->targets();
      if (std::find(asked.begin(), asked.end(), target) == asked.end()) not_asked.push_back(target);
    }
    return out;
  }
  Recorded recorded;
  std::unique_ptr<test::ReplayServer> server;
  SourceConfig source;
  std::unique_ptr<HttpClient> http;
  test::ManualClock clock;
  std::vector<std::string> not_asked;
};

TEST(RecordedOai, ASetIsHarvested) {
  EVIDENCE_NEED_SHARED_DATA(data);
  Setting setting(data, "harvest-from-set");
  setting.source.options["sets"] = {"com_1721.1_140587"};
  const OaiHarvest out = setting.run();
  ASSERT_TRUE(out.finished) << out.error->message;
  EXPECT_EQ(out.records.size(), 58U);
  EXPECT_EQ(out.source_time, "2024-06-03T19:51:07Z");
  EXPECT_TRUE(setting.not_asked.empty());
}

TEST(RecordedOai, ADayWithOneDeletedRecordGivesATombstone) {
  EVIDENCE_NEED_SHARED_DATA(data);
  Setting setting(data, "list-records-exclude-deleted");
  const OaiHarvest out = setting.run("2017-12-14", "2017-12-14");
  ASSERT_TRUE(out.finished) << out.error->message;
  EXPECT_EQ(out.records, (std::map<std::string, bool>{{"oai:dspace.mit.edu:1721.1/112746", true}}));
  EXPECT_TRUE(setting.not_asked.empty());
}

// Two parts, the second under a token full of slashes, ended by an empty token; the repository was
// not recorded for the single records, which are reported one by one.
TEST(RecordedOai, AListOfIdentifiersIsFollowedOverItsTokenWithSlashes) {
  EVIDENCE_NEED_SHARED_DATA(data);
  Setting setting(data, "get-identifiers__");
  setting.source.options["sets"] = {"hdl_1721.1_49432"};
  setting.source.options["verb_mode"] = {"identifiers"};
  auto& replies = setting.recorded.replies;
  setting.server =
      std::make_unique<test::ReplayServer>([&replies](const test::SeenRequest& request) {
        const auto at = replies.find(request.target);
        if (at != replies.end()) return at->second;
        const std::string id = test::parameters_in(request.target)["identifier"];
        return ok(test::oai_reply("<GetRecord><record><header status=\"deleted\"><identifier>" +
                                  id + "</identifier></header></record></GetRecord>"));
      });
  setting.source.base_url = setting.server->url("/oai/request");
  const OaiHarvest out = setting.run("2022-01-01", "2022-01-10");
  ASSERT_TRUE(out.finished) << out.error->message;
  EXPECT_EQ(out.records.size(), 171U);
  EXPECT_EQ(out.expected_total, 171);
  EXPECT_TRUE(setting.not_asked.empty()) << setting.not_asked.front();
}

TEST(RecordedOai, NothingInTheWindowIsNoFailure) {
  EVIDENCE_NEED_SHARED_DATA(data);
  Setting setting(data, "get-identifiers-no-matches");
  setting.source.options["sets"] = {"hdl_1721.1_49432"};
  setting.source.options["verb_mode"] = {"identifiers"};
  const OaiHarvest out = setting.run("2021-12-26", "2021-12-26");
  EXPECT_TRUE(out.finished);
  EXPECT_TRUE(out.records.empty());
  EXPECT_TRUE(setting.not_asked.empty());
  Setting none(data, "harvest-get-method-no-records");
  none.source.options["sets"] = {"com_1721.1_100263"};
  none.source.options["verb_mode"] = {"identifiers"};
  const OaiHarvest nothing = none.run();
  EXPECT_TRUE(nothing.finished);
  EXPECT_TRUE(nothing.has_problem("no_records"));
}

TEST(RecordedOai, EveryRecordIsTakenAloneAndAMissingOneIsSaid) {
  EVIDENCE_NEED_SHARED_DATA(data);
  Setting setting(data, "record-not-found", true);
  setting.source.options["verb_mode"] = {"identifiers"};
  setting.source.page_size = 10;
  const OaiHarvest out = setting.run("2021-11-09T03:30:00Z", "2021-11-09T04:00:00Z");
  ASSERT_TRUE(out.finished) << out.error->message;
  EXPECT_EQ(out.records.size(), 27U);
  EXPECT_TRUE(out.has_problem("missing_record"));
  EXPECT_EQ(out.pages, 3);
  EXPECT_TRUE(setting.not_asked.empty()) << setting.not_asked.front();

  Setting whole(data, "write-records");
  whole.source.options["verb_mode"] = {"identifiers"};
  const OaiHarvest all = whole.run("2022-03-01", "2022-03-01");
  ASSERT_TRUE(all.finished) << all.error->message;
  EXPECT_EQ(all.records.size(), 32U);
  EXPECT_TRUE(whole.not_asked.empty()) << whole.not_asked.front();
}

// GetRecord answered 500 with an empty body for two of these; the bodies of the others were not
// kept.
TEST(RecordedOai, AnEmpty500ForOneRecordIsReportedAndPassedOver) {
  EVIDENCE_NEED_SHARED_DATA(data);
  Setting setting(data, "get-records-two-errors");
  std::string list = "<ListIdentifiers>";
  for (const char* number : {"152958", "152786", "147573", "152939"}) {
    list += "<header><identifier>oai:dspace.mit.edu:1721.1/" + std::string(number) +
            "</identifier><datestamp>2024-01-01</datestamp></header>";
  }
  auto replies = setting.recorded.replies;
  for (const char* number : {"152958", "152939"}) {
    replies["/oai/request?identifier=oai%3Adspace.mit.edu%3A1721.1%2F" + std::string(number) +
            "&metadataPrefix=oai_dc&verb=GetRecord"] =
        ok(test::oai_reply("<GetRecord><record><header status=\"deleted\"><identifier>" +
                           std::string(number) + "</identifier></header></record></GetRecord>"));
  }
  replies["/oai/request?metadataPrefix=oai_dc&verb=ListIdentifiers"] =
      ok(test::oai_reply(list + "</ListIdentifiers>"));
  setting.server = std::make_unique<test::ReplayServer>(replies);
  setting.source.base_url = setting.server->url("/oai/request");
  setting.source.options["verb_mode"] = {"identifiers"};
  const OaiHarvest out = setting.run();
  ASSERT_TRUE(out.finished) << out.error->message;
  EXPECT_EQ(out.records.size(), 2U);
  EXPECT_EQ(std::count_if(out.problems.begin(), out.problems.end(),
                          [](const EntryProblem& p) { return p.code == "failed_record"; }),
            2);
}

// Pages of other repositories, each the first of a list whose rest was not recorded.
TEST(RecordedOai, PagesOfOtherRepositoriesHaveTheirTokens) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const std::filesystem::path folder = data / "fixtures/oai-pmh/real_pages";
  struct Case {
    const char* file;
    const char* prefix;
    const char* token;
    std::optional<std::int64_t> total;
    std::size_t records;
  };
  for (const Case& one : {
           Case{"doaj_article_listrecords_2017.xml", "oai_doaj",
                "eyJtIjogIm9haV9kb2FqIiwgIm4iOiAxMDB9", 2'460'909, 100},
           Case{"dnb_zdb_marc21_listrecords_2012.xml", "MARC21-xml", "26476570_50", 809, 50},
           Case{"sample-oai-pmh.xml", "oai_dc",
                "oai_dc.f%282018-05-03T18%3A09%3A08Z%29.u%282018-06-15T19%3A25%3A21Z%29.t%286387%"
                "29%3A100",
                6'387, 10},
       }) {
    std::map<std::string, Reply> replies{
        {"/oai?verb=Identify", ok(test::oai_identify(true, "no"))},
        {"/oai?metadataPrefix=" + std::string(one.prefix) + "&verb=ListRecords",
         ok(test::file_bytes(folder / one.file))},
        {"/oai?resumptionToken=" + std::string(one.token) + "&verb=ListRecords",
         ok(test::oai_reply("<ListRecords><resumptionToken/></ListRecords>"))}};
    test::ReplayServer server(replies);
    SourceConfig source = test::oai_source(server.url("/oai"));
    source.options["metadata_prefix"] = {one.prefix};
    const auto http = test::loopback_client();
    test::ManualClock clock;
    auto connector = test::connector_for(source, *http, clock);
    ASSERT_TRUE(connector.ok());
    OaiHarvest out;
    run_oai(**connector, out);
    ASSERT_TRUE(out.finished) << one.file << ": " << out.error->message;
    EXPECT_EQ(out.records.size(), one.records) << one.file;
    EXPECT_EQ(out.expected_total, one.total) << one.file;
  }
}

}  // namespace
}  // namespace evidence
