// GET /api/v1/point-of-care: the best works of each kind of evidence.
#include <charconv>

#include "base/json.h"
#include "base/text.h"
#include "server/care_view.h"
#include "server/currency_context.h"
#include "server/endpoints.h"
#include "server/metrics.h"
#include "server/problem.h"
#include "server/search_parameters.h"

namespace evidence::server {
namespace {

Result<std::size_t> limit_of(const Request& request) {
  const std::vector<std::string_view> given = request.parameters("limit");
  if (given.empty() || (given.size() == 1 && given.front().empty())) return kGroupHits;
  std::size_t limit = 0;
  const std::string_view text = given.front();
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
  if (given.size() > 1 || error != std::errc() || stop != text.data() + text.size() || limit < 1 ||
      limit > kMaxGroupHits) {
    return Error{
        ErrorCode::kInvalidArgument, "bad_limit",
        "The parameter limit is not a number from 1 to " + std::to_string(kMaxGroupHits) + ".",
        "Ask /api/v1/search with filter.study_type for more."};
  }
  return limit;
}

json::value quoted(std::string_view text) { return json::value(text); }

std::string problem_member(const Error& error) {
  return json::serialize(json::object{{"status", status_of(error)},
                                      {"code", error.slug},
                                      {"message", error.message},
                                      {"hint", error.hint}});
}

// Answers are those of /api/v1/search, put in as they are written.
std::string group_text(const GroupAnswer& group, const Request& request) {
  json::array types;
  for (const StudyType type : group.group->types)
    types.push_back(quoted(study_type_info(type).key));
  std::string text = "{\"group\":" + json::serialize(quoted(group.group->key)) +
                     ",\"label\":" + json::serialize(quoted(group.group->label)) +
                     ",\"study_types\":" + json::serialize(types) +
                     ",\"probable\":" + std::to_string(group.probable);
  if (group.answer) {
    text += ",\"total\":" + std::to_string(group.answer->total) +
            ",\"answer\":" + to_json(group.search, *group.answer);
  } else {
    text += ",\"total\":null,\"answer\":null";
  }
  if (group.failed) text += ",\"problem\":" + problem_member(public_error(*group.failed, request));
  return text + "}";
}

}  // namespace

std::string care_json(const Request& request, const CareAnswer& care) {
  SearchRequest whole = care.search;
  whole.limit = 0;
  std::string body = "{\"query\":" + json::serialize(json::value(whole.text)) +
                     ",\"all\":" + to_json(whole, care.whole) + ",\"groups\":[";
  for (const GroupAnswer& group : care.groups) {
    if (!body.ends_with('[')) body += ',';
    body += group_text(group, request);
  }
  return body + "]}";
}

Response api_care(const Request& request, Services& services) {
  std::string at_fault;
  Result<SearchRequest> search = parse_search_parameters(request, services, &at_fault);
  if (!search.ok()) return problem_at(search.error(), at_fault, request);
  const Result<std::size_t> limit = limit_of(request);
  if (!limit.ok()) return problem_at(limit.error(), "limit", request);
  search.value().other_spellings = true;

  Result<CareAnswer> care = ask_at_point_of_care(*search, *limit, services.searcher);
  if (!care.ok()) {
    const bool about_query = care.error().code == ErrorCode::kInvalidArgument ||
                             care.error().code == ErrorCode::kTooLarge;
    return problem_at(care.error(), about_query ? "q" : "", request);
  }
  services.metrics.count_search(care->whole.took);
  services.metrics.set_index(care->whole.documents, care->whole.snapshot.sequence);
  const CurrencyContext currency = currency_context(services);
  for (GroupAnswer& group : care.value().groups) {
    if (!group.answer) continue;
    services.metrics.count_search(group.answer->took);
    for (Hit& hit : group.answer->hits) {
      hit.json = with_currency_note(std::move(hit.json), currency);
    }
  }
  return json_response(care_json(request, *care));
}

}  // namespace evidence::server
