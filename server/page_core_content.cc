// /core-content and /api/v1/core-content.
#include <charconv>

#include "access/sign_in.h"
#include "base/json.h"
#include "base/text.h"
#include "base/url.h"
#include "server/core_content.h"
#include "server/endpoints.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/problem.h"
#include "server/reader_access.h"
#include "server/search_url.h"

namespace evidence::server {
namespace {

constexpr std::size_t kPageTitles = 100;

struct CoreRequest {
  std::string letter, words;
  std::size_t page = 1;
};

Result<CoreRequest> read_request(const Request& request) {
  CoreRequest asked;
  asked.letter = request.parameter("letter").value_or("");
  asked.words = clean_text(request.parameter("q").value_or(""));
  const std::string_view page = request.parameter("page").value_or("1");
  const auto [end, error] = std::from_chars(page.data(), page.data() + page.size(), asked.page);
  if (error != std::errc() || end != page.data() + page.size() || asked.page == 0 ||
      asked.page > 100'000) {
    return Error{ErrorCode::kInvalidArgument, "bad_paging",
                 "page must be a number from 1, not " + quoted_for_message(page, 40) + ".",
                 "Leave it out for the first page."};
  }
  return asked;
}

CoreQuestion question_of(const CoreRequest& asked) {
  return {asked.letter, asked.words, (asked.page - 1) * kPageTitles, kPageTitles};
}

std::string address_of(const CoreRequest& asked, const std::string& letter, std::size_t page) {
  Parameters parameters;
  if (!letter.empty()) parameters.emplace_back("letter", letter);
  if (!asked.words.empty()) parameters.emplace_back("q", asked.words);
  if (page > 1) parameters.emplace_back("page", std::to_string(page));
  return address("/core-content", parameters);
}

// Where the reader's own way leads to the title; "" where the list gives no address.
std::string href_of(const CoreTitle& title, const Organisation* organisation) {
  const auto url = parse_web_url(title.holding.url);
  if (!url.ok()) return "";
  const bool open = title.holding.free || title.subscription->connection == Connection::kOpen;
  if (organisation == nullptr || open) return url->text;
  const SignIn sign_in =
      sign_in_to(*organisation, url->text, url->host, title.subscription->connection,
                 title.subscription->route_template);
  return parse_web_url(sign_in.url).ok() ? sign_in.url : url->text;
}

void fill_titles(PageValues& page, const CoreContent& content, const CoreRequest& asked,
                 const Organisation* organisation) {
  if (content.titles.empty()) {
    page.show("NO_TITLES");
    return;
  }
  Values list = page.add("TITLES");
  for (const CoreTitle& title : content.titles) {
    Values row = list.add("TITLE_ROW");
    const std::string href = href_of(title, organisation);
    row.set("TITLE_NAME", shortened(title.holding.title, 300));
    if (href.empty()) {
      row.show("TITLE_PLAIN");
    } else {
      row.add("TITLE_LINK").set("TITLE_HREF", href);
    }
    row.set("TITLE_COVERAGE", coverage_for_people(title.holding));
    row.set("TITLE_PACKAGE", shortened(title.package->name, 120));
    row.set("TITLE_LICENCE", licence_days_for_people(*title.subscription));
  }
  if (asked.page > 1) {
    page.add("PREVIOUS").set("PAGE_HREF", address_of(asked, asked.letter, asked.page - 1));
  }
  if (asked.page * kPageTitles < content.total) {
    page.add("NEXT").set("PAGE_HREF", address_of(asked, asked.letter, asked.page + 1));
  }
}

void fill_around(PageValues& page, const CoreContent& content, const CoreRequest& asked) {
  for (const std::string& letter : content.letters) {
    Values link = page.add("LETTER");
    link.set("LETTER_HREF", address_of({"", "", 1}, letter, 1));
    link.set("LETTER_TEXT", letter);
    if (letter == asked.letter) link.show("LETTER_CURRENT");
  }
  for (const CorePackage& each : content.packages) {
    Values row = page.add("PACKAGE");
    row.set("PACKAGE_NAME", shortened(each.package->name, 200));
    row.set("PACKAGE_PROVIDER", shortened(each.package->provider, 200));
    row.set("PACKAGE_TITLES", with_thousands(each.titles));
    row.set("PACKAGE_LICENCE", licence_days_for_people(*each.subscription));
    if (each.package->sample) row.show("PACKAGE_SAMPLE");
  }
}

void fill_changes(PageValues& page, const std::vector<ChangeNotice>& notices) {
  if (notices.empty()) return;
  Values changes = page.add("CHANGES");
  for (const ChangeNotice& notice : notices) {
    Values row = changes.add("CHANGE");
    const auto day = parse_date(std::string_view(notice.at).substr(0, 10));
    row.set("CHANGE_DAY", day ? format_date_for_people(*day) : "");
    row.set("CHANGE_TEXT", shortened(notice_sentence(notice), 400) + ".");
  }
}

bool any_sample_package(const CoreContent& content) {
  return std::any_of(content.packages.begin(), content.packages.end(),
                     [](const CorePackage& each) { return each.package->sample; });
}

}  // namespace

Response page_core_content(const Request& request, Services& services) {
  const ReaderAccess access = reader_access(request, services);
  const auto asked = read_request(request);
  if (!asked.ok()) return error_response(asked.error(), request, Audience::kPage, services);
  const auto content = core_content(services, question_of(*asked), access.today());
  if (!content.ok()) return error_response(content.error(), request, Audience::kPage, services);
  const auto notices = core_changes(services, *content);
  PageValues page;
  page.set("TYPED", shortened(asked->words, 200));
  page.set("TOTAL", with_thousands(content->total) + (content->total == 1 ? " title" : " titles"));
  if (content->all == 0) page.show("NOTHING");
  if (content->all > 0) page.show("SOMETHING");
  if (!asked->letter.empty() || !asked->words.empty()) page.show("NARROWED");
  fill_around(page, *content, *asked);
  fill_titles(page, *content, *asked, access.organisation());
  if (notices.ok()) {
    fill_changes(page, *notices);
  } else {
    page.show("CHANGES_FAILED");
  }
  Frame frame;
  frame.title = asked->letter.empty() ? "Core content A to Z" : "Core content: " + asked->letter;
  frame.sample = any_sample_package(*content);
  return render_page(200, "core_content.tpl", page, frame, request, services);
}

Response api_core_content(const Request& request, Services& services) {
  const ReaderAccess access = reader_access(request, services);
  const auto asked = read_request(request);
  if (!asked.ok()) return problem_at(asked.error(), "page", request);
  const auto content = core_content(services, question_of(*asked), access.today());
  if (!content.ok()) return problem_at(content.error(), "letter", request);
  const auto notices = core_changes(services, *content);
  if (!notices.ok()) return problem(notices.error(), request);
  json::object answer;
  answer["total"] = content->total;
  json::array titles, changes, packages;
  for (const CoreTitle& title : content->titles) {
    json::object row{{"title", title.holding.title},
                     {"kind", holding_kind_name(title.holding.kind)},
                     {"package", title.package->id},
                     {"coverage", coverage_for_people(title.holding)},
                     {"licence", licence_days_for_people(*title.subscription)}};
    if (title.holding.print_id) row["print_identifier"] = title.holding.print_id->value();
    if (title.holding.online_id) row["online_identifier"] = title.holding.online_id->value();
    if (!title.holding.url.empty()) row["url"] = title.holding.url;
    titles.emplace_back(std::move(row));
  }
  for (const CorePackage& each : content->packages) {
    packages.emplace_back(json::object{{"id", each.package->id},
                                       {"name", each.package->name},
                                       {"provider", each.package->provider},
                                       {"titles", each.titles},
                                       {"licence", licence_days_for_people(*each.subscription)},
                                       {"sample", each.package->sample}});
  }
  for (const ChangeNotice& notice : *notices) {
    changes.emplace_back(json::object{
        {"at", notice.at}, {"kind", notice_name(notice.kind)}, {"text", notice_sentence(notice)}});
  }
  answer["titles"] = std::move(titles);
  answer["packages"] = std::move(packages);
  answer["changes"] = std::move(changes);
  return json_response(json::serialize(answer));
}

}  // namespace evidence::server
