// Joins the connectors' RecordSink to the store: one page, one transaction.
#pragma once

#include <string>

#include "connectors/record_sink.h"
#include "store/record_store.h"

namespace evidence::app {

class StoreSink final : public RecordSink {
 public:
  // `state` is written with each page where the harvest keeps one; nullptr for file imports.
  StoreSink(RecordStore& store, std::string source, std::int64_t run, const HarvestState* state)
      : store_(store), source_(std::move(source)), run_(run), state_(state) {}
  Result<SinkCounts> write(SinkPage page) override;

 private:
  RecordStore& store_;
  std::string source_;
  std::int64_t run_;
  const HarvestState* state_;
};

PageCounts to_page_counts(const SinkCounts& counts);

}  // namespace evidence::app
