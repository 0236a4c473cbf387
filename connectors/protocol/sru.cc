#include "connectors/protocol/sru.h"

#include <algorithm>

#include "base/hash.h"
#include "base/text.h"
#include "connectors/protocol/polite_http.h"
#include "connectors/protocol/result_cursor.h"
#include "connectors/protocol/source_checks.h"
#include "connectors/protocol/sru_reply.h"
#include "connectors/protocol/sru_request.h"
#include "connectors/protocol/window_query.h"

namespace evidence {
namespace {

constexpr std::size_t kLongestQuery = 8U << 10U;  // what servers take in a URL
constexpr int kMostPerPage = 5'000;
constexpr int kMostChanges = 100;
constexpr int kFewMissing = 20;  // more, and more than a tenth: the server is broken, not a record
constexpr std::int64_t kFurthest = std::int64_t{1} << 40U;

std::string counted(std::int64_t number) {
  return with_thousands(static_cast<std::uint64_t>(std::max<std::int64_t>(number, 0)));
}

// Where the query's " sortBy …" begins, or its end: nothing may stand behind it in CQL.
std::size_t sort_clause(const std::string& query) {
  const std::string lower = to_lower_ascii(query);
  bool quoted = false;
  for (std::size_t at = 0; at < lower.size(); ++at) {
    if (lower[at] == '\\' && quoted) ++at;
    if (at < lower.size() && lower[at] == '"') quoted = !quoted;
    if (!quoted && lower.compare(at, 8, " sortby ") == 0) return at;
  }
  return query.size();
}

class SruConnector final : public Connector {
 public:
  SruConnector(SourceConfig source, SruSettings settings, const ConnectorParts& parts)
      : source_(std::move(source)),
        settings_(std::move(settings)),
        format_(parts.format),
        http_(source_, parts.http, parts.clock),
        window_(source_) {}

  Result<FetchedPage> fetch(const std::string& cursor, const std::string& from,
                            const std::string& to) override {
    EVIDENCE_ASSIGN(const std::string query, query_for(from, to));
    const std::string hash =
        sha256_hex(source_.base_url + '\n' + settings_.schema + '\n' + query).substr(0, 16);
    ResultCursor place;
    place.query_hash = hash;
    if (!cursor.empty()) {
      EVIDENCE_ASSIGN(place, parse_result_cursor(cursor, "sru", hash));
    }
    return fetch_page(query, place);
  }

  // A record that could not be had, or may have moved, is not absent.
  [[nodiscard]] bool complete_when_full() const override { return complete_; }
  [[nodiscard]] std::optional<std::chrono::seconds> wait_asked_for() const override {
    return http_.wait_asked_for();
  }
  [[nodiscard]] const Format& format() const override { return *format_; }

 private:
  struct Answer {
    SruReply reply;
    std::string url;  // without the key
  };

  Result<std::string> query_for(const std::string& from, const std::string& to) {
    EVIDENCE_ASSIGN(const std::string window, window_.condition(from, to));
    if (window.empty()) return source_.query;
    const std::size_t order = sort_clause(source_.query);
    return "(" + source_.query.substr(0, order) + ") and " + window + source_.query.substr(order);
  }

  Result<FetchedPage> fetch_page(const std::string& query, ResultCursor place) {
    std::int64_t count = source_.page_size;
    std::vector<EntryProblem> problems;
    for (;;) {
      Result<Answer> answer = ask(query, place.next, count);
      if (!answer.ok()) {
        if (answer.error().slug != "unreadable_reply") return answer.error();
        // One malformed record spoils a whole reply: smaller ones tell which it is.
        if (count == 1) return pass_over(query, place, answer.error(), std::move(problems));
        count = std::max<std::int64_t>(1, count / 2);
        continue;
      }
      EVIDENCE_ASSIGN(const bool again, follow_total(answer->reply, place, problems));
      if (again) continue;
      return page_of(*answer, place, count, std::move(problems));
    }
  }

  Result<Answer> ask(const std::string& query, std::int64_t start, std::int64_t count) {
    Answer answer;
    const std::string url = sru_url(settings_, query, start, count);
    PoliteHttp::Options options;
    // A diagnostic may come with any of these; without one they are errors as ever.
    options.also_good = {400, 401, 403, 404, 406, 414, 422, 500};
    options.html_allowed = true;  // looked at below: with an error status it says nothing new
    Result<HttpResponse> response = http_.get(url, options);
    if (!response.ok()) return hiding(response.error());
    answer.url = without_secret(settings_, redact_secrets(url));
    if (response->status < 400 && is_html(response->body)) {
      return Error{ErrorCode::kBadContent, "html_reply",
                   "a web page came in place of data (" + answer.url + ")",
                   "open the address in a browser: a login, a captcha or a maintenance page?"};
    }
    Result<SruReply> reply = parse_sru_reply(response->body, largest_reply());
    if (response->status >= 400) {
      if (reply.ok() && !reply->diagnostics.empty()) return error_of(reply->diagnostics.front());
      return hiding(error_of_status(response->status, response->body, answer.url));
    }
    if (!reply.ok()) {
      unreadable_hash_ = sha256_hex(response->body);
      return hiding(reply.error());
    }
    answer.reply = std::move(reply).value();
    return answer;
  }

  [[nodiscard]] std::size_t largest_reply() const {
    // The tree of a reply takes several times its bytes.
    return std::min<std::size_t>(source_.max_page_bytes, 32U << 20U);
  }

  Error hiding(Error error) const {
    error.message = without_secret(settings_, std::move(error.message));
    return error;
  }

  // Takes over what the reply says of the whole result. True: records have moved, ask again at
  // `place`.
  Result<bool> follow_total(const SruReply& reply, ResultCursor& place,
                            std::vector<EntryProblem>& problems) const {
    if (reply.records.empty() && !reply.diagnostics.empty()) {
      return error_of(reply.diagnostics.front());
    }
    // A page of records without a number: as if the server had not counted.
    if (!reply.total || !reply.total_is_exact) return false;
    const std::int64_t before = place.total;
    const std::int64_t now = std::min(*reply.total, kFurthest);
    if (before < 0 || now == before) {
      place.total = now;
      return false;
    }
    if (now == 0) {
      return Error{ErrorCode::kBadContent, "result_vanished",
                   "the server found " + counted(before) + " records and now none", ""};
    }
    problems.push_back({"record " + std::to_string(place.next) + " of the result", "count_changed",
                        "the number of records went from " + counted(before) + " to " +
                            counted(now) + " while they were being fetched"});
    place.total = now;
    ++place.changes;
    if (now > before) return false;  // the new ones come with the next harvest
    if (place.changes > kMostChanges) {
      return Error{ErrorCode::kUpstream, "result_unstable",
                   "the number of records keeps changing while they are fetched (" +
                       std::to_string(place.changes) + " times)",
                   "harvest at a quieter time, or give the query an order (sortBy, sort_keys)"};
    }
    const std::int64_t back = std::max<std::int64_t>(1, place.next - (before - now));
    const bool moved = back < place.next;
    place.next = back;
    return moved;
  }

  Result<FetchedPage> page_of(const Answer& answer, ResultCursor& place, std::int64_t asked,
                              std::vector<EntryProblem> problems) {
    const SruReply& reply = answer.reply;
    const auto returned = static_cast<std::int64_t>(reply.records.size());
    const bool counted_exactly = reply.total && reply.total_is_exact;
    if (counted_exactly && returned == 0 && place.next <= place.total) {
      return Error{ErrorCode::kBadContent, "empty_page",
                   "the server promises " + counted(place.total) + " records and sends none from " +
                       std::to_string(place.next) + " on",
                   "some servers give only the first records of a large result: narrow the "
                   "source's query"};
    }
    FetchedPage page;
    std::int64_t good = 0;
    EVIDENCE_TRY(note_bad_records(reply, place.next, problems, good));
    if (place.next == 1 && returned == 0) {
      problems.push_back({"the search", "nothing_found",
                          "the server found no record at all; some answer so to a query that they "
                          "do not understand"});
    }
    for (const SruDiagnostic& diagnostic : reply.diagnostics) {
      problems.push_back({"the search", "server_warning", text_of(diagnostic)});
    }
    if (reply.repaired) {
      problems.push_back({"records from " + std::to_string(place.next), "repaired_text",
                          "the reply is not UTF-8; its odd bytes were read as Windows-1252"});
    }
    page.bytes = sru_page(reply);
    page.media_type = "application/xml";
    page.url = answer.url;
    page.problems = std::move(problems);
    // Each payload is whole; how many entries a format sees in them is its affair, but some.
    page.expected_entries = std::min<std::int64_t>(good, 1);
    place.missing += static_cast<int>(returned - good);
    complete_ = counted_exactly && place.missing == 0 && place.changes == 0;
    if (counted_exactly) page.expected_total = place.total;
    place.next += returned;
    page.last = counted_exactly ? place.next > place.total
                                : returned == 0 || (returned < asked && !reply.next_position);
    page.next_cursor = to_text(place, "sru");
    return page;
  }

  static Result<void> note_bad_records(const SruReply& reply, std::int64_t first,
                                       std::vector<EntryProblem>& problems, std::int64_t& good) {
    const SruDiagnostic* diagnostic = nullptr;
    for (std::size_t i = 0; i < reply.records.size(); ++i) {
      const SruRecord& record = reply.records[i];
      const std::string position =
          "record " + std::to_string(first + static_cast<std::int64_t>(i)) + " of the result";
      if (record.diagnostic) {
        diagnostic = &*record.diagnostic;
        problems.push_back({position, "record_diagnostic",
                            "the server cannot give the record: " + text_of(*record.diagnostic)});
      } else if (!record.damage.empty()) {
        problems.push_back({position, "damaged_entry", record.damage});
      } else {
        ++good;
      }
    }
    // Not one record: that is no property of a record, but of the request.
    const bool all = good == 0 && diagnostic != nullptr;
    if (all && (reply.records.size() > 1 || diagnostic->number == 66)) return error_of(*diagnostic);
    return {};
  }

  // A record that alone makes a reply unreadable is left out when the server sends it the same way
  // twice: a line that is cut differs each time.
  Result<FetchedPage> pass_over(const std::string& query, ResultCursor place, const Error& error,
                                std::vector<EntryProblem> problems) {
    const std::string before = unreadable_hash_;
    Result<Answer> again = ask(query, place.next, 1);
    if (again.ok()) {
      EVIDENCE_ASSIGN(const bool moved, follow_total(again->reply, place, problems));
      if (moved) return fetch_page(query, place);
      return page_of(*again, place, 1, std::move(problems));
    }
    if (again.error().slug != "unreadable_reply" || unreadable_hash_ != before ||
        ++place.missing > std::max<std::int64_t>(kFewMissing, place.total / 10)) {
      return again.error();
    }
    FetchedPage page;
    page.url = without_secret(settings_, redact_secrets(sru_url(settings_, query, place.next, 1)));
    problems.push_back({"record " + std::to_string(place.next) + " of the result",
                        "unreadable_record", error.message});
    page.problems = std::move(problems);
    page.expected_entries = 0;
    if (place.total >= 0) page.expected_total = place.total;
    complete_ = false;
    ++place.next;
    page.last = place.total >= 0 && place.next > place.total;
    page.next_cursor = to_text(place, "sru");
    return page;
  }

  const SourceConfig source_;
  const SruSettings settings_;
  std::shared_ptr<const Format> format_;
  PoliteHttp http_;
  WindowQuery window_;
  std::string unreadable_hash_;  // of the last reply that was no XML
  bool complete_ = false;
};

}  // namespace

Result<std::unique_ptr<Connector>> make_sru_connector(const SourceConfig& source,
                                                      const ConnectorParts& parts) {
  EVIDENCE_ASSIGN(SruSettings settings, sru_settings(source));
  if (trim(source.query).empty()) {
    return bad_source(source, "query is empty; cql.allRecords=1 asks many servers for everything");
  }
  if (source.query.size() > kLongestQuery) {
    return bad_source(source, "query is longer than 8 KiB, more than servers take in a URL");
  }
  EVIDENCE_TRY(check_page_size(source, kMostPerPage));
  EVIDENCE_TRY(check_pace(source));
  if (const std::string window = source.option("date_query"); !window.empty()) {
    EVIDENCE_TRY(check_window_template(window));
  }
  return std::unique_ptr<Connector>(
      std::make_unique<SruConnector>(source, std::move(settings), parts));
}

}  // namespace evidence
