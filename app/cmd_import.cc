// evidence import FILE… --source ID: reads files into the store.
#include <cstdio>

#include "app/commands.h"
#include "app/progress.h"
#include "app/store_sink.h"
#include "app/withdrawal.h"
#include "base/text.h"
#include "connectors/file_import.h"

namespace evidence::app {

namespace {

struct ImportArguments {
  std::vector<std::string> files;
  std::string source;
  std::string format = "auto";
  bool sample = false;
  bool complete = false;
  bool confirm_withdrawals = false;
};

std::string counts_line(const PageCounts& counts) {
  const auto number = [](std::int64_t count) {
    return with_thousands(static_cast<std::uint64_t>(count));
  };
  return number(counts.read) + " read, " + number(counts.added) + " added, " +
         number(counts.changed) + " changed, " + number(counts.unchanged) + " unchanged, " +
         number(counts.deleted) + " deleted, " + number(counts.problems) + " problems";
}

json::object file_json(const FileOutcome& outcome) {
  json::object object = to_json(to_page_counts(outcome.counts));
  object["file"] = outcome.file;
  object["format"] = outcome.format;
  if (outcome.error) {
    object["error"] = {{"code", outcome.error->slug}, {"message", outcome.error->message}};
  }
  return object;
}

std::string format_names() {
  std::vector<std::string> names;
  for (const Format* format : formats()) names.emplace_back(format->name());
  return join(names, ", ");
}

void print_problems(Context& context, RecordStore& store, const std::string& source,
                    std::int64_t count) {
  if (count == 0 || context.options().json || context.options().quiet) return;
  constexpr std::size_t kShown = 5;
  const auto problems = store.problems(source, kShown);
  if (!problems.ok()) return;
  for (const Problem& problem : *problems) {
    std::fprintf(stderr, "  %s: %s\n", problem.position.c_str(), problem.reason.c_str());
  }
  if (count > static_cast<std::int64_t>(kShown)) {
    std::fprintf(stderr, "  … all of them: evidence status --problems %s\n", source.c_str());
  }
}

// The source's own file under sources/ where it has one: its format, columns and mapping apply.
SourceConfig source_for(const Context& context, const ImportArguments& arguments) {
  SourceConfig source;
  source.id = arguments.source;
  for (const SourceConfig& one : context.config().sources) {
    if (one.id == arguments.source) source = one;
  }
  source.sample = source.sample || arguments.sample;
  return source;
}

// The files were the whole list: what they no longer hold is withdrawn, or waits.
Result<Withdrawal> end_complete_import(RecordStore& store, const SourceConfig& source,
                                       const ImportArguments& arguments, std::int64_t run,
                                       std::int64_t pass) {
  HarvestState state;
  EVIDENCE_ASSIGN(const auto previous, store.harvest_state(source.id));
  if (previous) state = *previous;
  state.source = source.id;
  state.pass = pass;
  PageWrite page;
  page.source = source.id;
  page.state = state;
  EVIDENCE_ASSIGN(const PageCounts ignored, store.apply_page(page));
  static_cast<void>(ignored);
  return withdraw_missing(store, source.id, run, pass, source.max_withdrawn_share,
                          arguments.confirm_withdrawals);
}

int import_files(Context& context, const ImportArguments& arguments) {
  auto opened = context.open_store(Context::Access::kCreate);
  if (!opened.ok()) return context.fail(opened.error());
  RecordStore& store = **opened;
  const auto lock = store.lock_source(arguments.source);
  if (!lock.ok()) return context.fail(lock.error());
  const auto run = store.begin_run(arguments.source, "import");
  if (!run.ok()) return context.fail(run.error());

  const SourceConfig source = source_for(context, arguments);
  StoreSink::Options sink_options;
  if (arguments.complete) {
    const auto state = store.harvest_state(source.id);
    if (!state.ok()) return context.fail(state.error());
    sink_options.pass = (*state ? (*state)->pass : 0) + 1;
  }
  const std::int64_t pass = sink_options.pass;
  StoreSink sink(store, source.id, *run, sink_options);
  PageCounts total;
  json::array files;
  std::optional<Error> first_error;
  for (const std::string& file : arguments.files) {
    Progress progress(file, "records", context.shows_progress());
    ImportOptions options;
    options.source = source;
    options.format = arguments.format;
    options.stop = &context.stop();
    options.progress = [&](const ImportProgress& at) {
      progress.update(at.bytes_done, at.bytes_total, static_cast<std::uint64_t>(at.counts.read));
    };
    auto outcome = import_file(file, options, sink);
    if (!outcome.ok()) {
      FileOutcome failed;
      failed.file = file;
      failed.format = arguments.format;
      failed.error = outcome.error();
      outcome = std::move(failed);
    }
    if (!outcome->error && outcome->counts.read == 0 && outcome->counts.problems > 0) {
      outcome->error = Error{ErrorCode::kBadContent, "nothing_usable",
                             "Nothing in " + file + " could be read as " + outcome->format + ".",
                             "`evidence status --problems " + arguments.source + "` says why."};
    }
    total += to_page_counts(outcome->counts);
    files.push_back(file_json(*outcome));
    if (!context.options().json) {
      context.print(file + " (" + outcome->format +
                    "): " + counts_line(to_page_counts(outcome->counts)));
    }
    if (outcome->error) {
      context.fail(*outcome->error);
      if (!first_error) first_error = *outcome->error;
      // A store that cannot be written, or a person's Ctrl-C, ends the run; a bad file does not.
      const ErrorCode code = outcome->error->code;
      if (code == ErrorCode::kCancelled || code == ErrorCode::kStorageFull ||
          code == ErrorCode::kBusy || code == ErrorCode::kCorrupt) {
        break;
      }
    }
  }
  Withdrawal withdrawal;
  if (arguments.complete && !first_error) {
    const auto outcome = end_complete_import(store, source, arguments, *run, pass);
    if (outcome.ok()) {
      withdrawal = *outcome;
      total.deleted += withdrawal.withdrawn;
    } else {
      first_error = outcome.error();
      context.fail(*first_error);
    }
  }
  const auto ended =
      store.end_run(*run, RunEnd{first_error ? "failed: " + first_error->message : "finished",
                                 std::nullopt, withdrawal.waiting});
  print_problems(context, store, arguments.source, total.problems);
  if (context.options().json) {
    json::object object = to_json(total);
    object["files"] = std::move(files);
    if (arguments.complete) {
      object["withdrawn"] = withdrawal.withdrawn;
      object["waiting"] = withdrawal.waiting;
    }
    context.print_json(object);
  } else if (arguments.files.size() > 1) {
    context.print("All files: " + counts_line(total));
  }
  if (first_error) return static_cast<int>(exit_code(first_error->code));
  if (!ended.ok()) return context.fail(ended.error());
  if (withdrawal.withdrawn > 0 && !context.options().json) {
    context.print(with_thousands(static_cast<std::uint64_t>(withdrawal.withdrawn)) +
                  " records that the list no longer holds were withdrawn.");
  }
  if (withdrawal.waiting > 0) {
    std::fprintf(stderr,
                 "%lld of %lld records are not in this list. They were kept. If they are to go, "
                 "import it again with --complete --confirm-withdrawals.\n",
                 static_cast<long long>(withdrawal.waiting),
                 static_cast<long long>(withdrawal.live));
    return static_cast<int>(ExitCode::kNo);
  }
  if (!context.options().json && total.added + total.changed + total.deleted > 0) {
    context.print("Now run `evidence index`, so that searches find them.");
  }
  return 0;
}

}  // namespace

void add_import(CLI::App& program, Run& run) {
  auto arguments = std::make_shared<ImportArguments>();
  CLI::App* command = program.add_subcommand("import", "Read files into the store");
  command->footer(
      "Example: evidence import pubmed26n0001.xml.gz --source pubmed-files\n"
      "Reading a file again changes nothing that is already there.");
  command->add_option("files", arguments->files, "Files, plain or gzip")->required();
  command->add_option("--source", arguments->source, "Id of the source that the records belong to")
      ->required()
      ->check([](const std::string& id) {
        const bool good = !id.empty() && id.size() <= 64 &&
                          id.find_first_not_of(
                              "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                              "0123456789-_") == std::string::npos;
        return good ? std::string() : std::string("must be 1 to 64 letters, digits, '-' or '_'");
      });
  command->add_option("--format", arguments->format,
                      "auto, or one of: " + format_names() + " (default auto)");
  command->add_flag("--complete", arguments->complete,
                    "The files are the source's whole list: what they no longer hold is withdrawn");
  command->add_flag("--confirm-withdrawals", arguments->confirm_withdrawals,
                    "With --complete: withdraw even where much is missing");
  command->add_flag("--sample", arguments->sample, "Mark every record as sample data");
  command->callback([arguments, &run] {
    run = [arguments](Context& context) { return import_files(context, *arguments); };
  });
}

}  // namespace evidence::app
