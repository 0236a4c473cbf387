// From bytes to a source's records: what harvests, imports and parsing again have in common – text
// made UTF-8, the format's parser, the source's mapping rules, and a note for whatever went wrong.
// Used by connectors/harvester.h, connectors/file_import.h and app/. Stateless; thread-safe but for
// EntryStream, which one thread uses.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/byte_source.h"
#include "base/encoding.h"
#include "connectors/connector.h"
#include "connectors/source_config.h"

namespace evidence {

struct ParsedPage {
  std::vector<Record> records;
  std::vector<EntryProblem> problems;
  std::vector<std::string> families;  // ParsedEntry::families
  std::int64_t entries = 0;           // that should be records: envelopes are not counted
  std::int64_t failed = 0;            // of them, those that gave no record
  std::int64_t skipped = 0;  // well-formed parts that are no records; a source may count them
};

// The entries of a stream in a format; the stream must outlive it.
class EntryStream {
 public:
  EntryStream(const Format& format, ByteSource& source)
      : text_(format.is_text() ? utf8_source(source) : nullptr),
        reader_(format.open(text_ ? *text_ : source)) {}
  Result<std::optional<EntryReader::Entry>> next() { return reader_->next(); }

 private:
  std::unique_ptr<ByteSource> text_;
  std::unique_ptr<EntryReader> reader_;
};

// Parses one entry into `page`.
void parse_entry(const SourceConfig& source, const Format& format, EntryReader::Entry entry,
                 ParsedPage& page);

// Every entry of a whole page. An Error where it cannot be read to its end; `page` then holds what
// came before.
Result<void> parse_entries(const SourceConfig& source, const Format& format, ByteSource& bytes,
                           ParsedPage& page);

}  // namespace evidence
