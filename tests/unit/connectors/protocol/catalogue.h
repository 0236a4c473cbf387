// What the tests of SRU and Z39.50 share: records of our own making, a client for local servers,
// and harvesting a whole source page by page.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/http_client.h"
#include "base/stop_flag.h"
#include "connectors/connector.h"
#include "connectors/registry.h"
#include "connectors/source_config.h"
#include "tests/support/manual_clock.h"

namespace evidence::test {

// Control number "ev00007" and a title with letters of many alphabets.
std::string catalogue_title(int number);
std::string marcxml_record(int number);
std::string marcxml_collection(int first, int last);

SourceConfig catalogue_source(const std::string& protocol, const std::string& base_url,
                              const std::string& format = "marcxml");

struct Harvested {
  std::vector<Record> records;
  std::vector<EntryProblem> problems;
  std::optional<Error> error;
  std::string cursor;  // of the first page not had
  int pages = 0;

  [[nodiscard]] std::vector<std::string> ids() const;     // sorted, each once
  [[nodiscard]] std::vector<std::string> titles() const;  // sorted, each once
};

// A connector with all it needs; each is a new one, as another process would make it.
class Catalogue {
 public:
  explicit Catalogue(SourceConfig source);
  Result<FetchedPage> fetch(const std::string& cursor = "", const std::string& from = "",
                            const std::string& to = "");
  // From `cursor` on, at most `most` pages, into `into`.
  void harvest(Harvested& into, const std::string& cursor = "", int most = 1'000);
  Harvested harvest() {
    Harvested all;
    harvest(all);
    return all;
  }
  [[nodiscard]] bool complete() const { return connector_->complete_when_full(); }
  StopFlag stop;
  ManualClock clock;

 private:
  SourceConfig source_;
  std::unique_ptr<HttpClient> http_;
  std::unique_ptr<Connector> connector_;
};

}  // namespace evidence::test
