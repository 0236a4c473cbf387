// evidence library ods|postcodes: what the directory stands on besides its libraries.
#include <algorithm>
#include <filesystem>
#include <set>

#include "app/library_commands.h"
#include "app/progress.h"
#include "app/subcommand.h"
#include "app/table_file.h"
#include "base/text.h"
#include "connectors/format/csv_reader.h"
#include "curation/removals.h"

namespace evidence::app {
namespace {

constexpr std::size_t kPlacesAtOnce = 20'000;
constexpr std::size_t kProblemsKept = 100;

struct DirectoryFiles {
  std::vector<std::string> files;
  std::string actor;
  bool only = false, confirm_removals = false;
};

std::string file_names(const std::vector<std::string>& files) {
  std::vector<std::string> names;
  names.reserve(files.size());
  for (const std::string& file : files) {
    names.push_back(std::filesystem::path(file).filename().string());
  }
  return clean_text(truncate_utf8(join(names, ", "), 500));
}

json::array problems_json(const std::vector<curation::RowProblem>& problems) {
  json::array rows;
  for (std::size_t i = 0; i < std::min(problems.size(), kProblemsKept); ++i) {
    rows.emplace_back(json::object{{"line", problems[i].line},
                                   {"field", problems[i].field},
                                   {"message", problems[i].message}});
  }
  return rows;
}

std::size_t count_missing(const std::vector<curation::OdsOrganisation>& before,
                          const std::vector<curation::OdsOrganisation>& after) {
  std::set<std::string_view> codes;
  for (const curation::OdsOrganisation& each : after) codes.insert(each.code);
  return static_cast<std::size_t>(std::count_if(
      before.begin(), before.end(), [&](const auto& each) { return !codes.contains(each.code); }));
}

Result<void> load_organisations(Context& context, const DirectoryFiles& arguments) {
  EVIDENCE_ASSIGN(const auto store, open_directory(context, true));
  // Before what the files are put onto: another load between the two would be lost.
  EVIDENCE_ASSIGN(const std::int64_t version, store->version());
  EVIDENCE_ASSIGN(const std::vector<curation::OdsOrganisation> before, store->organisations());
  std::vector<curation::OdsOrganisation> all;
  if (!arguments.only) all = before;
  std::size_t read = 0;
  std::vector<curation::RowProblem> problems;
  for (const std::string& name : arguments.files) {
    EVIDENCE_ASSIGN(TableFile file, read_table_file(name, true));
    auto table = curation::read_organisation_rows(file.rows);
    if (!table.ok()) {
      Error error = table.error();
      error.message = name + ": " + error.message;
      return error;
    }
    for (auto* found : {&file.problems, &table->problems}) {
      if (!found->empty() && !context.options().json) context.print(problem_lines(name, *found));
      problems.insert(problems.end(), found->begin(), found->end());
    }
    read += table->organisations.size();
    all = curation::merged(std::move(all), table->organisations);
  }
  if (arguments.only) {
    EVIDENCE_TRY(curation::check_removals(
        {"organisations", before.size(), all.size(), count_missing(before, all)},
        arguments.confirm_removals));
  }
  EVIDENCE_TRY(
      store->replace_organisations(all, arguments.actor, file_names(arguments.files), version));
  if (context.options().json) {
    context.print_json(json::object{{"read", read},
                                    {"organisations", all.size()},
                                    {"problem_count", problems.size()},
                                    {"problems", problems_json(problems)}});
    return {};
  }
  context.print(with_thousands(read) + " organisations read, " + with_thousands(problems.size()) +
                " problems; the directory had " + with_thousands(before.size()) + " and has " +
                with_thousands(all.size()) + " now.");
  return {};
}

struct PostcodeCounts {
  std::uint64_t rows = 0, taken = 0, without_place = 0, refused = 0;
  std::vector<curation::RowProblem> problems;
};

void take_row(const CsvRow& row, const curation::CoordinateColumns& columns,
              std::vector<curation::PostcodePlace>& places, PostcodeCounts& counts) {
  std::string reason = row.damage;
  std::optional<curation::PostcodePlace> place;
  if (reason.empty()) {
    place = curation::read_coordinate_row(columns, {row.line, row.cells}, reason);
  }
  ++counts.rows;
  if (place) {
    ++counts.taken;
    places.push_back(std::move(*place));
  } else if (reason.empty()) {
    ++counts.without_place;
  } else {
    ++counts.refused;
    if (counts.problems.size() < kProblemsKept) counts.problems.push_back({row.line, "", reason});
  }
}

// One file after another into the set that is being filled.
Result<void> read_coordinates(Context& context, const std::string& name,
                              curation::DirectoryStore& store, PostcodeCounts& counts) {
  EVIDENCE_ASSIGN(const auto source, open_file(name));
  CsvReader reader(*source);
  EVIDENCE_ASSIGN(const auto header, reader.next());
  if (!header) {
    return Error{ErrorCode::kInvalidArgument, "no_rows", name + " has no rows.",
                 "Its first line names the columns."};
  }
  auto columns = curation::coordinate_columns(header->cells);
  if (!columns.ok()) {
    Error error = columns.error();
    error.message = name + ": " + error.message;
    return error;
  }
  Progress progress("postcodes", "rows", context.shows_progress());
  std::vector<curation::PostcodePlace> places;
  for (;;) {
    EVIDENCE_ASSIGN(const auto row, reader.next());
    if (row) take_row(*row, *columns, places, counts);
    if (places.size() >= kPlacesAtOnce || (!row && !places.empty())) {
      EVIDENCE_TRY(store.add_postcodes(places));
      places.clear();
      progress.update(source->position(), source->size(), counts.rows);
    }
    if (!row) return {};
    if (context.stop().stop_requested()) {
      return Error{ErrorCode::kCancelled, "interrupted", "Interrupted; nothing was changed.",
                   "Run the command again."};
    }
  }
}

Result<void> load_postcodes(Context& context, const DirectoryFiles& arguments) {
  EVIDENCE_ASSIGN(const auto store, open_directory(context, true));
  EVIDENCE_TRY(store->begin_postcodes());
  PostcodeCounts counts;
  for (const std::string& name : arguments.files) {
    EVIDENCE_TRY(read_coordinates(context, name, *store, counts));
  }
  if (counts.taken == 0) {
    return Error{ErrorCode::kBadContent, "no_coordinates",
                 "None of " + with_thousands(counts.rows) + " rows has a postcode with a place" +
                     (counts.problems.empty() ? std::string(".")
                                              : ":\n" + problem_lines("row", counts.problems)),
                 "What was loaded before stays."};
  }
  EVIDENCE_ASSIGN(const std::int64_t count,
                  store->finish_postcodes(arguments.actor, file_names(arguments.files)));
  if (context.options().json) {
    context.print_json(json::object{{"rows", counts.rows},
                                    {"postcodes", count},
                                    {"without_place", counts.without_place},
                                    {"refused", counts.refused},
                                    {"problems", problems_json(counts.problems)}});
    return {};
  }
  if (!counts.problems.empty()) context.print(problem_lines("row", counts.problems));
  context.print(with_thousands(counts.rows) +
                " rows read: " + with_thousands(static_cast<std::uint64_t>(count)) +
                " postcodes with a place, " + with_thousands(counts.without_place) + " without, " +
                with_thousands(counts.refused) + " refused. They replace those of before.");
  return {};
}

}  // namespace

void add_library_loads(CLI::App& library, Run& run) {
  auto arguments = std::make_shared<DirectoryFiles>();
  CLI::App* ods = library.add_subcommand(
      "ods", "Load organisations of the NHS Organisation Data Service: codes, dates, successors");
  ods->add_option("files", arguments->files, "etr.csv, or tables with columns code and name")
      ->required();
  ods->add_flag("--only", arguments->only, "Drop organisations that the files lack");
  ods->add_flag("--confirm-removals", arguments->confirm_removals,
                "Yes, more than half of the organisations go");
  ods->add_option("--actor", arguments->actor, "Who loads them")->required();
  on(ods, run, arguments, load_organisations);
  CLI::App* postcodes = library.add_subcommand(
      "postcodes", "Load where postcodes lie: a file with postcode, latitude and longitude");
  postcodes->add_option("files", arguments->files, "Delimited text, plain or gzip")->required();
  postcodes->add_option("--actor", arguments->actor, "Who loads them")->required();
  on(postcodes, run, arguments, load_postcodes);
}

}  // namespace evidence::app
