// What a reader sees when something does not work: what happened, what to do, a reference.
#include "base/text.h"
#include "server/answer_view.h"
#include "server/page_layout.h"
#include "server/pages.h"

namespace evidence::server {
namespace {

constexpr std::size_t kMaxShown = 500;

}  // namespace

Response page_error(int status, std::string_view title, std::string_view message,
                    std::string_view hint, const Request& request, Services& services) {
  PageValues page;
  page.set("ERROR_TITLE", title);
  page.set("ERROR_MESSAGE", shortened(message, kMaxShown));
  page.show_with("ERROR_HINT", "HINT_TEXT", shortened(hint, kMaxShown));
  // What was typed is not lost: the box keeps it.
  fill_search_box(page, request.parameter("q").value_or(""),
                  request.path == kCarePath ? kCarePath : kResultsPath);
  if (status >= 500 && request.method == "GET") {
    page.show_with("TRY_AGAIN", "AGAIN_HREF", safe_local_path(request.target, ""));
  }
  const Organisation* organisation = chosen_organisation(request, services);
  if (organisation != nullptr) fill_library(page, organisation, request);
  if (status >= 500) page.show_with("REPORT", "REPORT_EMAIL", services.site.contact_email);
  page.show_with("REFERENCE", "REFERENCE_ID", request.request_id);

  Frame frame;
  frame.title = std::string(title);
  frame.index = false;
  return render_page(status, "error.tpl", page, frame, request, services);
}

}  // namespace evidence::server
