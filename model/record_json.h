// The canonical JSON of a record: what the store keeps, what `export` writes a line of, what
// `import --format jsonl` reads. Key order is fixed, empty members are left out, so equal records
// give equal bytes and the content hash is the hash of these bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "model/record.h"

namespace evidence {

std::string record_to_json(const Record& record);
Result<Record> record_from_json(std::string_view text);         // exact inverse of record_to_json
Result<Record> record_from_object(const json::object& object);  // the same, already parsed

// A value that was there but could not be kept: a DOI that is none, a link to "javascript:".
struct DroppedValue {
  std::string key;
  std::string reason;
};

// Tolerant reader of the shared JSON Lines form: id, title, abstract (string or [{label,text}]),
// authors[] ("Smith J" or objects), journal, year, mesh[] (labels, "Asthma/drug therapy", '*'
// marks major), pubtypes[], doi, pmid and the canonical names. `unknown_keys` gets what was left
// out. source and source_record_id are the caller's to fill from `id` where absent. All text is
// cleaned and bounded; what is not valid is left out and, where `dropped` is given, named there.
// Fails only where a member has a type that cannot be meant (a title that is a list). The keys and
// what becomes of each: docs/jsonl.md.
Result<Record> record_from_loose_json(const json::object& object,
                                      std::vector<std::string>& unknown_keys,
                                      std::vector<DroppedValue>* dropped = nullptr);

}  // namespace evidence
