#include "connectors/protocol/openalex.h"

#include <array>

#include "base/text.h"
#include "connectors/protocol/rest_pages.h"

namespace evidence {
namespace {

constexpr int kMostPerPage = 200;

constexpr std::array kOptions{
    OptionInfo{"filters", "list of filters: type:article, primary_topic.field.id:27 …"},
    OptionInfo{"window", "which date a window means: updated (default) or created"},
};

class OpenAlexConnector final : public RestConnector {
 public:
  OpenAlexConnector(const SourceConfig& source, const ConnectorParts& parts,
                    std::vector<std::string> filters, std::string window)
      : RestConnector(source, parts), filters_(std::move(filters)), window_(std::move(window)) {}

 protected:
  [[nodiscard]] std::string_view service() const override { return "OpenAlex"; }
  [[nodiscard]] std::string settings() const override {
    return join(filters_, ",") + '\n' + window_;
  }

  Result<Ask> ask(const RestCursor& place, const RestWindow& window) const override {
    std::vector<std::string> filters = filters_;
    // The window's end is not asked for: what changed after it is taken along, and comes again.
    if (!window.from.empty()) {
      if (source().api_key.empty()) {
        return Error{ErrorCode::kInvalidArgument, "key_needed",
                     "OpenAlex gives what changed since " + window.from + " only with an API key",
                     "get a key at https://openalex.org/settings/api, or harvest without a window"};
      }
      filters.push_back("from_" + window_ + "_date:" + window.from);
    }
    QueryParameters parameters;
    if (!source().query.empty()) parameters.emplace_back("search", source().query);
    if (!filters.empty()) parameters.emplace_back("filter", join(filters, ","));
    parameters.emplace_back("per_page", std::to_string(source().page_size));
    parameters.emplace_back("cursor", place.token.empty() ? "*" : place.token);
    if (!source().email.empty()) parameters.emplace_back("mailto", source().email);
    if (!source().api_key.empty()) parameters.emplace_back("api_key", source().api_key);
    Ask asked;
    asked.url = url_with(rest_address(source().base_url, "works"), parameters);
    return asked;
  }

  Result<RestMarks> read(std::string_view body) const override {
    return read_openalex_page(body, source().max_page_bytes);
  }

  Result<bool> advance(RestCursor& place, const RestMarks& marks, const RestWindow& /*window*/,
                       FetchedPage& page) const override {
    return follow_token(place, marks, page);
  }

 private:
  std::vector<std::string> filters_;
  std::string window_;
};

}  // namespace

Result<RestMarks> read_openalex_page(std::string_view body, std::size_t max_bytes) {
  EVIDENCE_ASSIGN(const json::value reply, parse_page(body, max_bytes));
  const json::object& object = reply.get_object();
  const json::object* meta = object_member(object, "meta");
  const json::array* results = array_at(object, "results");
  if (meta == nullptr || results == nullptr) return not_a_page("OpenAlex", object);
  RestMarks marks;
  marks.total = count_member(*meta, "count");
  marks.page_size = count_member(*meta, "per_page").value_or(0);
  marks.entries = static_cast<std::int64_t>(results->size());
  EVIDENCE_ASSIGN(marks.next, token_member(*meta, "next_cursor"));
  return marks;
}

std::span<const OptionInfo> openalex_options() { return kOptions; }

Result<std::unique_ptr<Connector>> make_openalex_connector(const SourceConfig& source,
                                                           const ConnectorParts& parts) {
  EVIDENCE_TRY(check_rest_source(source, kMostPerPage));
  std::vector<std::string> filters = source.option_list("filters");
  for (const std::string& filter : filters) {
    if (filter.find(':') == std::string::npos || filter.find(',') != std::string::npos) {
      return bad_source(source, "options.filters has " + quoted_for_message(filter, 60) +
                                    "; a filter is name:value, one each");
    }
  }
  if (filters.empty() && source.query.empty()) {
    return bad_source(source,
                      "nothing says what to harvest, and all of OpenAlex is too much: set "
                      "options.filters or query");
  }
  std::string window = source.option("window");
  if (window.empty()) window = "updated";
  if (window != "updated" && window != "created") {
    return bad_source(source, "options.window must be updated or created");
  }
  return std::unique_ptr<Connector>(
      std::make_unique<OpenAlexConnector>(source, parts, std::move(filters), std::move(window)));
}

}  // namespace evidence
