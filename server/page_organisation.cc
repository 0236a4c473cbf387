// Choosing an organisation: a plain form that sets the one cookie.
#include <algorithm>

#include "base/url.h"
#include "server/page_layout.h"
#include "server/pages.h"

namespace evidence::server {
namespace {

constexpr std::string_view kCookie = "org";
constexpr std::string_view kNone = "none";
constexpr int kOneYear = 31'536'000;

// Ids are letters, digits, '-', '_' and '.', so they need no encoding in a cookie; anything else
// could end the header.
bool fits_a_cookie(std::string_view id) {
  return !id.empty() && id.size() <= 100 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
}

std::string set_cookie(std::string_view value, int max_age, const Services& services) {
  std::string cookie = std::string(kCookie) + "=" + std::string(value) +
                       "; Path=/; Max-Age=" + std::to_string(max_age) + "; HttpOnly; SameSite=Lax";
  if (services.site.base_url.starts_with("https://")) cookie += "; Secure";
  return cookie;
}

std::string how_it_reaches(const Organisation& organisation) {
  switch (organisation.route) {
    case Route::kOpenAthens:
      return "Licensed journals open through OpenAthens sign-in.";
    case Route::kEzproxy:
      return "Licensed journals open through your library’s proxy.";
    case Route::kNone:
      break;
  }
  return "Links go straight to the publisher.";
}

}  // namespace

const Organisation* chosen_organisation(const Request& request, const Services& services) {
  if (const auto given = request.parameter("org"); given && *given != "") {
    return services.links.find(*given);
  }
  const auto cookie = request.cookies.find(std::string(kCookie));
  return cookie == request.cookies.end() ? nullptr : services.links.find(cookie->second);
}

Response page_organisations(const Request& request, Services& services) {
  const std::string back = safe_local_path(request.parameter("back").value_or("/"), "/");
  const auto given = request.parameter("org");
  const bool none = given && *given == kNone;
  const Organisation* organisation = given && !none ? services.links.find(*given) : nullptr;
  if (none || (organisation != nullptr && fits_a_cookie(organisation->id))) {
    Response response = see_other(back);
    response.headers.emplace_back(
        "Set-Cookie",
        none ? set_cookie("", 0, services) : set_cookie(organisation->id, kOneYear, services));
    return response;
  }

  const Organisation* current = chosen_organisation(request, services);
  PageValues page;
  page.set("BACK", back);
  if (given) page.add("CHOICE_ERROR").set("CHOICE_GIVEN", shortened(*given, 80));
  for (const Organisation& each : services.links.organisations()) {
    Values choice = page.add("CHOICE");
    choice.set("CHOICE_ID", each.id);
    choice.set("CHOICE_NAME", each.name);
    choice.set("CHOICE_HOW", how_it_reaches(each));
    if (each.sample) choice.show("CHOICE_SAMPLE");
    if (&each == current) choice.show("CHOICE_CHECKED");
  }
  if (current == nullptr) page.show("NONE_CHECKED");
  Frame frame;
  frame.title = given ? "Error: Choose your organisation" : "Choose your organisation";
  frame.index = false;
  return render_page(given ? 400 : 200, "organisation.tpl", page, frame, request, services);
}

}  // namespace evidence::server
