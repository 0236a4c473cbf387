// GET /api/v1/works/{id}/similar: works like this one, and why.
#include "base/json.h"
#include "server/api_strategies.h"
#include "server/endpoints.h"
#include "server/problem.h"
#include "server/suggestion_view.h"

namespace evidence::server {
namespace {

constexpr unsigned kDefaultSize = 10;

json::array texts_json(const std::vector<std::string>& texts) {
  json::array list;
  for (const std::string& text : texts) list.emplace_back(text);
  return list;
}

json::object work_json(const SimilarWork& work) {
  json::object object{{"work", work.id}, {"title", work.title}, {"journal", work.journal}};
  object["year"] = work.year > 0 ? json::value(work.year) : json::value(nullptr);
  object["study_type"] = study_type_info(work.study_type).key;
  object["status"] = status_name(work.status);
  object["score"] = work.score;
  object["headings"] = texts_json(work.headings);
  object["words"] = texts_json(work.words);
  object["why"] = why_similar(work);
  return object;
}

Error no_such_work(std::string_view id) {
  return {ErrorCode::kNotFound, "unknown_work", "There is no work " + quoted_for_message(id) + ".",
          "It may have been removed by its source; search for its title."};
}

}  // namespace

Response api_work_similar(const Request& request, Services& services) {
  const std::string& id = request.path_parameters.at("id");
  if (!is_work_id(id)) return problem(no_such_work(id), request);
  const auto size = query_number(request, "size", kDefaultSize);
  if (!size.ok()) return problem_at(size.error(), "size", request);
  if (*size > kMaxSimilar) {
    return problem_at({ErrorCode::kInvalidArgument, "bad_size",
                       "At most " + std::to_string(kMaxSimilar) + " similar works are given.", ""},
                      "size", request);
  }
  const auto answer = services.searcher.similar(id, *size, request.deadline);
  if (!answer.ok()) {
    const bool unknown = answer.error().code == ErrorCode::kNotFound;
    return problem(unknown ? no_such_work(id) : answer.error(), request);
  }
  if (answer->of != id) return moved(request, "/api/v1/works/" + answer->of + "/similar");
  json::array works;
  for (const SimilarWork& work : answer->works) works.emplace_back(work_json(work));
  return json_response(json::serialize(json::object{
      {"work", id}, {"similar", std::move(works)}, {"snapshot", to_text(answer->snapshot)}}));
}

}  // namespace evidence::server
