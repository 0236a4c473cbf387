// A PubMed of our own making behind the replay server, a plain format for its pages and a sink that
// collects: for the tests of the E-utilities connector and the harvester. Not thread-safe but for
// what the server calls.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "connectors/connector.h"
#include "connectors/record_sink.h"
#include "connectors/registry.h"
#include "connectors/source_config.h"
#include "tests/support/replay_server.h"

namespace evidence::test {

// The parameters of a query string or form body, decoded.
std::map<std::string, std::string> parameters_of(std::string_view query);

// One <PubmedArticle><PMID>…</PMID></PubmedArticle> after another; <bad/> in place of the PMID is a
// damaged entry. The reader fails where the closing root is missing.
const Format& plain_format();
inline ConnectorParts plain_parts(HttpClient& http, Clock& clock) {
  return {http,
          clock,
          std::shared_ptr<const Format>(&plain_format(), [](const Format*) {}),
          {},
          nullptr};
}

// An article as the simulator sends it.
std::string article(std::int64_t pmid);
std::string article_set(const std::vector<std::int64_t>& pmids);
std::string search_reply(std::int64_t count, std::string_view web_env = "MCID_1");

struct SimulatedArticle {
  std::int64_t pmid = 0;
  std::string edat, mdat;  // "2024/03/15"
};

// Answers esearch and efetch over `articles`, with PubMed's limit (scaled down by `limit`).
class PubmedSimulator {
 public:
  explicit PubmedSimulator(std::vector<SimulatedArticle> articles)
      : articles_(std::move(articles)) {}

  Reply operator()(const SeenRequest& request);

  std::int64_t limit = 9'999;
  bool honours_pmid_ranges = true;
  // How an article looks, where more than its number matters.
  std::function<std::string(std::int64_t pmid)> looks = article;
  int histories_last = 1'000'000;  // so many efetches, then the history is forgotten
  // Called first with the number of the request; a reply of its own stands in place of the answer.
  std::function<std::optional<Reply>(int number, const SeenRequest&)> fault;
  int searches = 0, fetches = 0, requests = 0;

 private:
  Reply search(const std::map<std::string, std::string>& parameters);
  Reply fetch(const std::map<std::string, std::string>& parameters);

  std::vector<SimulatedArticle> articles_;
  std::map<std::string, std::vector<std::int64_t>> histories_;
  int fetches_of_history_ = 0;
};

class CollectingSink final : public RecordSink {
 public:
  Result<SinkCounts> write(SinkPage page) override;

  std::set<std::string> ids;
  std::int64_t written = 0;  // records, those that came twice counted twice
  std::vector<EntryProblem> problems;
  std::string cursor;
  bool last = false;
  int pages = 0;
  std::vector<std::string> urls;
  std::function<std::optional<Error>()> refuse;
};

SourceConfig pubmed_source(const std::string& base_url);

}  // namespace evidence::test
