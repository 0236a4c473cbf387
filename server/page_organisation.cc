// Choosing an organisation: a plain form that sets the one cookie. It also stands between a first
// click on a full text and the text: it asks once and goes on.
#include <algorithm>

#include "access/organisation_search.h"
#include "base/text.h"
#include "base/url.h"
#include "curation/organisation_finder.h"
#include "server/directory_services.h"
#include "server/local_query.h"
#include "server/page_layout.h"
#include "server/pages.h"

namespace evidence::server {
namespace {

constexpr std::string_view kCookie = "org";
constexpr std::string_view kNone = "none";
constexpr std::string_view kGo = "/go/";
constexpr int kOneYear = 31'536'000;
constexpr std::size_t kAllShown = 12;  // of so few all are shown, and nobody needs to type
constexpr std::size_t kMostShown = 30;

// Ids are letters, digits, '-', '_' and '.', so they need no encoding in a cookie; anything else
// could end the header.
bool fits_a_cookie(std::string_view id) {
  return !id.empty() && id.size() <= 100 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
}

std::string set_cookie(std::string_view value, const Services& services) {
  std::string cookie = std::string(kCookie) + "=" + std::string(value) +
                       "; Path=/; Max-Age=" + std::to_string(kOneYear) + "; HttpOnly; SameSite=Lax";
  if (services.site.base_url.starts_with("https://")) cookie += "; Secure";
  return cookie;
}

std::string how_it_reaches(const Organisation& organisation) {
  if (organisation.kind == OrganisationKind::kNation) {
    return "For readers whose own organisation is not listed, such as a GP practice, an ICB, a "
           "hospice or a student: what is bought for everybody.";
  }
  switch (organisation.route) {
    case Route::kOpenAthens:
    case Route::kOpenAthensProxy:
      return "Licensed journals open through OpenAthens sign-in.";
    case Route::kEzproxy:
      return "Licensed journals open through your library’s proxy.";
    case Route::kWayfless:
      return "Licensed journals open through your organisation’s sign-in.";
    case Route::kOnSite:
      return "Licensed journals open on your organisation’s network.";
    case Route::kNone:
      break;
  }
  return "Links go straight to the publisher.";
}

const Organisation* choosable(std::string_view id, const Services& services) {
  const Organisation* found = services.links.find(id);
  return found != nullptr && is_choosable(*found) ? found : nullptr;
}

// The page's choices, in order, each once.
class Choices {
 public:
  Choices(const Request& request, const Services& services)
      : services_(services),
        current_(chosen_organisation(request, services)),
        proposed_(proposed_organisations(request, services)),
        typed_(request.parameter("name").value_or("")) {}

  void fill(PageValues& page, bool said_none) {
    checked_ = said_none;
    const auto& all = services_.links.organisations();
    const bool few = find_by_name(all, "", kAllShown + 1).size() <= kAllShown;
    if (!few) page.add("FIND").set("FIND_TYPED", shortened(typed_, 100));
    if (current_ != nullptr) add(page, *current_);
    for (const Organisation* each : proposed_) add(page, *each);
    if (few || !typed_.empty()) {
      const auto found = find_by_name(all, typed_, kMostShown + 1);
      for (std::size_t i = 0; i < std::min(found.size(), kMostShown); ++i) add(page, *found[i]);
      const bool in_directory = add_from_directory(page);
      if (found.empty() && !in_directory)
        page.add("FIND_NOTHING").set("FIND_TYPED", shortened(typed_, 100));
      if (found.size() > kMostShown) page.show("FIND_MANY");
    }
    for (const Organisation& each : all) {
      if (each.kind == OrganisationKind::kNation) add(page, each);
    }
    const bool nothing_else = !checked_ && current_ == nullptr && proposed_.empty();
    if (said_none || nothing_else) page.show("NONE_CHECKED");
    if (proposed_.size() > 1 && current_ == nullptr && !said_none) page.show("SEVERAL_PROPOSED");
  }

 private:
  // What the directory of libraries knows by town, postcode, code or another name. It costs a
  // choice where the directory cannot be read, never the page.
  bool add_from_directory(PageValues& page) {
    if (services_.directory == nullptr || typed_.empty()) return false;
    const auto directory = services_.directory->desk.current();
    if (!directory.ok()) return false;
    bool any = false;
    for (const auto& candidate : curation::find_organisations(**directory, typed_, kMostShown)) {
      const Organisation* known = choosable(candidate.organisation_id, services_);
      if (known == nullptr) continue;
      add(page, *known);
      any = true;
    }
    return any;
  }

  void add(PageValues& page, const Organisation& organisation) {
    if (std::find(shown_.begin(), shown_.end(), &organisation) != shown_.end()) return;
    shown_.push_back(&organisation);
    const bool here =
        std::find(proposed_.begin(), proposed_.end(), &organisation) != proposed_.end();
    Values choice = page.add("CHOICE");
    choice.set("CHOICE_ID", organisation.id);
    choice.set("CHOICE_NAME", organisation.kind == OrganisationKind::kNation
                                  ? "National content only (" + organisation.name + ")"
                                  : organisation.name);
    choice.set("CHOICE_HOW", how_it_reaches(organisation));
    if (here) choice.show("CHOICE_HERE");
    if (organisation.sample) choice.show("CHOICE_SAMPLE");
    // A network proposes where it is one organisation's, and never against a choice.
    const bool check = current_ != nullptr ? &organisation == current_
                                           : !checked_ && here && proposed_.size() == 1;
    if (check) {
      choice.show("CHOICE_CHECKED");
      checked_ = true;
    }
  }

  const Services& services_;
  const Organisation* current_;
  std::vector<const Organisation*> proposed_;
  std::string typed_;
  std::vector<const Organisation*> shown_;
  bool checked_ = false;
};

// The path to go back to with what was chosen: an organisation that stands in the address would
// count before the cookie; and on the way to a text the address carries the choice, so that it
// opens where cookies are refused.
std::string back_with(const std::string& back, std::string_view chosen) {
  const std::size_t mark = std::min(back.find('#'), back.size());
  const std::string fragment = back.substr(mark);
  const std::string whole = back.substr(0, mark);
  const std::string path = whole.substr(0, whole.find('?'));
  std::string query = query_without(whole, "org");
  if (path.starts_with(kGo))
    query += (query.empty() ? "" : "&") + ("org=" + percent_encode(chosen));
  return path + (query.empty() ? "" : "?" + query) + fragment;
}

}  // namespace

const Organisation* chosen_organisation(const Request& request, const Services& services) {
  if (const auto given = request.parameter("org"); given && *given != "") {
    return choosable(*given, services);
  }
  const auto cookie = request.cookies.find(std::string(kCookie));
  return cookie == request.cookies.end() ? nullptr : choosable(cookie->second, services);
}

bool was_asked_for_organisation(const Request& request, const Services& services) {
  if (const auto given = request.parameter("org"); given && *given != "") return true;
  const auto cookie = request.cookies.find(std::string(kCookie));
  if (cookie == request.cookies.end()) return false;
  // One that is not known any more is asked for again.
  return cookie->second == kNone || choosable(cookie->second, services) != nullptr;
}

std::vector<const Organisation*> proposed_organisations(const Request& request,
                                                        const Services& services) {
  std::vector<const Organisation*> proposed = services.links.at_address(request.remote_address);
  std::erase_if(proposed, [](const Organisation* each) { return !is_choosable(*each); });
  return proposed;
}

Response page_organisations(const Request& request, Services& services) {
  const std::string back = safe_local_path(request.parameter("back").value_or("/"), "/");
  const auto given = request.parameter("org");
  const bool none = given && *given == kNone;
  const Organisation* organisation = given && !none ? choosable(*given, services) : nullptr;
  if (none || (organisation != nullptr && fits_a_cookie(organisation->id))) {
    const std::string_view chosen = none ? kNone : std::string_view(organisation->id);
    Response response = see_other(back_with(back, chosen));
    response.headers.emplace_back("Set-Cookie", set_cookie(chosen, services));
    return response;
  }

  PageValues page;
  page.set("BACK", back);
  const bool on_the_way = back.starts_with(kGo);
  page.show(on_the_way ? "ON_THE_WAY" : "AT_LEISURE");
  // Sent without a choice: on a network that several share nothing is chosen beforehand.
  const bool unanswered = !given && request.parameter("sent").has_value();
  if (given) page.add("CHOICE_ERROR").set("CHOICE_GIVEN", shortened(*given, 80));
  if (given || unanswered) page.show("CHOICE_WRONG");
  const auto cookie = request.cookies.find(std::string(kCookie));
  const bool said_none = !given && cookie != request.cookies.end() && cookie->second == kNone;
  Choices(request, services).fill(page, said_none);
  const std::string title =
      on_the_way ? "Which organisation are you with?" : "Choose your organisation";
  page.set("HEADING", title);
  Frame frame;
  frame.title = given || unanswered ? "Error: " + title : title;
  frame.index = false;
  return render_page(given || unanswered ? 400 : 200, "organisation.tpl", page, frame, request,
                     services);
}

}  // namespace evidence::server
