#include "connectors/format/jsonl.h"

#include <utility>

#include "base/json.h"
#include "base/text.h"
#include "base/url.h"
#include "connectors/format/identifier_links.h"
#include "connectors/format/line_reader.h"
#include "model/record_json.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxLine = 16U << 20U;

class JsonlReader final : public EntryReader {
 public:
  explicit JsonlReader(ByteSource& source) : lines_(source, kMaxLine) {}

  Result<std::optional<Entry>> next() override {
    EVIDENCE_ASSIGN(std::optional<LineReader::Line> line, lines_.next());
    if (!line) return std::optional<Entry>{};
    Entry entry;
    entry.raw.position = "line " + std::to_string(line->number);
    entry.raw.bytes = std::move(line->text);
    if (line->too_long) entry.damage = "it is longer than " + with_thousands(kMaxLine) + " bytes";
    // A line's end is the only sign that it is whole: an unfinished last line that is no JSON is a
    // file cut short, not a bad line.
    if (line->unfinished && !parse_json(entry.raw.bytes, kMaxLine).ok()) {
      return Error{ErrorCode::kBadContent, "file_cut_short",
                   "the file ends inside " + entry.raw.position,
                   "Fetch the file again; lines read before this are kept."};
    }
    return std::optional<Entry>(std::move(entry));
  }

 private:
  LineReader lines_;
};

}  // namespace

bool JsonlFormat::recognises(std::string_view head, std::string_view /*file_name*/) const {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  return trim(head).starts_with('{');
}

std::unique_ptr<EntryReader> JsonlFormat::open(ByteSource& source) const {
  return std::make_unique<JsonlReader>(source);
}

ParsedEntry JsonlFormat::parse(const RawEntry& entry) const {
  ParsedEntry parsed;
  const auto problem = [&](std::string code, std::string reason) {
    parsed.problems.push_back({entry.position, std::move(code), std::move(reason)});
  };
  const Result<json::value> value = parse_json(entry.bytes, kMaxLine);
  if (!value.ok()) {
    problem("bad_json", value.error().message);
    return parsed;
  }
  const json::object* object = value->if_object();
  if (object == nullptr) {
    problem("bad_json", "the line is JSON but not an object");
    return parsed;
  }
  std::vector<std::string> unknown;
  std::vector<DroppedValue> dropped;
  Result<Record> record = record_from_loose_json(*object, unknown, &dropped);
  if (!record.ok()) {
    problem(record.error().slug, record.error().message);
    return parsed;
  }
  for (std::string& key : unknown) problem("unknown_key", std::move(key));
  for (const DroppedValue& value_dropped : dropped) {
    problem("dropped_value", value_dropped.key + ": " + value_dropped.reason);
  }
  // The canonical form already has its links; the short form has only identifiers.
  if (member(*object, "links") == nullptr && member(*object, "identifiers") == nullptr) {
    add_identifier_links(*record);
  }
  if (record->source_record_id.empty()) {
    problem("no_identifier", "the line has neither \"id\" nor \"source_record_id\"");
    return parsed;
  }
  parsed.records.push_back(std::move(record).value());
  return parsed;
}

}  // namespace evidence
