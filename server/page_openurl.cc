// /openurl: from another service's link to the work, or to what can be done where it is not here.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/url.h"
#include "server/library_request.h"
#include "server/openurl_lookup.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/problem.h"
#include "server/result_view.h"
#include "server/search_url.h"

namespace evidence::server {
namespace {

constexpr std::size_t kTextBytes = 400;

// A person has to see these before anything opens.
bool is_doubtful(const OpenUrl& asked) {
  return std::any_of(asked.warnings.begin(), asked.warnings.end(), [](const auto& warning) {
    return warning.code == "conflicting_ids" || warning.code == "other_title";
  });
}

std::string place_of(const OpenUrlAnswer& answer, const Request& request,
                     const Services& services) {
  const OpenUrl& asked = answer.asked;
  const bool straight = asked.full_text && !is_doubtful(asked);
  std::string place = (straight ? "/go/" : "/works/") +
                      percent_encode(answer.works.front().work.id) +
                      organisation_suffix(request, services);
  if (straight) return place;
  // Codes alone: the work's page has the words.
  std::vector<std::string> said;
  for (const OpenUrlWarning& warning : asked.warnings) {
    if (std::find(said.begin(), said.end(), warning.code) != said.end()) continue;
    place += place.find('?') == std::string::npos ? "?note=" : "&note=";
    place += percent_encode(warning.code);
    said.push_back(warning.code);
  }
  return place;
}

void fill_warnings(Values& page, const OpenUrl& asked) {
  if (asked.warnings.empty()) return;
  Values list = page.add("WARNINGS");
  for (const OpenUrlWarning& warning : asked.warnings) {
    list.add("WARNING").set("WARNING_TEXT", shortened(warning.message, kTextBytes));
  }
}

void fill_choices(Values& page, const OpenUrlAnswer& answer, const std::string& suffix) {
  if (answer.works.empty()) return;
  Values list = page.add("CHOICES");
  for (const OpenUrlChoice& choice : answer.works) {
    Values row = list.add("CHOICE");
    row.set("CHOICE_HREF", "/works/" + percent_encode(choice.work.id) + suffix);
    row.set("CHOICE_TITLE", choice.work.title.empty() ? std::string(kNoTitle)
                                                      : shortened(choice.work.title, kTextBytes));
    row.show_with("CHOICE_LINE", "CHOICE_TEXT", shortened(choice.line, kTextBytes));
    fill_tags(row, {.study_type = choice.work.study_type,
                    .status = choice.work.status,
                    .status_sources = {},
                    .older = choice.work.has_newer_version});
  }
}

void fill_understood(Values& page, const OpenUrl& asked) {
  const auto add = [&page](std::string_view name, const std::string& text) {
    add_fact(page, name, text, kTextBytes);
  };
  add("Title", openurl_title(asked));
  std::vector<std::string> names;
  for (const OpenUrlAuthor& author : asked.authors) {
    if (names.size() == 6) break;
    names.push_back(author.given.empty() ? author.family : author.family + " " + author.given);
  }
  if (names.size() < asked.authors.size()) names.emplace_back("and others");
  if (names.empty() && !asked.corporate_author.empty()) names.push_back(asked.corporate_author);
  add("Authors", join(names, ", "));
  const std::string& journal = asked.jtitle.empty() ? asked.stitle : asked.jtitle;
  if (journal != openurl_title(asked)) add("Journal", journal);
  if (asked.btitle != openurl_title(asked)) add("Book", asked.btitle);
  add("Date", format_date_for_people(asked.date));
  add("Volume", asked.volume);
  add("Issue", asked.issue);
  add("Pages", openurl_pages(asked));
  add("ISSN", join(openurl_issns(asked), ", "));
  add("ISBN", join(openurl_isbns(asked), ", "));
  for (const Identifier& identifier : asked.ids) {
    const std::string url = registry_url(identifier);
    if (url.empty()) continue;
    Values link = page.add("REGISTRY");
    link.set("REGISTRY_HREF", url);
    link.set("REGISTRY_NAME", identifier.scheme() == IdentifierScheme::kDoi    ? "DOI"
                              : identifier.scheme() == IdentifierScheme::kPmid ? "PubMed"
                              : identifier.scheme() == IdentifierScheme::kNct ? "Trial registration"
                                                                              : "PubMed Central");
    link.set("REGISTRY_TEXT", shortened(identifier.value(), 120));
  }
}

void fill_search(Values& page, const OpenUrl& asked, const std::string& suffix) {
  std::string words = shortened(openurl_title(asked), 300);
  const std::vector<std::string> issns = openurl_issns(asked);
  if (is_journal_level(asked) && !issns.empty()) words = "issn:" + issns.front();
  if (words.empty()) return;
  std::string href = address(kResultsPath, {{"q", words}});
  if (!suffix.empty()) href += "&" + suffix.substr(1);
  Values search = page.add("SEARCH");
  search.set("SEARCH_HREF", href);
  search.set("SEARCH_WORDS", words);
}

// What the form of a link that says too little asks for, with the names under which it may have
// come.
struct Box {
  std::string_view name, old, label;
};
constexpr std::array<Box, 9> kBoxes{
    {{"rft.atitle", "atitle", "Title of the article or chapter"},
     {"rft.jtitle", "title", "Journal"},
     {"rft.aulast", "aulast", "First author’s family name"},
     {"rft.date", "date", "Year"},
     {"rft.volume", "volume", "Volume"},
     {"rft.spage", "spage", "First page"},
     {"rft.issn", "issn", "ISSN"},
     {"rft.isbn", "isbn", "ISBN"},
     {"rft_id", "id", "DOI or PubMed number, as in info:doi/10.…"}}};

Response ask_for_more(const OpenUrl& asked, const Request& request, Services& services) {
  PageValues page;
  const Error error = insufficient_metadata();
  fill_warnings(page, asked);
  Values form = page.add("INSUFFICIENT");
  for (const Box& box : kBoxes) {
    auto came = request.parameter(box.name);
    if (!came) came = request.parameter(box.old);
    Values row = form.add("BOX");
    row.set("BOX_NAME", box.name);
    row.set("BOX_LABEL", box.label);
    row.set("BOX_VALUE", shortened(came.value_or(""), 500));
  }
  Frame frame;
  frame.title = "Error: the link does not say what is wanted";
  frame.index = false;
  Response response = render_page(status_of(error), "openurl.tpl", page, frame, request, services);
  keep_private(response);
  return response;
}

bool wants_json(const Request& request) {
  const auto accept = request.headers.find("accept");
  return accept != request.headers.end() && accept->second.find("json") != std::string::npos &&
         accept->second.find("text/html") == std::string::npos;
}

Response show(const OpenUrlAnswer& answer, const Request& request, Services& services) {
  const std::string suffix = organisation_suffix(request, services);
  PageValues page;
  fill_warnings(page, answer.asked);
  Values section = page.add(answer.kind == OpenUrlAnswer::Kind::kSeveral ? "SEVERAL" : "NOT_HELD");
  fill_choices(section, answer, suffix);
  Values understood = page.add("UNDERSTOOD");
  fill_understood(understood, answer.asked);
  fill_search(understood, answer.asked, suffix);
  fill_copy_request(page, answer.asked, request, services);
  Frame frame;
  frame.title = answer.kind == OpenUrlAnswer::Kind::kSeveral ? "Which of these do you want?"
                                                             : "Not in this index";
  frame.index = false;
  Response response = render_page(200, "openurl.tpl", page, frame, request, services);
  keep_private(response);
  return response;
}

}  // namespace

Response page_openurl(const Request& request, Services& services) {
  OpenUrl asked = openurl_of_request(request);
  if (!is_usable(asked) && !wants_json(request)) return ask_for_more(asked, request, services);
  const Result<OpenUrlAnswer> answer = find_openurl(std::move(asked), request, services);
  if (!answer.ok()) return error_response(answer.error(), request, Audience::kPage, services);
  if (answer->kind == OpenUrlAnswer::Kind::kFound) {
    Response response = see_other(place_of(*answer, request, services));
    response.headers.emplace_back("Referrer-Policy", "no-referrer");
    return response;
  }
  return show(*answer, request, services);
}

}  // namespace evidence::server
