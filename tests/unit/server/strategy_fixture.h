// Services that keep strategies in a store of their own, for tests of their endpoints and pages.
#pragma once

#include <map>

#include "curation/sqlite_strategy_store.h"
#include "server/strategy_services.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/server/service_fixture.h"

namespace evidence::server {

class StrategyTest : public ServiceTest {
 protected:
  StrategyTest()
      : pool_([this] {
          return curation::open_sqlite_strategies(
              {directory_.path(), true, std::chrono::seconds(5), {}}, store_clock_);
        }),
        creations_(store_clock_, 20, 60),
        desk_{pool_, creations_, heavy_, nullptr, {}, {"pubmed"}} {
    services_.strategies = &desk_;
    SourceSummary source;
    source.id = "pubmed";
    source.name = "PubMed";
    source.last_success = "2026-11-20T00:00:00Z";
    services_.sources = {source};
  }

  Response send(std::string_view method, std::string_view target, const std::string& body,
                const std::string& key = "", std::string_view type = "application/json") {
    Request sent = request(target);
    sent.method = method;
    sent.body = body;
    sent.headers["content-type"] = type;
    sent.remote_address = "192.0.2.1";
    if (!key.empty()) sent.headers["authorization"] = "Bearer " + key;
    return dispatch(router_, sent, services_);
  }
  Response post(std::string_view target, const std::string& body, const std::string& key = "") {
    return send("POST", target, body, key);
  }
  Response form(std::string_view target,
                const std::vector<std::pair<std::string, std::string>>& values) {
    return send("POST", target, format_query(values), "", "application/x-www-form-urlencoded");
  }

  struct Kept {
    std::string id, key, path;
  };
  Kept keep(const std::string& text = "1. treatment\n2. \"number 3\"\n3. 1 and 2\n") {
    const Response made =
        post("/api/v1/strategies",
             json::serialize(json::object{{"text", text}, {"name", "Asthma"}, {"syntax", "ovid"}}));
    EXPECT_EQ(made.status, 201) << made.body;
    const json::object kept = object(made);
    const std::string id = string_member(kept, "id");
    return {id, string_member(kept, "edit_token"), "/api/v1/strategies/" + id};
  }
  json::object run(const Kept& kept) {
    const Response ran = post(kept.path + "/runs", "{}", kept.key);
    EXPECT_EQ(ran.status, 201) << ran.body;
    return object(ran);
  }
  static std::string code(const Response& response) {
    return string_member(object(response), "code");
  }
  static std::int64_t number(const json::object& in, std::string_view key) {
    const json::value* value = member(in, key);
    return value != nullptr && value->is_number() ? value->to_number<std::int64_t>() : -1;
  }

  test::TempDir directory_;
  test::ManualClock store_clock_;
  curation::StorePool pool_;
  RateLimit creations_;
  HeavyWork heavy_{1};
  StrategyServices desk_;
};

}  // namespace evidence::server
