// What people and other machines send wrongly, met by the real binary: each a clear refusal with
// its own exit code or status, nothing lost, nothing else disturbed.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/byte_source.h"
#include "base/json.h"
#include "tests/integration/road_support.h"
#include "tests/support/program.h"
#include "tests/support/replay_server.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/server/raw_client.h"

namespace evidence::test {
namespace {

namespace fs = std::filesystem;
using server::RawClient;
using server::status_of_answer;

std::string article(int pmid, const std::string& title) {
  return "<PubmedArticle><MedlineCitation><PMID Version=\"1\">" + std::to_string(pmid) +
         "</PMID><Article><ArticleTitle>" + title +
         "</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n";
}

// The "code" of {"error":{"code":…}} on standard error; log lines may stand before it.
std::string code_of(const std::string& err) {
  const auto at = err.find("{\"error\"");
  if (at == std::string::npos) return "no error: " + err;
  const auto value = parse_json(err.substr(at, err.find('\n', at) - at));
  if (!value.ok()) return "not JSON: " + err;
  return string_member(value->as_object().at("error").as_object(), "code");
}

// While it lives no process started here can make a file longer than this: a full disk that does
// not need one.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int);
};

struct BadInput : ::testing::Test {
  TempDir dir;
  fs::path data = dir / "data";
  Outcome run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--data", data.string(), "--no-progress"});
    return run_evidence(arguments);
  }
  void import_one_article() {
    write(dir / "good.xml", set_of(article(9'900'001, "Asthma in schools")));
    ASSERT_EQ(run({"import", (dir / "good.xml").string(), "--source", "test"}).exit_code, 0);
    ASSERT_EQ(run({"index"}).exit_code, 0);
  }
};

TEST_F(BadInput, AWrongGzipIsNamedAndTheOtherFilesAreRead) {
  const std::string packed = gzip(set_of(article(9'900'001, "Asthma in schools")));
  write(dir / "text.xml.gz", "\x1f\x8b not gzip at all");
  write(dir / "cut.xml.gz", packed.substr(0, packed.size() / 2));
  write(dir / "good.xml.gz", packed);
  const Outcome imported =
      run({"import", (dir / "text.xml.gz").string(), (dir / "cut.xml.gz").string(),
           (dir / "good.xml.gz").string(), "--source", "test", "--json"});
  EXPECT_EQ(imported.exit_code, 2) << imported.err;
  const json::object counts = json_of(imported.out);
  EXPECT_EQ(number(counts, "added"), 1);
  const json::array& files = counts.at("files").as_array();
  ASSERT_EQ(files.size(), 3U);
  EXPECT_NE(member(files[0].as_object(), "error"), nullptr);
  EXPECT_NE(member(files[1].as_object(), "error"), nullptr);
  EXPECT_EQ(member(files[2].as_object(), "error"), nullptr);
  EXPECT_NE(imported.err.find("text.xml.gz"), std::string::npos) << imported.err;
  EXPECT_EQ(run({"check", "store"}).exit_code, 0);
}

TEST_F(BadInput, ControlCharactersNeverReachAReader) {
  write(dir / "odd.xml", set_of(article(9'900'001, "Asthma\x01\x1b[31m in schools") +
                                article(9'900'002, "A reference &#0; to nothing") +
                                article(9'900'003, "Hearing aids")));
  const Outcome imported =
      run({"import", (dir / "odd.xml").string(), "--source", "test", "--json"});
  EXPECT_EQ(imported.exit_code, 0) << imported.err;
  EXPECT_EQ(number(json_of(imported.out), "added"), 2);
  EXPECT_EQ(number(json_of(imported.out), "problems"), 1);
  ASSERT_EQ(run({"index"}).exit_code, 0);
  for (const char* query : {"asthma", "asthma\x01\x1b[31m"}) {
    const Outcome found = run({"search", query});
    EXPECT_EQ(found.exit_code, 0) << found.err;
    EXPECT_NE(found.out.find("in schools"), std::string::npos) << found.out;
    EXPECT_EQ((found.out + found.err).find_first_of("\x01\x1b"), std::string::npos);
  }
}

TEST_F(BadInput, AFullDiskEndsImportAndIndexAndLosesNothing) {
  std::string lines;
  constexpr int kRecords = 6'000;
  for (int i = 0; i < kRecords; ++i) {
    const std::string id = std::to_string(i);
    lines += "{\"id\":\"r" + id + "\",\"title\":\"Record " + id + "\",\"abstract\":\"";
    for (int word = 0; word < 10; ++word) lines += "common words of a sample abstract " + id + " ";
    lines += "\"}\n";
  }
  const fs::path file = dir / "big.jsonl";
  write(file, lines);
  const std::vector<std::string> import{"import", file.string(), "--source", "test", "--json"};
  Outcome outcome;
  {
    const FullDisk full(1'500 * 1'024);
    outcome = run(import);
  }
  EXPECT_EQ(outcome.exit_code, 75) << outcome.err;
  EXPECT_EQ(code_of(outcome.err), "storage_full");
  const std::int64_t kept = number(json_of(outcome.out), "added");
  EXPECT_LT(kept, kRecords);
  outcome = run(import);  // there is space again
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(number(json_of(outcome.out), "unchanged"), kept);
  EXPECT_EQ(number(json_of(outcome.out), "added"), kRecords - kept);
  {
    const FullDisk full(300 * 1'024);
    outcome = run({"index", "--json"});
  }
  EXPECT_EQ(outcome.exit_code, 75) << outcome.err;
  EXPECT_EQ(code_of(outcome.err), "storage_full");
  ASSERT_EQ(run({"index"}).exit_code, 0);
  EXPECT_EQ(number(json_of(run({"search", "record", "--json"}).out), "total"), kRecords);
  EXPECT_EQ(run({"check"}).exit_code, 0);
}

TEST_F(BadInput, AServiceThatFailsEndsTheHarvestAndTheNextGoesOn) {
  std::mutex mutex;  // guards `fetched`, which the server's thread reads
  Reply fetched;
  const ReplayServer service([&](const SeenRequest& request) {
    const std::scoped_lock lock(mutex);
    if (request.target.find("efetch") != std::string::npos) return fetched;
    return ok(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<eSearchResult><Count>2</Count>"
        "<RetMax>0</RetMax><RetStart>0</RetStart><QueryKey>1</QueryKey><WebEnv>MCID_1</WebEnv>"
        "<IdList/></eSearchResult>");
  });
  const auto answer_with = [&](Reply reply) {
    const std::scoped_lock lock(mutex);
    fetched = std::move(reply);
  };
  const fs::path config = dir / "config";
  fs::copy(test::source_dir() / "config", config, fs::copy_options::recursive);
  write(config / "sources" / "pubmed.toml",
        "id = \"pubmed\"\nprotocol = \"eutils\"\nformat = \"pubmed-xml\"\nbase_url = \"" +
            service.url("/eutils/") +
            "\"\nquery = \"asthma\"\nemail = \"a@example.org\"\nmax_retries = 0\n"
            "allow_http = true\nallow_private_addresses = true\n");
  const std::vector<std::string> harvest{"--config", (config / "evidence.toml").string(), "harvest",
                                         "pubmed", "--json"};
  struct Case {
    const char* name;
    Reply reply;
    int exit_code;
  };
  const std::vector<Case> cases{
      {"429", status(429, "{\"error\":\"API rate limit exceeded\"}"), 75},
      {"500", status(500), 75},
      {"HTML", ok("<html><body>Maintenance</body></html>", "text/html"), 2},
      {"an error in a 200",
       ok("<eFetchResult><ERROR>External viewer error: Timeout</ERROR></eFetchResult>"), 75},
  };
  for (const Case& one : cases) {
    answer_with(one.reply);
    const Outcome failed = run(harvest);
    EXPECT_EQ(failed.exit_code, one.exit_code) << one.name << ": " << failed.err;
    EXPECT_EQ(number(json_of(failed.out), "added"), 0) << one.name;
  }
  answer_with(ok(set_of(article(9'900'002, "Second") + article(9'900'001, "First"))));
  const Outcome good = run(harvest);
  EXPECT_EQ(good.exit_code, 0) << good.err;
  EXPECT_EQ(number(json_of(good.out), "added"), 2);
}

TEST_F(BadInput, WrongParametersAreNamedByPagesAndApi) {
  import_one_article();
  Server server(data);
  const auto is_problem = [](const Answer& answer, const std::string& code) {
    return answer.status == 400 &&
           answer.headers.find("application/problem+json") != std::string::npos &&
           answer.body.find("\"code\":\"" + code + "\"") != std::string::npos;
  };
  EXPECT_TRUE(is_problem(http_get(server.port(), "/api/v1/search?q=asthma&page=-1"), "bad_paging"));
  EXPECT_TRUE(
      is_problem(http_get(server.port(), "/api/v1/search?q=asthma&pgae=1"), "unknown_parameter"));
  const Answer page = http_get(server.port(), "/search?q=asthma&page=-1");
  EXPECT_EQ(page.status, 400);
  EXPECT_NE(page.headers.find("text/html"), std::string::npos) << page.headers;
  EXPECT_NE(page.body.find("value=\"asthma\""), std::string::npos) << page.body;
  // Links to pages come back with parameters that other sites add.
  EXPECT_EQ(http_get(server.port(), "/search?q=asthma&utm_source=mail").status, 200);
}

TEST_F(BadInput, OversizedAndHalfRequestsDisturbNobodyElse) {
  import_one_article();
  Server server(data);
  const auto port = static_cast<std::uint16_t>(server.port());
  const auto searches = [&] {
    return http_get(server.port(), "/api/v1/search?q=asthma").status == 200;
  };
  RawClient half(port);
  half.send("GET /api/v1/sea");
  EXPECT_TRUE(searches());
  half.finish_sending();
  EXPECT_EQ(status_of_answer(half.read_all()), 400);

  RawClient large(port);
  large.send("POST /api/v1/search HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n");
  EXPECT_EQ(status_of_answer(large.read_all()), 413);
  EXPECT_TRUE(searches());

  const std::string words(100'000, 'a');
  EXPECT_EQ(http_get(server.port(), "/api/v1/search?q=" + words).status, 414);
  EXPECT_EQ(http_get(server.port(), "/api/v1/search?q=" + words.substr(0, 5'000)).status, 400);
  EXPECT_EQ(run({"search", words}).exit_code, 2);
  EXPECT_TRUE(searches());
}

}  // namespace
}  // namespace evidence::test
