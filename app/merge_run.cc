#include "app/merge_run.h"

#include "app/progress.h"
#include "base/text.h"

namespace evidence::app {

namespace {

std::string number(std::int64_t count) { return with_thousands(static_cast<std::uint64_t>(count)); }

}  // namespace

Result<MergeOutcome> merge_changed_records(Context& context, RecordStore& store) {
  MergeStore* merging = store.merging();
  if (merging == nullptr) return MergeOutcome{};
  Progress progress("merge", "records", context.shows_progress());
  MergeOptions options;
  options.rules = context.config().match_rules;
  options.fingerprint = fingerprint(options.rules);
  options.stop = &context.stop();
  options.progress = [&](std::int64_t done, std::int64_t total) {
    progress.update(static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(total),
                    static_cast<std::uint64_t>(done));
  };
  EVIDENCE_ASSIGN(MergeOutcome outcome, run_merging(*merging, options));
  if (outcome.stopped) {
    return Error{ErrorCode::kCancelled, "interrupted", "Stopped before the end of merging.",
                 "Run the command again to go on."};
  }
  return outcome;
}

json::object to_json(const MergeOutcome& outcome) {
  return {{"records", outcome.records},         {"compared", outcome.compared},
          {"joined", outcome.joined},           {"split", outcome.split},
          {"common_keys", outcome.common_keys}, {"rematched", outcome.rematched}};
}

std::string to_line(const MergeOutcome& outcome) {
  if (outcome.records == 0) return "";
  std::string line = number(outcome.records) + " records matched, " + number(outcome.joined) +
                     " works joined to others, " + number(outcome.split) + " split.";
  if (outcome.rematched) line += " The rules had changed: all were matched anew.";
  return line;
}

Result<std::vector<RecordName>> records_named(RecordStore& store, const std::string& text) {
  MergeStore* merging = store.merging();
  if (merging == nullptr) {
    return Error{ErrorCode::kUnavailable, "no_merging", "This store does not merge records.", ""};
  }
  if (is_work_id(text)) {
    EVIDENCE_ASSIGN(const std::optional<WorkId> current, store.resolve_work(text));
    if (current) {
      EVIDENCE_ASSIGN(std::vector<RecordName> names, merging->members_of(*current));
      if (!names.empty()) return names;
    }
    return Error{ErrorCode::kNotFound, "unknown_work", "There is no work " + text + ".", ""};
  }
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == text.size()) {
    return Error{ErrorCode::kInvalidArgument, "bad_record_name",
                 quoted_for_message(text) + " is neither a work's id nor a record.",
                 "A record is named by its source and its number there: pubmed:31452104."};
  }
  EVIDENCE_ASSIGN(const std::optional<RecordName> name,
                  merging->find_name(text.substr(0, colon), text.substr(colon + 1)));
  if (name) return std::vector<RecordName>{*name};
  return Error{ErrorCode::kNotFound, "unknown_record",
               "The store has no record " + quoted_for_message(text) + ".",
               "`evidence export --members` lists works with their records."};
}

std::string to_text(const RecordName& name) { return name.source + ":" + name.key; }

}  // namespace evidence::app
