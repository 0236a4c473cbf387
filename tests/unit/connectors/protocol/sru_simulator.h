// An SRU server of our own making behind the replay server: answers searchRetrieve over numbered
// MARC records and misbehaves as scripted. Not thread-safe but for what the server calls.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/support/replay_server.h"

namespace evidence::test {

class SruSimulator {
 public:
  explicit SruSimulator(int count);
  Reply operator()(const SeenRequest& request);

  std::vector<int> numbers;    // of the records, in the result's order
  std::int64_t most = 1'000;   // records a reply, whatever is asked
  std::set<int> malformed;     // records that are no XML, in whatever page they stand
  std::set<int> surrogates;    // records that come as a diagnostic
  bool next_past_end = false;  // nextRecordPosition even behind the last record
  bool says_next = true;
  std::string precision;  // resultCountPrecision
  // Called first with the number of the request; a reply of its own stands in place of the answer.
  std::function<std::optional<Reply>(int number, std::int64_t start)> fault;
  int requests = 0;
};

std::string sru_reply(std::int64_t total, const std::string& records, const std::string& more = "");
std::string sru_diagnostics(int number, const std::string& details = "");

}  // namespace evidence::test
