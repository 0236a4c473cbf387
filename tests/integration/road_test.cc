// The whole road with the real binary: import, index, search, serve, follow a link.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "base/json.h"
#include "tests/integration/road_support.h"
#include "tests/support/program.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

namespace evidence::test {
namespace {

namespace fs = std::filesystem;

std::string article(int pmid, const std::string& title, const std::string& abstract) {
  const std::string id = std::to_string(pmid);
  return "<PubmedArticle><MedlineCitation Status=\"MEDLINE\"><PMID Version=\"1\">" + id +
         "</PMID><Article PubModel=\"Print\"><Journal><ISSN IssnType=\"Print\">1234-5679</ISSN>"
         "<JournalIssue "
         "CitedMedium=\"Print\"><Volume>1</Volume><PubDate><Year>2020</Year></PubDate>"
         "</JournalIssue><Title>Sample Journal</Title></Journal><ArticleTitle>" +
         title + "</ArticleTitle><Abstract><AbstractText>" + abstract +
         "</AbstractText></Abstract><Language>eng</Language></Article></MedlineCitation>"
         "<PubmedData><ArticleIdList><ArticleId IdType=\"doi\">10.5555/sample." +
         id + "</ArticleId></ArticleIdList></PubmedData></PubmedArticle>\n";
}

struct Road : ::testing::Test {
  TempDir dir;
  fs::path data = dir / "data";
  Outcome run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--data", data.string(), "--no-progress"});
    return run_evidence(arguments);
  }
  std::int64_t total(const std::string& query) {
    const Outcome outcome = run({"search", query, "--json"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return outcome.exit_code == 0 ? number(json_of(outcome.out), "total") : -1;
  }
};

TEST_F(Road, ImportsIndexesAndFindsAnArticle) {
  const fs::path file = dir / "one.xml";
  write(file, set_of(article(9'900'001, "Asthma in schools", "Inhalers were lent.") +
                     article(9'900'002, "Hearing aids", "Fitted in clinics.")));
  const Outcome imported = run({"import", file.string(), "--source", "test", "--json"});
  ASSERT_EQ(imported.exit_code, 0) << imported.err;
  const json::object counts = json_of(imported.out);
  EXPECT_EQ(number(counts, "read"), 2);
  EXPECT_EQ(number(counts, "added"), 2);
  EXPECT_EQ(number(counts, "problems"), 0);
  ASSERT_EQ(run({"index"}).exit_code, 0);
  EXPECT_EQ(total("asthma"), 1);
  EXPECT_EQ(total("nothingmatchesthis"), 0);

  // Again: nothing changes; a changed title does; a deletion removes.
  EXPECT_EQ(number(json_of(run({"import", file.string(), "--source", "test", "--json"}).out),
                   "unchanged"),
            2);
  write(file, set_of(article(9'900'001, "Asthma in nurseries", "Inhalers were lent.") +
                     "<DeleteCitation><PMID Version=\"1\">9900002</PMID></DeleteCitation>\n"));
  const json::object again =
      json_of(run({"import", file.string(), "--source", "test", "--json"}).out);
  EXPECT_EQ(number(again, "changed"), 1);
  EXPECT_EQ(number(again, "deleted"), 1);
  ASSERT_EQ(run({"index"}).exit_code, 0);
  EXPECT_EQ(total("nurseries"), 1);
  EXPECT_EQ(total("schools"), 0);
  EXPECT_EQ(total("clinics"), 0);
  EXPECT_EQ(run({"check"}).exit_code, 0) << run({"check"}).err;
}

TEST_F(Road, ADamagedArticleIsReportedAndTheRestIsKept) {
  const fs::path file = dir / "bad.xml";
  write(file, set_of(article(9'900'001, "First", "a") +
                     "<PubmedArticle><MedlineCitation><PMID>9900002</PMI></PubmedArticle>\n" +
                     "<PubmedArticle><MedlineCitation><Article><ArticleTitle>No id"
                     "</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n" +
                     article(9'900'003, "Third", "c")));
  const Outcome imported = run({"import", file.string(), "--source", "test", "--json"});
  EXPECT_EQ(imported.exit_code, 0) << imported.err;
  const json::object counts = json_of(imported.out);
  EXPECT_EQ(number(counts, "added"), 2);
  EXPECT_EQ(number(counts, "problems"), 2);
  const Outcome problems = run({"status", "--problems", "test"});
  EXPECT_NE(problems.out.find("bad.xml"), std::string::npos) << problems.out;
}

TEST_F(Road, AFileCutInTheMiddleKeepsWhatCameBeforeAndSaysSo) {
  const fs::path file = dir / "cut.xml";
  std::string text = set_of(article(9'900'001, "First", "a") + article(9'900'002, "Second", "b"));
  write(file, text.substr(0, text.find("Second")));
  const Outcome imported = run({"import", file.string(), "--source", "test", "--json"});
  EXPECT_EQ(imported.exit_code, 2);
  EXPECT_EQ(number(json_of(imported.out), "added"), 1);
}

TEST_F(Road, AFileOfWhichNothingCanBeReadIsAFailure) {
  const fs::path file = dir / "bad.jsonl";
  write(file, "{\"id\":\"1\",\"title\":\n");
  const Outcome imported = run({"import", file.string(), "--source", "test", "--json"});
  EXPECT_EQ(imported.exit_code, 2);
  const json::object counts = json_of(imported.out);
  EXPECT_EQ(number(counts, "read"), 0);
  EXPECT_EQ(number(counts, "problems"), 1);
}

TEST_F(Road, WrongUsageIsExplained) {
  EXPECT_EQ(run_evidence({"serch", "x"}).exit_code, 2);
  EXPECT_NE(run_evidence({"serch", "x"}).err.find("Did you mean \"search\""), std::string::npos);
  EXPECT_EQ(run_evidence({"--help"}).exit_code, 0);
  for (const char* command :
       {"import", "harvest", "index", "search", "serve", "eval", "status", "check", "sources"}) {
    const Outcome help = run_evidence({command, "--help"});
    EXPECT_EQ(help.exit_code, 0) << command;
    EXPECT_FALSE(help.out.empty()) << command;
  }
  const Outcome no_store = run({"index"});
  EXPECT_EQ(no_store.exit_code, 2);
  EXPECT_NE(no_store.err.find("import"), std::string::npos) << no_store.err;
  const Outcome no_file = run({"import", "/nowhere.xml", "--source", "test"});
  EXPECT_EQ(no_file.exit_code, 2);
  const Outcome long_query = run({"search", std::string(100'000, 'a')});
  EXPECT_EQ(long_query.exit_code, 2);
}

TEST_F(Road, AnswersOverHttpAndPicksUpANewCommitWithinTwoSeconds) {
  const fs::path file = dir / "one.xml";
  write(file, set_of(article(9'900'001, "Asthma in schools", "Inhalers were lent.")));
  ASSERT_EQ(run({"import", file.string(), "--source", "test"}).exit_code, 0);
  ASSERT_EQ(run({"index"}).exit_code, 0);
  Server server(data);
  const Answer first = http_get(server.port(), "/api/v1/search?q=asthma");
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(number(json_of(first.body), "total"), 1);
  EXPECT_EQ(http_get(server.port(), "/healthz").status, 200);
  EXPECT_EQ(http_get(server.port(), "/readyz").status, 200);
  EXPECT_EQ(http_get(server.port(), "/metrics").status, 200);
  EXPECT_EQ(http_get(server.port(), "/search?q=asthma").status, 200);
  EXPECT_EQ(http_get(server.port(), "/").status, 200);

  // Requests go on while the index is written and then rebuilt; none may fail.
  std::atomic<bool> done{false};
  std::atomic<int> asked{0};
  std::atomic<int> failed{0};
  std::thread reader([&] {
    while (!done) {
      ++asked;
      if (http_get(server.port(), "/api/v1/search?q=asthma").status != 200) ++failed;
    }
  });
  write(file, set_of(article(9'900'002, "Asthma at sea", "Sailors.")));
  EXPECT_EQ(run({"import", file.string(), "--source", "test"}).exit_code, 0);
  EXPECT_EQ(run({"index"}).exit_code, 0);
  const auto committed = std::chrono::steady_clock::now();
  std::int64_t seen = 0;
  while (seen != 2 && std::chrono::steady_clock::now() - committed < std::chrono::seconds(2)) {
    seen = number(json_of(http_get(server.port(), "/api/v1/search?q=asthma").body), "total");
  }
  EXPECT_EQ(seen, 2);
  EXPECT_EQ(run({"index", "--rebuild"}).exit_code, 0);
  EXPECT_EQ(number(json_of(http_get(server.port(), "/api/v1/search?q=asthma").body), "total"), 2);
  done = true;
  reader.join();
  EXPECT_GT(asked, 0);
  EXPECT_EQ(failed, 0);

  server.program().send_signal(SIGTERM);
  EXPECT_EQ(server.program().wait(), 0);
}

TEST_F(Road, GoesToTheDoiAndThroughTheOrganisationsRedirector) {
  const fs::path file = dir / "one.xml";
  write(file, set_of(article(9'900'001, "Asthma in schools", "Inhalers were lent.")));
  ASSERT_EQ(run({"import", file.string(), "--source", "test"}).exit_code, 0);
  ASSERT_EQ(run({"index"}).exit_code, 0);
  const fs::path config = dir / "config";
  fs::copy(test::source_dir() / "config", config, fs::copy_options::recursive);
  write(config / "organisations" / "test.toml",
        "[[organisation]]\nid = \"test-trust\"\nname = \"Test Trust\"\nroute = \"openathens\"\n"
        "openathens_domain = \"test.example.org\"\nlicensed_hosts = [\"doi.org\"]\n");
  Server server(data, {"--config", (config / "evidence.toml").string()});
  const json::object answer = json_of(http_get(server.port(), "/api/v1/search?q=asthma").body);
  const std::string id = string_member(answer.at("hits").as_array().at(0).as_object(), "id");
  const Answer asked = http_get(server.port(), "/go/" + id);
  EXPECT_NE(asked.headers.find("location: /organisations?back=%2Fgo%2F" + id), std::string::npos)
      << asked.headers;
  const Answer direct = http_get(server.port(), "/go/" + id + "?org=none");
  EXPECT_EQ(direct.status, 303);
  EXPECT_NE(direct.headers.find("location: https://doi.org/10.5555/sample.9900001\r"),
            std::string::npos)
      << direct.headers;
  const Answer licensed = http_get(server.port(), "/go/" + id + "?org=test-trust");
  EXPECT_EQ(licensed.status, 303);
  EXPECT_NE(licensed.headers.find("location: https://go.openathens.net/redirector/test.example.org"
                                  "?url=https%3A%2F%2Fdoi.org%2F10.5555%2Fsample.9900001\r"),
            std::string::npos)
      << licensed.headers;
  EXPECT_EQ(http_get(server.port(), "/go/" + id + "?url=https://evil.example/").status, 400);
  EXPECT_EQ(http_get(server.port(), "/go/w000000000000").status, 404);
  EXPECT_EQ(http_get(server.port(), "/works/" + id).status, 200);
  EXPECT_EQ(http_get(server.port(), "/api/v1/works/" + id).status, 200);
}

TEST_F(Road, ASecondImporterIsToldToWait) {
  std::string articles;
  for (int i = 0; i < 20'000; ++i) articles += article(9'000'000 + i, "Title", "Abstract text.");
  const fs::path big = dir / "big.xml";
  write(big, set_of(articles));
  const fs::path small = dir / "small.xml";
  write(small, set_of(article(9'900'001, "Small", "b")));
  Program first(
      {"--data", data.string(), "--no-progress", "import", big.string(), "--source", "one"});
  // Were the second quicker, the first would have to wait.
  for (int attempt = 0; attempt < 2'000 && first.running(); ++attempt) {
    if (fs::exists(data / "locks" / "source-one.lock")) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(20));  // from making the file to locking it
  Outcome second;
  for (int attempt = 0; attempt < 200 && first.running(); ++attempt) {
    second = run({"import", small.string(), "--source", "one"});
    if (second.exit_code == 75) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_EQ(second.exit_code, 75) << second.err;
  EXPECT_EQ(first.wait(), 0);
}

}  // namespace
}  // namespace evidence::test
