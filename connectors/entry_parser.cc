#include "connectors/entry_parser.h"

#include <iterator>
#include <utility>

#include "base/text.h"
#include "connectors/mapping.h"

namespace evidence {

void parse_entry(const SourceConfig& source, const Format& format, EntryReader::Entry entry,
                 ParsedPage& page) {
  if (!entry.damage.empty()) {
    ++page.entries;
    ++page.failed;
    page.problems.push_back({entry.raw.position, "damaged_entry", entry.damage});
    return;
  }
  if (format.is_text() && !is_valid_utf8(entry.raw.bytes)) {
    bool repaired = false;
    entry.raw.bytes = utf8_text(entry.raw.bytes, repaired);
    page.problems.push_back(
        {entry.raw.position, "not_utf8", "bytes that are not UTF-8 were read as Windows-1252"});
  }
  ParsedEntry made = format.parse(entry.raw);
  if (made.skipped) {
    ++page.skipped;
    std::move(made.problems.begin(), made.problems.end(), std::back_inserter(page.problems));
    return;
  }
  ++page.entries;
  std::move(made.families.begin(), made.families.end(), std::back_inserter(page.families));
  const std::size_t before = page.records.size();
  for (Record& record : made.records) {
    if (record.source_record_id.empty()) {
      made.problems.push_back(
          {entry.raw.position, "no_identifier", "the record has no number of its own"});
      continue;
    }
    record.source = source.id;
    record.sample = record.sample || source.sample;
    if (!source.mapping.empty()) {
      apply_mapping(source.mapping, record);
      apply_limits(record);
    }
    page.records.push_back(std::move(record));
  }
  if (page.records.size() == before) {
    ++page.failed;
    if (made.problems.empty()) {
      made.problems.push_back({entry.raw.position, "no_record", "the entry gives no record"});
    }
  }
  std::move(made.problems.begin(), made.problems.end(), std::back_inserter(page.problems));
}

Result<void> parse_entries(const SourceConfig& source, const Format& format, ByteSource& bytes,
                           ParsedPage& page) {
  EntryStream stream(format, bytes);
  while (true) {
    EVIDENCE_ASSIGN(std::optional<EntryReader::Entry> entry, stream.next());
    if (!entry) return {};
    parse_entry(source, format, std::move(*entry), page);
  }
}

}  // namespace evidence
