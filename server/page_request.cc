// /request/{work} and /request?…: ask your library for a copy. A page to copy from; nothing is sent
// or kept.
#include "base/text.h"
#include "base/url.h"
#include "server/endpoints.h"
#include "server/library_request.h"
#include "server/openurl_lookup.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/problem.h"
#include "server/result_view.h"

namespace evidence::server {
namespace {

constexpr std::size_t kTitleBytes = 1'000;

Response show(PageValues& page, const OpenUrl& asked, const Request& request, Services& services) {
  page.set("REQUEST_FOR", shortened(openurl_sentence(asked), kTitleBytes));
  fill_copy_request(page, asked, request, services);
  Frame frame;
  frame.title = "Ask your library for a copy";
  frame.index = false;
  Response response = render_page(200, "request.tpl", page, frame, request, services);
  keep_private(response);
  return response;
}

Response unknown(const Request& request, Services& services) {
  return error_response(
      {ErrorCode::kNotFound, "no_such_work", "This work is not, or no longer, in the index.",
       "Search for its title or its DOI: it may have a new address."},
      request, Audience::kPage, services);
}

}  // namespace

Response page_request_work(const Request& request, Services& services) {
  const std::string& id = request.path_parameters.at("work");
  if (!is_work_id(id)) return unknown(request, services);
  const Result<Work> work = services.searcher.find_work(id);
  if (!work.ok()) {
    return work.error().code == ErrorCode::kNotFound
               ? unknown(request, services)
               : error_response(work.error(), request, Audience::kPage, services);
  }
  if (work->id != id) return moved(request, "/request/" + percent_encode(work->id));
  PageValues page;
  fill_tags(page, {.study_type = work->study_type,
                   .status = work->status,
                   .status_sources = {},
                   .older = work->has_newer_version,
                   .sample = work->record.sample});
  page.show_with("REQUEST_WORK", "WORK_HREF",
                 "/works/" + percent_encode(work->id) + organisation_suffix(request, services));
  return show(page, openurl_of(*work), request, services);
}

Response page_request(const Request& request, Services& services) {
  const OpenUrl asked = openurl_of_request(request);
  if (!is_usable(asked)) {
    return error_response(insufficient_metadata(), request, Audience::kPage, services);
  }
  PageValues page;
  return show(page, asked, request, services);
}

}  // namespace evidence::server
