// /works/{id}: finds the work and where its relations lead.
#include "base/url.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/problem.h"
#include "server/work_view.h"

namespace evidence::server {
namespace {

constexpr std::size_t kMaxLookups = 10;  // of related works; each is one small search

// The works that relations name, as far as the index has them. A failed look-up only costs the
// link: the registry's page stands in for it.
std::map<std::string, WorkId> find_related(const Work& work, const Request& request,
                                           Services& services) {
  std::map<std::string, WorkId> related;
  std::size_t lookups = 0;
  for (const Relation& relation : work.record.relations) {
    if (relation.target.empty() || related.contains(relation.target)) continue;
    if (++lookups > kMaxLookups) break;
    SearchRequest search;
    search.text = relation.target;
    search.limit = 1;
    search.snippets = false;
    search.deadline = request.deadline;
    const auto answer = services.searcher.search(search);
    if (!answer.ok()) continue;
    if (!answer->direct.empty() && answer->direct.front() != work.id) {
      related.emplace(relation.target, answer->direct.front());
    } else if (answer->direct.empty() && answer->total == 1 && !answer->widened &&
               !answer->hits.empty() && answer->hits.front().id != work.id) {
      related.emplace(relation.target, answer->hits.front().id);
    }
  }
  return related;
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
    return see_other("/works/" + percent_encode(work->id) + organisation_suffix(request, services));
  }
  return render_work(request, *work, find_related(*work, request, services), services);
}

}  // namespace evidence::server
