// Reads one file of any known format into a sink, page by page, in constant memory. Used by
// `evidence import`. Not thread-safe.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "base/result.h"
#include "base/stop_flag.h"
#include "connectors/record_sink.h"
#include "connectors/source_config.h"

namespace evidence {

struct ImportProgress {
  std::uint64_t bytes_done = 0, bytes_total = 0;
  SinkCounts counts;
};

struct ImportOptions {
  // Its id is Record::source of every record; its format is used unless `format` names another, its
  // columns, options and mapping apply. A source without a file under sources/ has an id alone.
  SourceConfig source;
  std::string format = "auto";
  std::size_t page_records = 500;
  std::size_t page_bytes = 8U << 20U;
  double max_problem_share = 0.5;  // above it (after 100 entries) the import stops
  std::function<void(const ImportProgress&)> progress;
  const StopFlag* stop = nullptr;
};

struct FileOutcome {
  std::string file;
  std::string format;
  SinkCounts counts;
  std::optional<Error> error;  // the file could not be read to its end; the counts stand
};

// An Error only where nothing could be done at all (unknown format, no such file); a file that
// breaks in the middle is a FileOutcome with `error`. An interruption is kCancelled in `error`.
Result<FileOutcome> import_file(const std::filesystem::path& path, const ImportOptions& options,
                                RecordSink& sink);

}  // namespace evidence
