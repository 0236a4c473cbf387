// Where parsed records go: connectors know no store. app/ joins a sink to the store.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "connectors/connector.h"

namespace evidence {

// One page as it leaves the connectors; written whole or not at all.
struct SinkPage {
  std::vector<Record> records;
  std::vector<EntryProblem> problems;
  std::vector<std::string> families;  // ParsedEntry::families
  std::string raw_bytes;              // "" = do not keep
  std::filesystem::path raw_file;     // instead: a file on disk to keep, named by each of its pages
  std::string raw_media_type;
  std::string raw_url;
  std::string cursor_after;  // resume point once this page is stored
  bool last = false;
  std::optional<std::string> notebook;  // the connector's, where it changed
  std::int64_t bytes = 0;               // received for it
};

struct SinkCounts {
  std::int64_t read = 0, added = 0, changed = 0, unchanged = 0, deleted = 0, problems = 0;
};

class RecordSink {
 public:
  virtual ~RecordSink() = default;
  virtual Result<SinkCounts> write(SinkPage page) = 0;
};

}  // namespace evidence
