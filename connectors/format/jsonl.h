// JSON Lines: one record an object a line, canonical (as `evidence export` writes it) or in the
// tolerant form of record_from_loose_json. Stateless, thread-safe; see Format.
#pragma once

#include "connectors/connector.h"

namespace evidence {

class JsonlFormat final : public Format {
 public:
  [[nodiscard]] std::string_view name() const override { return "jsonl"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  // Problems: "unknown_key" (reason: the key), "dropped_value", "bad_json", "bad_record_json".
  ParsedEntry parse(const RawEntry& entry) const override;
};

}  // namespace evidence
