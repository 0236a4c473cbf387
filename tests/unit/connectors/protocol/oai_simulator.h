// A repository of our own behind the replay server: records with datestamps, deletions and sets,
// parts of a list, tokens full of awkward characters that expire. And a harvest as the harvester
// runs it, into a map. Called by one thread at a time.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/http_client.h"
#include "connectors/connector.h"
#include "connectors/source_config.h"
#include "tests/support/replay_server.h"

namespace evidence::test {

struct OaiItem {
  std::string id;         // "oai:sim.example.org:a/1"
  std::string datestamp;  // "2024-01-02T03:04:05Z"
  bool deleted = false;
  std::string set;
};

class OaiSimulator {
 public:
  explicit OaiSimulator(int count);

  Reply operator()(const SeenRequest& request);

  std::vector<OaiItem> items;
  std::size_t page_size = 7;
  bool seconds = true;
  std::string deletions = "persistent";
  std::size_t token_life = 0;        // requests; 0 = for ever
  std::set<std::string> broken_ids;  // GetRecord answers 500 with an empty body
  std::set<std::string> lost_ids;    // GetRecord answers idDoesNotExist
  bool lists_records = true;         // else ListRecords answers 500
  bool empty_parts = false;          // every second part of a list has no record
  int requests = 0;
  // Called first with the number of the request; a reply of its own stands in place of the answer.
  std::function<std::optional<Reply>(int number, const std::map<std::string, std::string>&)> fault;

 private:
  Reply list(const std::string& verb, const std::map<std::string, std::string>& asked);
  Reply get_record(const std::map<std::string, std::string>& asked);
};

std::string oai_reply(std::string_view inside);
std::string oai_identify(bool seconds, std::string_view deletions);

SourceConfig oai_source(const std::string& base_url);

struct OaiHarvest {
  std::map<std::string, bool> records;  // id → deleted
  std::vector<EntryProblem> problems;
  std::vector<std::string> cursors;  // after each page
  std::optional<Error> error;
  std::optional<std::int64_t> expected_total;
  std::string source_time;
  int pages = 0;
  bool finished = false;

  [[nodiscard]] int deleted() const;
  [[nodiscard]] bool has_problem(std::string_view code) const;
};

// Fetches from `cursor` until the end, an error or `most` pages. An expired place begins again.
void run_oai(Connector& connector, OaiHarvest& harvest, std::string cursor = "",
             const std::string& from = "", const std::string& to = "", int most = 10'000);

}  // namespace evidence::test
