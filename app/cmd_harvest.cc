// evidence harvest [SOURCE…]: runs the configured sources, incrementally and resumably, several at
// a time so that one that hangs holds up no other.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <mutex>
#include <thread>

#include "app/commands.h"
#include "app/harvest_run.h"
#include "app/progress.h"
#include "base/date.h"
#include "base/text.h"

namespace evidence::app {

namespace {

struct HarvestArguments {
  std::vector<std::string> sources;
  HarvestWish wish;
  bool due = false;
};

json::object report_json(const HarvestReport& report) {
  json::object object = to_json(report.counts);
  object["file"] = report.source;
  object["source"] = report.source;
  object["pages"] = report.pages;
  object["bytes"] = report.bytes;
  object["withdrawn"] = report.withdrawn;
  object["waiting"] = report.waiting;
  object["lag_seconds"] = report.lag ? json::value(*report.lag) : json::value(nullptr);
  object["finished"] = report.finished;
  if (report.error) {
    object["error"] = {{"code", report.error->slug}, {"message", report.error->message}};
  }
  return object;
}

std::string report_line(const HarvestReport& report) {
  const auto number = [](std::int64_t count) {
    return with_thousands(static_cast<std::uint64_t>(count));
  };
  const PageCounts& counts = report.counts;
  std::string line = report.source + ": " + number(counts.read) + " read, " + number(counts.added) +
                     " added, " + number(counts.changed) + " changed, " + number(counts.unchanged) +
                     " unchanged, " + number(counts.deleted) + " deleted, " +
                     number(counts.problems) + " problems";
  if (!report.finished) line += "; not at its end, run again to go on";
  return line;
}

std::string waiting_line(const HarvestReport& report) {
  return report.source + ": " + std::to_string(report.waiting) +
         " records are no longer in the source's complete list. That is more than "
         "max_withdrawn_share allows without asking, so they were kept.\n  Look at the source. If "
         "it is right, run: evidence harvest " +
         report.source + " --confirm-withdrawals";
}

// Runs sources one after the other on each of a few threads; reports come in the order of `chosen`.
class Harvests {
 public:
  Harvests(Context& context, const HarvestWish& wish,
           const std::vector<const SourceConfig*>& chosen)
      : context_(context), wish_(wish), chosen_(chosen), reports_(chosen.size()) {}

  const std::vector<HarvestReport>& run() {
    const std::size_t workers = std::min<std::size_t>(
        std::max<std::size_t>(context_.config().harvest_concurrency, 1), chosen_.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < workers; ++i) threads.emplace_back([this] { work(); });
    work();
    for (std::thread& thread : threads) thread.join();
    return reports_;
  }

 private:
  void work() {
    for (std::size_t at = next_++; at < chosen_.size(); at = next_++) {
      const SourceConfig& source = *chosen_[at];
      reports_[at].source = source.id;
      if (context_.stop().stop_requested()) {
        reports_[at].error = Error{ErrorCode::kCancelled, "interrupted",
                                   "harvest of " + source.id + ": not begun", ""};
        continue;
      }
      Progress progress(source.id, "records", context_.shows_progress(), chosen_.size() > 1);
      reports_[at] = run_source(context_, source, wish_, [&](const HarvestProgress& now) {
        const std::lock_guard lock(printing_);
        const auto read = static_cast<std::uint64_t>(now.counts.read);
        progress.update(read, static_cast<std::uint64_t>(now.expected_total.value_or(0)), read);
      });
      const std::lock_guard lock(printing_);
      if (!context_.options().json) context_.print(report_line(reports_[at]));
    }
  }

  Context& context_;
  const HarvestWish& wish_;
  const std::vector<const SourceConfig*>& chosen_;
  std::vector<HarvestReport> reports_;  // each written by one thread
  std::atomic<std::size_t> next_{0};
  std::mutex printing_;
};

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
    if (std::find(chosen.begin(), chosen.end(), &*found) == chosen.end()) {
      chosen.push_back(&*found);
    }
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

Result<void> keep_due(Context& context, std::vector<const SourceConfig*>& chosen) {
  EVIDENCE_ASSIGN(const auto store, context.open_store(Context::Access::kCreate));
  std::vector<const SourceConfig*> due;
  for (const SourceConfig* source : chosen) {
    EVIDENCE_ASSIGN(const std::string reason,
                    not_due_because(*store, *source, context.clock().now()));
    if (reason.empty()) {
      due.push_back(source);
    } else if (!context.options().json) {
      context.print(source->id + ": " + reason);
    }
  }
  chosen = std::move(due);
  return {};
}

Result<void> check_arguments(const HarvestArguments& arguments) {
  if (!arguments.wish.since.empty()) {
    const auto since = parse_date(arguments.wish.since);
    if (!since || since->day == 0) {
      return Error{ErrorCode::kInvalidArgument, "bad_date",
                   "--since must be a day such as 2026-01-31, not " +
                       quoted_for_message(arguments.wish.since) + ".",
                   ""};
    }
  }
  if (arguments.wish.confirm_withdrawals && arguments.sources.empty()) {
    return Error{ErrorCode::kInvalidArgument, "no_source",
                 "--confirm-withdrawals needs the sources it is about.",
                 "Name them: evidence harvest SOURCE --confirm-withdrawals"};
  }
  return {};
}

int report(Context& context, const std::vector<HarvestReport>& reports) {
  PageCounts total;
  json::array files;
  int worst = 0;
  for (const HarvestReport& one : reports) {
    total += one.counts;
    files.push_back(report_json(one));
    if (one.error) worst = std::max(worst, context.fail(*one.error));
    if (one.waiting > 0) {
      std::fprintf(stderr, "%s\n", waiting_line(one).c_str());
      worst = std::max(worst, static_cast<int>(ExitCode::kNo));
    }
  }
  if (context.options().json) {
    json::object object = to_json(total);
    object["files"] = std::move(files);
    context.print_json(object);
  }
  if (context.stop().stop_requested()) return static_cast<int>(ExitCode::kTryLater);
  return worst;
}

int harvest(Context& context, const HarvestArguments& arguments) {
  if (const auto good = check_arguments(arguments); !good.ok()) return context.fail(good.error());
  std::optional<Error> error;
  std::vector<const SourceConfig*> chosen = choose_sources(context, arguments, error);
  if (error) return context.fail(*error);
  if (arguments.due) {
    if (const auto kept = keep_due(context, chosen); !kept.ok()) return context.fail(kept.error());
    if (chosen.empty() && !context.options().json) context.print("Nothing is due.");
  }
  return report(context, Harvests(context, arguments.wish, chosen).run());
}

}  // namespace

void add_harvest(CLI::App& program, Run& run) {
  auto arguments = std::make_shared<HarvestArguments>();
  CLI::App* command =
      program.add_subcommand("harvest", "Fetch what is new from the configured sources");
  command->footer(
      "Ctrl-C stops after the current page; running again goes on from there.\n"
      "For a timer: evidence harvest --due (sources whose interval has passed).\n"
      "Exit code 1: withdrawals wait for --confirm-withdrawals.");
  command->add_option("sources", arguments->sources,
                      "Ids of sources (default: all that are enabled)");
  command->add_flag("--full", arguments->wish.full, "Everything again, not only what is new");
  command->add_option("--since", arguments->wish.since, "From this day on, YYYY-MM-DD");
  command->add_flag("--due", arguments->due, "Only sources whose interval has passed");
  command->add_flag("--confirm-withdrawals", arguments->wish.confirm_withdrawals,
                    "Withdraw what the last complete harvest no longer found; nothing is fetched");
  command->callback([arguments, &run] {
    run = [arguments](Context& context) { return harvest(context, *arguments); };
  });
}

}  // namespace evidence::app
