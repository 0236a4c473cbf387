// /point-of-care: the best of each kind of evidence on one screen.
#include "base/text.h"
#include "server/answer_view.h"
#include "server/care_view.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/problem.h"
#include "server/search_parameters.h"

namespace evidence::server {
namespace {

Response render(int status, PageValues& page, Frame frame, const Request& request,
                Services& services) {
  frame.current = "search";
  return render_page(status, "care.tpl", page, frame, request, services);
}

Response mistake(const Request& request, const Error& error, Services& services) {
  PageValues page;
  fill_search_error(page, request, error, kCarePath);
  Frame frame;
  frame.title = "Error: point of care";
  frame.index = false;
  return render(400, page, frame, request, services);
}

// The way in: the box and what the view is.
Response welcome(const Request& request, Services& services) {
  PageValues page;
  fill_search_box(page, "", kCarePath);
  page.show("WELCOME");
  Frame frame;
  frame.title = "At the point of care";
  frame.canonical_path = kCarePath;
  return render(200, page, frame, request, services);
}

}  // namespace

Response page_care(const Request& request, Services& services) {
  if (request.parameters("q").empty()) return welcome(request, services);
  auto search = parse_search_parameters(request, services);
  if (!search.ok()) return mistake(request, search.error(), services);
  if (trim(search->text).empty()) {
    return mistake(request,
                   {ErrorCode::kInvalidArgument, "query_empty",
                    "Enter a condition, treatment or question.", ""},
                   services);
  }
  search.value().other_spellings = true;
  const auto care = ask_at_point_of_care(*search, kGroupHits, services.searcher);
  if (!care.ok()) {
    const bool readers = care.error().code == ErrorCode::kInvalidArgument ||
                         care.error().code == ErrorCode::kTooLarge;
    return readers ? mistake(request, care.error(), services)
                   : error_response(care.error(), request, Audience::kPage, services);
  }
  return render_care(request, *care, services);
}

}  // namespace evidence::server
