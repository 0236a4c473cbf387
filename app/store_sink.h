// Joins the connectors' RecordSink to the store: one page, one transaction. Used by one thread.
#pragma once

#include <optional>
#include <string>

#include "connectors/record_sink.h"
#include "store/record_store.h"

namespace evidence::app {

class StoreSink final : public RecordSink {
 public:
  struct Options {
    // Written with each page where the harvest keeps one; file imports keep none.
    std::optional<HarvestState> state;
    std::int64_t pass = 0;  // PageWrite::pass
    bool keep_raw = true;
  };
  StoreSink(RecordStore& store, std::string source, std::int64_t run, Options options)
      : store_(store), source_(std::move(source)), run_(run), options_(std::move(options)) {}
  Result<SinkCounts> write(SinkPage page) override;
  // As the last page left it.
  [[nodiscard]] const std::optional<HarvestState>& state() const { return options_.state; }

 private:
  RecordStore& store_;
  std::string source_;
  std::int64_t run_;
  Options options_;
};

PageCounts to_page_counts(const SinkCounts& counts);

}  // namespace evidence::app
