#include "connectors/harvester.h"

#include <algorithm>
#include <random>

#include "base/byte_source.h"
#include "base/log.h"

namespace evidence {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFirstWait{1'000};
constexpr milliseconds kLongestWait{60'000};
constexpr milliseconds kLongestAskedWait{3'600'000};
constexpr milliseconds kStopInterval{250};
// Fewer entries say nothing about the source, unless not one of them is usable.
constexpr std::int64_t kEntriesForShare = 20;

// A page read whole: what goes to the sink, and how many of its entries failed.
struct ParsedPage {
  std::vector<Record> records;
  std::vector<EntryProblem> problems;
  std::int64_t entries = 0;
  std::int64_t failed = 0;
  std::int64_t missing = 0;  // promised by the source, not on the page after all tries
};

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
      return error.slug != "slices_incomplete";
    case ErrorCode::kUpstream:
      return error.slug != "upstream_rejected";
    default:
      return false;
  }
}

class Harvest {
 public:
  Harvest(Connector& connector, const SourceConfig& source, const HarvestOptions& options,
          RecordSink& sink, Clock& clock)
      : connector_(connector), source_(source), options_(options), sink_(sink), clock_(clock) {}

  HarvestOutcome run() {
    std::string cursor = options_.cursor;
    while (!outcome_.finished) {
      if (Result<std::string> next = one_page(cursor); next.ok()) {
        cursor = std::move(next).value();
      } else {
        outcome_.error = next.error();
        outcome_.error->message = "harvest of " + source_.id + ": " + outcome_.error->message;
        return outcome_;
      }
    }
    return outcome_;
  }

 private:
  bool stopped() const { return options_.stop != nullptr && options_.stop->stop_requested(); }

  // Fetches, parses and stores the page at `cursor`; gives the place of the next.
  Result<std::string> one_page(const std::string& cursor) {
    FetchedPage page;
    ParsedPage parsed;
    EVIDENCE_TRY(fetch_with_retries(cursor, page, parsed));
    EVIDENCE_TRY(check_problem_share(parsed));
    SinkPage out;
    out.records = std::move(parsed.records);
    out.problems = std::move(parsed.problems);
    out.bytes = static_cast<std::int64_t>(page.bytes.size());
    out.raw_bytes = std::move(page.bytes);
    out.raw_media_type = std::move(page.media_type);
    out.raw_url = std::move(page.url);
    out.cursor_after = page.last ? std::string() : page.next_cursor;
    out.last = page.last;
    const std::int64_t bytes = out.bytes;
    EVIDENCE_ASSIGN(const SinkCounts counts, sink_.write(std::move(out)));
    entries_ += parsed.entries;
    failed_ += parsed.failed;
    ++outcome_.pages;
    outcome_.bytes += bytes;
    add(counts);
    missing_ += parsed.missing;
    if (page.last) {
      EVIDENCE_TRY(check_missing());
      outcome_.finished = true;
    }
    if (page.expected_total) expected_total_ = page.expected_total;
    if (options_.progress) {
      options_.progress({outcome_.pages, outcome_.bytes, expected_total_, outcome_.counts});
    }
    return page.last ? std::string() : page.next_cursor;
  }

  Result<void> fetch_with_retries(const std::string& cursor, FetchedPage& page,
                                  ParsedPage& parsed) {
    const int retries = std::max(source_.max_retries, 0);
    for (int attempt = 0;; ++attempt) {
      if (stopped()) return cancelled();
      std::optional<milliseconds> asked;
      Result<void> outcome = fetch_once(cursor, attempt >= retries, page, parsed, asked);
      if (outcome.ok() || attempt >= retries || !is_worth_repeating(outcome.error()))
        return outcome;
      const milliseconds pause = wait_before(attempt, asked);
      log_warning("harvest of " + source_.id + ": " + outcome.error().message +
                  "; trying again in " + std::to_string(pause.count()) + " ms (" +
                  std::to_string(attempt + 1) + " of " + std::to_string(retries) + ")");
      EVIDENCE_TRY(wait(pause));
    }
  }

  Result<void> fetch_once(const std::string& cursor, bool last_attempt, FetchedPage& page,
                          ParsedPage& parsed, std::optional<milliseconds>& asked) {
    Result<FetchedPage> fetched = connector_.fetch(cursor, options_.from, options_.to);
    if (!fetched.ok()) {
      if (const auto wanted = connector_.wait_asked_for()) asked = *wanted;
      return fetched.error();
    }
    page = std::move(fetched).value();
    if (!page.last && (page.next_cursor.empty() || page.next_cursor == cursor)) {
      return Error{ErrorCode::kInternal, "cursor_loop",
                   "the place of the next page is that of this page", ""};
    }
    const std::size_t hash = std::hash<std::string>{}(page.bytes);
    if (hash == last_page_hash_ && !page.bytes.empty() && outcome_.pages > 0) {
      return Error{ErrorCode::kBadContent, "page_loop",
                   "the source sent the same page twice in place of the next one", ""};
    }
    parsed = {};
    if (!page.bytes.empty()) EVIDENCE_TRY(parse(page, parsed));
    EVIDENCE_TRY(check_count(page, last_attempt, parsed));
    last_page_hash_ = hash;
    return {};
  }

  // An Error where the page cannot be read to its end: then nothing of it is kept.
  Result<void> parse(const FetchedPage& page, ParsedPage& parsed) const {
    const Format& format = connector_.format();
    const std::unique_ptr<ByteSource> bytes = memory_source(page.bytes);
    const std::unique_ptr<EntryReader> reader = format.open(*bytes);
    while (true) {
      Result<std::optional<EntryReader::Entry>> next = reader->next();
      if (!next.ok()) {
        Error error = next.error();
        error.code = ErrorCode::kBadContent;
        error.message = "a page cannot be read: " + error.message;
        return error;
      }
      if (!next->has_value()) return {};
      const EntryReader::Entry& entry = **next;
      if (!entry.damage.empty()) {
        ++parsed.entries;
        ++parsed.failed;
        parsed.problems.push_back({entry.raw.position, "damaged_entry", entry.damage});
        continue;
      }
      ParsedEntry made = format.parse(entry.raw);
      if (made.skipped) continue;
      ++parsed.entries;
      if (made.records.empty()) {
        ++parsed.failed;
        if (made.problems.empty()) {
          made.problems.push_back({entry.raw.position, "no_record", "the entry gives no record"});
        }
      }
      for (Record& record : made.records) {
        record.source = source_.id;
        record.sample = source_.sample;
        parsed.records.push_back(std::move(record));
      }
      std::move(made.problems.begin(), made.problems.end(), std::back_inserter(parsed.problems));
    }
  }

  // A page with too few entries is asked for again; what then is still missing is reported with the
  // page, for a source may well count records that it cannot give any more.
  Result<void> check_count(const FetchedPage& page, bool last_attempt, ParsedPage& parsed) const {
    if (!page.expected_entries || parsed.entries >= *page.expected_entries) return {};
    const std::string what = "the source promised " + std::to_string(*page.expected_entries) +
                             " entries on a page and sent " + std::to_string(parsed.entries);
    if (!last_attempt || parsed.entries == 0) {
      return Error{ErrorCode::kBadContent, "short_page", what, ""};
    }
    parsed.missing = *page.expected_entries - parsed.entries;
    parsed.problems.push_back({"page " + page.url, "missing_entries", what});
    return {};
  }

  // A few entries that a source counts and cannot give are its affair; more are a loss, and a
  // harvest with a loss has not reached its end: the next one asks for the same window again.
  Result<void> check_missing() const {
    constexpr std::int64_t kTolerated = 2;
    if (missing_ <= kTolerated || missing_ * 100 <= entries_ + missing_) return {};
    return Error{ErrorCode::kUpstream, "entries_missing",
                 std::to_string(missing_) + " of " + std::to_string(entries_ + missing_) +
                     " entries that the source promised never came",
                 "what came is stored; run the harvest again later for the rest"};
  }

  Result<void> check_problem_share(const ParsedPage& page) const {
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
    std::uniform_int_distribution<std::int64_t> jitter(0, base.count() / 2);
    const milliseconds own = base / 2 + milliseconds(jitter(random_));
    if (!asked) return own;
    return std::clamp(*asked, kFirstWait, kLongestAskedWait) + milliseconds(jitter(random_));
  }

  // In small steps, so that an interruption does not wait for an hour's Retry-After.
  Result<void> wait(milliseconds pause) {
    const auto until = clock_.steady_now() + pause;
    while (true) {
      if (stopped()) return cancelled();
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
  HarvestOutcome outcome_;
  std::optional<std::int64_t> expected_total_;
  std::int64_t entries_ = 0;
  std::int64_t missing_ = 0;
  std::int64_t failed_ = 0;
  std::size_t last_page_hash_ = 0;
  std::minstd_rand random_{std::random_device{}()};
};

}  // namespace

HarvestOutcome run_harvest(Connector& connector, const SourceConfig& source,
                           const HarvestOptions& options, RecordSink& sink, Clock& clock) {
  return Harvest(connector, source, options, sink, clock).run();
}

}  // namespace evidence
