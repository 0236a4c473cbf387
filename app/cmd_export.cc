// evidence export: the records of the store as JSON Lines that `evidence import` reads, all of them
// or those that changed in a time, deletions included; or works, of the store or of a query's
// result, as JSON Lines or RIS.
#include <cstdio>

#include "app/commands.h"
#include "app/export_works.h"
#include "app/output_file.h"
#include "app/progress.h"
#include "app/search_setup.h"
#include "base/text.h"
#include "model/record_json.h"

namespace evidence::app {

namespace {

constexpr std::size_t kPageSize = 500;

struct ExportArguments {
  std::string format = "jsonl";
  std::string since, until;
  std::vector<std::string> sources;
  std::string output;
  bool members = false;
  bool searches = false;  // a query or a filter is given
  Question question;
  bool asks = false;  // any option of the question is given
};

struct Exported {
  std::int64_t records = 0, deleted = 0;
};

// "2026-11-21" or "2026-11-21T03:00:00Z" as a timestamp; of a day its first or last second.
Result<std::string> time_option(const std::string& option, const std::string& text,
                                std::string_view time_of_day) {
  if (text.empty()) return std::string();
  const std::string whole = text.size() == 10 ? text + std::string(time_of_day) : text;
  if (parse_timestamp(whole)) return whole;
  return Error{
      ErrorCode::kInvalidArgument, "bad_time",
      option + " must be a day or a time in UTC, not " + quoted_for_message(text, 60) + ".",
      "For example 2026-11-21 or 2026-11-21T03:00:00Z."};
}

Result<ChangeWindow> window_of(RecordStore& store, const ExportArguments& arguments) {
  ChangeWindow window;
  EVIDENCE_ASSIGN(window.from, time_option("--changed-since", arguments.since, "T00:00:00Z"));
  EVIDENCE_ASSIGN(window.until, time_option("--changed-until", arguments.until, "T23:59:59Z"));
  if (!window.from.empty() && !window.until.empty() && window.from > window.until) {
    return Error{ErrorCode::kInvalidArgument, "bad_time",
                 "--changed-since is later than --changed-until.", ""};
  }
  if (arguments.sources.empty()) return window;
  EVIDENCE_ASSIGN(const std::vector<SourceStatus> known, store.source_status());
  for (const std::string& source : arguments.sources) {
    const auto at = std::find_if(known.begin(), known.end(), [&source](const SourceStatus& one) {
      return one.source == source;
    });
    if (at == known.end()) {
      return Error{ErrorCode::kInvalidArgument, "unknown_source",
                   "The store has no records of a source " + quoted_for_message(source, 80) + ".",
                   "`evidence status` lists the sources that it has."};
    }
    window.sources.push_back(source);
  }
  return window;
}

Result<Exported> write_records(Context& context, RecordStore& store, const ChangeWindow& window,
                               const ExportArguments& arguments) {
  EVIDENCE_ASSIGN(OutputFile output, OutputFile::open(arguments.output));
  Progress progress("export", "records", context.shows_progress() && !arguments.output.empty());
  Exported counts;
  std::string place;
  do {
    if (context.stop().stop_requested()) {
      return Error{ErrorCode::kCancelled, "interrupted", "The export was interrupted.", ""};
    }
    // A record that changes meanwhile is given again further on: a later line replaces an earlier.
    EVIDENCE_ASSIGN(const ChangedRecords page, store.records_changed(window, place, kPageSize));
    std::string lines;
    for (const StoredRecord& stored : page.records) {
      lines += record_to_json(stored.record);
      lines.push_back('\n');
      ++(stored.record.deleted ? counts.deleted : counts.records);
    }
    EVIDENCE_TRY(output.write(lines));
    progress.update(0, 0, static_cast<std::uint64_t>(counts.records + counts.deleted));
    place = page.next;
  } while (!place.empty());
  EVIDENCE_TRY(output.finish());
  return counts;
}

// Where the lines themselves went to standard output, nothing may stand between them.
void summarise(const Context& context, const std::string& output, const json::object& object,
               const std::string& sentence) {
  const bool to_file = !output.empty() && output != "-";
  if (context.options().json) {
    std::fprintf(to_file ? stdout : stderr, "%s\n", json::serialize(object).c_str());
  } else if (!context.options().quiet) {
    std::fprintf(stderr, "%s\n", sentence.c_str());
  }
}

std::string number(std::int64_t count) { return with_thousands(static_cast<std::uint64_t>(count)); }

int export_records(Context& context, const ExportArguments& arguments) {
  auto store = context.open_store(Context::Access::kRead);
  if (!store.ok()) return context.fail(store.error());
  const auto window = window_of(**store, arguments);
  if (!window.ok()) return context.fail(window.error());
  const auto counts = write_records(context, **store, *window, arguments);
  if (!counts.ok()) return context.fail(counts.error());
  summarise(
      context, arguments.output, {{"records", counts->records}, {"deleted", counts->deleted}},
      number(counts->records) + " records and " + number(counts->deleted) + " deletions written.");
  return 0;
}

Result<ExportedWorks> write_works(Context& context, const ExportArguments& arguments) {
  if (!arguments.since.empty() || !arguments.until.empty() || !arguments.sources.empty()) {
    return Error{ErrorCode::kInvalidArgument, "bad_argument",
                 "--changed-since, --changed-until and --source choose records, not works.",
                 "With a query, --filter source=ID chooses works that have a record of a source."};
  }
  const WorkFormat format{arguments.format == "ris", arguments.members};
  if (arguments.searches) {
    EVIDENCE_ASSIGN(const SearchRequest request, make_request(context, arguments.question));
    return write_found_works(context, request, format, arguments.output);
  }
  if (arguments.asks) {
    return Error{ErrorCode::kInvalidArgument, "bad_argument",
                 "--syntax, --sort, --match and --profile need a query.", ""};
  }
  return write_store_works(context, format, arguments.output);
}

int export_works(Context& context, const ExportArguments& arguments) {
  const auto counts = write_works(context, arguments);
  if (!counts.ok()) return context.fail(counts.error());
  if (counts->missing > 0) {
    std::fprintf(stderr,
                 "Note: %s works that were found are gone from the index and are left out.\n",
                 number(counts->missing).c_str());
  }
  if (counts->changed) {
    std::fprintf(stderr,
                 "Note: the store was written meanwhile: a record that moved to another work may "
                 "stand twice or not at all.\n");
  }
  summarise(context, arguments.output, {{"works", counts->works}, {"missing", counts->missing}},
            number(counts->works) + (counts->works == 1 ? " work written." : " works written."));
  return 0;
}

}  // namespace

void add_export(CLI::App& program, Run& run) {
  auto arguments = std::make_shared<ExportArguments>();
  CLI::App* command = program.add_subcommand("export", "Write the records of the store, or works");
  command->footer(
      "Examples:\n"
      "  evidence export 'asthma children' --format ris --output asthma.ris\n"
      "  evidence export --members --output works.jsonl\n"
      "  evidence export --output all.jsonl\n"
      "  evidence export --changed-since 2026-11-21 --source trials --output changes.jsonl\n"
      "Deleted records stand as lines with \"deleted\": true. `evidence import FILE --source ID`\n"
      "reads a file back, one source at a time. With a query, --members or --format ris works are\n"
      "written instead: all that the index finds, or all of the store.");
  CLI::Option* query =
      command->add_option("query", arguments->question.query, "Works that this query finds");
  command->add_option("--format", arguments->format, "jsonl (default) or ris, of works")
      ->check(CLI::IsMember({"jsonl", "ris"}));
  command->add_flag("--members", arguments->members, "Works, each with the records behind it");
  add_question_options(*command, arguments->question);
  command->add_option("--changed-since", arguments->since,
                      "Only what changed in this store from that day or time (UTC) on");
  command->add_option("--changed-until", arguments->until, "… until that day or time, included");
  command->add_option("--source", arguments->sources,
                      "Only records of this source; may be repeated");
  command->add_option("--output,-o", arguments->output,
                      "File to write, whole or not at all (default: standard output)");
  command->callback([arguments, command, query, &run] {
    arguments->searches = query->count() > 0 || command->count("--filter") > 0;
    for (const char* option : {"--syntax", "--sort", "--match", "--profile"}) {
      arguments->asks = arguments->asks || command->count(option) > 0;
    }
    const bool works =
        arguments->searches || arguments->asks || arguments->members || arguments->format == "ris";
    run = [arguments, works](Context& context) {
      return works ? export_works(context, *arguments) : export_records(context, *arguments);
    };
  });
}

}  // namespace evidence::app
