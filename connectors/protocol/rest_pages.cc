#include "connectors/protocol/rest_pages.h"

#include <algorithm>

#include "base/date.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/text.h"

namespace evidence {
namespace {

constexpr std::size_t kLongestUrl = 14'000;
constexpr int kFailuresThatMeanExpired = 3;

Result<std::string> day_of(const std::string& text) {
  if (text.empty()) return std::string();
  const std::string_view day = std::string_view(text).substr(0, text.find_first_of("T "));
  const auto date = parse_date(day);
  if (!date || date->day == 0) {
    return Error{ErrorCode::kInvalidArgument, "bad_date",
                 quoted_for_message(text, 40) + " is no day", "write 2024-03-15"};
  }
  return format_date(*date);
}

Error expired(std::string_view service, const std::string& why) {
  return {ErrorCode::kUpstream, "cursor_expired",
          std::string(service) + " does not know the place of the next page any more: " + why,
          "the harvest begins its window again"};
}

}  // namespace

Result<RestWindow> rest_window(const std::string& from, const std::string& to) {
  RestWindow window;
  EVIDENCE_ASSIGN(window.from, day_of(from));
  EVIDENCE_ASSIGN(window.to, day_of(to));
  if (!window.from.empty() && !window.to.empty() && window.to < window.from) {
    return Error{ErrorCode::kInvalidArgument, "bad_window",
                 "the window ends (" + window.to + ") before it begins (" + window.from + ")", ""};
  }
  return window;
}

Result<void> check_rest_source(const SourceConfig& source, int most_per_page) {
  EVIDENCE_TRY(check_web_base(source));
  if (source.base_url.find_first_of("?# ") != std::string::npos) {
    return bad_source(source, "base_url must have no query and no spaces");
  }
  EVIDENCE_TRY(check_page_size(source, most_per_page));
  EVIDENCE_TRY(check_pace(source));
  for (const std::string& value :
       {source.base_url, source.query, source.tool, source.email, source.api_key}) {
    if (has_control_character(value)) {
      return bad_source(source,
                        "base_url, query, tool, email or api_key contains a control character");
    }
  }
  for (const auto& [name, values] : source.options) {
    if (std::any_of(values.begin(), values.end(), has_control_character)) {
      return bad_source(source, "options." + name + " contains a control character");
    }
  }
  return {};
}

std::string rest_address(const std::string& base_url, std::string_view path) {
  return base_url + (base_url.ends_with('/') ? "" : "/") + std::string(path);
}

Result<FetchedPage> RestConnector::fetch(const std::string& cursor, const std::string& from,
                                         const std::string& to) {
  EVIDENCE_ASSIGN(const RestWindow window, rest_window(from, to));
  EVIDENCE_ASSIGN(RestCursor place, place_of(cursor, window));
  while (true) {
    EVIDENCE_ASSIGN(const Ask asked, ask(place, window));
    if (asked.url.size() > kLongestUrl) {
      return bad_source(source_, "the request is longer than a URL may be (" +
                                     std::to_string(asked.url.size()) +
                                     " characters); shorten query or options");
    }
    Result<HttpResponse> response = get(asked, place);
    if (response.ok()) {
      return page_from(std::move(response).value(), asked, std::move(place), window);
    }
    if (response.error().slug != "cursor_expired" || !begin_again(place)) return response.error();
    log_warning(source_.id + ": " + response.error().message + "; part " +
                std::to_string(place.group + 1) + " of the harvest begins again");
  }
}

Result<RestCursor> RestConnector::place_of(const std::string& cursor,
                                           const RestWindow& window) const {
  const std::string harvest = sha256_hex(source_.base_url + '\n' + source_.query + '\n' +
                                         settings() + '\n' + window.from + '\n' + window.to)
                                  .substr(0, 16);
  RestCursor place;
  if (cursor.empty()) {
    place.harvest = harvest;
    return place;
  }
  EVIDENCE_ASSIGN(place, parse_rest_cursor(cursor));
  if (place.harvest != harvest) {
    return expired(service(), "query, settings or window of source " + source_.id +
                                  " are not those that the stored place was made for");
  }
  return place;
}

Result<HttpResponse> RestConnector::get(const Ask& asked, const RestCursor& place) {
  PoliteHttp::Options options;
  options.headers = asked.headers;
  options.html_allowed = true;  // told apart below: as the page of a refusal it is one
  // A service that no longer knows a token says so with one of these; a few only break (500).
  if (!place.token.empty()) options.also_good = {400, 404, 410, 500};
  EVIDENCE_ASSIGN(HttpResponse response, polite_.get(asked.url, options));
  look_at(response);
  const std::string log_url = redact_secrets(asked.url);
  if (response.status >= 400) {
    const Error refusal = error_of_status(response.status, response.body, log_url);
    if (response.status != 500) return expired(service(), refusal.message);
    failures_at_token_ = failing_token_ == place.token ? failures_at_token_ + 1 : 1;
    failing_token_ = place.token;
    return failures_at_token_ >= kFailuresThatMeanExpired ? expired(service(), refusal.message)
                                                          : refusal;
  }
  failures_at_token_ = 0;
  if (is_html(response.body)) {
    return Error{ErrorCode::kBadContent, "html_reply",
                 "a web page came in place of data (" + log_url + ")",
                 "open the address in a browser: a login, a captcha or a maintenance page?"};
  }
  return response;
}

Result<FetchedPage> RestConnector::page_from(HttpResponse response, const Ask& asked,
                                             RestCursor place, const RestWindow& window) {
  Result<RestMarks> read_marks = read(response.body);
  if (!read_marks.ok()) {
    Error error = read_marks.error();
    error.message += " (" + redact_secrets(asked.url) + ")";
    return error;
  }
  const RestMarks& marks = *read_marks;
  FetchedPage page;
  page.url = redact_secrets(asked.url);
  const auto type = response.headers.find("content-type");
  page.media_type = type == response.headers.end() ? "application/json" : type->second;
  page.source_time = date_of(response);
  page.expected_entries = marks.entries;
  if (place.page == 0 && place.group == 0 && place.restarts == 0) report_at_start(page);
  ++place.page;
  place.seen += marks.entries;
  const std::int64_t promised = std::max(place.total, marks.total.value_or(-1));
  if (marks.total) place.total = *marks.total;
  page.expected_total = whole_total(place);
  if (marks.entries > 0) EVIDENCE_TRY(check_for_loop(place, promised));
  EVIDENCE_ASSIGN(page.last, advance(place, marks, window, page));
  if (!page.last) page.next_cursor = to_text(place);
  // A page without entries has nothing to keep; an empty part of the harvest is no repeated page.
  if (marks.entries > 0) page.bytes = std::move(response.body);
  return page;
}

Result<void> RestConnector::check_for_loop(const RestCursor& place, std::int64_t promised) const {
  if (promised < 0) return {};
  // Entries that come in while the list is read make it longer, but not much.
  const std::int64_t most =
      promised + promised / 20 + 5 * std::max<std::int64_t>(source_.page_size, 1);
  if (place.seen <= most) return {};
  return Error{ErrorCode::kUpstream, "token_loop",
               std::string(service()) + " promised " + std::to_string(promised) +
                   " entries and sent " + std::to_string(place.seen) +
                   " without coming to an end: its pages repeat",
               "run the harvest again later; what came is stored"};
}

Result<void> RestConnector::check_complete(const RestCursor& place, FetchedPage& page) const {
  const std::int64_t missing = place.total - place.seen;
  if (place.total < 0 || missing <= 0) return {};
  const std::string what = std::string(service()) + " promised " + std::to_string(place.total) +
                           " entries and ended its list after " + std::to_string(place.seen);
  if (missing > std::max<std::int64_t>(10, place.total / 100)) {
    return Error{ErrorCode::kBadContent, "pages_lost", what, "run the harvest again later"};
  }
  page.problems.push_back({"end of the list", "entries_missing", what});
  return {};
}

Result<bool> RestConnector::follow_token(RestCursor& place, const RestMarks& marks,
                                         FetchedPage& page) const {
  if (marks.next.empty() || marks.entries == 0) {
    EVIDENCE_TRY(check_complete(place, page));
    return true;
  }
  if (marks.next == place.token) {
    return Error{ErrorCode::kUpstream, "token_loop",
                 std::string(service()) + " names the same place for the next page as for this one",
                 "run the harvest again later"};
  }
  place.token = marks.next;
  return false;
}

}  // namespace evidence
