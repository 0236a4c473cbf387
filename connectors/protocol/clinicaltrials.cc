#include "connectors/protocol/clinicaltrials.h"

#include <array>

#include "base/text.h"
#include "connectors/protocol/rest_pages.h"

namespace evidence {
namespace {

constexpr int kMostPerPage = 1'000;

constexpr std::array kOptions{
    OptionInfo{"condition", "query.cond: conditions or diseases"},
    OptionInfo{"intervention", "query.intr: interventions or treatments"},
    OptionInfo{"location", "query.locn: countries, towns, places"},
    OptionInfo{"sponsor", "query.spons: sponsors and collaborators"},
    OptionInfo{"status", "list for filter.overallStatus: RECRUITING, COMPLETED …"},
    OptionInfo{"advanced", "filter.advanced in Essie syntax: AREA[StudyType]INTERVENTIONAL …"},
};

class ClinicalTrialsConnector final : public RestConnector {
 public:
  using RestConnector::RestConnector;

 protected:
  [[nodiscard]] std::string_view service() const override { return "ClinicalTrials.gov"; }
  [[nodiscard]] std::string settings() const override {
    std::string text;
    for (const OptionInfo& option : kOptions) {
      text += join(source().option_list(std::string(option.name)), ",") + '\n';
    }
    return text;
  }

  Result<Ask> ask(const RestCursor& place, const RestWindow& window) const override {
    QueryParameters parameters = {{"format", "json"}};
    const auto add = [&parameters](const char* name, const std::string& value) {
      if (!value.empty()) parameters.emplace_back(name, value);
    };
    add("query.term", source().query);
    add("query.cond", source().option("condition"));
    add("query.intr", source().option("intervention"));
    add("query.locn", source().option("location"));
    add("query.spons", source().option("sponsor"));
    add("filter.overallStatus", join(source().option_list("status"), ","));
    std::string advanced = source().option("advanced");
    if (!window.from.empty() || !window.to.empty()) {
      const std::string range = "AREA[LastUpdatePostDate]RANGE[" +
                                (window.from.empty() ? "MIN" : window.from) + "," +
                                (window.to.empty() ? "MAX" : window.to) + "]";
      advanced = advanced.empty() ? range : "(" + advanced + ") AND " + range;
    }
    add("filter.advanced", advanced);
    parameters.emplace_back("countTotal", "true");
    parameters.emplace_back("pageSize", std::to_string(source().page_size));
    add("pageToken", place.token);
    Ask asked;
    asked.url = url_with(rest_address(source().base_url, "studies"), parameters);
    return asked;
  }

  Result<RestMarks> read(std::string_view body) const override {
    return read_clinicaltrials_page(body, source().max_page_bytes);
  }

  Result<bool> advance(RestCursor& place, const RestMarks& marks, const RestWindow& /*window*/,
                       FetchedPage& page) const override {
    return follow_token(place, marks, page);
  }
};

}  // namespace

Result<RestMarks> read_clinicaltrials_page(std::string_view body, std::size_t max_bytes) {
  EVIDENCE_ASSIGN(const json::value reply, parse_page(body, max_bytes));
  const json::object& object = reply.get_object();
  const json::array* studies = array_at(object, "studies");
  if (studies == nullptr) return not_a_page("ClinicalTrials.gov", object);
  RestMarks marks;
  marks.entries = static_cast<std::int64_t>(studies->size());
  marks.total = count_member(object, "totalCount");
  EVIDENCE_ASSIGN(marks.next, token_member(object, "nextPageToken"));
  return marks;
}

std::span<const OptionInfo> clinicaltrials_options() { return kOptions; }

Result<std::unique_ptr<Connector>> make_clinicaltrials_connector(const SourceConfig& source,
                                                                 const ConnectorParts& parts) {
  EVIDENCE_TRY(check_rest_source(source, kMostPerPage));
  return std::unique_ptr<Connector>(std::make_unique<ClinicalTrialsConnector>(source, parts));
}

}  // namespace evidence
