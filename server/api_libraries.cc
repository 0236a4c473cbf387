// The directory over the API: /api/v1/libraries, one of them, and /api/v1/eligibility.
#include "base/text.h"
#include "server/directory_services.h"
#include "server/eligibility_view.h"
#include "server/endpoints.h"
#include "server/library_view.h"
#include "server/problem.h"

namespace evidence::server {
namespace {

json::object query_view(const curation::LibraryQuery& query) {
  json::object object;
  const auto add = [&](std::string_view name, const std::string& text) {
    if (!text.empty()) object[name] = text;
  };
  add("q", query.q);
  add("area", query.area);
  add("trust", query.trust);
  add("county", query.county);
  add("ods", query.ods);
  if (query.postcode) object["postcode"] = query.postcode->text();
  return object;
}

json::value place_view(const curation::LibraryQuery& query) {
  if (!query.from) return nullptr;
  return json::object{{"lat", query.from->place.lat / 1e6},
                      {"lon", query.from->place.lon / 1e6},
                      {"approximate", query.from->approximate}};
}

json::array results_view(const LibraryFinding& finding) {
  json::array rows;
  for (std::size_t i = finding.first(); i < finding.last(); ++i) {
    const curation::LibraryHit& hit = finding.answer.hits[i];
    json::object row = library_view(*hit.entry, *finding.directory);
    if (hit.km) {
      row["distance_km"] = *hit.km;
      row["distance_approximate"] =
          finding.query.from->approximate || hit.entry->place->approximate;
    }
    rows.emplace_back(std::move(row));
  }
  return rows;
}

}  // namespace

Response api_libraries(const Request& request, Services& services) {
  std::string at_fault;
  const auto finding = find_libraries(request, services, at_fault);
  if (!finding.ok()) return problem_at(finding.error(), at_fault, request);
  json::object object;
  object["query"] = query_view(finding->query);
  object["total"] = finding->answer.hits.size();
  object["page"] = finding->page;
  object["pages"] = finding->pages();
  object["ambiguous"] = finding->answer.ambiguous;
  object["results"] = results_view(*finding);
  json::array meant;
  for (const std::string& name : finding->answer.did_you_mean) meant.emplace_back(name);
  object["did_you_mean"] = std::move(meant);
  object["choices"] = choices_view(finding->answer);
  object["notes"] = notes_view(finding->answer);
  if (finding->query.postcode) object["place"] = place_view(finding->query);
  if (!finding->query.ods.empty()) {
    const auto succession = finding->directory->succession(finding->query.ods);
    object["organisation"] = succession.asked == nullptr
                                 ? json::value(nullptr)
                                 : organisation_view(succession, *finding->directory);
  }
  return json_response(json::serialize(object));
}

Response api_library(const Request& request, Services& services) {
  const auto named = named_library(request.path_parameters.at("code"), services);
  if (!named.ok()) return problem(named.error(), request);
  if (named->library != nullptr) {
    json::object object{{"kind", "library"}};
    object["library"] = library_view(*named->library, *named->directory);
    return json_response(json::serialize(object));
  }
  if (!named->moved_to.empty()) return moved(request, "/api/v1/libraries/" + named->moved_to);
  json::object object{{"kind", "organisation"}};
  object["organisation"] = organisation_view(named->succession, *named->directory);
  json::array libraries;
  for (const curation::LibraryEntry* entry :
       named->directory->serving(named->succession.asked->code)) {
    libraries.emplace_back(library_view(*entry, *named->directory));
  }
  object["libraries"] = std::move(libraries);
  return json_response(json::serialize(object));
}

Response api_eligibility(const Request& request, Services& services) {
  std::string at_fault;
  const auto answer = answer_eligibility(request, services, at_fault);
  if (!answer.ok()) return problem_at(answer.error(), at_fault, request);
  return json_response(json::serialize(eligibility_json(*answer, services)));
}

}  // namespace evidence::server
