#include "connectors/protocol/feed.h"

#include <algorithm>
#include <utility>

#include "base/encoding.h"
#include "base/hash.h"
#include "base/text.h"
#include "connectors/format/feed_links.h"
#include "connectors/protocol/feed_place.h"
#include "connectors/protocol/feed_settings.h"
#include "connectors/protocol/polite_http.h"
#include "connectors/protocol/source_checks.h"

namespace evidence {
namespace {

constexpr std::size_t kMostWaiting = 500;  // they stand in the cursor
constexpr std::size_t kMostFailed = 50;
constexpr std::int64_t kManyEntries = 5;  // a feed that had so many does not become empty
constexpr std::string_view kAccept =
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/opds+json, "
    "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1";

// Host and port, lower case; "" where it is no address.
std::string authority_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  const std::string_view rest = url.substr(scheme + 3);
  return to_lower_ascii(rest.substr(0, rest.find_first_of("/?#")));
}

class FeedConnector final : public Connector {
 public:
  FeedConnector(SourceConfig source, FeedSettings settings, const ConnectorParts& parts)
      : source_(std::move(source)),
        settings_(std::move(settings)),
        format_(parts.format),
        polite_(source_, parts.http, parts.clock) {
    std::string all = source_.format;
    for (const std::string& url : settings_.urls) all += '\n' + url;
    all += settings_.follow_next ? "\nnext" : "\n";
    all += settings_.navigation ? "\nnavigation" : "\n";
    harvest_ = sha256_hex(all).substr(0, 16);
  }

  void restore(const std::string& notebook) override { restored_ = parse_feed_notebook(notebook); }
  [[nodiscard]] bool complete_when_full() const override { return settings_.whole; }
  [[nodiscard]] std::optional<std::chrono::seconds> wait_asked_for() const override {
    return polite_.wait_asked_for();
  }
  [[nodiscard]] const Format& format() const override { return *format_; }

  // Feeds have no windows: what they hold is what there is.
  Result<FetchedPage> fetch(const std::string& cursor, const std::string& /*from*/,
                            const std::string& /*to*/) override {
    EVIDENCE_ASSIGN(FeedPlace place, place_of(cursor));
    if (place.ended) return failures(place);
    FetchedPage page;
    entries_.clear();
    while (place.feed < settings_.urls.size()) {
      const std::string url = place.url.empty() ? settings_.urls[place.feed] : place.url;
      Result<HttpResponse> response = ask(place, url);
      if (response.ok() && response->status == 304) {
        next_feed(place);
        continue;
      }
      Result<void> good = response.ok() ? check(place, *response) : response.error();
      if (good.ok() || !entries_.empty()) {
        if (!good.ok() && !is_last_try(cursor, good.error())) return good.error();
        return taken(std::move(page), std::move(place), url, std::move(*response), good);
      }
      if (settings_.urls.size() == 1 && place.pages == 0) return good.error();
      if (!is_last_try(cursor, good.error())) return good.error();
      give_up(page, place, url, good.error());
      step(page, place, {}, url);
      break;
    }
    return finished(std::move(page), std::move(place));
  }

 private:
  Result<FeedPlace> place_of(const std::string& cursor) const {
    FeedPlace first;
    first.harvest = harvest_;
    if (cursor.empty()) return first;
    EVIDENCE_ASSIGN(FeedPlace place, parse_feed_place(cursor));
    if (place.harvest != harvest_ || place.feed > settings_.urls.size()) {
      return Error{ErrorCode::kUpstream, "cursor_expired",
                   "the list of feeds of source " + source_.id + " changed since the harvest began",
                   "the harvest begins again"};
    }
    // Another harvest ended here with failures: this one tries all feeds again.
    if (place.ended && !ended_here_) return first;
    return place;
  }

  Result<HttpResponse> ask(const FeedPlace& place, const std::string& url) {
    PoliteHttp::Options options;
    options.headers.emplace_back("Accept", kAccept);
    if (place.pages == 0 && !settings_.whole) {
      const auto known = restored_.find(settings_.urls[place.feed]);
      if (known != restored_.end()) {
        if (!known->second.etag.empty()) {
          options.headers.emplace_back("If-None-Match", known->second.etag);
        }
        if (!known->second.modified.empty()) {
          options.headers.emplace_back("If-Modified-Since", known->second.modified);
        }
      }
      options.also_good.push_back(304);
    }
    return polite_.get(url, options);
  }

  // Is the page a feed that can be read to its end? Where it cannot, entries_ are those before.
  Result<void> check(const FeedPlace& place, const HttpResponse& response) {
    entries_.clear();
    const std::unique_ptr<ByteSource> bytes = memory_source(response.body);
    const std::unique_ptr<ByteSource> text = utf8_source(*bytes);
    EVIDENCE_ASSIGN(text_, read_all(*text, 4 * source_.max_page_bytes));
    links_ = feed_links(
        text_, response.final_url.empty() ? settings_.urls[place.feed] : response.final_url);
    if (links_.kind == FeedLinks::Kind::kUnknown) {
      return Error{ErrorCode::kBadContent, "not_a_feed",
                   "what came is neither RSS nor Atom nor an OPDS catalogue",
                   "open the address in a browser: has the feed moved?"};
    }
    const std::unique_ptr<ByteSource> again = memory_source(text_);
    const std::unique_ptr<EntryReader> reader = format_->open(*again);
    for (;;) {
      Result<std::optional<EntryReader::Entry>> entry = reader->next();
      if (!entry.ok()) return entry.error();
      if (!entry->has_value()) break;
      entries_.push_back(std::move(**entry));
    }
    entries_.clear();
    return {};
  }

  // The harvester repeats a failed page max_retries times; then the other feeds have their turn.
  bool is_last_try(const std::string& cursor, const Error& error) {
    const bool repeated = error.code == ErrorCode::kTimeout ||
                          error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kBusy ||
                          error.code == ErrorCode::kBadContent;
    // A person's Ctrl-C says nothing about the feed: it ends the harvest, not the page.
    if (error.code == ErrorCode::kCancelled) return false;
    if (!repeated) return true;
    if (tried_cursor_ != cursor) tries_ = 0;
    tried_cursor_ = cursor;
    return ++tries_ > std::max(source_.max_retries, 0);
  }

  void give_up(FetchedPage& page, FeedPlace& place, const std::string& url, const Error& error) {
    tries_ = 0;
    place.etag.clear();  // it was not read to its end
    place.modified.clear();
    fail(page, place, url, "feed_failed", error.message);
  }

  static void fail(FetchedPage& page, FeedPlace& place, const std::string& url,
                   const std::string& code, const std::string& why) {
    const std::string shown = redact_secrets(url);
    page.problems.push_back({shown, code, why});
    if (place.failed.size() < kMostFailed) {
      place.failed.push_back(quoted_for_message(shown, 120) + ": " +
                             std::string(truncate_utf8(why, 160)));
    }
  }

  Result<FetchedPage> taken(FetchedPage page, FeedPlace place, const std::string& url,
                            HttpResponse response, const Result<void>& good) {
    tries_ = 0;
    page.url = redact_secrets(url);
    page.media_type = response.headers.contains("content-type") ? response.headers["content-type"]
                                                                : "application/xml";
    if (place.pages == 0) {
      place.etag = response.headers["etag"];
      place.modified = response.headers["last-modified"];
      place.entries = static_cast<std::int64_t>(links_.entries);
      look_for_shrinking(page, place);
    }
    if (good.ok()) {
      page.bytes = std::move(response.body);
    } else {
      page.split = true;
      page.entries = std::exchange(entries_, {});
      fail(page, place, url, "cut_feed", good.error().message);
      place.etag.clear();  // asked for again, whole
      place.modified.clear();
    }
    ++place.pages;
    place.visited += page_mark(url);
    const std::string hash = sha256_hex(page.bytes).substr(0, 16);
    if (!page.bytes.empty() && hash == place.last_page) {
      // Two feeds that are the same, or a server that ignores the page's number.
      page.bytes.clear();
      links_.next.clear();
      if (place.pages > 1) {
        limit_passed(page, place, url, "the page is the same as the one before");
      } else {
        page.problems.push_back({page.url, "same_page", "this feed is the same as the one before"});
      }
    }
    if (!page.bytes.empty()) place.last_page = hash;
    step(page, place, std::exchange(links_, {}), url);
    return finished(std::move(page), std::move(place));
  }

  void look_for_shrinking(FetchedPage& page, const FeedPlace& place) const {
    const auto known = restored_.find(settings_.urls[place.feed]);
    if (known == restored_.end() || place.entries > 0) return;
    if (known->second.entries < kManyEntries) return;
    page.problems.push_back({page.url, "feed_empty",
                             "the feed has no entries; last time it had " +
                                 std::to_string(known->second.entries) +
                                 ". Nothing was deleted; has it moved?"});
  }

  // Moves on behind a page: its next page, the next catalogue, the next feed.
  void step(FetchedPage& page, FeedPlace& place, const FeedLinks& links, const std::string& url) {
    if (settings_.navigation && links.opds) wait_for(page, place, links, url);
    if (settings_.follow_next && !links.next.empty() && may_visit(page, place, links.next)) {
      place.url = links.next;
      if (within_limit(page, place, url)) return;
    }
    while (!place.waiting.empty()) {
      const FeedPlace::Waiting next = place.waiting.front();
      place.waiting.erase(place.waiting.begin());
      if (has_visited(place, next.url)) continue;
      place.url = next.url;
      place.depth = next.depth;
      if (within_limit(page, place, url)) return;
    }
    const std::string& feed = settings_.urls[place.feed];
    if (place.pages > 0) fresh_[feed] = {place.etag, place.modified, place.entries};
    next_feed(place);
  }

  void wait_for(FetchedPage& page, FeedPlace& place, const FeedLinks& links,
                const std::string& url) const {
    for (const std::string& catalogue : links.catalogues) {
      const bool known =
          std::any_of(place.waiting.begin(), place.waiting.end(),
                      [&catalogue](const FeedPlace::Waiting& one) { return one.url == catalogue; });
      if (known || has_visited(place, catalogue)) continue;
      if (place.depth + 1 > settings_.max_depth || place.waiting.size() >= kMostWaiting) {
        limit_passed(page, place, url,
                     "catalogues below it were left out: options.max_depth is " +
                         std::to_string(settings_.max_depth) + ", and at most " +
                         std::to_string(kMostWaiting) + " wait at a time");
        return;
      }
      if (may_visit(page, place, catalogue)) {
        place.waiting.push_back({place.depth + 1, catalogue});
      }
    }
  }

  // Same host, or an allowed one, and not met before in this feed.
  bool may_visit(FetchedPage& page, FeedPlace& place, const std::string& url) const {
    if (has_visited(place, url)) {
      page.problems.push_back(
          {redact_secrets(url), "page_loop", "its pages lead in a circle; each was read once"});
      return false;
    }
    const std::string authority = authority_of(url);
    const std::string host = authority.substr(0, authority.rfind(':'));
    const bool allowed =
        std::any_of(settings_.hosts.begin(), settings_.hosts.end(),
                    [&](const std::string& one) { return one == authority || one == host; });
    if (!authority.empty() && (allowed || authority == authority_of(settings_.urls[place.feed]))) {
      return true;
    }
    limit_passed(page, place, url, "it lies on another host; name it in options.allowed_hosts");
    return false;
  }

  bool within_limit(FetchedPage& page, FeedPlace& place, const std::string& url) const {
    if (place.pages < settings_.max_pages) return true;
    limit_passed(page, place, url, "more pages than options.max_pages allows were left out");
    place.waiting.clear();
    return false;
  }

  // Left out by a setting: said, and where the whole is wanted it counts as a failure.
  void limit_passed(FetchedPage& page, FeedPlace& place, const std::string& url,
                    const std::string& why) const {
    if (settings_.whole) {
      fail(page, place, url, "left_out", why);
    } else {
      page.problems.push_back({redact_secrets(url), "left_out", why});
    }
  }

  static void next_feed(FeedPlace& place) {
    FeedPlace next;
    next.harvest = place.harvest;
    next.feed = place.feed + 1;
    next.failed = std::move(place.failed);
    next.last_page = std::move(place.last_page);
    place = std::move(next);
  }

  Result<FetchedPage> finished(FetchedPage page, FeedPlace place) {
    FeedNotebook notebook = restored_;
    for (const auto& [url, memory] : fresh_) notebook[url] = memory;
    page.notebook = to_text(notebook);
    if (place.feed < settings_.urls.size()) {
      page.next_cursor = to_text(place);
    } else if (place.failed.empty()) {
      page.last = true;
    } else {
      place.ended = true;
      ended_here_ = true;
      page.next_cursor = to_text(place);
    }
    return page;
  }

  [[nodiscard]] Error failures(const FeedPlace& place) const {
    return {ErrorCode::kUpstream, "upstream_rejected",
            "not everything could be read; what could is stored. " + join(place.failed, "; "),
            "check these addresses; the next harvest tries them again"};
  }

  const SourceConfig source_;
  const FeedSettings settings_;
  std::shared_ptr<const Format> format_;
  PoliteHttp polite_;
  std::string harvest_;
  FeedNotebook restored_;  // of the last harvest: what requests are made with
  FeedNotebook fresh_;     // of this one: what the next is made with
  bool ended_here_ = false;
  std::string tried_cursor_;
  int tries_ = 0;
  // Of the page that was checked last.
  std::string text_;
  FeedLinks links_;
  std::vector<EntryReader::Entry> entries_;
};

}  // namespace

Result<std::unique_ptr<Connector>> make_feed_connector(const SourceConfig& source,
                                                       const ConnectorParts& parts) {
  EVIDENCE_ASSIGN(FeedSettings settings, feed_settings(source));
  EVIDENCE_TRY(check_pace(source));
  return std::unique_ptr<Connector>(
      std::make_unique<FeedConnector>(source, std::move(settings), parts));
}

}  // namespace evidence
