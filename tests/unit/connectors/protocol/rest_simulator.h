// Small services of our own behind the replay server, one per REST protocol, over a list of works:
// for the tests of the connectors. Called by one thread at a time.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/http_client.h"
#include "connectors/connector.h"
#include "connectors/registry.h"
#include "connectors/source_config.h"
#include "tests/support/manual_clock.h"
#include "tests/support/replay_server.h"

namespace evidence::test {

struct SimulatedWork {
  std::string id;
  std::string changed;  // "2026-03-01"
  std::string issn;     // Crossref only
};
std::vector<SimulatedWork> simulated_works(int count);

// The parameters of a target, decoded.
std::map<std::string, std::string> parameters_in(const std::string& target);

class RestSimulator {
 public:
  RestSimulator(std::string protocol, std::vector<SimulatedWork> works)
      : protocol_(std::move(protocol)), works_(std::move(works)) {}

  Reply operator()(const SeenRequest& request);

  // Called first; a reply of its own stands in place of the answer, which is still worked out, as
  // a service does whose answer is lost on the way.
  std::function<std::optional<Reply>(int number, const Reply& answer)> fault;
  // Further members of a work's JSON, ",\"title\":…", where the source's own format reads it.
  std::function<std::string(const SimulatedWork&)> members;
  bool forgets_places = false;  // all tokens have expired
  int requests = 0;

 private:
  std::string entries_of(const std::vector<SimulatedWork>& works, std::size_t from,
                         std::size_t count) const;
  Reply answer(const SeenRequest& request);
  Reply by_offset(const std::map<std::string, std::string>& asked);
  Reply crossref(const std::map<std::string, std::string>& asked);
  Reply doaj(const std::map<std::string, std::string>& asked);
  Reply nice(const SeenRequest& request);

  std::string protocol_;
  std::vector<SimulatedWork> works_;
  // Crossref keeps the places itself: the cursor stays the same, the place behind it moves.
  std::map<std::string, std::pair<std::vector<SimulatedWork>, std::size_t>> scrolls_;
};

// The ids of the works in a page of any simulated service.
std::vector<std::string> ids_in(std::string_view page);

std::unique_ptr<HttpClient> loopback_client();

// A source that the simulator of the protocol answers; base_url is the server's.
SourceConfig rest_source(const std::string& protocol, const ReplayServer& server);

Result<std::unique_ptr<Connector>> connector_for(const SourceConfig& source, HttpClient& http,
                                                 Clock& clock);

const std::vector<std::string>& rest_protocols();

}  // namespace evidence::test
