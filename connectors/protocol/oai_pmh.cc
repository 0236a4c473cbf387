#include "connectors/protocol/oai_pmh.h"

#include <algorithm>

#include "base/log.h"
#include "base/text.h"
#include "connectors/protocol/oai_place.h"
#include "connectors/protocol/oai_reply.h"
#include "connectors/protocol/oai_settings.h"
#include "connectors/protocol/oai_token_guard.h"
#include "connectors/protocol/polite_http.h"

namespace evidence {
namespace {

constexpr std::chrono::seconds kWaitWhenBusy{60};
// One record that cannot be had is left out; so many in a row are a repository that is down.
constexpr int kMostFailuresInRow = 20;

// Statuses with which some repositories send their OAI-PMH errors.
const std::vector<int> kMaybeReplies{400, 404, 410, 422, 500};

// A reply to ListRecords or ListIdentifiers. `facts.list` is not used: it would point into `body`.
struct ListPart {
  std::string key, url, body;
  OaiReply facts;
  std::vector<OaiHeader> headers;  // with ListIdentifiers
};

class OaiConnector final : public Connector {
 public:
  OaiConnector(SourceConfig source, OaiSettings settings, const ConnectorParts& parts)
      : source_(std::move(source)),
        settings_(std::move(settings)),
        http_(source_, parts.http, parts.clock),
        format_(parts.format),
        stop_(parts.stop) {}

  Result<FetchedPage> fetch(const std::string& cursor, const std::string& from,
                            const std::string& to) override {
    wait_asked_for_.reset();
    EVIDENCE_ASSIGN(OaiPlace place, place_of(cursor, from, to));
    EVIDENCE_TRY(identify());
    EVIDENCE_ASSIGN(const OaiWindow window, oai_window(from, to, seconds_, settings_.overlap));
    Result<FetchedPage> page =
        settings_.identifiers ? fetch_by_identifiers(place, window) : fetch_records(place, window);
    if (page.ok() && cursor.empty()) say_what_is_known(*page);
    return page;
  }

  [[nodiscard]] bool complete_when_full() const override { return !skipped_; }
  [[nodiscard]] std::optional<std::chrono::seconds> wait_asked_for() const override {
    return wait_asked_for_;
  }
  [[nodiscard]] const Format& format() const override { return *format_; }

 private:
  Result<OaiPlace> place_of(const std::string& cursor, const std::string& from,
                            const std::string& to) {
    std::vector<std::string> parts{settings_.prefix, settings_.identifiers ? "i" : "r", from, to};
    parts.insert(parts.end(), settings_.sets.begin(), settings_.sets.end());
    const std::string harvest = oai_harvest_hash(parts);
    if (cursor.empty()) {
      guard_.clear();
      list_.reset();
      skipped_ = false;
      failures_in_row_ = 0;
      OaiPlace first;
      first.harvest = harvest;
      first.set = settings_.sets.front();
      return first;
    }
    EVIDENCE_ASSIGN(OaiPlace place, parse_oai_place(cursor));
    const bool known_set =
        std::find(settings_.sets.begin(), settings_.sets.end(), place.set) != settings_.sets.end();
    if (place.harvest != harvest || !known_set) {
      return Error{
          ErrorCode::kInvalidArgument, "cursor_expired",
          "the stored place belongs to other settings or another window of source " + source_.id,
          "the window is harvested again from its beginning"};
    }
    skipped_ = skipped_ || place.skipped;
    return place;
  }

  // Once per run: the repository's granularity, and whether it tells of deletions.
  Result<void> identify() {
    if (identified_) return {};
    Result<OaiIdentity> identity = ask_identity();
    if (identity.ok()) {
      identity_ = std::move(identity).value();
    } else {
      const ErrorCode code = identity.error().code;
      const bool for_good = code == ErrorCode::kUpstream || code == ErrorCode::kNotFound ||
                            code == ErrorCode::kBadContent;
      if (settings_.granularity.empty() || !for_good) return identity.error();
      log_warning(source_.id + ": Identify failed, going on without: " + identity.error().message);
    }
    seconds_ =
        settings_.granularity.empty() ? identity_.seconds : settings_.granularity == "second";
    identified_ = true;
    return {};
  }

  Result<OaiIdentity> ask_identity() {
    const std::string url = url_with(source_.base_url, {{"verb", "Identify"}});
    EVIDENCE_ASSIGN(const std::string body, get(url));
    EVIDENCE_ASSIGN(const OaiReply reply, parse_oai_reply(body));
    if (!reply.errors.empty()) return error_of(reply.errors, redact_secrets(url));
    EVIDENCE_ASSIGN(OaiIdentity identity, parse_oai_identity(body));
    if (!identity.protocol_version.empty() && !identity.protocol_version.starts_with("2.")) {
      return Error{ErrorCode::kUpstream, "upstream_rejected",
                   "the repository speaks OAI-PMH " +
                       quoted_for_message(identity.protocol_version, 20) + ", not 2.0",
                   "ask the repository's people for its OAI-PMH 2.0 address"};
    }
    return identity;
  }

  void say_what_is_known(FetchedPage& page) const {
    const std::string name = identity_.repository_name.empty()
                                 ? std::string("the repository")
                                 : quoted_for_message(identity_.repository_name, 80);
    if (identity_.deletions == OaiDeletions::kNo) {
      page.problems.push_back(
          {"repository " + name, "no_deletions",
           "it does not tell which records are deleted (deletedRecord is \"no\"): what is "
           "withdrawn there is missed only by a complete harvest"});
    } else if (identity_.deletions == OaiDeletions::kTransient) {
      log_info(source_.id + ": " + name +
               " tells of deletions only for some time; harvest it regularly");
    }
  }

  // The whole body of a good answer, or of an OAI-PMH error under whatever status.
  Result<std::string> get(const std::string& url) {
    int status = 0;
    EVIDENCE_ASSIGN(std::string body, get_any(url, status));
    if (status < 400) return body;
    if (const auto reply = parse_oai_reply(body); reply.ok() && !reply->errors.empty()) return body;
    Error error = error_of_status(status, body, redact_secrets(url));
    if (status >= 500 && !settings_.identifiers) {
      error.hint = "where this does not pass, set options.verb_mode = \"identifiers\"";
    }
    return error;
  }

  Result<std::string> get_any(const std::string& url, int& status) {
    PoliteHttp::Options options;
    options.headers = {{"Accept", "text/xml, application/xml;q=0.9, */*;q=0.1"}};
    options.html_allowed = true;  // a failure with a page for people is still that failure
    options.also_good = kMaybeReplies;
    Result<HttpResponse> response = http_.get(url, options);
    if (!response.ok()) {
      wait_asked_for_ = http_.wait_asked_for();
      if (response.error().code == ErrorCode::kBusy && !wait_asked_for_) {
        wait_asked_for_ = kWaitWhenBusy;
      }
      return response.error();
    }
    status = response->status;
    if (status < 400 && is_html(response->body)) {
      return Error{ErrorCode::kBadContent, "html_reply",
                   "a web page came in place of data (" + redact_secrets(url) + ")",
                   "open the address in a browser: a login, a captcha or a maintenance page?"};
    }
    return readable_reply(std::move(response->body));
  }

  Result<ListPart> get_list(const std::string& verb, const OaiPlace& place,
                            const OaiWindow& window) {
    QueryParameters parameters;
    if (!place.token.empty()) {
      parameters.emplace_back("resumptionToken", place.token);
    } else {
      parameters.emplace_back("metadataPrefix", settings_.prefix);
      if (!window.from.empty()) parameters.emplace_back("from", window.from);
      if (!window.until.empty()) parameters.emplace_back("until", window.until);
      if (!place.set.empty()) parameters.emplace_back("set", place.set);
    }
    parameters.emplace_back("verb", verb);
    const std::string url = url_with(source_.base_url, parameters);
    ListPart part;
    part.url = redact_secrets(url);
    EVIDENCE_ASSIGN(part.body, get(url));
    EVIDENCE_ASSIGN(part.facts, parse_oai_reply(part.body));
    const OaiReply& facts = part.facts;
    if (!facts.errors.empty() && !facts.has_error("noRecordsMatch")) {
      Error error = error_of(facts.errors, part.url);
      if (place.token.empty()) error.slug = "upstream_rejected";  // there is nothing to begin again
      if (error.slug == "cursor_expired" && !place.expires.empty()) {
        error.message += "; it was to be good until " + place.expires;
      }
      return error;
    }
    const std::string key = place.set + '\n';
    const std::string next = facts.token.empty() ? "" : key + facts.token;
    if (const auto loop = guard_.step(key + place.token, next, facts.list)) return *loop;
    part.facts.list = {};
    return part;
  }

  // What every page of a list says; nothing new is an empty page.
  FetchedPage page_of(const ListPart& part, const OaiWindow& window, const OaiPlace& place) const {
    FetchedPage page;
    page.media_type = "text/xml";
    page.url = part.url;
    page.source_time = part.facts.response_date;
    if (settings_.sets.size() == 1) page.expected_total = part.facts.list_size;
    if (part.facts.has_error("noRecordsMatch") && window.from.empty() && place.token.empty()) {
      page.problems.push_back(
          {place.set.empty() ? std::string("repository") : "set " + quoted_for_message(place.set),
           "no_records", "the repository has no records there at all; is the set's name right?"});
    }
    return page;
  }

  // Where the part after this one is: in this set, or the next set's beginning.
  void move_on(FetchedPage& page, OaiPlace place, const OaiReply& facts) const {
    place.after.clear();
    place.token = facts.errors.empty() ? facts.token : "";
    place.expires = facts.expires;
    if (place.token.empty()) {
      const auto at = std::find(settings_.sets.begin(), settings_.sets.end(), place.set);
      page.last = at == settings_.sets.end() || at + 1 == settings_.sets.end();
      if (!page.last) place.set = *(at + 1);
      place.expires.clear();
    }
    if (!page.last) page.next_cursor = to_text(place);
  }

  Result<FetchedPage> fetch_records(const OaiPlace& place, const OaiWindow& window) {
    EVIDENCE_ASSIGN(ListPart part, get_list("ListRecords", place, window));
    FetchedPage page = page_of(part, window, place);
    move_on(page, place, part.facts);
    if (part.facts.errors.empty()) page.bytes = std::move(part.body);
    return page;
  }

  // Up to page_size records of one part of the list of identifiers; the list itself stands before
  // the first of them, for its deleted headers.
  Result<FetchedPage> fetch_by_identifiers(OaiPlace place, const OaiWindow& window) {
    const std::string key = place.set + '\n' + place.token;
    if (!list_ || list_->key != key) {
      EVIDENCE_ASSIGN(ListPart part, get_list("ListIdentifiers", place, window));
      if (part.facts.errors.empty()) {
        EVIDENCE_ASSIGN(part.headers, parse_oai_headers(part.body, source_.max_page_bytes));
      }
      part.key = key;
      list_ = std::move(part);
    }
    const std::vector<OaiHeader>& headers = list_->headers;
    const auto after = std::find_if(headers.begin(), headers.end(), [&](const OaiHeader& header) {
      return !place.after.empty() && header.identifier == place.after;
    });
    const auto first = after == headers.end() ? headers.begin() : after + 1;
    FetchedPage page = page_of(*list_, window, place);
    if (first == headers.begin() && list_->facts.errors.empty()) page.bytes = list_->body;
    EVIDENCE_ASSIGN(const auto end, take_records(page, first));
    place.skipped = skipped_;
    if (end == headers.end()) {
      move_on(page, place, list_->facts);
    } else {
      place.after = std::prev(end)->identifier;
      page.next_cursor = to_text(place);
    }
    return page;
  }

  using Headers = std::vector<OaiHeader>::const_iterator;

  // GetRecord for each until the page is full or something fails; gives where to go on. What was
  // fetched before a failure is a page of its own, so that the work is not lost.
  Result<Headers> take_records(FetchedPage& page, Headers first) {
    Headers at = first;
    Headers row = first;  // where the failures in a row began, and what was said before them
    std::size_t said = page.problems.size();
    int taken = 0;
    for (; at != list_->headers.end() && taken < source_.page_size; ++at) {
      if (at->deleted) continue;
      if (stop_ != nullptr && stop_->stop_requested()) {
        if (at != first) return at;
        return Error{ErrorCode::kCancelled, "interrupted", "the harvest was interrupted",
                     "start it again to go on where it stopped"};
      }
      if (failures_in_row_ == 0) {
        row = at;
        said = page.problems.size();
      }
      const Result<void> got = take_record(page, at->identifier);
      ++taken;
      if (got.ok()) continue;
      if (failures_in_row_ > kMostFailuresInRow) {
        at = row;
        page.problems.resize(said);
      }
      if (at == first) return got.error();
      wait_asked_for_.reset();
      return at;
    }
    return at;
  }

  Result<void> take_record(FetchedPage& page, const std::string& identifier) {
    const std::string url = url_with(
        source_.base_url,
        {{"identifier", identifier}, {"metadataPrefix", settings_.prefix}, {"verb", "GetRecord"}});
    int status = 0;
    EVIDENCE_ASSIGN(std::string body, get_any(url, status));
    const Result<OaiReply> reply = parse_oai_reply(body);
    if (status >= 400 && !(reply.ok() && !reply->errors.empty())) {
      if (++failures_in_row_ > kMostFailuresInRow) {
        return Error{ErrorCode::kUnavailable, "source_failed",
                     "GetRecord failed for " + std::to_string(failures_in_row_) +
                         " records in a row, the last with status " + std::to_string(status),
                     "the repository seems to be down; run the harvest again later"};
      }
      skip(page, identifier, "failed_record",
           "the repository answered " + std::to_string(status) +
               " when asked for this record, so it was left out; it comes when it changes there or "
               "with a complete harvest");
      return {};
    }
    if (!reply.ok()) return reply.error();
    failures_in_row_ = 0;
    if (reply->has_error("idDoesNotExist") || reply->has_error("cannotDisseminateFormat") ||
        reply->has_error("noMetadataFormats")) {
      skip(page, identifier, "missing_record",
           "the repository lists this record but answers " +
               quoted_for_message(reply->errors.front().code, 40) + " when asked for it");
      return {};
    }
    if (!reply->errors.empty()) return error_of(reply->errors, redact_secrets(url));
    if (!reply->has_records) {
      skip(page, identifier, "missing_record",
           "the repository lists this record but sent nothing when asked for it");
      return {};
    }
    page.bytes += '\n';
    page.bytes += body;
    return {};
  }

  void skip(FetchedPage& page, const std::string& identifier, std::string code,
            std::string reason) {
    skipped_ = true;
    page.problems.push_back(
        {"record " + quoted_for_message(identifier, 200), std::move(code), std::move(reason)});
  }

  const SourceConfig source_;
  const OaiSettings settings_;
  PoliteHttp http_;
  std::shared_ptr<const Format> format_;
  const StopFlag* stop_;
  std::optional<std::chrono::seconds> wait_asked_for_;
  bool identified_ = false;
  OaiIdentity identity_;
  bool seconds_ = false;
  OaiTokenGuard guard_;
  std::optional<ListPart> list_;  // with ListIdentifiers: the part being worked through
  bool skipped_ = false;
  int failures_in_row_ = 0;
};

}  // namespace

Result<std::unique_ptr<Connector>> make_oai_pmh_connector(const SourceConfig& source,
                                                          const ConnectorParts& parts) {
  EVIDENCE_ASSIGN(OaiSettings settings, oai_settings(source));
  return std::unique_ptr<Connector>(
      std::make_unique<OaiConnector>(source, std::move(settings), parts));
}

}  // namespace evidence
