// /go/{work}[/{link}]: to the full text, by the way that the reader's organisation has. Where a
// reader is sent comes from record, knowledge base and configuration only; a request can choose
// among a work's links by id, never give one. Before the first full text that needs a sign-in it
// asks for the organisation, once; before retracted work it stops and says so.
#include <algorithm>
#include <array>

#include "access/organisation_search.h"
#include "base/text.h"
#include "base/url.h"
#include "server/endpoints.h"
#include "server/local_query.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/problem.h"
#include "server/reader_access.h"
#include "server/related_view.h"

namespace evidence::server {
namespace {

// Names under which other services' redirectors take an address.
constexpr std::array<std::string_view, 9> kTargetNames{"url",    "u",    "target", "qurl",    "to",
                                                       "return", "next", "dest",   "redirect"};

Response refuse(const Error& error, const Request& request, Services& services) {
  return error_response(error, request, Audience::kPage, services);
}

bool carries_target(const Request& request) {
  return std::any_of(request.query.begin(), request.query.end(), [](const auto& parameter) {
    const std::string name = to_lower_ascii(parameter.first);
    return std::find(kTargetNames.begin(), kTargetNames.end(), name) != kTargetNames.end();
  });
}

Response refuse_target(const Request& request, Services& services) {
  return refuse({ErrorCode::kInvalidArgument, "invalid_target",
                 "This service does not forward to addresses that a link gives it.",
                 "Open the work's page and follow its links from there."},
                request, services);
}

// The organisation that this click is for; "none" is an answer too. An unknown one is an error: the
// reader would land at a paywall without knowing why.
Result<const Organisation*> organisation_for(const Request& request, const Services& services) {
  if (request.parameter("org") == "none") return static_cast<const Organisation*>(nullptr);
  EVIDENCE_ASSIGN(const Organisation* named, organisation_parameter(request, services));
  return named != nullptr ? named : chosen_organisation(request, services);
}

bool is_safe_location(std::string_view url) {
  if (url.starts_with("/request/")) return true;  // ours; the work's id is encoded
  const auto printable = [](char c) { return c > 0x20 && c < 0x7f && c != '\\'; };
  return (url.starts_with("https://") || url.starts_with("http://")) &&
         std::all_of(url.begin(), url.end(), printable);
}

Error no_link(const Organisation* organisation) {
  Error error{ErrorCode::kNotFound, "no_link", "No link is known that opens this work.",
              "Ask your library; the work's page says how to cite it."};
  if (organisation != nullptr && !organisation->library_name.empty()) {
    error.hint =
        "Ask " + organisation->library_name +
        (organisation->library_email.empty() ? "" : " (" + organisation->library_email + ")") +
        "; the work's page says how to cite it.";
  }
  return error;
}

bool warns(Status status) {
  return status == Status::kRetracted || status == Status::kPartiallyRetracted ||
         status == Status::kConcern;
}

std::string stop_title(Status status) {
  if (status == Status::kConcern) return "An expression of concern stands against this work";
  return status == Status::kRetracted ? "This work has been retracted"
                                      : "This work has been partly retracted";
}

// The same address, with the reader's "all the same".
std::string even_so(const Request& request) {
  const std::string whole = safe_local_path(request.target, "/");
  const std::string rest = query_without(whole, "even_so");
  return whole.substr(0, whole.find('?')) + "?even_so=yes" + (rest.empty() ? "" : "&" + rest);
}

Response stop_before(const Work& work, const Request& request, Services& services) {
  PageValues page;
  const std::string suffix = organisation_suffix(request, services);
  fill_banners(page, work, {}, suffix, services);
  page.set("STOP_TITLE", stop_title(work.status));
  page.set("STOP_WORK", shortened(work.record.title, 500));
  page.set("STOP_ON", even_so(request));
  page.set("STOP_BACK", "/works/" + percent_encode(work.id) + suffix);
  Frame frame;
  frame.title = stop_title(work.status);
  frame.index = false;
  frame.sample = work.record.sample;
  return render_page(200, "stop.tpl", page, frame, request, services);
}

// A page that is no registry's may want to know who pays.
bool depends_on_organisation(const LinkTarget& link) {
  return link.access == AccessState::kUnknown && link.kind != "registry" &&
         link.kind != "related" && link.kind != "repository";
}

bool can_ask(const Services& services) {
  const auto& all = services.links.organisations();
  return std::any_of(all.begin(), all.end(), is_choosable);
}

Response ask_for_organisation(const Request& request) {
  return see_other("/organisations?back=" + percent_encode(safe_local_path(request.target, "/")));
}

Response send_to(const LinkTarget& link) {
  Response response;
  response.status = 303;
  response.content_type = "text/plain; charset=utf-8";
  response.headers.emplace_back("Location", link.url);
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("Referrer-Policy", "strict-origin-when-cross-origin");
  return response;
}

}  // namespace

Response go_without_work(const Request& request, Services& services) {
  if (carries_target(request)) return refuse_target(request, services);
  return refuse({ErrorCode::kNotFound, "unknown_work", "This link names no work.",
                 "Search for the work and follow its link."},
                request, services);
}

Response go_to_work(const Request& request, Services& services) {
  if (carries_target(request)) return refuse_target(request, services);
  const std::string& id = request.path_parameters.at("work");
  const Error unknown{ErrorCode::kNotFound, "unknown_work",
                      "There is no work " + quoted_for_message(id) + ".",
                      "It may have been removed by its source; search for its title."};
  if (!is_work_id(id)) return refuse(unknown, request, services);
  const Result<const Organisation*> organisation = organisation_for(request, services);
  if (!organisation.ok()) return refuse(organisation.error(), request, services);
  const Result<Work> work = services.searcher.find_work(id);
  if (!work.ok()) {
    const bool missing = work.error().code == ErrorCode::kNotFound;
    return refuse(missing ? unknown : work.error(), request, services);
  }
  if (work->id != id) {  // joined with another since the address was made
    const auto link = request.path_parameters.find("link");
    return moved(request,
                 "/go/" + work->id +
                     (link == request.path_parameters.end() ? std::string()
                                                            : "/" + percent_encode(link->second)));
  }
  if (warns(work->status) && request.parameter("even_so") != "yes") {
    return stop_before(*work, request, services);
  }
  const std::vector<LinkTarget> links =
      ReaderAccess(*organisation, services).all_links(*work, request.parameter("q").value_or(""));
  const auto wanted = request.path_parameters.find("link");
  const std::string_view link_id =
      wanted == request.path_parameters.end() ? std::string_view() : wanted->second;
  const Result<LinkTarget> link = choose_link(links, link_id);
  if (!link.ok()) {
    return refuse(links.empty() ? no_link(*organisation) : link.error(), request, services);
  }
  if (*organisation == nullptr && depends_on_organisation(*link) &&
      !was_asked_for_organisation(request, services) && can_ask(services)) {
    return ask_for_organisation(request);
  }
  if (!is_safe_location(link->url)) {
    return refuse({ErrorCode::kInternal, "unsafe_link", "The resolver gave an unsafe link.", ""},
                  request, services);
  }
  return send_to(*link);
}

}  // namespace evidence::server
