#include "connectors/protocol/europepmc.h"

#include <array>

#include "connectors/protocol/rest_pages.h"

namespace evidence {
namespace {

constexpr int kMostPerPage = 1'000;
constexpr std::string_view kWindowQuery = "UPDATE_DATE:[{from} TO {to}]";
// Europe PMC's own way to write open ends of a range of dates.
constexpr std::string_view kFirstDay = "1800-01-01";
constexpr std::string_view kLastDay = "3000-12-31";

constexpr std::array kOptions{
    OptionInfo{"window_query",
               "how a window of days is asked for, with {from} and {to}; default "
               "UPDATE_DATE:[{from} TO {to}]"},
    OptionInfo{"synonym", "true: Europe PMC adds synonyms to the query; default false"},
    OptionInfo{"result_type", "core (default, with abstract and MeSH) or lite"},
};

std::string filled(std::string text, std::string_view place, std::string_view value) {
  if (const auto at = text.find(place); at != std::string::npos) {
    text.replace(at, place.size(), value);
  }
  return text;
}

class EuropePmcConnector final : public RestConnector {
 public:
  EuropePmcConnector(const SourceConfig& source, const ConnectorParts& parts,
                     std::string window_query, std::string result_type, bool synonym)
      : RestConnector(source, parts),
        window_query_(std::move(window_query)),
        result_type_(std::move(result_type)),
        synonym_(synonym) {}

 protected:
  [[nodiscard]] std::string_view service() const override { return "Europe PMC"; }
  [[nodiscard]] std::string settings() const override {
    return window_query_ + '\n' + result_type_ + (synonym_ ? "\nsynonyms" : "");
  }

  Result<Ask> ask(const RestCursor& place, const RestWindow& window) const override {
    std::string query = source().query;
    if (!window.from.empty() || !window.to.empty()) {
      const std::string range =
          filled(filled(window_query_, "{from}", window.from.empty() ? kFirstDay : window.from),
                 "{to}", window.to.empty() ? kLastDay : window.to);
      query = "(" + query + ") AND " + range;
    }
    Ask asked;
    asked.url = url_with(rest_address(source().base_url, "search"),
                         {{"query", query},
                          {"resultType", result_type_},
                          {"synonym", synonym_ ? "TRUE" : "FALSE"},
                          {"cursorMark", place.token.empty() ? "*" : place.token},
                          {"pageSize", std::to_string(source().page_size)},
                          {"format", "json"}});
    return asked;
  }

  Result<RestMarks> read(std::string_view body) const override {
    return read_europepmc_page(body, source().max_page_bytes);
  }

  Result<bool> advance(RestCursor& place, const RestMarks& marks, const RestWindow& /*window*/,
                       FetchedPage& page) const override {
    const bool last = marks.entries == 0 || marks.next.empty() || marks.next == place.token;
    if (last) EVIDENCE_TRY(check_complete(place, page));
    place.token = marks.next;
    return last;
  }

 private:
  std::string window_query_;
  std::string result_type_;
  bool synonym_;
};

}  // namespace

Result<RestMarks> read_europepmc_page(std::string_view body, std::size_t max_bytes) {
  EVIDENCE_ASSIGN(const json::value reply, parse_page(body, max_bytes));
  const json::object& object = reply.get_object();
  RestMarks marks;
  marks.total = count_member(object, "hitCount");
  const json::array* results = array_at(object, "resultList.result");
  if (!marks.total || results == nullptr) return not_a_page("Europe PMC", object);
  marks.entries = static_cast<std::int64_t>(results->size());
  EVIDENCE_ASSIGN(marks.next, token_member(object, "nextCursorMark"));
  return marks;
}

std::span<const OptionInfo> europepmc_options() { return kOptions; }

Result<std::unique_ptr<Connector>> make_europepmc_connector(const SourceConfig& source,
                                                            const ConnectorParts& parts) {
  EVIDENCE_TRY(check_rest_source(source, kMostPerPage));
  if (source.query.empty()) return bad_source(source, "query is empty; say what to harvest");
  EVIDENCE_ASSIGN(const bool synonym, yes_or_no(source, "synonym", false));
  std::string window_query = source.option("window_query");
  if (window_query.empty()) window_query = kWindowQuery;
  if (window_query.find("{from}") == std::string::npos ||
      window_query.find("{to}") == std::string::npos) {
    return bad_source(source, "options.window_query must have {from} and {to}");
  }
  std::string result_type = source.option("result_type");
  if (result_type.empty()) result_type = "core";
  if (result_type != "core" && result_type != "lite") {
    return bad_source(source, "options.result_type must be core or lite");
  }
  return std::unique_ptr<Connector>(std::make_unique<EuropePmcConnector>(
      source, parts, std::move(window_query), std::move(result_type), synonym));
}

}  // namespace evidence
