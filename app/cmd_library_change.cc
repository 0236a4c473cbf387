// evidence library import|add|set|remove|confirm: changing the directory, as a national editor.
#include "app/library_commands.h"
#include "app/subcommand.h"
#include "app/table_file.h"
#include "base/text.h"
#include "curation/library_editing.h"
#include "curation/removals.h"

namespace evidence::app {
namespace {

using curation::LibraryChange;

struct LibraryEdit {
  std::string file, code, actor;
  std::vector<std::string> codes, values;
  bool apply = false, remove_others = false, confirm = false, confirm_removals = false;
};

std::string_view sign_of(LibraryChange::Kind kind) {
  switch (kind) {
    case LibraryChange::Kind::kAdded:
      return "+ ";
    case LibraryChange::Kind::kRemoved:
      return "- ";
    case LibraryChange::Kind::kConfirmed:
      return "= ";
    case LibraryChange::Kind::kChanged:
      break;
  }
  return "~ ";
}

void print_change(const Context& context, const LibraryChange& change) {
  std::string lines = std::string(sign_of(change.kind)) + change.code + "  " + change.name;
  if (change.kind == LibraryChange::Kind::kConfirmed) {
    lines += "  (confirmed " + change.after.checked + ")";
  }
  for (const curation::FieldChange& field : change.fields) {
    lines += "\n    " + field.field + ": ";
    if (change.kind != LibraryChange::Kind::kAdded) lines += "\"" + field.from + "\" → ";
    lines += "\"" + field.to + "\"";
  }
  context.print(lines);
}

json::object change_json(const LibraryChange& change) {
  json::array fields;
  for (const curation::FieldChange& field : change.fields) {
    fields.emplace_back(
        json::object{{"field", field.field}, {"from", field.from}, {"to", field.to}});
  }
  std::string_view action = "changed";
  if (change.kind == LibraryChange::Kind::kAdded) action = "added";
  if (change.kind == LibraryChange::Kind::kRemoved) action = "removed";
  if (change.kind == LibraryChange::Kind::kConfirmed) action = "confirmed";
  return {{"action", action}, {"library_code", change.code}, {"fields", std::move(fields)}};
}

std::size_t count_of(const std::vector<LibraryChange>& changes, LibraryChange::Kind kind) {
  std::size_t count = 0;
  for (const LibraryChange& change : changes) count += change.kind == kind ? 1 : 0;
  return count;
}

void report_changes(const Context& context, const std::vector<LibraryChange>& changes, bool applied,
                    const std::vector<std::string>& unknown) {
  using Kind = LibraryChange::Kind;
  if (context.options().json) {
    json::array rows;
    for (const LibraryChange& change : changes) rows.emplace_back(change_json(change));
    json::array ignored;
    for (const std::string& heading : unknown) ignored.emplace_back(heading);
    context.print_json(json::object{{"added", count_of(changes, Kind::kAdded)},
                                    {"changed", count_of(changes, Kind::kChanged)},
                                    {"removed", count_of(changes, Kind::kRemoved)},
                                    {"confirmed", count_of(changes, Kind::kConfirmed)},
                                    {"applied", applied},
                                    {"ignored_columns", std::move(ignored)},
                                    {"changes", std::move(rows)}});
    return;
  }
  for (const LibraryChange& change : changes) print_change(context, change);
  if (!unknown.empty()) {
    context.print("Columns that are no field and were passed over: " + join(unknown, ", "));
  }
  context.print(with_thousands(count_of(changes, Kind::kAdded)) + " added, " +
                with_thousands(count_of(changes, Kind::kChanged)) + " changed, " +
                with_thousands(count_of(changes, Kind::kRemoved)) + " removed, " +
                with_thousands(count_of(changes, Kind::kConfirmed)) + " confirmed. " +
                (changes.empty() ? "Nothing to do."
                 : applied       ? "Applied."
                                 : "Nothing is changed yet: add --apply --actor NAME."));
}

Result<void> import_libraries(Context& context, const LibraryEdit& edit) {
  EVIDENCE_ASSIGN(TableFile file, read_table_file(edit.file));
  EVIDENCE_ASSIGN(
      curation::LibraryTable table,
      curation::read_library_rows(file.header, file.rows, utc_day(context.clock().now())));
  std::vector<curation::RowProblem> problems = std::move(file.problems);
  problems.insert(problems.end(), table.problems.begin(), table.problems.end());
  if (!problems.empty()) {
    return Error{ErrorCode::kInvalidArgument, "bad_rows", problem_lines(edit.file, problems),
                 "Nothing was changed. Mend these rows and run the command again."};
  }
  // The difference is made without the directory where there is none yet.
  std::vector<curation::Library> before;
  std::optional<std::int64_t> version;
  std::unique_ptr<curation::DirectoryStore> store;
  auto opened = open_directory(context, edit.apply);
  if (!opened.ok() && (edit.apply || opened.error().code != ErrorCode::kNotFound)) {
    return opened.error();
  }
  if (opened.ok()) {
    store = std::move(*opened);
    EVIDENCE_ASSIGN(version, store->version());
    EVIDENCE_ASSIGN(before, store->libraries());
  }
  const auto changes = curation::difference(before, table, edit.remove_others);
  for (const LibraryChange& change : changes) {
    if (change.kind == LibraryChange::Kind::kAdded && change.name.empty()) {
      return Error{ErrorCode::kInvalidArgument, "bad_rows",
                   edit.file + ": the library " + change.code + " is new and has no name",
                   "Nothing was changed. Add a column name."};
    }
  }
  if (edit.remove_others) {
    const std::size_t removed = count_of(changes, LibraryChange::Kind::kRemoved);
    const auto checked = curation::check_removals(
        {"libraries", before.size(), table.rows.size(), removed}, edit.confirm_removals);
    if (!checked.ok()) {
      // The difference shows which.
      report_changes(context, changes, false, table.unknown);
      return checked.error();
    }
  }
  if (edit.apply && !changes.empty()) EVIDENCE_TRY(store->apply(changes, edit.actor, version));
  report_changes(context, changes, edit.apply, table.unknown);
  return {};
}

// "field=value", checked together with what is there.
Result<curation::Library> with_values(const curation::Library& before, const LibraryEdit& edit) {
  curation::FieldValues values = before.fields;
  std::vector<std::string> findings;
  for (const std::string& each : edit.values) {
    const std::size_t equals = each.find('=');
    if (equals == std::string::npos) {
      findings.push_back(quoted_for_message(each) + " is not of the form field=value");
      continue;
    }
    values[each.substr(0, equals)] = each.substr(equals + 1);
  }
  std::vector<curation::FieldFault> faults;
  curation::Library after = curation::make_library(before.code, values, faults);
  for (const curation::FieldFault& fault : faults) {
    findings.push_back(fault.field + ": " + fault.message);
  }
  if (!findings.empty()) {
    return Error{ErrorCode::kInvalidArgument, "bad_field_value", join(findings, "\n"),
                 "Nothing was changed. docs/directory.md lists the fields."};
  }
  after.updated = before.updated;
  after.checked = before.checked;
  return after;
}

// `version`: read before what the changes were made of, so that nobody's change between the two is
// lost.
Result<void> apply_and_report(Context& context, curation::DirectoryStore& store,
                              std::vector<LibraryChange> changes, const std::string& actor,
                              std::int64_t version) {
  if (!changes.empty()) EVIDENCE_TRY(store.apply(changes, actor, version));
  report_changes(context, changes, true, {});
  return {};
}

Result<void> add_one_library(Context& context, const LibraryEdit& edit) {
  curation::Library blank;
  blank.code = edit.code;
  EVIDENCE_ASSIGN(const curation::Library library, with_values(blank, edit));
  EVIDENCE_ASSIGN(const auto store, open_directory(context, true));
  EVIDENCE_ASSIGN(const std::int64_t version, store->version());
  return apply_and_report(context, *store, {*curation::change_of(nullptr, library)}, edit.actor,
                          version);
}

Result<curation::Library> named_library(curation::DirectoryStore& store, const std::string& code) {
  return store.library(curation::library_code(code).value_or(code));
}

Result<void> set_fields(Context& context, const LibraryEdit& edit) {
  EVIDENCE_ASSIGN(const auto store, open_directory(context, false));
  EVIDENCE_ASSIGN(const std::int64_t version, store->version());
  EVIDENCE_ASSIGN(const curation::Library before, named_library(*store, edit.code));
  EVIDENCE_ASSIGN(curation::Library after, with_values(before, edit));
  if (edit.confirm) after.checked = format_date(utc_day(context.clock().now()));
  std::vector<LibraryChange> changes;
  if (auto change = curation::change_of(&before, after)) changes.push_back(std::move(*change));
  return apply_and_report(context, *store, std::move(changes), edit.actor, version);
}

Result<void> remove_library(Context& context, const LibraryEdit& edit) {
  EVIDENCE_ASSIGN(const auto store, open_directory(context, false));
  EVIDENCE_ASSIGN(const std::int64_t version, store->version());
  EVIDENCE_ASSIGN(const curation::Library before, named_library(*store, edit.code));
  LibraryChange change;
  change.kind = LibraryChange::Kind::kRemoved;
  change.code = before.code;
  change.name = before.name();
  // What it was goes into the history, so that it can be added again.
  for (const std::string& field : curation::changed_fields(before, {})) {
    change.fields.push_back({field, before.get(field), ""});
  }
  return apply_and_report(context, *store, {std::move(change)}, edit.actor, version);
}

Result<void> confirm_libraries(Context& context, const LibraryEdit& edit) {
  EVIDENCE_ASSIGN(const auto store, open_directory(context, false));
  EVIDENCE_ASSIGN(const std::int64_t version, store->version());
  std::vector<LibraryChange> changes;
  for (const std::string& code : edit.codes) {
    LibraryChange change;
    EVIDENCE_ASSIGN(change.after, named_library(*store, code));
    change.kind = LibraryChange::Kind::kConfirmed;
    change.code = change.after.code;
    change.name = change.after.name();
    change.after.checked = format_date(utc_day(context.clock().now()));
    changes.push_back(std::move(change));
  }
  return apply_and_report(context, *store, std::move(changes), edit.actor, version);
}

void add_import_of_libraries(CLI::App& library, Run& run,
                             const std::shared_ptr<LibraryEdit>& edit) {
  CLI::App* import = library.add_subcommand(
      "import", "Show what a file of libraries would change; --apply changes it");
  import->add_option("file", edit->file, "Delimited text with a column library_code; - is stdin")
      ->required();
  CLI::Option* actor = import->add_option("--actor", edit->actor, "Who changes it");
  import->add_flag("--apply", edit->apply, "Change the directory")->needs(actor);
  import->add_flag("--remove-others", edit->remove_others, "Remove libraries that the file lacks");
  import->add_flag("--confirm-removals", edit->confirm_removals,
                   "Yes, more than half of the libraries go");
  on(import, run, edit, import_libraries);
}

}  // namespace

void add_library_changes(CLI::App& library, Run& run) {
  auto edit = std::make_shared<LibraryEdit>();
  add_import_of_libraries(library, run, edit);
  const auto actor = [&](CLI::App* command) {
    command->add_option("--actor", edit->actor, "Who changes it")->required();
  };
  CLI::App* add = library.add_subcommand("add", "Add a library");
  add->add_option("code", edit->code, "Its code")->required();
  add->add_option("values", edit->values, "field=value …; name= is needed")->required();
  actor(add);
  on(add, run, edit, add_one_library);
  CLI::App* set = library.add_subcommand("set", "Change fields of a library");
  set->add_option("code", edit->code, "Its code")->required();
  set->add_option("values", edit->values, "field=value …; an empty value empties the field")
      ->required();
  set->add_flag("--confirm", edit->confirm, "The other fields hold too, as of today");
  actor(set);
  on(set, run, edit, set_fields);
  CLI::App* remove = library.add_subcommand("remove", "Remove a library; its history stays");
  remove->add_option("code", edit->code, "Its code")->required();
  actor(remove);
  on(remove, run, edit, remove_library);
  CLI::App* confirm = library.add_subcommand("confirm", "Say that all of a library's record holds");
  confirm->add_option("codes", edit->codes, "Codes")->required();
  actor(confirm);
  on(confirm, run, edit, confirm_libraries);
}

}  // namespace evidence::app
