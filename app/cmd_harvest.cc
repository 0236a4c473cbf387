// evidence harvest [SOURCE…]: runs the configured sources, incrementally and resumably.
#include <cstdio>

#include "app/commands.h"
#include "app/progress.h"
#include "app/store_sink.h"
#include "base/date.h"
#include "base/text.h"
#include "base/version.h"
#include "connectors/harvester.h"

namespace evidence::app {

namespace {

struct HarvestArguments {
  std::vector<std::string> sources;
  bool full = false;
  std::string since;
};

struct SourceOutcome {
  std::string source;
  HarvestOutcome harvest;
};

Result<std::unique_ptr<HttpClient>> make_client(const Context& context,
                                                const SourceConfig& source) {
  CurlOptions options;
  const std::string contact =
      context.config().contact.empty() ? source.email : context.config().contact;
  options.user_agent = std::string(kProgramName) + "/" + std::string(kProgramVersion) +
                       (contact.empty() ? "" : " (" + contact + ")");
  options.allow_http = source.allow_http;
  options.allow_private_addresses = source.allow_private_addresses;
  options.proxy = context.config().http_proxy;
  return make_curl_client(options);
}

// Where this run begins: an interrupted one goes on, else a window from the last success on.
HarvestState plan_window(const HarvestArguments& arguments, const SourceConfig& source,
                         const std::optional<HarvestState>& previous, Clock& clock) {
  HarvestState state;
  state.source = source.id;
  if (previous) state.last_success = previous->last_success;
  const bool resume = previous && !previous->finished && !arguments.full && arguments.since.empty();
  if (resume) return *previous;
  state.finished = false;
  state.window_to = format_timestamp(clock.now()).substr(0, 10);
  if (!arguments.since.empty()) {
    state.window_from = arguments.since;
  } else if (!arguments.full && !state.last_success.empty()) {
    // A day of overlap: their clock and ours, and records that arrive late on the day.
    if (const auto last = parse_timestamp(state.last_success)) {
      state.window_from = format_timestamp(*last - std::chrono::hours(24)).substr(0, 10);
    }
  }
  return state;
}

Result<HarvestOutcome> harvest_source(Context& context, const HarvestArguments& arguments,
                                      const SourceConfig& source, RecordStore& store) {
  EVIDENCE_ASSIGN(const auto lock, store.lock_source(source.id));
  EVIDENCE_ASSIGN(const auto previous, store.harvest_state(source.id));
  HarvestState state = plan_window(arguments, source, previous, context.clock());
  EVIDENCE_ASSIGN(const auto client, make_client(context, source));
  EVIDENCE_ASSIGN(const auto connector, make_connector(source, *client, context.clock()));
  EVIDENCE_ASSIGN(const std::int64_t run, store.begin_run(source.id, "harvest"));

  Progress progress(source.id, "records", context.shows_progress());
  HarvestOptions options;
  options.cursor = state.cursor;
  options.from = state.window_from;
  options.to = state.window_to;
  options.stop = &context.stop();
  options.progress = [&](const HarvestProgress& at) {
    progress.update(static_cast<std::uint64_t>(at.counts.read),
                    static_cast<std::uint64_t>(at.expected_total.value_or(0)),
                    static_cast<std::uint64_t>(at.counts.read));
  };
  const std::string started = format_timestamp(context.clock().now());
  StoreSink sink(store, source.id, run, &state);
  HarvestOutcome outcome = run_harvest(*connector, source, options, sink, context.clock());
  if (outcome.finished) {
    // The window is done: the next run begins where this one began in time.
    PageWrite done;
    done.source = source.id;
    done.run = run;
    state.cursor.clear();
    state.finished = true;
    state.last_success = started;
    done.state = state;
    EVIDENCE_ASSIGN(const PageCounts ignored, store.apply_page(done));
    static_cast<void>(ignored);
  }
  EVIDENCE_TRY(store.end_run(run, outcome.error      ? "failed: " + outcome.error->message
                                  : outcome.finished ? "finished"
                                                     : "stopped"));
  return outcome;
}

std::vector<const SourceConfig*> choose_sources(const Context& context,
                                                const HarvestArguments& arguments,
                                                std::optional<Error>& error) {
  std::vector<const SourceConfig*> chosen;
  for (const std::string& id : arguments.sources) {
    const auto& all = context.config().sources;
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const SourceConfig& source) { return source.id == id; });
    if (found == all.end()) {
      error = Error{ErrorCode::kInvalidArgument, "unknown_source",
                    "There is no source " + quoted_for_message(id) + " in the configuration.",
                    "`evidence sources` lists them."};
      return {};
    }
    chosen.push_back(&*found);
  }
  if (arguments.sources.empty()) {
    for (const SourceConfig& source : context.config().sources) {
      if (source.enabled && source.protocol != "file") chosen.push_back(&source);
    }
    if (chosen.empty()) {
      error =
          Error{ErrorCode::kInvalidArgument, "no_source", "No source is enabled for harvesting.",
                "Set enabled = true in a file under sources/."};
    }
  }
  return chosen;
}

int harvest(Context& context, const HarvestArguments& arguments) {
  if (!arguments.since.empty()) {
    const auto since = parse_date(arguments.since);
    if (!since || since->day == 0) {
      return context.fail({ErrorCode::kInvalidArgument, "bad_date",
                           "--since must be a day such as 2026-01-31, not " +
                               quoted_for_message(arguments.since) + ".",
                           ""});
    }
  }
  std::optional<Error> error;
  const auto chosen = choose_sources(context, arguments, error);
  if (error) return context.fail(*error);
  auto opened = context.open_store(Context::Access::kCreate);
  if (!opened.ok()) return context.fail(opened.error());

  PageCounts total;
  json::array reports;
  int worst = 0;
  for (const SourceConfig* source : chosen) {
    if (context.stop().stop_requested()) break;
    const auto outcome = harvest_source(context, arguments, *source, **opened);
    std::optional<Error> failure;
    json::object report;
    if (outcome.ok()) {
      const PageCounts counts = to_page_counts(outcome->counts);
      total += counts;
      report = to_json(counts);
      report["pages"] = outcome->pages;
      report["bytes"] = outcome->bytes;
      report["finished"] = outcome->finished;
      failure = outcome->error;
      if (!context.options().json) {
        context.print(source->id + ": " + std::to_string(counts.read) + " read, " +
                      std::to_string(counts.added) + " added, " + std::to_string(counts.changed) +
                      " changed, " + std::to_string(counts.unchanged) + " unchanged, " +
                      std::to_string(counts.deleted) + " deleted, " +
                      std::to_string(counts.problems) + " problems" +
                      (outcome->finished ? "" : "; not at its end, run again to go on"));
      }
    } else {
      failure = outcome.error();
    }
    if (failure) {
      worst = std::max(worst, context.fail(*failure));
      report["error"] = {{"code", failure->slug}, {"message", failure->message}};
    }
    report["file"] = source->id;
    reports.push_back(std::move(report));
  }
  if (context.options().json) {
    json::object object = to_json(total);
    object["files"] = std::move(reports);
    context.print_json(object);
  }
  if (context.stop().stop_requested()) return static_cast<int>(ExitCode::kTryLater);
  return worst;
}

}  // namespace

void add_harvest(CLI::App& program, Run& run) {
  auto arguments = std::make_shared<HarvestArguments>();
  CLI::App* command =
      program.add_subcommand("harvest", "Fetch what is new from the configured sources");
  command->footer("Ctrl-C stops after the current page; running again goes on from there.");
  command->add_option("sources", arguments->sources,
                      "Ids of sources (default: all that are enabled)");
  command->add_flag("--full", arguments->full, "Everything again, not only what is new");
  command->add_option("--since", arguments->since, "From this day on, YYYY-MM-DD");
  command->callback([arguments, &run] {
    run = [arguments](Context& context) { return harvest(context, *arguments); };
  });
}

}  // namespace evidence::app
