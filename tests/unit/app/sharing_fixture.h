// A real store behind the real routes, for tests of what is given on to others: sources "open" and
// "guides" may be, "licensed" may not. The clock stands still.
#pragma once

#include <gtest/gtest.h>

#include <pugixml.hpp>

#include "app/shared_records.h"
#include "server/metrics.h"
#include "server/request_parsing.h"
#include "server/router.h"
#include "store/sqlite_record_store.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temp_dir.h"

namespace evidence::app {

class SharingTest : public ::testing::Test {
 protected:
  SharingTest()
      : shared_(sources(), [this] { return open(false); }),
        searcher_(SearcherOptions{}),
        links_({}),
        services_{searcher_, links_, clock_, metrics_, {}, {}, nullptr, &shared_},
        router_(server::all_routes()) {
    services_.site.base_url = "https://evidence.example.org";
    services_.site.contact_email = "library@example.org";
    auto opened = open(true);
    EXPECT_TRUE(opened.ok());
    store_ = std::move(*opened);
  }

  static std::vector<SourceConfig> sources() {
    std::vector<SourceConfig> all(3);
    all[0].id = "open";
    all[0].name = "Open & free";
    all[0].licence = "CC0";
    all[0].redistribute = true;
    all[1].id = "guides";
    all[1].redistribute = true;
    all[2].id = "licensed";
    return all;
  }

  Result<std::unique_ptr<RecordStore>> open(bool writable) {
    SqliteStoreOptions options;
    options.directory = directory_.path();
    options.create = writable;
    options.read_only = !writable;
    return open_sqlite_store(options, clock_);
  }

  static Record record(const std::string& source, const std::string& key,
                       const std::string& title = "A title") {
    Record record;
    record.source = source;
    record.source_record_id = key;
    record.title = title;
    return record;
  }
  static Record tombstone(const std::string& source, const std::string& key) {
    Record gone = record(source, key, "");
    gone.deleted = true;
    return gone;
  }
  void put(std::vector<Record> records) {
    PageWrite page;
    page.source = records.front().source;
    page.records = std::move(records);
    const auto stored = store_->apply_page(page);
    EXPECT_TRUE(stored.ok()) << (stored.ok() ? "" : stored.error().message);
  }

  server::Response send(std::string_view method, std::string_view target, std::string body = "",
                        std::string content_type = "") {
    server::Request request;
    request.method = std::string(method);
    request.target = std::string(target);
    const auto parsed = server::parse_target(target);
    EXPECT_TRUE(parsed.ok()) << target;
    if (parsed.ok()) {
      request.path = parsed->path;
      request.query = parsed->query;
    }
    request.headers["host"] = "127.0.0.1:8080";
    if (!content_type.empty()) request.headers["content-type"] = std::move(content_type);
    request.body = std::move(body);
    request.request_id = "0123456789abcdef";
    request.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    return server::dispatch(router_, request, services_);
  }
  server::Response get(std::string_view target) { return send("GET", target); }

  // The whole of an answer that comes in chunks.
  static std::string body_of(const server::Response& response) {
    if (!response.producer) return response.body;
    std::string all;
    while (true) {
      const auto chunk = response.producer([] { return false; });
      EXPECT_TRUE(chunk.ok());
      if (!chunk.ok() || chunk->empty()) return all;
      all += *chunk;
    }
  }

  test::TempDir directory_;
  test::ManualClock clock_;
  StoreSharedRecords shared_;
  server::Metrics metrics_;
  Searcher searcher_;
  LinkResolver links_;
  server::Services services_;
  server::Router router_;
  std::unique_ptr<RecordStore> store_;
};

}  // namespace evidence::app
