// /works/{id}/links/{link}/report: a broken link is reported by one click on the work's page; what
// happened may be added. Works without script; nothing of the reader is kept.
#include <chrono>
#include <optional>
#include <utility>

#include "base/text.h"
#include "base/url.h"
#include "server/endpoints.h"
#include "server/link_report.h"
#include "server/link_services.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/problem.h"
#include "server/reader_access.h"
#include "server/result_view.h"

namespace evidence::server {
namespace {

constexpr std::size_t kOthersShown = 20;
constexpr std::string_view kEverybody = "everybody";

struct Reported {
  Work work;
  const Organisation* organisation = nullptr;
  std::vector<LinkTarget> links;
  LinkTarget link;
};

Error unknown_work() {
  return {ErrorCode::kNotFound, "no_such_work", "This work is not, or no longer, in the index.",
          "Search for its title or its DOI: it may have a new address."};
}

// The work and the link that the address names, as this reader would be sent there.
Result<Reported> find_reported(const Request& request, Services& services) {
  if (services.link_desk == nullptr) {
    return Error{ErrorCode::kUnavailable, "reports_off", "Reports of links are not kept here.",
                 "Write to the people who run this service."};
  }
  const std::string& id = request.path_parameters.at("id");
  if (!is_work_id(id)) return unknown_work();
  const auto work = services.searcher.find_work(id);
  if (!work.ok() && work.error().code == ErrorCode::kNotFound) return unknown_work();
  if (!work.ok()) return work.error();
  Reported reported;
  reported.work = *work;
  EVIDENCE_ASSIGN(const Organisation* named, organisation_parameter(request, services));
  reported.organisation = named != nullptr ? named : chosen_organisation(request, services);
  // Without the reader's words, which would stand in the address of a platform's own search: they
  // are not kept.
  reported.links = ReaderAccess(reported.organisation, services).all_links(reported.work);
  EVIDENCE_ASSIGN(reported.link, choose_link(reported.links, request.path_parameters.at("link")));
  if (reported.link.local) {
    return Error{
        ErrorCode::kNotFound, "no_such_link",
        "This is a page of this service itself, which cannot be reported as a broken link.",
        "Write to the people who run this service."};
  }
  return reported;
}

std::string address_of(const Reported& reported) {
  return "/works/" + percent_encode(reported.work.id) + "/links/" +
         percent_encode(reported.link.id) + "/report";
}

void fill_others(Values& page, const Reported& reported, const Request& request,
                 const Services& services) {
  const std::string suffix = link_suffix(reported.links, request, services);
  const std::string go = "/go/" + percent_encode(reported.work.id) + "/";
  std::size_t shown = 0;
  for (const LinkTarget& link : reported.links) {
    if (link.id == reported.link.id || shown == kOthersShown) continue;
    Values others = shown++ == 0 ? page.add("OTHER_LINKS") : page.add("MORE_LINKS");
    others.set("GO_HREF", go + percent_encode(link.id) + suffix);
    others.set("LINK_LABEL", link.label);
    others.set("HOST", shortened(link.platform, 80));
  }
  fill_library(page, reported.organisation, request);
}

Response render_report(int status, const Reported& reported, const LinkReport& typed,
                       const std::optional<Error>& problem, const Request& request,
                       Services& services) {
  const bool sent = status == 200 && request.parameter("sent").value_or("") == "1";
  PageValues page;
  const Record& record = reported.work.record;
  const std::string& title = record.title.empty() ? record.original_title : record.title;
  page.set("WORK_TITLE", title.empty() ? std::string(kNoTitle) : shortened(title, 400));
  page.set("WORK_HREF", "/works/" + percent_encode(reported.work.id) +
                            link_suffix(reported.links, request, services));
  page.set("LINK_LABEL", reported.link.label);
  page.set("HOST", shortened(reported.link.platform, 80));
  page.set("REPORT_ACTION", address_of(reported) + link_suffix(reported.links, request, services));
  if (sent) page.show("SENT");
  if (!sent) page.show("ASK");
  if (problem) {
    Values error = page.add("REPORT_ERROR");
    error.set("ERROR_TEXT", problem->message);
    error.set("ERROR_HINT", problem->hint);
  }
  for (const ReportChoice& choice : report_choices()) {
    Values row = page.add("CHOICE");
    row.set("CHOICE_NAME", choice.name);
    row.set("CHOICE_WORDS", choice.words);
    if (choice.name == typed.choice) row.show("CHOICE_CHECKED");
  }
  page.set("COMMENT_TEXT", typed.comment);
  page.set_number("COMMENT_MOST", kCommentCharacters);
  fill_others(page, reported, request, services);
  Frame frame;
  frame.title = (problem ? "Error: " : "") +
                std::string(sent ? "Thank you for the report" : "Report a broken link");
  frame.sample = record.sample;
  frame.index = false;
  Response response = render_page(status, "report.tpl", page, frame, request, services);
  std::erase_if(response.headers,
                [](const auto& header) { return header.first == "Cache-Control"; });
  response.headers.emplace_back("Cache-Control", "private, no-store");
  return response;
}

Response refuse_report(const Error& error, const Request& request, Services& services) {
  return error_response(error, request, Audience::kPage, services);
}

// The answer to a report that is not let through.
std::optional<Response> refusal(const Request& request, Services& services) {
  if (from_another_site(request, services)) {
    return refuse_report({ErrorCode::kBlocked, "other_site",
                          "The report came from a page of another site and was not kept.",
                          "Open the work’s page here and report the link there."},
                         request, services);
  }
  LinkServices& desk = *services.link_desk;
  const bool own = desk.reports.take(request.remote_address);
  if (own && desk.all_reports.take(kEverybody)) return std::nullopt;
  Response response =
      refuse_report({ErrorCode::kInvalidArgument, "too_many_reports",
                     "There were too many reports in a short time; this one was not kept.",
                     "Try again in some minutes."},
                    request, services);
  const std::chrono::seconds wait = (own ? desk.all_reports : desk.reports).refill_time();
  response.headers.emplace_back("Retry-After", std::to_string(wait.count()));
  return response;
}

}  // namespace

Response page_report(const Request& request, Services& services) {
  const Result<Reported> reported = find_reported(request, services);
  if (!reported.ok()) return refuse_report(reported.error(), request, services);
  return render_report(200, *reported, {}, std::nullopt, request, services);
}

Response page_report_form(const Request& request, Services& services) {
  const Result<Reported> reported = find_reported(request, services);
  if (!reported.ok()) return refuse_report(reported.error(), request, services);
  LinkReport typed;
  // One click sends no fields at all.
  if (!request.body.empty()) {
    const auto fields = BodyFields::read(request);
    if (!fields.ok()) return refuse_report(fields.error(), request, services);
    typed.choice = fields->text("choice");
    typed.comment = fields->text("comment");
    Result<LinkReport> report = report_from(*fields);
    if (!report.ok()) {
      return render_report(400, *reported, typed, report.error(), request, services);
    }
    typed = std::move(report).value();
  }
  if (auto refused = refusal(request, services)) return *std::move(refused);
  describe(reported->work, reported->link, reported->organisation, typed);
  const auto kept = services.link_desk->store.with(
      [&](LinkHealthStore& store) { return store.add_report(typed); });
  if (!kept.ok()) return refuse_report(kept.error(), request, services);
  const std::string suffix = link_suffix(reported->links, request, services);
  return see_other(address_of(*reported) + (suffix.empty() ? "?" : suffix + "&") + "sent=1");
}

}  // namespace evidence::server
