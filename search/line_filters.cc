#include "search/line_filters.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "search/tree_preparer.h"

namespace evidence {
namespace {

Error unusable(const LineFilter& filter, const std::string& why) {
  return {ErrorCode::kInvalidArgument, "line_filter_unusable",
          "The filter " + quoted_for_message(filter.label, 80) + " cannot be used: " + why,
          "Search without it, and tell the service’s staff."};
}

void say(const LineFilter& filter, std::vector<query::Message>& interpretation) {
  std::string text = "Only works that pass the filter “" + filter.label + "” are shown.";
  if (!filter.source.empty()) text += " " + filter.source;
  interpretation.push_back({query::Severity::kInfo, "line_filter", std::move(text), {}});
}

// The places are those in the filter's text, which nobody typed.
void warn(const LineFilter& filter, const std::vector<query::Message>& messages,
          std::vector<query::Message>& warnings) {
  for (const query::Message& message : messages) {
    if (message.severity != query::Severity::kWarning) continue;
    warnings.push_back({message.severity,
                        message.code,
                        "In the filter “" + filter.label + "”: " + message.text,
                        {},
                        message.fix});
  }
}

}  // namespace

Result<std::vector<query::Node>> parse_line_filters(const std::vector<LineFilter>& filters,
                                                    const query::ParseOptions& options) {
  if (filters.size() > kMaxLineFilters) {
    return Error{ErrorCode::kInvalidArgument, "too_many_line_filters",
                 "More than " + std::to_string(kMaxLineFilters) + " filters at once.",
                 "Leave some out."};
  }
  std::vector<query::Node> trees;
  for (const LineFilter& filter : filters) {
    query::ParsedLine line = query::parse_line(filter.syntax, filter.text, options);
    const auto error = std::find_if(
        line.messages.begin(), line.messages.end(),
        [](const query::Message& each) { return each.severity == query::Severity::kError; });
    if (error != line.messages.end()) return unusable(filter, error->text);
    if (!line.usable) return unusable(filter, "there is nothing to search for.");
    if (!query::references_of(line.tree).empty()) {
      return unusable(filter, "it refers to lines of a strategy.");
    }
    trees.push_back(std::move(line.tree));
  }
  return trees;
}

void prepare_line_filters(const std::vector<LineFilter>& filters, const IndexReader::State& state,
                          SnapshotSets& sets, const Language& language,
                          std::vector<query::Node>& trees, SearchResponse& response) {
  for (std::size_t i = 0; i < trees.size(); ++i) {
    std::vector<query::Message> messages;
    TreePreparer(state, sets, language)
        .prepare(trees[i], filters[i].syntax, filters[i].text, messages);
    say(filters[i], response.interpretation);
    warn(filters[i], messages, response.warnings);
  }
}

}  // namespace evidence
