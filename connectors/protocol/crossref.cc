#include "connectors/protocol/crossref.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/log.h"
#include "base/text.h"
#include "base/version.h"
#include "connectors/protocol/issn_list.h"
#include "connectors/protocol/rest_pages.h"
#include "model/identifier.h"

namespace evidence {
namespace {

constexpr int kMostPerPage = 1'000;
constexpr std::int64_t kMostRestarts = 3;
constexpr int kMostPerGroup = 100;
constexpr std::size_t kUsualGroup = 25;

constexpr std::array kOptions{
    OptionInfo{"issns", "list of ISSNs whose works are harvested"},
    OptionInfo{"issn_file", "text or CSV file with the ISSNs, anywhere in its lines"},
    OptionInfo{"issns_per_request", "how many ISSNs go into one query (1 to 100, default 25)"},
    OptionInfo{"filters", "list of further filters: type:journal-article, has-abstract:true …"},
    OptionInfo{"window", "which date a window means: index (default), update, deposit or created"},
    OptionInfo{"route", "works (default), or members/98/works, journals/1234-5679/works …"},
};

struct CrossrefSettings {
  std::vector<std::vector<std::string>> groups;  // of ISSNs; one empty group where there are none
  std::vector<EntryProblem> problems;
  std::vector<std::string> filters;
  std::string window = "index";
  std::string route = "works";
};

class CrossrefConnector final : public RestConnector {
 public:
  CrossrefConnector(const SourceConfig& source, const ConnectorParts& parts,
                    CrossrefSettings settings)
      : RestConnector(source, parts), own_(std::move(settings)) {}

 protected:
  [[nodiscard]] std::string_view service() const override { return "Crossref"; }

  [[nodiscard]] std::string settings() const override {
    std::string text = own_.route + '\n' + own_.window + '\n' + join(own_.filters, ",");
    for (const auto& group : own_.groups) text += '\n' + join(group, ",");
    return text;
  }

  Result<Ask> ask(const RestCursor& place, const RestWindow& window) const override {
    if (place.group >= static_cast<std::int64_t>(own_.groups.size())) {
      return Error{ErrorCode::kInvalidArgument, "bad_cursor",
                   "the stored place of the harvest cannot be used: it is behind the list's end",
                   "start the harvest of this source from its beginning"};
    }
    std::vector<std::string> filters = own_.filters;
    if (!window.from.empty()) filters.push_back("from-" + own_.window + "-date:" + window.from);
    if (!window.to.empty()) filters.push_back("until-" + own_.window + "-date:" + window.to);
    for (const std::string& issn : own_.groups[static_cast<std::size_t>(place.group)]) {
      filters.push_back("issn:" + issn);
    }
    QueryParameters parameters;
    if (!source().query.empty()) parameters.emplace_back("query", source().query);
    if (!filters.empty()) parameters.emplace_back("filter", join(filters, ","));
    parameters.emplace_back("rows", std::to_string(source().page_size));
    parameters.emplace_back("cursor", place.token.empty() ? "*" : place.token);
    if (!source().email.empty()) parameters.emplace_back("mailto", source().email);
    Ask asked;
    asked.url = url_with(rest_address(source().base_url, own_.route), parameters);
    if (!source().email.empty()) {
      asked.headers.emplace_back("User-Agent", std::string(kProgramName) + "/" +
                                                   std::string(kProgramVersion) +
                                                   " (mailto:" + source().email + ")");
    }
    if (!source().api_key.empty()) {
      asked.headers.emplace_back("Crossref-Plus-API-Token", "Bearer " + source().api_key);
    }
    return asked;
  }

  Result<RestMarks> read(std::string_view body) const override {
    return read_crossref_page(body, source().max_page_bytes);
  }

  void look_at(const HttpResponse& response) override {
    if (const auto rate = crossref_rate(response)) polite().limit_to(*rate);
  }

  bool begin_again(RestCursor& place) const override {
    // A harvest of one part is begun again as a whole by the harvester.
    if (own_.groups.size() < 2 || !may_begin_again(place)) return false;
    to_beginning(place);
    return true;
  }

  void report_at_start(FetchedPage& page) const override {
    page.problems.insert(page.problems.end(), own_.problems.begin(), own_.problems.end());
  }

  [[nodiscard]] std::optional<std::int64_t> whole_total(const RestCursor& place) const override {
    if (own_.groups.size() > 1 || place.total < 0) return std::nullopt;
    return place.total;
  }

  Result<bool> advance(RestCursor& place, const RestMarks& marks, const RestWindow& /*window*/,
                       FetchedPage& page) const override {
    const bool short_page = marks.entries < source().page_size && place.seen >= place.total;
    if (marks.entries > 0 && !marks.next.empty() && !short_page) {
      place.token = marks.next;
      return false;
    }
    const std::int64_t missing = place.total - place.seen;
    // Fewer may have been taken out of Crossref meanwhile; more are a page that was lost.
    if (missing > 2 + place.total / 10'000) {
      const std::string what = "Crossref promised " + std::to_string(place.total) +
                               " works and its list ended after " + std::to_string(place.seen);
      if (!may_begin_again(place)) {
        return Error{ErrorCode::kUpstream, "pages_lost",
                     what + ", " + std::to_string(kMostRestarts + 1) + " times",
                     "run the harvest again later; what came is stored"};
      }
      log_warning(source().id + ": " + what + "; it is read again");
      page.problems.push_back(
          {"end of the list", "pages_lost", what + "; it is read again from its beginning"});
      to_beginning(place);
      return false;
    }
    if (missing > 0) {
      page.problems.push_back(
          {"end of the list", "entries_missing",
           std::to_string(missing) + " works that Crossref counted never came"});
    }
    ++place.group;
    place.restarts = place.page = place.seen = 0;
    place.total = -1;
    place.token.clear();
    return place.group >= static_cast<std::int64_t>(own_.groups.size());
  }

 private:
  // Restarts of earlier processes do not count: they may have been interrupted, and a place that
  // allows no more would be refused for ever.
  [[nodiscard]] bool may_begin_again(const RestCursor& place) const {
    if (!restarts_before_ || place.restarts < *restarts_before_) restarts_before_ = place.restarts;
    return place.restarts - *restarts_before_ < kMostRestarts;
  }

  static void to_beginning(RestCursor& place) {
    ++place.restarts;
    place.page = place.seen = 0;
    place.total = -1;
    place.token.clear();
  }

  CrossrefSettings own_;
  mutable std::optional<std::int64_t> restarts_before_;
};

Result<void> read_issns(const SourceConfig& source, CrossrefSettings& own) {
  IssnList list;
  std::string named;
  for (const std::string& issn : source.option_list("issns")) {
    const auto checked = Identifier::parse(IdentifierScheme::kIssn, issn);
    if (!checked.ok()) {
      return bad_source(source, "options.issns has " + quoted_for_message(issn, 40) +
                                    ", which is no ISSN (or its check digit is wrong)");
    }
    named += checked->value() + '\n';
  }
  add_issns(list, named, "options.issns");
  if (const std::string file = source.option("issn_file"); !file.empty()) {
    EVIDENCE_TRY(add_issn_file(list, file));
    if (list.issns.empty()) {
      return bad_source(source, "options.issn_file has no ISSN with a right check digit");
    }
  }
  std::size_t size = kUsualGroup;
  if (const std::string text = source.option("issns_per_request"); !text.empty()) {
    int number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc{} || end != text.data() + text.size() || number < 1 ||
        number > kMostPerGroup) {
      return bad_source(source, "options.issns_per_request must be 1 to 100");
    }
    size = static_cast<std::size_t>(number);
  }
  own.groups = groups_of(list.issns, size);
  if (own.groups.empty()) own.groups.emplace_back();
  own.problems = std::move(list.problems);
  return {};
}

}  // namespace

Result<RestMarks> read_crossref_page(std::string_view body, std::size_t max_bytes) {
  EVIDENCE_ASSIGN(const json::value reply, parse_page(body, max_bytes));
  const json::object& object = reply.get_object();
  const std::string type = string_member(object, "message-type");
  if (type == "validation-failure" || string_member(object, "status") == "failed") {
    std::string words;
    if (const json::array* failures = array_at(object, "message");
        failures != nullptr && !failures->empty() && failures->front().is_object()) {
      words = string_member(failures->front().get_object(), "message");
    }
    return Error{ErrorCode::kUpstream, "upstream_rejected",
                 "Crossref refuses the request" +
                     (words.empty() ? std::string() : ": " + quoted_for_message(words, 200)),
                 "check query, filters and ISSNs in the source's file"};
  }
  const json::object* message = object_member(object, "message");
  if (type != "work-list" || message == nullptr) {
    if (type.empty()) return not_a_page("Crossref", object);
    return Error{ErrorCode::kBadContent, "bad_reply",
                 "Crossref sent a " + quoted_for_message(type, 40) + " in place of a work-list",
                 "check base_url and options.route in the source's file"};
  }
  RestMarks marks;
  const json::array* items = array_at(*message, "items");
  marks.total = count_member(*message, "total-results");
  if (items == nullptr || !marks.total) return not_a_page("Crossref", *message);
  marks.entries = static_cast<std::int64_t>(items->size());
  EVIDENCE_ASSIGN(marks.next, token_member(*message, "next-cursor"));
  return marks;
}

std::optional<double> crossref_rate(const HttpResponse& response) {
  const auto number = [&response](const char* name) -> double {
    const auto found = response.headers.find(name);
    if (found == response.headers.end()) return 0;
    std::string_view text = trim(found->second);
    if (text.ends_with('s')) text.remove_suffix(1);
    int value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    return problem == std::errc{} && end == text.data() + text.size() && value > 0 ? value : 0;
  };
  const double limit = number("x-rate-limit-limit");
  const double interval = number("x-rate-limit-interval");
  if (limit <= 0 || interval <= 0 || limit > 10'000 || interval > 3'600) return std::nullopt;
  return limit / interval;
}

std::span<const OptionInfo> crossref_options() { return kOptions; }

Result<std::unique_ptr<Connector>> make_crossref_connector(const SourceConfig& source,
                                                           const ConnectorParts& parts) {
  EVIDENCE_TRY(check_rest_source(source, kMostPerPage));
  CrossrefSettings own;
  EVIDENCE_TRY(read_issns(source, own));
  own.filters = source.option_list("filters");
  for (const std::string& filter : own.filters) {
    if (filter.find(':') == std::string::npos || filter.find(',') != std::string::npos) {
      return bad_source(source, "options.filters has " + quoted_for_message(filter, 60) +
                                    "; a filter is name:value, one each");
    }
  }
  if (const std::string window = source.option("window"); !window.empty()) {
    constexpr std::array<std::string_view, 4> kWindows = {"index", "update", "deposit", "created"};
    if (std::find(kWindows.begin(), kWindows.end(), window) == kWindows.end()) {
      return bad_source(source, "options.window must be index, update, deposit or created");
    }
    own.window = window;
  }
  if (const std::string route = source.option("route"); !route.empty()) {
    if (route != "works" && !route.ends_with("/works")) {
      return bad_source(source, "options.route must be works or end in /works");
    }
    own.route = route.starts_with('/') ? route.substr(1) : route;
  }
  if (source.query.empty() && own.filters.empty() && own.groups.front().empty() &&
      own.route == "works") {
    return bad_source(source,
                      "nothing says what to harvest, and all of Crossref is too much: set "
                      "options.issns, options.issn_file, options.filters or query");
  }
  return std::unique_ptr<Connector>(
      std::make_unique<CrossrefConnector>(source, parts, std::move(own)));
}

}  // namespace evidence
