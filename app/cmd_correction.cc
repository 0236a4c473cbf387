// evidence correction …: local corrections to a work's metadata; they outlive every harvest.
#include <cstdio>

#include "app/commands.h"
#include "app/merge_run.h"
#include "app/subcommand.h"
#include "base/text.h"
#include "indexer/work_loader.h"
#include "store/merge_store.h"

namespace evidence::app {

namespace {

struct Arguments {
  std::string name, field, value, reason, actor, source;
  std::int64_t id = 0;
  std::size_t limit = 100;
};

Result<MergeStore*> merging_of(RecordStore& store) {
  if (MergeStore* merging = store.merging()) return merging;
  return Error{ErrorCode::kUnavailable, "no_merging", "This store keeps no corrections.", ""};
}

Result<void> add(Context& context, const Arguments& arguments) {
  EVIDENCE_ASSIGN(const auto store, context.open_store(Context::Access::kWrite));
  EVIDENCE_ASSIGN(MergeStore * merging, merging_of(*store));
  EVIDENCE_ASSIGN(const auto named, records_named(*store, arguments.name));
  Correction correction;
  correction.field = arguments.field;
  correction.value = clean_text_keeping_lines(arguments.value);
  correction.reason = clean_text(arguments.reason);
  correction.author = clean_text(arguments.actor);
  EVIDENCE_ASSIGN(const std::int64_t id, merging->correct(named.front().number, correction));
  if (context.options().json) {
    context.print_json(json::object{{"id", id}, {"record", to_text(named.front())}});
  } else {
    context.print("Correction " + std::to_string(id) + " stands with " + to_text(named.front()) +
                  ". Now run `evidence index`, so that readers see it.");
  }
  return {};
}

Result<void> withdraw(Context& context, const Arguments& arguments) {
  EVIDENCE_ASSIGN(const auto store, context.open_store(Context::Access::kWrite));
  EVIDENCE_ASSIGN(MergeStore * merging, merging_of(*store));
  EVIDENCE_TRY(merging->withdraw_correction(arguments.id, clean_text(arguments.actor)));
  if (context.options().json) {
    context.print_json(json::object{{"withdrawn", arguments.id}});
  } else {
    context.print("Withdrawn. Now run `evidence index`, so that readers see it.");
  }
  return {};
}

// What its source says, so that the list can be sent there.
Result<std::string> value_of_source(RecordStore& store, const MergeStore::CorrectionRow& row) {
  EVIDENCE_ASSIGN(const auto stored, store.find_record(row.record.source, row.record.key));
  if (!stored || stored->record.deleted) return std::string();
  return correctable_value(stored->record, row.correction.field);
}

Result<void> list(Context& context, const Arguments& arguments) {
  EVIDENCE_ASSIGN(const auto store, context.open_store(Context::Access::kRead));
  EVIDENCE_ASSIGN(MergeStore * merging, merging_of(*store));
  EVIDENCE_ASSIGN(const auto rows, merging->corrections(arguments.source, arguments.limit));
  json::array array;
  for (const MergeStore::CorrectionRow& row : rows) {
    const Correction& correction = row.correction;
    EVIDENCE_ASSIGN(const std::string theirs, value_of_source(*store, row));
    if (context.options().json) {
      json::object object{{"id", correction.id},           {"work", row.work},
                          {"record", to_text(row.record)}, {"field", correction.field},
                          {"source_says", theirs},         {"value", correction.value},
                          {"reason", correction.reason},   {"author", correction.author},
                          {"at", correction.at},           {"in_force", row.withdrawn_at.empty()}};
      if (!row.withdrawn_at.empty()) {
        object["withdrawn_by"] = row.withdrawn_by;
        object["withdrawn_at"] = row.withdrawn_at;
      }
      array.emplace_back(std::move(object));
      continue;
    }
    const std::string state = row.withdrawn_at.empty() ? ""
                                                       : " (withdrawn " + row.withdrawn_at +
                                                             " by " + row.withdrawn_by + ")";
    context.print(
        std::to_string(correction.id) + "  " + to_text(row.record) + "  " + correction.field +
        state + "\n   source says: " + std::string(truncate_utf8(theirs, 200)) +
        "\n   here:        " + std::string(truncate_utf8(correction.value, 200)) + "\n   " +
        correction.at.substr(0, 10) + ", " + correction.author + ": " + correction.reason);
  }
  if (context.options().json) {
    context.print_json(json::object{{"corrections", std::move(array)}});
  } else if (rows.empty()) {
    context.print("There are no corrections.");
  }
  return {};
}

std::string field_names() {
  std::vector<std::string> names;
  for (const std::string_view field : correctable_fields()) names.emplace_back(field);
  return join(names, ", ");
}

}  // namespace

void add_correction(CLI::App& program, Run& run) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command =
      program.add_subcommand("correction", "Correct a work's metadata here; harvests keep it");
  command->require_subcommand(1);
  command->footer(
      "Example: evidence correction add pubmed:31452104 --field pages --value 101-109 \\\n"
      "           --reason 'as printed' --actor 'A. Librarian'\n"
      "`correction list --source pubmed --json` is what to report to that source.");
  CLI::App* one = command->add_subcommand("add", "Correct one field");
  one->add_option("name", arguments->name, "A work's id or a record (pubmed:31452104)")->required();
  one->add_option("--field", arguments->field, "One of: " + field_names())->required();
  one->add_option("--value", arguments->value,
                  "What it should be; '' empties it; several values separated by ';'")
      ->required();
  one->add_option("--reason", arguments->reason, "What shows that the source errs")->required();
  one->add_option("--actor", arguments->actor, "Who corrects")->required();
  on(one, run, arguments, add);
  CLI::App* remove = command->add_subcommand("remove", "Withdraw a correction");
  remove->add_option("id", arguments->id, "Its number, as `correction list` shows it")->required();
  remove->add_option("--actor", arguments->actor, "Who withdraws it")->required();
  on(remove, run, arguments, withdraw);
  CLI::App* all =
      command->add_subcommand("list", "Corrections, newest first, with what the source says");
  all->add_option("--source", arguments->source, "Only those of this source's records");
  all->add_option("--limit", arguments->limit, "How many to show (default 100)")
      ->check(CLI::Range(1, 10'000));
  on(all, run, arguments, list);
}

}  // namespace evidence::app
