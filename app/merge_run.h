// Merging as the commands run it: the configured rules, progress, a line about the outcome. Used by
// cmd_index.cc and the merge commands.
#pragma once

#include <string>

#include "app/context.h"
#include "indexer/merging.h"

namespace evidence::app {

// kCancelled where a person stopped it. A store that does not merge gives an empty outcome.
Result<MergeOutcome> merge_changed_records(Context& context, RecordStore& store);

json::object to_json(const MergeOutcome& outcome);
std::string to_line(const MergeOutcome& outcome);  // "" where no record had changed

// "pubmed:123" or a work's id → records; of a work its live members. kInvalidArgument, kNotFound.
Result<std::vector<RecordName>> records_named(RecordStore& store, const std::string& text);
std::string to_text(const RecordName& name);  // "pubmed:123"

}  // namespace evidence::app
