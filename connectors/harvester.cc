#include "connectors/harvester.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <random>
#include <set>
#include <thread>

#include "base/byte_source.h"
#include "base/log.h"
#include "connectors/bounded_queue.h"
#include "connectors/entry_parser.h"

namespace evidence {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFirstWait{1'000};
constexpr milliseconds kLongestWait{60'000};
constexpr milliseconds kLongestAskedWait{3'600'000};
constexpr milliseconds kStopInterval{250};
// Fewer entries say nothing about the source, unless not one of them is usable.
constexpr std::int64_t kEntriesForShare = 20;
constexpr std::size_t kPagesWaiting = 2;  // between two stages
constexpr int kMostRestarts = 2;

Error cancelled() {
  return Error{ErrorCode::kCancelled, "interrupted", "the harvest was interrupted",
               "start it again to go on where it stopped"};
}

bool is_worth_repeating(const Error& error) {
  switch (error.code) {
    case ErrorCode::kTimeout:
    case ErrorCode::kUnavailable:
    case ErrorCode::kBusy:
      return true;
    case ErrorCode::kBadContent:
      return error.slug != "slices_incomplete" && error.slug != "broken_files";
    case ErrorCode::kUpstream:
      return error.slug != "upstream_rejected" && error.slug != "cursor_expired" &&
             error.slug != "cursor_loop";
    default:
      return false;
  }
}

// A page on its way from stage to stage, or why there is none.
struct Passing {
  std::string cursor;  // that gave it
  FetchedPage page;
  ParsedPage parsed;
  std::int64_t bytes = 0;    // received for it
  std::int64_t missing = 0;  // promised by the source, not on the page after all tries
  std::optional<Error> error;
  bool unreadable = false;  // the error is about the page's content: it may be fetched again
};

class Harvest {
 public:
  Harvest(Connector& connector, const SourceConfig& source, const HarvestOptions& options,
          RecordSink& sink, Clock& clock)
      : connector_(connector),
        source_(source),
        options_(options),
        sink_(sink),
        clock_(clock),
        cursor_(options.cursor) {}

  HarvestOutcome run() {
    int restarts = 0;
    while (!outcome_.finished) {
      std::optional<Error> error = one_round();
      if (!error) continue;
      if (error->slug == "cursor_expired" && restarts < kMostRestarts && !stopped()) {
        ++restarts;
        log_warning("harvest of " + source_.id + ": " + error->message +
                    "; the window begins again");
        outcome_.restarted = true;
        cursor_.clear();
        continue;
      }
      outcome_.error = std::move(error);
      outcome_.error->message = "harvest of " + source_.id + ": " + outcome_.error->message;
      return outcome_;
    }
    return outcome_;
  }

 private:
  [[nodiscard]] bool stopped() const {
    return options_.stop != nullptr && options_.stop->stop_requested();
  }

  // The three stages from `cursor_` on, until the end, an error, or a page that has to be fetched
  // again: then nullopt, and `cursor_` stands at that page.
  std::optional<Error> one_round() {
    BoundedQueue<Passing> fetched(kPagesWaiting);
    BoundedQueue<Passing> parsed(kPagesWaiting);
    round_over_ = false;
    round_cursor_ = cursor_;
    last_page_hash_ = 0;
    std::thread fetcher([&] { fetch_pages(fetched); });
    std::thread parser([&] { parse_pages(fetched, parsed); });
    std::optional<Error> error = write_pages(parsed);
    round_over_ = true;
    fetched.close();
    parsed.close();
    fetcher.join();
    parser.join();
    round_attempts_ = next_attempts_;
    return error;
  }

  // Stage 1, on its own thread: pages in order, the last of them with an error where there is one.
  void fetch_pages(BoundedQueue<Passing>& out) {
    std::string cursor = round_cursor_;
    std::set<std::size_t> seen{std::hash<std::string>{}(cursor)};
    int attempt = round_attempts_;
    bool last = false;
    while (!last) {
      Passing passing;
      passing.cursor = cursor;
      Result<FetchedPage> page = fetch_with_retries(cursor, attempt);
      attempt = 0;
      if (page.ok() && !page->last &&
          !seen.insert(std::hash<std::string>{}(page->next_cursor)).second) {
        page = Error{ErrorCode::kUpstream, "cursor_loop",
                     "the source leads in a circle: the place of the next page was met before",
                     "harvest it again later; if it stays so, tell the people who run it"};
      }
      if (page.ok()) {
        passing.page = std::move(page).value();
        cursor = passing.page.next_cursor;
        last = passing.page.last;
      } else {
        passing.error = page.error();
        last = true;
      }
      if (!out.push(std::move(passing))) return;
    }
    out.end();
  }

  Result<FetchedPage> fetch_with_retries(const std::string& cursor, int attempt) {
    const int retries = std::max(source_.max_retries, 0);
    for (;; ++attempt) {
      if (stopped() || round_over_) return cancelled();
      Result<FetchedPage> page = connector_.fetch(cursor, options_.from, options_.to);
      if (page.ok()) {
        const Result<void> fresh = check_progress(*page, cursor);
        if (fresh.ok()) return page;
        page = fresh.error();
      }
      if (attempt >= retries || !is_worth_repeating(page.error())) return page;
      std::optional<milliseconds> asked;
      if (const auto wanted = connector_.wait_asked_for()) asked = *wanted;
      EVIDENCE_TRY(pause_before_retry(attempt, asked, page.error()));
    }
  }

  Result<void> check_progress(const FetchedPage& page, const std::string& cursor) {
    if (!page.last && (page.next_cursor.empty() || page.next_cursor == cursor)) {
      return Error{ErrorCode::kInternal, "cursor_loop",
                   "the place of the next page is that of this page", ""};
    }
    if (page.bytes.empty()) return {};
    const std::size_t hash = std::hash<std::string>{}(page.bytes);
    if (hash == last_page_hash_ && cursor != last_page_cursor_) {
      return Error{ErrorCode::kBadContent, "page_loop",
                   "the source sent the same page twice in place of the next one", ""};
    }
    last_page_hash_ = hash;
    last_page_cursor_ = cursor;
    return {};
  }

  Result<void> pause_before_retry(int attempt, const std::optional<milliseconds>& asked,
                                  const Error& error) {
    const milliseconds pause = wait_before(attempt, asked);
    log_warning("harvest of " + source_.id + ": " + error.message + "; trying again in " +
                std::to_string(pause.count()) + " ms (" + std::to_string(attempt + 1) + " of " +
                std::to_string(std::max(source_.max_retries, 0)) + ")");
    return wait(pause);
  }

  // Stage 2, on its own thread.
  void parse_pages(BoundedQueue<Passing>& in, BoundedQueue<Passing>& out) const {
    bool good = true;
    while (good) {
      std::optional<Passing> passing = in.pop();
      if (!passing) break;
      if (!passing->error) parse(*passing);
      good = !passing->error;
      if (!out.push(std::move(*passing))) return;
    }
    out.end();
  }

  void parse(Passing& passing) const {
    const Format& format = connector_.format();
    FetchedPage& page = passing.page;
    Result<void> read;
    passing.bytes = static_cast<std::int64_t>(page.bytes.size());
    if (page.split) {
      for (EntryReader::Entry& entry : page.entries) {
        passing.bytes += static_cast<std::int64_t>(entry.raw.bytes.size());
        parse_entry(source_, format, std::move(entry), passing.parsed);
      }
      page.entries.clear();
    } else if (!page.bytes.empty()) {
      const std::unique_ptr<ByteSource> bytes = memory_source(page.bytes);
      read = parse_entries(source_, format, *bytes, passing.parsed);
      if (!read.ok()) {
        passing.error = read.error();
        passing.error->code = ErrorCode::kBadContent;
        passing.error->message = "a page cannot be read: " + passing.error->message;
      }
    }
    if (read.ok()) passing.error = check_count(passing);
    passing.unreadable = passing.error.has_value();
    std::vector<EntryProblem>& problems = passing.parsed.problems;
    std::move(page.problems.begin(), page.problems.end(), std::back_inserter(problems));
  }

  // A page with too few entries is asked for again; what then is still missing is reported with the
  // page, for a source may well count records that it cannot give any more.
  std::optional<Error> check_count(Passing& passing) const {
    const FetchedPage& page = passing.page;
    ParsedPage& parsed = passing.parsed;
    const std::int64_t sent = parsed.entries + parsed.skipped;
    if (!page.expected_entries || sent >= *page.expected_entries) return std::nullopt;
    const std::string what = "the source promised " + std::to_string(*page.expected_entries) +
                             " entries on a page and sent " + std::to_string(sent);
    if (attempts_at(passing) < std::max(source_.max_retries, 0) || sent == 0) {
      return Error{ErrorCode::kBadContent, "short_page", what, ""};
    }
    passing.missing = *page.expected_entries - sent;
    parsed.problems.push_back({"page " + page.url, "missing_entries", what});
    return std::nullopt;
  }

  // Stage 3, on the caller's thread.
  std::optional<Error> write_pages(BoundedQueue<Passing>& in) {
    while (true) {
      if (stopped()) return cancelled();
      std::optional<Passing> passing = in.pop();
      if (!passing) return cancelled();  // only a stop ends the pages without a last one
      if (passing->error && passing->unreadable) return fetch_again(*passing);
      if (passing->error) return passing->error;
      const bool last = passing->page.last;
      if (const Result<void> stored = store(std::move(*passing)); !stored.ok()) {
        return stored.error();
      }
      if (last) return std::nullopt;
    }
  }

  // nullopt: the next round begins at this page.
  std::optional<Error> fetch_again(const Passing& passing) {
    const int attempts = attempts_at(passing);
    if (attempts >= std::max(source_.max_retries, 0) || !is_worth_repeating(*passing.error)) {
      return passing.error;
    }
    const Result<void> waited = pause_before_retry(attempts, std::nullopt, *passing.error);
    if (!waited.ok()) return waited.error();
    next_attempts_ = attempts + 1;
    return std::nullopt;
  }

  // How often the page was fetched in vain before this round: only its first page was.
  [[nodiscard]] int attempts_at(const Passing& passing) const {
    return passing.cursor == round_cursor_ ? round_attempts_ : 0;
  }

  Result<void> store(Passing passing) {
    FetchedPage& page = passing.page;
    EVIDENCE_TRY(check_problem_share(passing.parsed));
    SinkPage out;
    out.records = std::move(passing.parsed.records);
    out.problems = std::move(passing.parsed.problems);
    out.families = std::move(passing.parsed.families);
    out.bytes = passing.bytes;
    out.raw_bytes = std::move(page.bytes);
    out.raw_file = std::move(page.raw_file);
    out.raw_media_type = std::move(page.media_type);
    out.raw_url = std::move(page.url);
    out.cursor_after = page.last ? std::string() : page.next_cursor;
    out.notebook = std::move(page.notebook);
    // A harvest that lost entries has not reached its end.
    entries_ += passing.parsed.entries;
    failed_ += passing.parsed.failed;
    missing_ += passing.missing;
    const Result<void> complete = page.last ? check_missing() : Result<void>();
    out.last = page.last && complete.ok();
    const std::int64_t bytes = out.bytes;
    EVIDENCE_ASSIGN(const SinkCounts counts, sink_.write(std::move(out)));
    ++outcome_.pages;
    outcome_.bytes += bytes;
    add(counts);
    cursor_ = page.last ? std::string() : page.next_cursor;
    next_attempts_ = 0;
    if (outcome_.source_time.empty()) outcome_.source_time = page.source_time;
    if (!complete.ok()) return complete;
    outcome_.finished = page.last;
    if (page.expected_total) expected_total_ = page.expected_total;
    if (options_.progress) {
      options_.progress({outcome_.pages, outcome_.bytes, expected_total_, outcome_.counts});
    }
    return {};
  }

  // A few entries that a source counts and cannot give are its affair; more are a loss: the next
  // harvest asks for the same window again.
  [[nodiscard]] Result<void> check_missing() const {
    constexpr std::int64_t kTolerated = 2;
    if (missing_ <= kTolerated || missing_ * 100 <= entries_ + missing_) return {};
    return Error{ErrorCode::kUpstream, "entries_missing",
                 std::to_string(missing_) + " of " + std::to_string(entries_ + missing_) +
                     " entries that the source promised never came",
                 "what came is stored; run the harvest again later for the rest"};
  }

  [[nodiscard]] Result<void> check_problem_share(const ParsedPage& page) const {
    const std::int64_t entries = entries_ + page.entries;
    const std::int64_t failed = failed_ + page.failed;
    const bool none_usable = entries > 1 && failed == entries;
    const bool too_many =
        entries >= kEntriesForShare &&
        static_cast<double>(failed) > source_.max_problem_share * static_cast<double>(entries);
    if (!none_usable && !too_many) return {};
    std::string first;
    if (!page.problems.empty()) {
      first = "; the first on this page: " + quoted_for_message(page.problems.front().reason, 120) +
              " (" + quoted_for_message(page.problems.front().position, 60) + ")";
    }
    return Error{ErrorCode::kBadContent, "too_many_problems",
                 std::to_string(failed) + " of " + std::to_string(entries) +
                     " entries cannot be used, so the harvest stopped before storing them" + first,
                 "look at the source's reply; max_problem_share is the limit"};
  }

  milliseconds wait_before(int attempt, const std::optional<milliseconds>& asked) {
    const milliseconds doubled = kFirstWait * (1LL << std::min(attempt, 6));
    const milliseconds base = std::min(doubled, kLongestWait);
    // Half fixed, half by chance, so that many harvesters do not come back together.
    thread_local std::minstd_rand random{std::random_device{}()};
    std::uniform_int_distribution<std::int64_t> jitter(0, base.count() / 2);
    const milliseconds own = base / 2 + milliseconds(jitter(random));
    if (!asked) return own;
    return std::clamp(*asked, kFirstWait, kLongestAskedWait) + milliseconds(jitter(random));
  }

  // In small steps, so that an interruption does not wait for an hour's Retry-After.
  Result<void> wait(milliseconds pause) {
    const auto until = clock_.steady_now() + pause;
    while (true) {
      if (stopped() || round_over_) return cancelled();
      const auto now = clock_.steady_now();
      if (now >= until) return {};
      clock_.sleep_until(std::min(until, now + kStopInterval));
    }
  }

  void add(const SinkCounts& counts) {
    outcome_.counts.read += counts.read;
    outcome_.counts.added += counts.added;
    outcome_.counts.changed += counts.changed;
    outcome_.counts.unchanged += counts.unchanged;
    outcome_.counts.deleted += counts.deleted;
    outcome_.counts.problems += counts.problems;
  }

  Connector& connector_;
  const SourceConfig& source_;
  const HarvestOptions& options_;
  RecordSink& sink_;
  Clock& clock_;
  std::atomic<bool> round_over_{false};

  // Of the caller's thread.
  HarvestOutcome outcome_;
  std::string cursor_;  // after the last stored page
  int next_attempts_ = 0;
  std::optional<std::int64_t> expected_total_;
  std::int64_t entries_ = 0;
  std::int64_t missing_ = 0;
  std::int64_t failed_ = 0;

  // The same for a whole round: all its threads read them.
  std::string round_cursor_;
  int round_attempts_ = 0;

  // Of the fetcher's thread while a round runs.
  std::size_t last_page_hash_ = 0;
  std::string last_page_cursor_;
};

}  // namespace

HarvestOutcome run_harvest(Connector& connector, const SourceConfig& source,
                           const HarvestOptions& options, RecordSink& sink, Clock& clock) {
  return Harvest(connector, source, options, sink, clock).run();
}

}  // namespace evidence
