#include "app/harvest_run.h"

#include <algorithm>

#include "app/store_sink.h"
#include "app/withdrawal.h"
#include "base/text.h"
#include "base/version.h"

namespace evidence::app {
namespace {

using std::chrono::seconds;
using std::chrono::system_clock;

constexpr seconds kFirstPause = std::chrono::minutes(15);
constexpr std::size_t kRunsLookedAt = 64;

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
  options.ca_file = context.config().ca_file;
  // A source may think about its answer for as long as its file says.
  options.low_speed_time =
      std::max(options.low_speed_time, std::chrono::ceil<seconds>(source.timeout));
  options.stop = &context.stop();
  return make_curl_client(options);
}

bool judges_absence(const SourceConfig& source) { return source.absence == Absence::kWithdraw; }

// Where this run begins: an interrupted one goes on, else a window from the last success on.
HarvestState plan_window(const HarvestWish& wish, const SourceConfig& source,
                         const std::optional<HarvestState>& previous, const Clock& clock) {
  HarvestState state;
  if (previous) state = *previous;
  state.source = source.id;
  // Without a cursor it was cut behind its last page: what is missing was not withdrawn, and the
  // window's end may be long past, so a new one is due.
  const bool resume = previous && !previous->finished && !previous->cursor.empty() && !wish.full &&
                      wish.since.empty();
  if (resume) return state;
  state.finished = false;
  state.cursor.clear();
  state.window_from.clear();
  state.window_to = format_timestamp(clock.now()).substr(0, 10);
  if (wish.full || judges_absence(source)) {
    // Everything is read, unchanged files too: only then does a record's absence say anything.
    state.notebook.clear();
    ++state.pass;
  } else if (!wish.since.empty()) {
    state.window_from = wish.since;
  } else if (!state.last_success.empty()) {
    // A day of overlap: their clock and ours, and records that arrive late on the day.
    if (const auto last = parse_timestamp(state.last_success)) {
      state.window_from = format_timestamp(*last - std::chrono::hours(24)).substr(0, 10);
    }
  }
  return state;
}

std::optional<std::int64_t> lag_since(const std::string& last_success, const Clock& clock) {
  const auto last = parse_timestamp(last_success);
  if (!last) return std::nullopt;
  return std::chrono::duration_cast<seconds>(clock.now() - *last).count();
}

// What the next window begins at: our start, the source's own time where that is earlier, or the
// day on which another process began the window: what changed since then on the pages that it read
// is not in the store.
std::string moment_of_success(const std::string& started, const std::string& source_time,
                              const std::string& window_to) {
  std::string earliest = started;
  for (const std::string& other : {source_time, window_to + "T00:00:00Z"}) {
    const auto best = parse_timestamp(earliest);
    const auto moment = parse_timestamp(other);
    if (best && moment && *moment < *best) earliest = format_timestamp(*moment);
  }
  return earliest;
}

// The harvest proper, between begin_run and end_run.
class SourceRun {
 public:
  SourceRun(Context& context, const SourceConfig& source, const HarvestWish& wish,
            RecordStore& store, HarvestReport& report)
      : context_(context),
        source_(source),
        wish_(wish),
        store_(store),
        report_(report),
        clock_(context.clock(), context.stop()) {}

  Result<void> harvest(const HarvestListener& listener) {
    EVIDENCE_ASSIGN(const auto lock, store_.lock_source(source_.id));
    EVIDENCE_ASSIGN(const auto previous, store_.harvest_state(source_.id));
    if (wish_.confirm_withdrawals) return withdraw_what_waits(previous);
    const HarvestState state = plan_window(wish_, source_, previous, context_.clock());
    EVIDENCE_ASSIGN(const auto client, make_client(context_, source_));
    EVIDENCE_ASSIGN(const auto connector,
                    make_connector(source_, *client, clock_,
                                   context_.data_dir() / "work" / source_.id, &context_.stop()));
    EVIDENCE_ASSIGN(run_, store_.begin_run(source_.id, "harvest"));
    return finish(harvest_pages(*connector, state, listener));
  }

 private:
  Result<void> harvest_pages(Connector& connector, const HarvestState& state,
                             const HarvestListener& listener) {
    connector.restore(state.notebook);
    HarvestOptions options;
    options.cursor = state.cursor;
    options.from = state.window_from;
    options.to = state.window_to;
    options.stop = &context_.stop();
    options.progress = listener;
    const std::string started = format_timestamp(context_.clock().now());
    StoreSink::Options kept;
    kept.state = state;
    kept.pass = judges_absence(source_) ? state.pass : 0;
    kept.keep_raw = source_.keep_raw;
    StoreSink sink(store_, source_.id, run_, kept);
    const HarvestOutcome outcome = run_harvest(connector, source_, options, sink, clock_);
    report_.counts = to_page_counts(outcome.counts);
    report_.pages = outcome.pages;
    report_.bytes = outcome.bytes;
    if (outcome.error) return *outcome.error;
    // The window is done: the next run begins where this one began in time.
    PageWrite done;
    done.source = source_.id;
    done.state = *sink.state();
    done.state->cursor.clear();
    done.state->finished = true;
    done.state->last_success = moment_of_success(
        started, outcome.source_time, state.cursor.empty() ? std::string() : state.window_to);
    report_.lag = lag_since(state.last_success, context_.clock());
    EVIDENCE_ASSIGN(const PageCounts ignored, store_.apply_page(done));
    static_cast<void>(ignored);
    report_.finished = true;
    if (judges_absence(source_) && state.window_from.empty() && connector.complete_when_full()) {
      EVIDENCE_TRY(withdraw(state.pass, false));
    }
    return drop_old_pages();
  }

  Result<void> withdraw_what_waits(const std::optional<HarvestState>& state) {
    EVIDENCE_ASSIGN(const auto runs, store_.runs(source_.id, kRunsLookedAt));
    if (!state || !state->finished || waiting_withdrawals(runs) == 0) {
      return Error{ErrorCode::kInvalidArgument, "nothing_waits",
                   "No withdrawals of source " + source_.id + " wait for confirmation.",
                   "`evidence status` shows what waits."};
    }
    EVIDENCE_ASSIGN(run_, store_.begin_run(source_.id, "withdrawal"));
    report_.finished = true;
    return finish(withdraw(state->pass, true));
  }

  Result<void> withdraw(std::int64_t pass, bool confirmed) {
    EVIDENCE_ASSIGN(
        const Withdrawal outcome,
        withdraw_missing(store_, source_.id, run_, pass, source_.max_withdrawn_share, confirmed));
    report_.withdrawn = outcome.withdrawn;
    report_.counts.deleted += outcome.withdrawn;
    report_.waiting = outcome.waiting;
    return {};
  }

  Result<void> drop_old_pages() {
    if (source_.raw_retention.count() <= 0) return {};
    EVIDENCE_ASSIGN(
        const std::int64_t dropped,
        store_.drop_raw_pages(source_.id, context_.clock().now() - source_.raw_retention));
    static_cast<void>(dropped);
    return {};
  }

  // The run's record is written whatever came of it.
  Result<void> finish(const Result<void>& outcome) {
    RunEnd end;
    end.outcome = "finished";
    if (!outcome.ok()) {
      end.outcome = outcome.error().code == ErrorCode::kCancelled
                        ? "stopped"
                        : "failed: " + outcome.error().message;
    } else if (report_.waiting > 0) {
      end.outcome = "finished; " + std::to_string(report_.waiting) + " withdrawals wait";
    }
    end.lag = report_.lag;
    end.waiting = report_.waiting;
    const Result<void> ended = store_.end_run(run_, end);
    return outcome.ok() ? ended : outcome;
  }

  Context& context_;
  const SourceConfig& source_;
  const HarvestWish& wish_;
  RecordStore& store_;
  HarvestReport& report_;
  StoppableClock clock_;
  std::int64_t run_ = 0;
};

}  // namespace

HarvestReport run_source(Context& context, const SourceConfig& source, const HarvestWish& wish,
                         const HarvestListener& listener) {
  HarvestReport report;
  report.source = source.id;
  const auto store = context.open_store(Context::Access::kCreate);
  const Result<void> outcome =
      store.ok() ? SourceRun(context, source, wish, **store, report).harvest(listener)
                 : Result<void>(store.error());
  if (!outcome.ok()) report.error = outcome.error();
  return report;
}

Result<std::string> not_due_because(RecordStore& store, const SourceConfig& source,
                                    system_clock::time_point now) {
  if (source.interval.count() <= 0) return std::string("it has no interval");
  EVIDENCE_ASSIGN(const std::vector<HarvestRun> runs, store.runs(source.id, kRunsLookedAt));
  int failures = 0;
  std::optional<system_clock::time_point> last_try;
  std::optional<system_clock::time_point> last_success;
  for (const HarvestRun& run : runs) {
    if (run.kind != "harvest") continue;
    const auto started = parse_timestamp(run.started);
    const auto ended = parse_timestamp(run.ended.empty() ? run.started : run.ended);
    if (!last_try) last_try = ended;
    if (run.outcome.starts_with("finished")) {
      last_success = started;
      break;
    }
    // A person's Ctrl-C, or a machine that went down, says nothing about the source.
    if (run.outcome.starts_with("failed")) ++failures;
  }
  const auto minutes_until = [now](system_clock::time_point then) {
    return std::to_string(std::chrono::duration_cast<std::chrono::minutes>(then - now).count() + 1);
  };
  if (failures > 0 && last_try) {
    const seconds pause =
        std::min<seconds>(kFirstPause * (1LL << std::min(failures - 1, 20)), source.interval);
    if (*last_try + pause > now) {
      return "it failed " + std::to_string(failures) + " times in a row; next try in " +
             minutes_until(*last_try + pause) + " minutes";
    }
    return std::string();
  }
  EVIDENCE_ASSIGN(const auto state, store.harvest_state(source.id));
  if (state && !state->finished) return std::string();  // a run was cut short
  if (last_success && *last_success + source.interval > now) {
    return "due in " + minutes_until(*last_success + source.interval) + " minutes";
  }
  return std::string();
}

}  // namespace evidence::app
