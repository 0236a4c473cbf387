#include "connectors/protocol/eutils.h"

#include <algorithm>
#include <set>

#include "base/hash.h"
#include "base/log.h"
#include "base/url.h"
#include "connectors/protocol/eutils_reply.h"
#include "connectors/protocol/source_checks.h"
#include "connectors/rate_limiter.h"

namespace evidence {
namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t kLongestGet = 2'000;
constexpr std::size_t kLongestQuery = 64U << 10U;
constexpr int kMostPerPage = 5'000;
constexpr int kMostSearchesAgain = 3;
constexpr double kRateWithoutKey = 3.0;
constexpr double kRateWithKey = 10.0;

std::string encode(const Parameters& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters) {
    if (!text.empty()) text += '&';
    text += name + "=" + percent_encode(value);
  }
  return text;
}

std::string with_slash(const std::string& base_url) {
  return base_url.ends_with('/') ? base_url : base_url + "/";
}

EutilsCall call(const SourceConfig& source, const std::string& script, Parameters parameters) {
  parameters.emplace_back("tool", source.tool);
  if (!source.email.empty()) parameters.emplace_back("email", source.email);
  if (!source.api_key.empty()) parameters.emplace_back("api_key", source.api_key);
  const std::string address = with_slash(source.base_url) + script;
  const std::string query = encode(parameters);
  EutilsCall made;
  made.log_url = redact_secrets(address + "?" + query);
  if (address.size() + 1 + query.size() <= kLongestGet) {
    made.method = "GET";
    made.url = address + "?" + query;
  } else {
    made.method = "POST";
    made.url = address;
    made.body = query;
  }
  return made;
}

class EutilsConnector final : public Connector {
 public:
  EutilsConnector(SourceConfig source, const ConnectorParts& parts)
      : source_(std::move(source)),
        http_(parts.http),
        clock_(parts.clock),
        format_(parts.format),
        limiter_(parts.clock, std::min(source_.requests_per_second,
                                       source_.api_key.empty() ? kRateWithoutKey : kRateWithKey)) {}

  Result<FetchedPage> fetch(const std::string& cursor, const std::string& from,
                            const std::string& to) override {
    wait_asked_for_.reset();
    EVIDENCE_ASSIGN(EutilsCursor place,
                    cursor.empty() ? first_place(from, to) : stored_place(cursor, from, to));
    while (true) {
      EVIDENCE_TRY(find_slice(place));
      if (place.web_env.empty()) return last_page(place);  // nothing (more) to fetch
      Result<FetchedPage> page = fetch_page(place);
      if (page.ok() || page.error().slug != "history_lost") return page;
      // NCBI forgets results after some hours, and over restarts. The new result may be ordered
      // otherwise, so the slice begins again; records that come twice are the same records.
      if (++place.searched_again > kMostSearchesAgain) return page;
      log_warning(source_.id +
                  ": the search result is gone from the history server; searching again");
      place.pending.push_back(place.slice);
      place.promised -= place.count;
      clear_slice(place);
    }
  }

  [[nodiscard]] std::optional<std::chrono::seconds> wait_asked_for() const override {
    return wait_asked_for_;
  }
  [[nodiscard]] const Format& format() const override { return *format_; }

 private:
  std::string query_hash(const std::string& from, const std::string& to) const {
    return sha256_hex(source_.query + '\n' + from + '\n' + to).substr(0, 16);
  }

  std::chrono::sys_days today() const {
    return std::chrono::floor<std::chrono::days>(clock_.now());
  }

  Result<EutilsCursor> first_place(const std::string& from, const std::string& to) const {
    EutilsCursor place;
    place.query_hash = query_hash(from, to);
    place.date_type = from.empty() ? "edat" : "mdat";
    EutilsSlice whole;
    whole.first = std::chrono::year{1800} / 1 / 1;
    // Their day may be ahead of ours, and ours behind the one that wrote `from`.
    whole.last = today() + std::chrono::days{1};
    if (!from.empty()) {
      EVIDENCE_ASSIGN(whole.first, parse_window_day(from, false));
      whole.dated = true;
      whole.last = std::max(whole.last, whole.first);
    }
    if (!to.empty()) {
      EVIDENCE_ASSIGN(const std::chrono::sys_days last, parse_window_day(to, true));
      if (last < whole.first) {
        return Error{ErrorCode::kInvalidArgument, "bad_window",
                     "the window ends (" + eutils_date(last) + ") before it begins (" +
                         eutils_date(whole.first) + ")",
                     ""};
      }
      // "Everything until today" is everything: asked without dates, records that have none count.
      if (last < today()) whole.dated = true;
      if (whole.dated) whole.last = last;
    }
    if (!whole.dated) whole = {};
    place.pending.push_back(whole);
    return place;
  }

  Result<EutilsCursor> stored_place(const std::string& cursor, const std::string& from,
                                    const std::string& to) const {
    EVIDENCE_ASSIGN(EutilsCursor place, parse_eutils_cursor(cursor));
    if (place.query_hash != query_hash(from, to)) {
      return Error{ErrorCode::kInvalidArgument, "bad_cursor",
                   "the stored place belongs to another query or window of source " + source_.id,
                   "start the harvest of this source from its beginning"};
    }
    return place;
  }

  static void clear_slice(EutilsCursor& place) {
    place.slice = {};
    place.web_env.clear();
    place.query_key.clear();
    place.count = place.start = 0;
  }

  // Searches pending slices, halving those too large, until one has records or none is left.
  Result<void> find_slice(EutilsCursor& place) {
    while (place.web_env.empty() && !place.pending.empty()) {
      const EutilsSlice slice = place.pending.back();
      EVIDENCE_ASSIGN(const EutilsSearchReply reply, search(slice, place.date_type));
      if (place.total < 0) place.total = reply.count;
      place.pending.pop_back();
      if (reply.count > kEutilsMostServed) {
        const auto parts = halves(slice, today());
        if (!parts) {
          return Error{ErrorCode::kBadContent, "slices_incomplete",
                       "E-utilities report " + std::to_string(reply.count) +
                           " records for fewer record numbers: PMID ranges are not honoured, so "
                           "records would be lost",
                       "narrow the source's query"};
        }
        place.pending.push_back(parts->second);
        place.pending.push_back(parts->first);
        continue;
      }
      if (reply.count == 0) continue;
      place.slice = slice;
      place.web_env = reply.web_env;
      place.query_key = reply.query_key;
      place.count = reply.count;
      place.start = 0;
      place.promised += reply.count;
    }
    return {};
  }

  Result<EutilsSearchReply> search(const EutilsSlice& slice, const std::string& date_type) {
    EVIDENCE_ASSIGN(const HttpResponse response,
                    send(esearch_call(source_, slice, slice.dated ? date_type : "")));
    if (response.status != 200) return error_in_reply(response.status, response.body);
    EVIDENCE_ASSIGN(EutilsSearchReply reply, parse_search_reply(response.body));
    for (const std::string& warning : reply.warnings) {
      // "No items found." is what every empty slice says; the rest is worth saying once.
      if (reply.count > 0 && warned_.size() < 100 && warned_.insert(warning).second) {
        log_warning(source_.id + ": PubMed warns about the query: " + warning);
      }
    }
    return reply;
  }

  Result<FetchedPage> fetch_page(EutilsCursor& place) {
    const EutilsCall made = efetch_call(source_, place);
    EVIDENCE_ASSIGN(HttpResponse response, send(made));
    if (response.status != 200) return error_in_reply(response.status, response.body);
    EVIDENCE_TRY(check_fetch_reply(response.body));
    FetchedPage page;
    page.bytes = std::move(response.body);
    page.media_type = "application/xml";
    page.url = made.log_url;
    page.expected_total = place.total;
    page.expected_entries = std::min<std::int64_t>(source_.page_size, place.count - place.start);
    place.start += *page.expected_entries;
    if (place.start >= place.count) {
      clear_slice(place);
      place.searched_again = 0;
    }
    // A harvest that lost records still stores this page; the next fetch then reports the loss.
    if (place.web_env.empty() && place.pending.empty() && check_completeness(place).ok()) {
      page.last = true;
    } else {
      page.next_cursor = to_text(place);
    }
    return page;
  }

  Result<FetchedPage> last_page(const EutilsCursor& place) const {
    EVIDENCE_TRY(check_completeness(place));
    FetchedPage page;
    page.last = true;
    page.expected_total = std::max<std::int64_t>(place.total, 0);
    page.expected_entries = 0;
    return page;
  }

  // The slices together must hold what the whole search promised, give or take what PubMed changed
  // meanwhile: a window that the source did not understand must not pass for an empty one.
  Result<void> check_completeness(const EutilsCursor& place) const {
    const std::int64_t missing = place.total - place.promised;
    const std::int64_t allowed = std::max<std::int64_t>(10, place.total / 100);
    if (missing <= allowed) return {};
    return Error{ErrorCode::kBadContent, "slices_incomplete",
                 "the search promised " + std::to_string(place.total) +
                     " records, its slices held " + std::to_string(place.promised) + "; " +
                     std::to_string(missing) + " are missing",
                 "harvest again, or split the source's query"};
  }

  Result<HttpResponse> send(const EutilsCall& made) {
    HttpRequest request;
    request.method = made.method;
    request.url = made.url;
    request.body = made.body;
    request.timeout = source_.timeout;
    request.max_bytes = source_.max_page_bytes;
    limiter_.wait_for_turn();
    Result<HttpResponse> response = http_.send(request);
    if (response.ok() && response->status >= 400) {
      wait_asked_for_ = retry_after(*response, clock_.now());
    }
    return response;
  }

  const SourceConfig source_;
  HttpClient& http_;
  Clock& clock_;
  std::shared_ptr<const Format> format_;
  RateLimiter limiter_;
  std::optional<std::chrono::seconds> wait_asked_for_;
  std::set<std::string> warned_;
};

}  // namespace

EutilsCall esearch_call(const SourceConfig& source, const EutilsSlice& slice,
                        std::string_view date_type) {
  std::string term = source.query;
  if (slice.highest_pmid > 0) {
    term = "(" + term + ") AND " + std::to_string(slice.lowest_pmid) + ":" +
           std::to_string(slice.highest_pmid) + "[UID]";
  }
  Parameters parameters = {{"db", "pubmed"},
                           {"term", std::move(term)},
                           {"usehistory", "y"},
                           {"retmax", "0"},
                           {"retmode", "xml"}};
  if (slice.dated) {
    parameters.emplace_back("datetype", date_type);
    parameters.emplace_back("mindate", eutils_date(slice.first));
    parameters.emplace_back("maxdate", eutils_date(slice.last));
  }
  return call(source, "esearch.fcgi", std::move(parameters));
}

EutilsCall efetch_call(const SourceConfig& source, const EutilsCursor& cursor) {
  // Never past the end: a page that crosses PubMed's limit is cut without a word.
  const std::int64_t most = std::min<std::int64_t>(source.page_size, cursor.count - cursor.start);
  return call(source, "efetch.fcgi",
              {{"db", "pubmed"},
               {"WebEnv", cursor.web_env},
               {"query_key", cursor.query_key},
               {"retstart", std::to_string(cursor.start)},
               {"retmax", std::to_string(most)},
               {"retmode", "xml"}});
}

Result<std::unique_ptr<Connector>> make_eutils_connector(const SourceConfig& source,
                                                         const ConnectorParts& parts) {
  if (source.query.empty()) return bad_source(source, "query is empty; say what to harvest");
  if (source.query.size() > kLongestQuery) return bad_source(source, "query is longer than 64 KiB");
  EVIDENCE_TRY(check_page_size(source, kMostPerPage));
  EVIDENCE_TRY(check_pace(source));
  if (source.tool.empty())
    return bad_source(source, "tool is empty; NCBI asks programs to name themselves");
  for (const std::string& value : {source.tool, source.email, source.api_key, source.base_url}) {
    if (has_control_character(value)) {
      return bad_source(source, "tool, email, api_key or base_url contains a control character");
    }
  }
  EVIDENCE_TRY(check_web_base(source));
  if (source.base_url.find_first_of("?#") != std::string::npos) {
    return bad_source(source, "base_url must have no query");
  }
  return std::unique_ptr<Connector>(std::make_unique<EutilsConnector>(source, parts));
}

}  // namespace evidence
