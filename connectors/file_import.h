// Reads one file of any known format into a sink, page by page, in constant memory. Used by
// `evidence import`. Not thread-safe.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "base/result.h"
#include "base/stop_flag.h"
#include "connectors/record_sink.h"

namespace evidence {

struct ImportProgress {
  std::uint64_t bytes_done = 0, bytes_total = 0;
  SinkCounts counts;
};

struct ImportOptions {
  std::string source;  // Record::source of every record
  std::string format = "auto";
  bool sample = false;  // marks every record as sample data
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
