// Works over the API: one, many, and the links by which a reader reaches one.
#include <algorithm>

#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "base/url.h"
#include "server/endpoints.h"
#include "server/problem.h"
#include "server/request_parsing.h"

namespace evidence::server {
namespace {

constexpr std::size_t kMaxIds = 100;

Error no_such_work(std::string_view id) {
  return {ErrorCode::kNotFound, "unknown_work", "There is no work " + quoted_for_message(id) + ".",
          "It may have been removed by its source; search for its title."};
}

Result<Work> find(const Request& request, Services& services) {
  const std::string& id = request.path_parameters.at("id");
  if (!is_work_id(id)) return no_such_work(id);
  Result<Work> work = services.searcher.find_work(id);
  if (!work.ok() && work.error().code == ErrorCode::kNotFound) return no_such_work(id);
  return work;
}

// Answers 304 where the reader has this very text already.
Response tagged(std::string body, const Request& request) {
  Response response = json_response(std::move(body));
  const std::string tag = "\"" + sha256_hex(response.body).substr(0, 32) + "\"";
  const auto known = request.headers.find("if-none-match");
  if (known != request.headers.end() && etag_matches(known->second, tag)) {
    response.status = 304;
    response.body.clear();
  }
  response.headers.emplace_back("ETag", tag);
  return response;
}

json::object link_to_json(const Work& work, const LinkTarget& link,
                          const Organisation* organisation) {
  json::object object;
  object["id"] = link.id;
  object["url"] = link.url;
  object["target"] = link.target;
  object["kind"] = link.kind;
  object["access"] = access_name(link.access);
  object["platform"] = link.platform;
  object["via"] = link.via;
  object["label"] = link.label;
  object["why"] = link.why;
  std::string href = "/go/" + work.id + "/" + percent_encode(link.id);
  if (organisation != nullptr) href += "?org=" + percent_encode(organisation->id);
  object["href"] = href;
  return object;
}

}  // namespace

Response api_work(const Request& request, Services& services) {
  const Result<Work> work = find(request, services);
  if (!work.ok()) return problem(work.error(), request);
  return tagged(work_to_json(*work), request);
}

Response api_works(const Request& request, Services& services) {
  std::vector<WorkId> ids;
  for (const std::string_view list : request.parameters("ids")) {
    for (const std::string_view part : split(list, ',')) {
      if (!trim(part).empty()) ids.emplace_back(trim(part));
    }
  }
  if (ids.empty() || ids.size() > kMaxIds) {
    return problem_at(
        {ErrorCode::kInvalidArgument, "bad_ids",
         "The parameter ids does not name between 1 and " + std::to_string(kMaxIds) + " works.",
         "Separate the ids of works with commas."},
        "ids", request);
  }
  std::vector<WorkId> plausible;
  for (const WorkId& id : ids) {
    if (is_work_id(id)) plausible.push_back(id);
  }
  const Result<std::vector<Work>> works = services.searcher.find_works(plausible);
  if (!works.ok()) return problem(works.error(), request);
  std::string body = "{\"works\":[";
  json::array missing;
  bool first = true;
  for (const Work& work : *works) {
    if (!first) body += ',';
    body += work_to_json(work);
    first = false;
  }
  for (const WorkId& id : ids) {
    const bool found = std::any_of(works->begin(), works->end(),
                                   [&id](const Work& work) { return work.id == id; });
    if (!found) missing.emplace_back(truncate_utf8(id, 80));
  }
  body += "],\"missing\":" + json::serialize(missing) + "}";
  return json_response(std::move(body));
}

Response api_work_links(const Request& request, Services& services) {
  const Result<const Organisation*> organisation = organisation_parameter(request, services);
  if (!organisation.ok()) return problem_at(organisation.error(), "org", request);
  const Result<Work> work = find(request, services);
  if (!work.ok()) return problem(work.error(), request);
  json::array links;
  for (const LinkTarget& link : services.links.resolve(*work, *organisation)) {
    links.emplace_back(link_to_json(*work, link, *organisation));
  }
  json::object object;
  object["work"] = work->id;
  object["organisation"] = nullptr;
  if (*organisation != nullptr) {
    json::object chosen;
    chosen["id"] = (*organisation)->id;
    chosen["name"] = (*organisation)->name;
    object["organisation"] = std::move(chosen);
  }
  object["links"] = std::move(links);
  return json_response(json::serialize(object));
}

}  // namespace evidence::server
