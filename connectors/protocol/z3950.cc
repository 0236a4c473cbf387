#include "connectors/protocol/z3950.h"

#include <algorithm>

#include "base/hash.h"
#include "base/text.h"
#include "connectors/protocol/result_cursor.h"
#include "connectors/protocol/source_checks.h"
#include "connectors/protocol/window_query.h"
#include "connectors/protocol/z3950_session.h"
#include "connectors/rate_limiter.h"

namespace evidence {
namespace {

constexpr int kMostPerPage = 5'000;
constexpr std::int64_t kChunk = 20;  // records a present; the stop flag and the rate come between
constexpr std::size_t kLongestQuery = 64U << 10U;

class Z3950Connector final : public Connector {
 public:
  Z3950Connector(SourceConfig source, Z3950Target target, const ConnectorParts& parts)
      : source_(std::move(source)),
        target_(std::move(target)),
        format_(parts.format),
        stop_(parts.stop),
        limiter_(parts.clock, source_.requests_per_second),
        window_(source_) {}

  Result<FetchedPage> fetch(const std::string& cursor, const std::string& from,
                            const std::string& to) override {
    EVIDENCE_ASSIGN(const std::string query, query_for(from, to));
    ResultCursor place;
    place.query_hash =
        sha256_hex(source_.base_url + '\n' + target_.database + '\n' + query).substr(0, 16);
    if (cursor.empty()) {
      session_.reset();  // a new harvest searches anew
    } else {
      EVIDENCE_ASSIGN(place, parse_result_cursor(cursor, "z3950", place.query_hash));
    }
    Result<FetchedPage> page = fetch_page(query, place, from.empty());
    // Whatever went wrong, the next attempt does not rest on this connection.
    if (!page.ok()) session_.reset();
    return page;
  }

  // A record that the target could not give is not absent.
  [[nodiscard]] bool complete_when_full() const override { return complete_; }
  [[nodiscard]] const Format& format() const override { return *format_; }

 private:
  struct Records {
    std::string bytes;
    std::int64_t taken = 0;  // positions gone through
    std::int64_t good = 0;
    std::vector<EntryProblem> problems;
  };

  Result<std::string> query_for(const std::string& from, const std::string& to) {
    EVIDENCE_ASSIGN(const std::string window, window_.condition(from, to));
    if (window.empty()) return source_.query;
    if (target_.cql) return "(" + source_.query + ") and " + window;
    return "@and " + source_.query + " " + window;
  }

  Result<FetchedPage> fetch_page(const std::string& query, ResultCursor place, bool whole) {
    EVIDENCE_TRY(search(query, place));
    FetchedPage page;
    page.media_type = target_.as_xml ? "application/xml" : "application/marc";
    page.url = "z39.50s://" + target_.host + ":" + std::to_string(target_.port) + "/" +
               target_.database + "#" + std::to_string(place.next);
    page.expected_total = place.total;
    Records records;
    if (place.total == 0 && whole) {
      records.problems.push_back({"the search", "nothing_found",
                                  "the target found no record at all: is the query right?"});
    }
    EVIDENCE_TRY(present(place, records));
    page.bytes = std::move(records.bytes);
    if (target_.as_xml && !page.bytes.empty()) {
      page.bytes = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<collection>\n" + page.bytes +
                   "</collection>\n";
    }
    page.problems = std::move(records.problems);
    // What a format passes over, such as holdings, is no loss; a page of nothing else is one.
    page.expected_entries = std::min<std::int64_t>(records.good, 1);
    place.missing += static_cast<int>(records.taken - records.good);
    complete_ = place.missing == 0;
    place.next += records.taken;
    page.last = place.next > place.total;
    page.next_cursor = to_text(place, "z3950");
    return page;
  }

  // A session whose result is the one that `place` counts in.
  Result<void> search(const std::string& query, ResultCursor& place) {
    if (session_ && session_query_ == query && session_total_ == place.total) return {};
    session_.reset();
    limiter_.wait_for_turn();
    EVIDENCE_ASSIGN(session_, Z3950Session::open(target_, stop_));
    limiter_.wait_for_turn();
    EVIDENCE_ASSIGN(session_total_, session_->search(query));
    session_query_ = query;
    if (place.total >= 0 && place.total != session_total_) {
      return Error{ErrorCode::kUpstream, "cursor_expired",
                   "the result had " + std::to_string(place.total) + " records and has " +
                       std::to_string(session_total_) + " after connecting again",
                   "the harvest begins again"};
    }
    place.total = session_total_;
    return {};
  }

  Result<void> present(const ResultCursor& place, Records& records) {
    const std::int64_t end =
        std::min(place.total + 1, place.next + std::int64_t{source_.page_size});
    std::string refused;
    std::int64_t refusals = 0;
    std::int64_t chunk = kChunk;
    std::int64_t at = place.next;
    bool full = false;
    while (at < end && !full) {
      if (stop_ != nullptr && stop_->stop_requested()) {
        return Error{ErrorCode::kCancelled, "cancelled", "interrupted", ""};
      }
      limiter_.wait_for_turn();
      const std::int64_t count = std::min(chunk, end - at);
      EVIDENCE_ASSIGN(const Z3950Records got, session_->present(at, count));
      if (got.records.empty() && !got.diagnostic.empty() && count > 1) {
        chunk = 1;  // one bad record spoils them all: each on its own
        continue;
      }
      if (got.records.empty() && got.diagnostic.empty()) {
        return Error{ErrorCode::kBadContent, "empty_page",
                     "the target promises " + std::to_string(place.total) +
                         " records and sends none from " + std::to_string(at) + " on",
                     ""};
      }
      if (got.records.empty()) {
        refused = got.diagnostic;
        ++refusals;
        note(at, got.diagnostic, records);
        ++at;
        continue;
      }
      for (const Z3950Record& record : got.records) {
        const std::size_t size = records.bytes.size() + record.bytes.size();
        if (size > source_.max_page_bytes && records.good > 0) {
          full = true;  // it begins the next page
          break;
        }
        take(at++, record, records, refused, refusals);
      }
    }
    records.taken = at - place.next;
    // Not one record: that is no property of a record, but of the request.
    if (records.good == 0 && refusals > 1) {
      return Error{ErrorCode::kUpstream, "upstream_rejected",
                   "the target gives none of " + std::to_string(refusals) + " records: " + refused,
                   "try other options.syntax and options.element_set"};
    }
    return {};
  }

  void take(std::int64_t position, const Z3950Record& record, Records& records,
            std::string& refused, std::int64_t& refusals) const {
    if (!record.diagnostic.empty()) {
      refused = record.diagnostic;
      ++refusals;
      note(position, record.diagnostic, records);
      return;
    }
    if (record.bytes.size() > source_.max_page_bytes) {
      note(position, "it is larger than max_page_bytes", records);
      return;
    }
    records.bytes += record.bytes;
    if (target_.as_xml) records.bytes += '\n';
    ++records.good;
  }

  static void note(std::int64_t position, const std::string& why, Records& records) {
    records.problems.push_back({"record " + std::to_string(position) + " of the result",
                                "record_diagnostic", "the record was not given: " + why});
  }

  const SourceConfig source_;
  const Z3950Target target_;
  std::shared_ptr<const Format> format_;
  const StopFlag* stop_;
  RateLimiter limiter_;
  WindowQuery window_;
  std::unique_ptr<Z3950Session> session_;
  std::string session_query_;
  std::int64_t session_total_ = -1;
  bool complete_ = false;
};

}  // namespace

Result<std::unique_ptr<Connector>> make_z3950_connector(const SourceConfig& source,
                                                        const ConnectorParts& parts) {
  EVIDENCE_ASSIGN(Z3950Target target, z3950_target(source));
  if (trim(source.query).empty()) return bad_source(source, "query is empty; say what to harvest");
  if (source.query.size() > kLongestQuery) return bad_source(source, "query is longer than 64 KiB");
  EVIDENCE_TRY(check_page_size(source, kMostPerPage));
  EVIDENCE_TRY(check_pace(source));
  EVIDENCE_TRY(check_z3950_query(target, source.query));
  if (const std::string window = source.option("date_query"); !window.empty()) {
    EVIDENCE_TRY(check_window_template(window));
    EVIDENCE_ASSIGN(const std::string filled, fill_window_template(window, "2024-01-01", ""));
    EVIDENCE_TRY(
        check_z3950_query(target, target.cql ? filled : "@and " + source.query + " " + filled));
  }
  return std::unique_ptr<Connector>(
      std::make_unique<Z3950Connector>(source, std::move(target), parts));
}

}  // namespace evidence
