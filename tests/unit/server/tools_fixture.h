// Services with search filters over a small real index, for tests of what librarians build searches
// with.
#pragma once

#include "tests/unit/server/strategy_fixture.h"

namespace evidence::server {

class ToolsTest : public StrategyTest {
 protected:
  ToolsTest() {
    query::SearchFilter trials;
    trials.id = "sample-trials";
    trials.version = "2";
    trials.title = "Sample trials & <b>";
    trials.citation = "A Librarian. Sample trials, 2026";
    trials.source = "invented for tests";
    trials.sensitivity = 0.934;
    trials.verified = true;
    trials.lines = {"asthma[ti]", "treated[tiab]", "#1 OR #2"};
    add(trials);
    trials.version = "10";
    trials.lines = {"asthma[ti]", "children[tiab]", "#1 AND #2"};
    add(trials);
    query::SearchFilter handbook = trials;
    handbook.id = "cochrane-sample";
    handbook.version = "1";
    handbook.verified = false;
    handbook.note = "second-hand sample";
    handbook.lines = {"asthma[tiab]"};
    add(handbook);
    services_.filters = &filters_;
  }

  static bool holds(const Response& response, std::string_view text) {
    return response.body.find(text) != std::string::npos;
  }

 private:
  void add(const query::SearchFilter& filter) {
    const auto added = filters_.add(filter);
    EXPECT_TRUE(added.ok()) << (added.ok() ? "" : added.error().message);
  }
  query::FilterLibrary filters_;
};

}  // namespace evidence::server
