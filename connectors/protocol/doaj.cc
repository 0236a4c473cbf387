#include "connectors/protocol/doaj.h"

#include <array>
#include <charconv>

#include "base/text.h"
#include "base/url.h"
#include "connectors/protocol/rest_pages.h"

namespace evidence {
namespace {

constexpr int kMostPerPage = 100;
constexpr std::int64_t kMostServed = 1'000;
constexpr std::string_view kOldestFirst = "created_date:asc";   // new entries come at the end
constexpr std::string_view kNewestFirst = "last_updated:desc";  // for the incremental stop

constexpr std::array kOptions{
    OptionInfo{"kind", "articles (default) or journals"},
    OptionInfo{"sort", "order of a full harvest; default created_date:asc, none leaves it out"},
    OptionInfo{"max_results", "how many results DOAJ serves of one search; default 1000"},
};

// As one segment of a path; ':' stays readable, for it stands in every query.
std::string path_segment(std::string_view text) {
  std::string encoded;
  for (const std::string_view part : split(text, ':')) {
    if (!encoded.empty() || part.data() != text.data()) encoded += ':';
    encoded += percent_encode(part);
  }
  return encoded;
}

class DoajConnector final : public RestConnector {
 public:
  DoajConnector(const SourceConfig& source, const ConnectorParts& parts, std::string kind,
                std::string sort, std::int64_t most)
      : RestConnector(source, parts), kind_(std::move(kind)), sort_(std::move(sort)), most_(most) {}

 protected:
  [[nodiscard]] std::string_view service() const override { return "DOAJ"; }
  // Places are page numbers, which mean another thing with other pages.
  [[nodiscard]] std::string settings() const override {
    return kind_ + '\n' + sort_ + '\n' + std::to_string(source().page_size);
  }

  Result<Ask> ask(const RestCursor& place, const RestWindow& window) const override {
    const std::string sort = window.from.empty() ? sort_ : std::string(kNewestFirst);
    QueryParameters parameters = {{"page", std::to_string(place.page + 1)},
                                  {"pageSize", std::to_string(source().page_size)}};
    if (!sort.empty()) parameters.emplace_back("sort", sort);
    Ask asked;
    asked.url = url_with(
        rest_address(source().base_url, "search/" + kind_ + "/" + path_segment(source().query)),
        parameters);
    return asked;
  }

  Result<RestMarks> read(std::string_view body) const override {
    return read_doaj_page(body, source().max_page_bytes);
  }

  Result<bool> advance(RestCursor& place, const RestMarks& marks, const RestWindow& window,
                       FetchedPage& page) const override {
    const bool incremental = !window.from.empty();
    const std::int64_t size = marks.page_size > 0 ? marks.page_size : source().page_size;
    if (incremental) {
      page.expected_total.reset();
      EVIDENCE_TRY(check_order(place, marks));
      if (!marks.oldest.empty() && marks.oldest < window.from) return true;
      if (!marks.oldest.empty()) place.mark = marks.oldest;
    } else if (place.total > most_) {
      return too_many("this search has " + with_thousands(static_cast<std::uint64_t>(place.total)));
    }
    if (marks.next.empty() || marks.entries == 0) {
      EVIDENCE_TRY(check_complete(place, page));
      return true;
    }
    if (place.page * size >= most_) {
      return too_many(incremental ? "more than that changed since " + window.from
                                  : "this search has more");
    }
    return false;
  }

 private:
  [[nodiscard]] Error too_many(const std::string& how_many) const {
    return {ErrorCode::kTooLarge, "too_many_results",
            "DOAJ serves only the first " + with_thousands(static_cast<std::uint64_t>(most_)) +
                " results of a search, and " + how_many,
            "narrow the query (by ISSN, subject or year), harvest more often, or harvest DOAJ over "
            "OAI-PMH (https://doaj.org/oai.article), which has no such limit"};
  }

  // Stopping at the first old entry is right only if none that follows is newer.
  static Result<void> check_order(const RestCursor& place, const RestMarks& marks) {
    const bool follows = place.mark.empty() || marks.newest.empty() || marks.newest <= place.mark;
    if (marks.newest_first && follows) return {};
    return Error{ErrorCode::kUpstream, "upstream_rejected",
                 "DOAJ did not sort its results by last_updated, so what changed since the last "
                 "harvest cannot be told",
                 "harvest the source without a window, or over OAI-PMH"};
  }

  std::string kind_;
  std::string sort_;
  std::int64_t most_;
};

}  // namespace

Result<RestMarks> read_doaj_page(std::string_view body, std::size_t max_bytes) {
  EVIDENCE_ASSIGN(const json::value reply, parse_page(body, max_bytes));
  const json::object& object = reply.get_object();
  RestMarks marks;
  const json::array* results = array_at(object, "results");
  marks.total = count_member(object, "total");
  if (results == nullptr || !marks.total) return not_a_page("DOAJ", object);
  marks.entries = static_cast<std::int64_t>(results->size());
  marks.page_size = count_member(object, "pageSize").value_or(0);
  // Only whether there is a next page; its address is made from the source's own.
  marks.next = string_member(object, "next").empty() ? "" : "next";
  std::string last;
  for (const json::value& result : *results) {
    const json::object* entry = result.if_object();
    const std::string changed = entry == nullptr ? "" : string_member(*entry, "last_updated");
    if (changed.empty() || changed.size() > 40) continue;
    if (marks.newest.empty() || changed > marks.newest) marks.newest = changed;
    if (marks.oldest.empty() || changed < marks.oldest) marks.oldest = changed;
    if (!last.empty() && changed > last) marks.newest_first = false;
    last = changed;
  }
  return marks;
}

std::span<const OptionInfo> doaj_options() { return kOptions; }

Result<std::unique_ptr<Connector>> make_doaj_connector(const SourceConfig& source,
                                                       const ConnectorParts& parts) {
  EVIDENCE_TRY(check_rest_source(source, kMostPerPage));
  if (source.query.empty()) return bad_source(source, "query is empty; say what to harvest");
  std::string kind = source.option("kind");
  if (kind.empty()) kind = "articles";
  if (kind != "articles" && kind != "journals") {
    return bad_source(source, "options.kind must be articles or journals");
  }
  std::string sort = source.option("sort");
  if (sort.empty()) sort = kOldestFirst;
  if (sort == "none") sort.clear();
  std::int64_t most = kMostServed;
  if (const std::string text = source.option("max_results"); !text.empty()) {
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), most);
    if (problem != std::errc{} || end != text.data() + text.size() || most < 1 ||
        most > 100'000'000) {
      return bad_source(source, "options.max_results must be a number of 1 and above");
    }
  }
  return std::unique_ptr<Connector>(
      std::make_unique<DoajConnector>(source, parts, std::move(kind), std::move(sort), most));
}

}  // namespace evidence
