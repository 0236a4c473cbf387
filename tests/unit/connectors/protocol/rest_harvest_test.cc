// The REST connectors under the harvester, which fetches ahead of what is stored: a harvest that
// breaks at any page and goes on from what was stored ends in the same works.
#include <gtest/gtest.h>

#include <random>

#include "connectors/harvester.h"
#include "tests/unit/connectors/protocol/rest_simulator.h"

namespace evidence {
namespace {

using test::ManualClock;
using test::ReplayServer;
using test::RestSimulator;

// Each simulated work is an entry, and a record with its id.
class SimulatedFormat final : public Format {
 public:
  [[nodiscard]] std::string_view name() const override { return "simulated"; }
  [[nodiscard]] bool recognises(std::string_view, std::string_view) const override { return false; }
  std::unique_ptr<EntryReader> open(ByteSource& source) const override {
    class Reader final : public EntryReader {
     public:
      explicit Reader(std::vector<std::string> ids) : ids_(std::move(ids)) {}
      Result<std::optional<Entry>> next() override {
        if (at_ == ids_.size()) return std::optional<Entry>();
        return std::optional(Entry{{ids_[at_], "entry " + std::to_string(at_++ + 1)}, ""});
      }

     private:
      std::vector<std::string> ids_;
      std::size_t at_ = 0;
    };
    return std::make_unique<Reader>(test::ids_in(read_all(source, 1U << 20U).value()));
  }
  ParsedEntry parse(const RawEntry& entry) const override {
    ParsedEntry parsed;
    parsed.records.emplace_back();
    parsed.records.back().source_record_id = entry.bytes;
    parsed.records.back().title = entry.bytes;
    return parsed;
  }
};

// Keeps ids and the last cursor; breaks at one write, as a full disk or a crash would.
class BreakingSink final : public RecordSink {
 public:
  Result<SinkCounts> write(SinkPage page) override {
    if (++writes == breaks_at) return Error{ErrorCode::kStorageFull, "full", "no space", ""};
    for (const Record& record : page.records) ids.insert(record.source_record_id);
    cursor = page.cursor_after;
    finished = page.last;
    return SinkCounts{};
  }
  int writes = 0;
  int breaks_at = 0;
  bool finished = false;
  std::set<std::string> ids;
  std::string cursor;
};

TEST(RestHarvest, BrokenAtAnyPageEndsInTheSameWorks) {
  constexpr int kWorks = 97;
  std::mt19937 random(5);
  for (const std::string& protocol : test::rest_protocols()) {
    for (int run = 0; run < 20; ++run) {
      auto simulator = std::make_shared<RestSimulator>(protocol, test::simulated_works(kWorks));
      ReplayServer server(
          [simulator](const test::SeenRequest& request) { return (*simulator)(request); });
      SourceConfig source = test::rest_source(protocol, server);
      if (protocol == "crossref") {
        source.query.clear();
        source.options["issns"] = {"1234-5679", "2345-6787", "3456-7895"};
        source.options["issns_per_request"] = {"2"};
      }
      const auto http = test::loopback_client();
      ManualClock clock;
      BreakingSink sink;
      sink.breaks_at = 1 + static_cast<int>(random() % 10);
      HarvestOutcome outcome;
      for (int attempt = 0; attempt < 3 && !sink.finished; ++attempt) {
        // A new process: nothing but the stored cursor is known.
        auto connector = protocol_by_name(protocol)->make(
            source, ConnectorParts{*http, clock, std::make_shared<SimulatedFormat>(), {}, nullptr});
        ASSERT_TRUE(connector.ok()) << connector.error().message;
        HarvestOptions options;
        options.cursor = sink.cursor;
        outcome = run_harvest(**connector, source, options, sink, clock);
      }
      ASSERT_TRUE(sink.finished) << protocol << ", broken at write " << sink.breaks_at << ": "
                                 << (outcome.error ? outcome.error->message : "");
      EXPECT_EQ(sink.ids.size(), static_cast<std::size_t>(kWorks))
          << protocol << ", broken at write " << sink.breaks_at;
    }
  }
}

}  // namespace
}  // namespace evidence
