// /works/{id}: finds the work and where its relations lead.
#include "base/url.h"
#include "server/endpoints.h"
#include "server/pages.h"
#include "server/problem.h"
#include "server/suggestion_view.h"
#include "server/work_view.h"

namespace evidence::server {
namespace {

// More than are shown, because several may lead to one work.
constexpr std::size_t kMaxLookups = std::size_t{3} * kMaxRelationsShown;

// What the index knows around the work. A failed look-up only costs links: the registry's page
// stands in for that of a work.
Surroundings surroundings_of(const Work& work, std::chrono::steady_clock::time_point deadline,
                             Services& services) {
  std::vector<std::string> targets;
  for (const WorkRelation& relation : work.relations) targets.push_back(relation.target);
  if (targets.size() > kMaxLookups) targets.resize(kMaxLookups);
  Surroundings around;
  if (auto heads = services.searcher.find_targets(targets, work.id); heads.ok()) {
    around.related = std::move(*heads);
  }
  auto reports = services.searcher.find_reports(work.registrations, kMaxReportsShown, work.id);
  if (reports.ok()) around.reports = std::move(*reports);
  around.similar = services.searcher.similar(work.id, kSimilarShown, deadline);
  return around;
}

}  // namespace

Response page_work(const Request& request, Services& services) {
  const auto id = request.path_parameters.find("id");
  if (id == request.path_parameters.end() || !is_work_id(id->second)) {
    return error_response({ErrorCode::kNotFound, "no_such_work", "There is no such page.",
                           "Check the address, or search for the title."},
                          request, Audience::kPage, services);
  }
  const auto work = services.searcher.find_work(id->second);
  if (!work.ok() && work.error().code == ErrorCode::kNotFound) {
    return error_response(
        {ErrorCode::kNotFound, "no_such_work", "This work is not, or no longer, in the index.",
         "Search for its title or its DOI: it may have a new address."},
        request, Audience::kPage, services);
  }
  if (!work.ok()) return error_response(work.error(), request, Audience::kPage, services);
  if (work->id != id->second) {  // joined with another since the address was made
    return moved(request, "/works/" + percent_encode(work->id));
  }
  return render_work(request, *work, surroundings_of(*work, request.deadline, services), services);
}

}  // namespace evidence::server
