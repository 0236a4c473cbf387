// GET /api/v1/suggest: completion of what is being typed, grouped by kind.
#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "server/api_strategies.h"
#include "server/endpoints.h"
#include "server/problem.h"
#include "server/suggestion_view.h"

namespace evidence::server {
namespace {

constexpr unsigned kDefaultSize = 5;
// A name is as good in some minutes; who types the same again need not ask.
constexpr std::string_view kKept = "public, max-age=300";

Result<std::vector<SuggestionKind>> kinds_of(const Request& request) {
  std::vector<SuggestionKind> kinds;
  for (const std::string_view list : request.parameters("kinds")) {
    for (const std::string_view part : split(list, ',')) {
      if (trim(part).empty()) continue;
      const auto kind = suggestion_kind_by_name(trim(part));
      if (!kind) {
        return Error{ErrorCode::kInvalidArgument, "unknown_kind",
                     "There are no suggestions of the kind " + quoted_for_message(part, 40) + ".",
                     "Kinds are topic, heading, journal, author and drug."};
      }
      if (std::find(kinds.begin(), kinds.end(), *kind) == kinds.end()) kinds.push_back(*kind);
    }
  }
  return kinds;
}

json::object suggestion_json(const Suggestion& suggestion) {
  json::object object{{"text", suggestion.text},
                      {"kind", suggestion_kind_name(suggestion.kind)},
                      {"count", suggestion.works},
                      {"query", suggestion.query},
                      {"syntax", suggestion.syntax.empty() ? "simple" : suggestion.syntax},
                      {"href", suggestion_href(suggestion)}};
  if (!suggestion.also.empty()) object["also"] = suggestion.also;
  return object;
}

}  // namespace

Response api_suggest(const Request& request, Services& services) {
  SuggestRequest asked;
  asked.typed = std::string(request.parameter("q").value_or(""));
  auto kinds = kinds_of(request);
  if (!kinds.ok()) return problem_at(kinds.error(), "kinds", request);
  asked.kinds = std::move(kinds).value();
  const auto size = query_number(request, "size", kDefaultSize);
  if (!size.ok()) return problem_at(size.error(), "size", request);
  asked.size = *size;
  const auto answer = services.searcher.suggest(asked);
  if (!answer.ok()) {
    const std::string_view at_fault = answer.error().slug == "bad_typed"  ? "q"
                                      : answer.error().slug == "bad_size" ? "size"
                                                                          : "";
    return at_fault.empty() ? problem(answer.error(), request)
                            : problem_at(answer.error(), at_fault, request);
  }
  json::array groups;
  for (const SuggestGroup& group : answer->groups) {
    json::array list;
    for (const Suggestion& suggestion : group.suggestions) {
      list.emplace_back(suggestion_json(suggestion));
    }
    groups.emplace_back(json::object{{"kind", suggestion_kind_name(group.kind)},
                                     {"label", suggestion_kind_label(group.kind)},
                                     {"suggestions", std::move(list)}});
  }
  json::object object{{"query", asked.typed},
                      {"groups", std::move(groups)},
                      {"snapshot", to_text(answer->snapshot)}};
  Response response = json_response(json::serialize(object));
  response.headers.emplace_back("Cache-Control", kKept);
  return response;
}

}  // namespace evidence::server
