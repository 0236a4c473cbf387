#include "connectors/protocol/eutils.h"

#include <gtest/gtest.h>

#include "connectors/protocol/eutils_reply.h"
#include "tests/support/manual_clock.h"
#include "tests/support/replay_server.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/connectors/pubmed_simulator.h"

namespace evidence {
namespace {

using test::article_set;
using test::ManualClock;
using test::ok;
using test::pubmed_source;
using test::PubmedSimulator;
using test::ReplayServer;
using test::Reply;
using test::search_reply;
using test::SeenRequest;

std::unique_ptr<HttpClient> local_client() {
  CurlOptions options;
  options.allow_http = true;
  options.allow_private_addresses = true;
  return std::move(make_curl_client(options)).value();
}

// A connector on a server of the test's own, with everything it needs.
struct Setting {
  explicit Setting(ReplayServer::Responder responder, SourceConfig source = pubmed_source(""))
      : server(std::move(responder)), http(local_client()) {
    source.base_url = server.url("/eutils");
    connector = std::move(make_eutils_connector(source, test::plain_parts(*http, clock))).value();
  }
  Result<FetchedPage> fetch(const std::string& cursor = "", const std::string& from = "",
                            const std::string& to = "") {
    return connector->fetch(cursor, from, to);
  }
  ManualClock clock;
  ReplayServer server;
  std::unique_ptr<HttpClient> http;
  std::unique_ptr<Connector> connector;
};

std::vector<test::SimulatedArticle> articles(std::int64_t count) {
  std::vector<test::SimulatedArticle> all;
  for (std::int64_t i = 1; i <= count; ++i) all.push_back({i, "2020/01/01", "2024/03/01"});
  return all;
}

TEST(EutilsCalls, AreExactlyWhatNcbiDocuments) {
  SourceConfig source = pubmed_source("https://eutils.ncbi.nlm.nih.gov/entrez/eutils");
  source.query = "\"asthma\"[mh] AND a+b&c";
  source.api_key = "0123456789abcdef";
  EutilsSlice slice;
  EXPECT_EQ(esearch_call(source, slice, "").url,
            "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esearch.fcgi?db=pubmed"
            "&term=%22asthma%22%5Bmh%5D%20AND%20a%2Bb%26c&usehistory=y&retmax=0&retmode=xml"
            "&tool=evidence&email=library%40example.org&api_key=0123456789abcdef");
  slice.dated = true;
  slice.first = std::chrono::year{2024} / 2 / 29;
  slice.last = std::chrono::year{2024} / 3 / 1;
  slice.lowest_pmid = 1;
  slice.highest_pmid = 500;
  source.query = "a OR b";
  const EutilsCall dated = esearch_call(source, slice, "mdat");
  EXPECT_EQ(dated.method, "GET");
  EXPECT_EQ(dated.log_url,
            "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esearch.fcgi?db=pubmed"
            "&term=%28a%20OR%20b%29%20AND%201%3A500%5BUID%5D&usehistory=y&retmax=0&retmode=xml"
            "&datetype=mdat&mindate=2024%2F02%2F29&maxdate=2024%2F03%2F01"
            "&tool=evidence&email=library%40example.org&api_key=REDACTED");
  EutilsCursor cursor;
  cursor.web_env = "MCID_1";
  cursor.query_key = "2";
  cursor.count = 8;
  cursor.start = 6;
  EXPECT_EQ(efetch_call(source, cursor).url,
            "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi?db=pubmed&WebEnv=MCID_1"
            "&query_key=2&retstart=6&retmax=2&retmode=xml"
            "&tool=evidence&email=library%40example.org&api_key=0123456789abcdef");
}

TEST(EutilsCalls, PostWhatIsTooLongForAUrl) {
  SourceConfig source = pubmed_source("https://example.org/");
  source.query = std::string(3'000, 'x');
  source.api_key = "secret";
  const EutilsCall call = esearch_call(source, {}, "");
  EXPECT_EQ(call.method, "POST");
  EXPECT_EQ(call.url, "https://example.org/esearch.fcgi");
  EXPECT_EQ(call.body.find("db=pubmed&term=xxx"), 0U);
  EXPECT_NE(call.body.find("&api_key=secret"), std::string::npos);
  EXPECT_EQ(call.log_url.find("secret"), std::string::npos);
}

TEST(EutilsReplies, ReadCountAndHistory) {
  const auto reply = parse_search_reply(search_reply(42, "MCID_abc"));
  ASSERT_TRUE(reply.ok()) << reply.error().message;
  EXPECT_EQ(reply->count, 42);
  EXPECT_EQ(reply->web_env, "MCID_abc");
  EXPECT_EQ(reply->query_key, "1");
  const auto json = parse_search_reply(
      R"({"header":{"type":"esearch"},"esearchresult":{"count":"7","querykey":"1","webenv":"MCID_9",)"
      R"("idlist":[],"warninglist":{"phrasesignored":["the"],"outputmessages":[]}}})");
  ASSERT_TRUE(json.ok()) << json.error().message;
  EXPECT_EQ(json->count, 7);
  EXPECT_EQ(json->web_env, "MCID_9");
  EXPECT_EQ(json->warnings.size(), 1U);
}

TEST(EutilsReplies, RecordedSearchesAndErrorsAreUnderstood) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const auto folder = data / "fixtures" / "pubmed-xml" / "eutils-xml";
  const auto with_history = parse_search_reply(test::file_bytes(folder / "esearch2.xml"));
  ASSERT_TRUE(with_history.ok()) << with_history.error().message;
  EXPECT_EQ(with_history->count, 42'249);
  EXPECT_EQ(with_history->web_env, "MCID_6927d6e7fee3e90f880ec190");
  const auto without = parse_search_reply(test::file_bytes(folder / "esearch1.xml"));
  ASSERT_FALSE(without.ok());
  EXPECT_EQ(without.error().code, ErrorCode::kBadContent);
  for (const char* name : {"esummary8.xml", "epost3.xml"}) {
    for (const auto& error : {parse_search_reply(test::file_bytes(folder / name)).error(),
                              check_fetch_reply(test::file_bytes(folder / name)).error()}) {
      EXPECT_EQ(error.code, ErrorCode::kUpstream) << name << ": " << error.message;
    }
  }
  // An empty <ERROR/> reports nothing.
  EXPECT_EQ(parse_search_reply(test::file_bytes(folder / "espell.xml")).error().code,
            ErrorCode::kBadContent);
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder.parent_path())) {
    if (!file.is_regular_file()) continue;
    const std::string bytes = test::file_bytes(file.path());
    static_cast<void>(parse_search_reply(bytes));
    const bool is_set = bytes.find("<PubmedArticleSet") != std::string::npos;
    EXPECT_EQ(check_fetch_reply(bytes).ok(), is_set) << file.path();
  }
}

TEST(EutilsReplies, AnUnknownPhraseOrFieldIsAnErrorNotAnotherQuery) {
  for (
      const char* body :
      {"<eSearchResult><Count>0</Count><ErrorList><PhraseNotFound>zzzqx</PhraseNotFound>"
       "</ErrorList><WarningList><OutputMessage>No items found.</OutputMessage></WarningList>"
       "</eSearchResult>",
       "<eSearchResult><Count>99</Count><QueryKey>1</QueryKey><WebEnv>M</WebEnv>"
       "<ErrorList><FieldNotFound>nosuch</FieldNotFound></ErrorList></eSearchResult>",
       R"({"esearchresult":{"count":"0","errorlist":{"phrasesnotfound":["zzzqx"],"fieldsnotfound":[]}}})"}) {
    const auto reply = parse_search_reply(body);
    ASSERT_FALSE(reply.ok()) << body;
    EXPECT_EQ(reply.error().slug, "query_not_understood");
  }
}

TEST(EutilsReplies, WarningsAreKept) {
  const auto reply = parse_search_reply(
      "<eSearchResult><Count>5</Count><QueryKey>1</QueryKey><WebEnv>M</WebEnv><WarningList>"
      "<QuotedPhraseNotFound>\"a b\"</QuotedPhraseNotFound></WarningList></eSearchResult>");
  ASSERT_TRUE(reply.ok());
  ASSERT_EQ(reply->warnings.size(), 1U);
  EXPECT_NE(reply->warnings[0].find("QuotedPhraseNotFound"), std::string::npos);
}

struct BadReply {
  const char* body;
  ErrorCode code;
  const char* slug;
};

TEST(EutilsReplies, BadSearchRepliesAreErrors) {
  const BadReply cases[] = {
      {"", ErrorCode::kBadContent, "empty_reply"},
      {" \n ", ErrorCode::kBadContent, "empty_reply"},
      {"<html><body>Please sign in</body></html>", ErrorCode::kBadContent, "html_reply"},
      {"<!DOCTYPE html><p>x", ErrorCode::kBadContent, "html_reply"},
      {"<html><h2>Error occurred: Unable to obtain query #1</h2></html>", ErrorCode::kUpstream,
       "history_lost"},
      {"\x01\x02\x03", ErrorCode::kBadContent, "bad_search_reply"},
      {"<eSearchResult><Count>5</Count>", ErrorCode::kBadContent, "bad_search_reply"},
      {"<eSearchResult/>", ErrorCode::kBadContent, "bad_search_reply"},
      {"<eSearchResult><Count>many</Count></eSearchResult>", ErrorCode::kBadContent,
       "bad_search_reply"},
      {"<eSearchResult><Count>-1</Count></eSearchResult>", ErrorCode::kBadContent,
       "bad_search_reply"},
      {"<eSearchResult><Count>99999999999999999999</Count></eSearchResult>", ErrorCode::kBadContent,
       "bad_search_reply"},
      {"<eSearchResult><Count>5</Count></eSearchResult>", ErrorCode::kBadContent,
       "bad_search_reply"},
      {"<eSearchResult><Count>5</Count><QueryKey>1</QueryKey><WebEnv>a b</WebEnv></eSearchResult>",
       ErrorCode::kBadContent, "bad_search_reply"},
      {"<eSearchResult><ERROR>Empty term and query_key - nothing todo</ERROR></eSearchResult>",
       ErrorCode::kUpstream, "history_lost"},
      {"<eSearchResult><ERROR>Database is not supported: x</ERROR></eSearchResult>",
       ErrorCode::kUpstream, "upstream_error"},
      {R"({"error":"API rate limit exceeded","count":"11"})", ErrorCode::kUpstream,
       "upstream_error"},
      {R"({"error":"API key invalid","api-key":"secret"})", ErrorCode::kUpstream,
       "upstream_rejected"},
      {"{\"esearchresult\":{\"ERROR\":\"Search Backend failed: Exception:\n'retstart' cannot be "
       "larger "
       "than 9998.\"}}",
       ErrorCode::kUpstream, "upstream_rejected"},
      {R"({"esearchresult":{}})", ErrorCode::kBadContent, "bad_search_reply"},
      {R"({"esearchresult":[]})", ErrorCode::kBadContent, "bad_search_reply"},
      {R"({"esearchresult":{"count":5}})", ErrorCode::kBadContent, "bad_search_reply"},
      {"{", ErrorCode::kBadContent, "bad_search_reply"},
  };
  for (const BadReply& one : cases) {
    const auto reply = parse_search_reply(one.body);
    ASSERT_FALSE(reply.ok()) << one.body;
    EXPECT_EQ(reply.error().slug, one.slug) << one.body << " → " << reply.error().message;
    EXPECT_EQ(reply.error().code, one.code) << one.body;
    EXPECT_EQ(reply.error().message.find("secret"), std::string::npos);
  }
}

TEST(EutilsReplies, AFetchReplyCutAtAnyByteIsRefused) {
  const std::string whole = article_set({1, 2});
  ASSERT_TRUE(check_fetch_reply(whole).ok());
  EXPECT_TRUE(check_fetch_reply(whole + "\n\n").ok());
  EXPECT_TRUE(check_fetch_reply("<PubmedArticleSet/>").ok());
  for (std::size_t cut = 0; cut < whole.size(); ++cut) {
    EXPECT_FALSE(check_fetch_reply(std::string_view(whole).substr(0, cut)).ok()) << cut;
  }
}

TEST(EutilsReplies, BadFetchRepliesAreErrors) {
  const BadReply cases[] = {
      {"", ErrorCode::kBadContent, "empty_reply"},
      {"<html>x</html>", ErrorCode::kBadContent, "html_reply"},
      {"<eFetchResult><ERROR>Unable to obtain query #1</ERROR></eFetchResult>",
       ErrorCode::kUpstream, "history_lost"},
      {"<eFetchResult><ERROR>Cannot retrieve history data. query_key: 1</ERROR></eFetchResult>",
       ErrorCode::kUpstream, "history_lost"},
      {"<eFetchResult><ERROR>Search backend cannot retrieve history data. Reason: 'retstart' "
       "cannot "
       "be larger than 9998.</ERROR></eFetchResult>",
       ErrorCode::kUpstream, "upstream_rejected"},
      {"<eFetchResult><ERROR>External viewer error</ERROR></eFetchResult>", ErrorCode::kUpstream,
       "upstream_error"},
      {"<PubmedArticleSet><PubmedArticle/><ERROR>Timeout</ERROR></PubmedArticleSet>",
       ErrorCode::kUpstream, "upstream_error"},
      {R"({"error":"API rate limit exceeded"})", ErrorCode::kUpstream, "upstream_error"},
      {"PMID- 1\nTI  - text", ErrorCode::kBadContent, "bad_fetch_reply"},
      {"\xff\xfe\x01", ErrorCode::kBadContent, "bad_fetch_reply"},
  };
  for (const BadReply& one : cases) {
    const auto reply = check_fetch_reply(one.body);
    ASSERT_FALSE(reply.ok()) << one.body;
    EXPECT_EQ(reply.error().slug, one.slug) << one.body << " → " << reply.error().message;
    EXPECT_EQ(reply.error().code, one.code) << one.body;
  }
}

TEST(EutilsReplies, StatusCodesSayWhetherToTryAgain) {
  EXPECT_EQ(error_in_reply(429, R"({"error":"API rate limit exceeded"})").slug, "rate_limited");
  EXPECT_EQ(error_in_reply(500, "").slug, "upstream_error");
  EXPECT_EQ(error_in_reply(502, "<html>Bad Gateway</html>").slug, "upstream_error");
  EXPECT_EQ(error_in_reply(400, R"({"error":"API key invalid"})").slug, "upstream_rejected");
  EXPECT_EQ(error_in_reply(400, "<x><ERROR>strange</ERROR></x>").slug, "upstream_rejected");
  EXPECT_EQ(error_in_reply(400, "<x><ERROR>Unable to obtain query #1</ERROR></x>").slug,
            "history_lost");
  EXPECT_EQ(error_in_reply(404, "").slug, "upstream_rejected");
  EXPECT_EQ(error_in_reply(204, "").code, ErrorCode::kBadContent);
}

TEST(EutilsSlices, HalveDownToADayAndThenByPmid) {
  const std::chrono::sys_days today = std::chrono::year{2024} / 3 / 15;
  EutilsSlice slice;
  auto parts = halves(slice, today);
  ASSERT_TRUE(parts);
  EXPECT_EQ(eutils_date(parts->first.first), "1800/01/01");
  EXPECT_EQ(eutils_date(parts->second.last), "2024/03/16");
  EXPECT_EQ(parts->first.last + std::chrono::days{1}, parts->second.first);
  slice.dated = true;
  slice.first = slice.last = today;
  parts = halves(slice, today);
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->first.lowest_pmid, 1);
  EXPECT_EQ(parts->first.highest_pmid + 1, parts->second.lowest_pmid);
  EXPECT_EQ(parts->second.highest_pmid, kHighestPmid);
  slice.lowest_pmid = 1;
  slice.highest_pmid = kEutilsMostServed;
  EXPECT_FALSE(halves(slice, today));
}

TEST(EutilsSlices, WindowDaysMayBePartial) {
  const auto day = [](const char* text, bool end) {
    const auto parsed = parse_window_day(text, end);
    return parsed.ok() ? eutils_date(*parsed) : "error";
  };
  EXPECT_EQ(day("2024", false), "2024/01/01");
  EXPECT_EQ(day("2024", true), "2024/12/31");
  EXPECT_EQ(day("2024-02", true), "2024/02/29");
  EXPECT_EQ(day("2024-02-03", true), "2024/02/03");
  EXPECT_EQ(day("2024-02-03T10:11:12Z", false), "2024/02/03");
  for (const char* bad : {"", "yesterday", "2024-02-30", "20240203", "2024-13"}) {
    EXPECT_EQ(day(bad, false), "error") << bad;
  }
}

TEST(EutilsCursors, SurviveBeingWrittenDown) {
  EutilsCursor cursor;
  cursor.query_hash = "0123456789abcdef";
  cursor.date_type = "edat";
  cursor.pending = {
      {std::chrono::year{2020} / 1 / 1, std::chrono::year{2020} / 6 / 1, true, 0, 0},
      {std::chrono::year{2021} / 1 / 1, std::chrono::year{2021} / 1 / 1, true, 1, 99}};
  cursor.slice = {std::chrono::year{1900} / 1 / 1, std::chrono::year{2000} / 1 / 1, true, 0, 0};
  cursor.web_env = "MCID_\"odd\"";
  cursor.query_key = "1";
  cursor.count = 500;
  cursor.start = 200;
  cursor.total = 30'000;
  cursor.promised = 700;
  const auto read = parse_eutils_cursor(to_text(cursor));
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(*read, cursor);
  const std::string text = to_text(cursor);
  for (std::size_t cut = 0; cut < text.size(); ++cut) {
    EXPECT_FALSE(parse_eutils_cursor(std::string_view(text).substr(0, cut)).ok()) << cut;
  }
  for (const char* bad :
       {"nonsense", "eutils2:{}", "eutils1:[]", "eutils1:{\"v\":1}", "eutils1:{\"v\":2}"}) {
    EXPECT_EQ(parse_eutils_cursor(bad).error().code, ErrorCode::kInvalidArgument) << bad;
  }
}

TEST(Eutils, AsksForExactlyTheseUrls) {
  PubmedSimulator pubmed(articles(5));
  Setting setting(std::ref(pubmed));
  const auto first = setting.fetch();
  ASSERT_TRUE(first.ok()) << first.error().message;
  EXPECT_FALSE(first->last);
  EXPECT_EQ(first->expected_total, 5);
  const auto second = setting.fetch(first->next_cursor);
  ASSERT_TRUE(second.ok()) << second.error().message;
  EXPECT_TRUE(second->last);
  EXPECT_EQ(second->bytes, article_set({2, 1}));
  const std::string tail = "&tool=evidence&email=library%40example.org";
  EXPECT_EQ(
      setting.server.targets(),
      (std::vector<std::string>{
          "/eutils/esearch.fcgi?db=pubmed&term=asthma%5Bmh%5D&usehistory=y&retmax=0&retmode=xml" +
              tail,
          "/eutils/"
          "efetch.fcgi?db=pubmed&WebEnv=MCID_1&query_key=1&retstart=0&retmax=3&retmode=xml" +
              tail,
          "/eutils/"
          "efetch.fcgi?db=pubmed&WebEnv=MCID_1&query_key=1&retstart=3&retmax=2&retmode=xml" +
              tail}));
}

TEST(Eutils, PagesKeepNoApiKey) {
  PubmedSimulator pubmed(articles(5));
  SourceConfig source = pubmed_source("");
  source.api_key = "verysecret";
  Setting setting(std::ref(pubmed), source);
  const auto page = setting.fetch();
  ASSERT_TRUE(page.ok());
  EXPECT_NE(setting.server.targets().at(1).find("api_key=verysecret"), std::string::npos);
  EXPECT_EQ(page->url.find("verysecret"), std::string::npos);
  EXPECT_EQ(page->next_cursor.find("verysecret"), std::string::npos);
}

TEST(Eutils, AWindowIsSearchedByModificationDate) {
  PubmedSimulator pubmed({{1, "2000/01/01", "2024/03/01"}, {2, "2024/03/01", "2024/02/01"}});
  Setting setting(std::ref(pubmed));
  const auto page = setting.fetch("", "2024-02-15T00:00:00Z", "");
  ASSERT_TRUE(page.ok()) << page.error().message;
  EXPECT_EQ(page->bytes, article_set({1}));
  EXPECT_NE(setting.server.targets().at(0).find(
                "&datetype=mdat&mindate=2024%2F02%2F15&maxdate=2024%2F03%2F16&"),
            std::string::npos)
      << setting.server.targets().at(0);
  EXPECT_EQ(setting.fetch("", "2024-03-01", "2024-02-01").error().code,
            ErrorCode::kInvalidArgument);
  EXPECT_EQ(setting.fetch("", "soon", "").error().code, ErrorCode::kInvalidArgument);
}

TEST(Eutils, AHarvestWithoutABeginningGoesByEntryDateAndUntilTodayIsEverything) {
  PubmedSimulator pubmed({{1, "", ""}, {2, "2024/03/01", "2024/03/05"}});
  Setting setting(std::ref(pubmed));
  const auto everything = setting.fetch("", "", "2024-03-15");
  ASSERT_TRUE(everything.ok()) << everything.error().message;
  EXPECT_EQ(everything->bytes, article_set({2, 1}));
  const auto until = setting.fetch("", "", "2024-03-02");
  ASSERT_TRUE(until.ok()) << until.error().message;
  EXPECT_EQ(until->bytes, article_set({2}));
  EXPECT_NE(setting.server.targets().at(2).find(
                "&datetype=edat&mindate=1800%2F01%2F01&maxdate=2024%2F03%2F02&"),
            std::string::npos);
}

TEST(Eutils, AnEmptyResultIsOneEmptyLastPage) {
  PubmedSimulator pubmed({});
  Setting setting(std::ref(pubmed));
  const auto page = setting.fetch();
  ASSERT_TRUE(page.ok()) << page.error().message;
  EXPECT_TRUE(page->last);
  EXPECT_EQ(page->bytes, "");
  EXPECT_EQ(page->expected_total, 0);
}

TEST(Eutils, KeepsThreeRequestsASecondWithoutAKeyAndTenWithOne) {
  for (const bool key : {false, true}) {
    PubmedSimulator pubmed(articles(60));
    SourceConfig source = pubmed_source("");
    source.requests_per_second = 1'000;
    if (key) source.api_key = "k";
    Setting setting(std::ref(pubmed), source);
    std::string cursor;
    for (int i = 0; i < 10; ++i) {
      auto page = setting.fetch(cursor);
      ASSERT_TRUE(page.ok());
      cursor = page->next_cursor;
    }
    const auto seconds = std::chrono::duration<double>(setting.clock.slept()).count();
    EXPECT_NEAR(seconds, 10 * 1.1 / (key ? 10.0 : 3.0), 0.01);  // eleven requests
  }
}

TEST(Eutils, SearchesAgainWhenTheHistoryIsGone) {
  PubmedSimulator pubmed(articles(9));
  Setting setting(std::ref(pubmed));
  const auto first = setting.fetch();
  ASSERT_TRUE(first.ok());
  pubmed.histories_last = 0;
  pubmed.fault = [&pubmed](int number, const SeenRequest&) -> std::optional<Reply> {
    if (number == 3) pubmed.histories_last = 100;
    return std::nullopt;
  };
  const auto second = setting.fetch(first->next_cursor);
  ASSERT_TRUE(second.ok()) << second.error().message;
  EXPECT_EQ(second->bytes, article_set({9, 8, 7}));  // the slice begins again
  EXPECT_EQ(pubmed.searches, 2);
}

TEST(Eutils, GivesUpWhereTheHistoryIsAlwaysGone) {
  PubmedSimulator pubmed(articles(9));
  pubmed.histories_last = 0;
  Setting setting(std::ref(pubmed));
  const auto page = setting.fetch();
  ASSERT_FALSE(page.ok());
  EXPECT_EQ(page.error().slug, "history_lost");
  EXPECT_EQ(pubmed.searches, 4);
}

TEST(Eutils, RefusesACursorOfAnotherQueryOrWindow) {
  PubmedSimulator pubmed(articles(9));
  Setting setting(std::ref(pubmed));
  const auto first = setting.fetch();
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(setting.fetch(first->next_cursor, "2024-01-01").error().slug, "bad_cursor");
  EXPECT_EQ(setting.fetch("rubbish").error().slug, "bad_cursor");
}

TEST(Eutils, HoldsAReplyToTheSourcesLimitOfBytes) {
  for (const std::size_t limit : {std::size_t{1'000}, std::size_t{32} << 20U}) {
    SourceConfig source = pubmed_source("");
    source.max_page_bytes = limit;
    Setting setting(
        [](const SeenRequest& request) {
          if (request.target.find("esearch") != std::string::npos) return ok(search_reply(1));
          return ok("<PubmedArticleSet>" + std::string(20U << 20U, ' ') + test::article(1) +
                    "</PubmedArticleSet>");
        },
        source);
    const auto page = setting.fetch();
    EXPECT_EQ(page.ok(), limit > 1'000);
    if (!page.ok()) {
      EXPECT_EQ(page.error().code, ErrorCode::kTooLarge);
    }
  }
}

TEST(Eutils, GivesRetryAfterOn) {
  Setting setting([](const SeenRequest&) {
    Reply reply = test::status(429, "{\"error\":\"API rate limit exceeded\"}");
    reply.headers.emplace_back("Retry-After", "17");
    return reply;
  });
  EXPECT_EQ(setting.fetch().error().slug, "rate_limited");
  EXPECT_EQ(setting.connector->wait_asked_for(), std::chrono::seconds(17));
}

TEST(Eutils, ReplaysARecordedSetByteForByte) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const auto folder = data / "fixtures" / "pubmed-xml";
  const std::string recorded =
      test::file_bytes(folder / "efetch-sets" / "pancreatic_100_pubmedportable.xml");
  Setting setting([&](const SeenRequest& request) {
    return ok(request.target.find("esearch") != std::string::npos ? search_reply(3) : recorded);
  });
  const auto page = setting.fetch();
  ASSERT_TRUE(page.ok()) << page.error().message;
  EXPECT_EQ(page->bytes, recorded);
}

TEST(Eutils, BadSourcesAreRefusedBeforeAnythingIsSent) {
  ManualClock clock;
  const auto http = local_client();
  const SourceConfig good = pubmed_source("http://127.0.0.1:1/");
  EXPECT_TRUE(make_eutils_connector(good, test::plain_parts(*http, clock)).ok());
  std::vector<SourceConfig> bad(9, good);
  bad[0].query = "";
  bad[1].page_size = 0;
  bad[2].page_size = 100'000;
  bad[3].requests_per_second = 0;
  bad[4].email = "a@b\r\nX: y";
  bad[5].base_url = "ftp://example.org/";
  bad[6].allow_http = false;
  bad[7].base_url = "http://127.0.0.1/?x=1";
  bad[8].tool = "";
  for (const SourceConfig& source : bad) {
    const auto made = make_eutils_connector(source, test::plain_parts(*http, clock));
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().code, ErrorCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace evidence
