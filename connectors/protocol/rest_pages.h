// What the connectors over JSON services that give their results page by page have in common: the
// stored place, polite requests, telling an expired place from a refusal, counting what was
// promised against what came. A service adds its addresses and how its pages say what follows.
// Base class of the Europe PMC, Crossref, DOAJ, OpenAlex and ClinicalTrials.gov connectors; one
// thread at a time.
//
// Failures: those of polite_http.h and rest_reply.h; kInvalidArgument for a bad source, window or
// place; kUpstream "cursor_expired" where the service no longer knows the place, or the source's
// settings changed since; kUpstream "token_loop" where pages never end; kBadContent "pages_lost"
// where the service ends its list before what it promised.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connectors/connector.h"
#include "connectors/protocol/polite_http.h"
#include "connectors/protocol/rest_cursor.h"
#include "connectors/protocol/rest_reply.h"
#include "connectors/protocol/source_checks.h"
#include "connectors/registry.h"
#include "connectors/source_config.h"

namespace evidence {

// A harvest's window as days, both inclusive; "" = open.
struct RestWindow {
  std::string from, to;
};
Result<RestWindow> rest_window(const std::string& from, const std::string& to);

// What every REST source needs: a usable base_url without a query, a page size from 1 to
// `most_per_page`, a rate and a time limit above 0, no control characters in what is sent.
Result<void> check_rest_source(const SourceConfig& source, int most_per_page);

// base + "/" + path, with one slash between them.
std::string rest_address(const std::string& base_url, std::string_view path);

class RestConnector : public Connector {
 public:
  RestConnector(SourceConfig source, const ConnectorParts& parts)
      : source_(std::move(source)),
        format_(parts.format),
        polite_(source_, parts.http, parts.clock) {}

  Result<FetchedPage> fetch(const std::string& cursor, const std::string& from,
                            const std::string& to) final;
  [[nodiscard]] std::optional<std::chrono::seconds> wait_asked_for() const override {
    return polite_.wait_asked_for();
  }
  [[nodiscard]] const Format& format() const override { return *format_; }

 protected:
  struct Ask {
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
  };

  [[nodiscard]] virtual std::string_view service() const = 0;  // "Crossref", for messages
  // What a stored place depends on beside query, base_url and window.
  [[nodiscard]] virtual std::string settings() const = 0;
  virtual Result<Ask> ask(const RestCursor& place, const RestWindow& window) const = 0;
  virtual Result<RestMarks> read(std::string_view body) const = 0;
  // Moves `place` behind the page, whose entries are counted in already; true: nothing follows.
  virtual Result<bool> advance(RestCursor& place, const RestMarks& marks, const RestWindow& window,
                               FetchedPage& page) const = 0;
  // Rates and the like.
  virtual void look_at(const HttpResponse& response) { static_cast<void>(response); }
  // Can the part of the harvest that `place` is in be begun again by itself after its token
  // expired? Then `place` is at its beginning.
  virtual bool begin_again(RestCursor& place) const {
    static_cast<void>(place);
    return false;
  }
  // For the first page of a harvest.
  virtual void report_at_start(FetchedPage& page) const { static_cast<void>(page); }
  // How many entries the whole harvest has, where `place` says it.
  [[nodiscard]] virtual std::optional<std::int64_t> whole_total(const RestCursor& place) const {
    return place.total < 0 ? std::nullopt : std::optional(place.total);
  }

  // What came against what was promised, at the end of a list. Too large a difference is
  // "pages_lost"; a small one, as when entries change meanwhile, is noted with the page.
  Result<void> check_complete(const RestCursor& place, FetchedPage& page) const;
  // advance() where each page names the next: one without a name or without entries is the last.
  Result<bool> follow_token(RestCursor& place, const RestMarks& marks, FetchedPage& page) const;

  [[nodiscard]] const SourceConfig& source() const { return source_; }
  PoliteHttp& polite() { return polite_; }

 private:
  Result<RestCursor> place_of(const std::string& cursor, const RestWindow& window) const;
  Result<HttpResponse> get(const Ask& asked, const RestCursor& place);
  Result<FetchedPage> page_from(HttpResponse response, const Ask& asked, RestCursor place,
                                const RestWindow& window);
  Result<void> check_for_loop(const RestCursor& place, std::int64_t promised) const;

  const SourceConfig source_;
  std::shared_ptr<const Format> format_;
  PoliteHttp polite_;
  std::string failing_token_;
  int failures_at_token_ = 0;
};

}  // namespace evidence
