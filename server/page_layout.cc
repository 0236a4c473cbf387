#include "server/page_layout.h"

#include <algorithm>

#include "base/log.h"
#include "base/text.h"
#include "base/url.h"
#include "server/pages.h"

namespace evidence::server {
namespace {

// No script at all, nothing from another host, never inside another site's frame.
constexpr std::string_view kContentSecurityPolicy =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";
constexpr std::size_t kMaxLocalPath = 2'048;

void fill_organisation(Values& values, const Request& request, const Services& services) {
  if (services.links.organisations().empty()) return;
  Values header = values.add("ORGANISATIONS");
  header.set("ORGANISATION_HREF",
             "/organisations?back=" + percent_encode(safe_local_path(request.target, "/")));
  if (const Organisation* organisation = chosen_organisation(request, services)) {
    header.add("ORGANISATION_CHOSEN").set("ORGANISATION_NAME", shortened(organisation->name, 120));
  } else {
    header.show("ORGANISATION_NONE");
    const auto proposed = proposed_organisations(request, services);
    if (proposed.size() == 1 && !was_asked_for_organisation(request, services)) {
      Values here = header.add("ORGANISATION_HERE");
      here.set("HERE_NAME", shortened(proposed.front()->name, 120));
      here.set("HERE_HREF", "/organisations?org=" + percent_encode(proposed.front()->id) +
                                "&back=" + percent_encode(safe_local_path(request.target, "/")));
    }
  }
}

}  // namespace

Response render_page(int status, std::string_view template_name, PageValues& values,
                     const Frame& frame, const Request& request, Services& services) {
  const SiteOptions& site = services.site;
  values.set("SERVICE_NAME", site.service_name);
  values.set("PAGE_TITLE",
             frame.title.empty() ? site.service_name : frame.title + " – " + site.service_name);
  values.set("STYLE_HREF", static_path("site.css"));
  values.set("ICON_HREF", static_path("icon.svg"));
  for (const std::string_view name :
       {"search", "strategies", "sources", "headings", "libraries", "about", "api"}) {
    if (frame.current == name) values.show("CURRENT_" + std::string(name));
  }
  if (services.vocabulary != nullptr) values.show("HEADINGS_LINK");
  if (services.directory != nullptr) values.show("LIBRARIES_LINK");
  if (site.sample_data || frame.sample) values.show("SAMPLE_NOTICE");
  if (!frame.index) values.show("NO_INDEX");
  if (!frame.canonical_path.empty() && !site.base_url.empty()) {
    values.add("CANONICAL").set("CANONICAL_HREF", site.base_url + frame.canonical_path);
  }
  values.show_with("CONTACT", "CONTACT_EMAIL", site.contact_email);
  values.show_with("FOOTER_NOTE", "FOOTER_TEXT", site.footer_note);
  fill_organisation(values, request, services);

  Response response;
  response.status = status;
  response.headers = {{"Content-Security-Policy", std::string(kContentSecurityPolicy)},
                      {"Referrer-Policy", "same-origin"}};
  // An error's page gets its caching from where the error is turned into an answer.
  if (status < 400) response.headers.emplace_back("Cache-Control", "private, no-cache");
  const auto& templates = built_in_templates();
  const auto page = templates.ok() ? (*templates)->expand(template_name, values)
                                   : Result<std::string>(templates.error());
  if (page.ok()) {
    response.body = *page;
  } else {
    log_error("page not rendered: " + page.error().message);
    response.status = 500;
    response.content_type = "text/plain; charset=utf-8";
    response.body = "Something went wrong on our side. Please tell the service's staff.\n";
  }
  return response;
}

void keep_private(Response& response) {
  std::erase_if(response.headers, [](const auto& header) {
    return header.first == "Cache-Control" || header.first == "Referrer-Policy";
  });
  response.headers.emplace_back("Cache-Control", "private, no-store");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
}

Response see_other(std::string location) {
  Response response;
  response.status = 303;
  response.content_type = "text/plain; charset=utf-8";
  response.body = "See " + location + "\n";
  response.headers = {{"Location", std::move(location)}, {"Cache-Control", "private, no-store"}};
  return response;
}

std::string safe_local_path(std::string_view path, std::string_view fallback) {
  const bool plain = std::all_of(path.begin(), path.end(), [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7F &&
           c != '\\';
  });
  if (!plain || path.size() > kMaxLocalPath || !path.starts_with('/') || path.starts_with("//")) {
    return std::string(fallback);
  }
  return std::string(path);
}

std::string organisation_suffix(const Request& request, const Services& services) {
  const auto given = request.parameter("org");
  if (!given || services.links.find(*given) == nullptr) return "";
  return "?org=" + percent_encode(*given);
}

std::string link_suffix(const std::vector<LinkTarget>& links, const Request& request,
                        const Services& services) {
  std::string suffix = organisation_suffix(request, services);
  const std::string_view words = request.parameter("q").value_or("");
  const bool inside = std::any_of(links.begin(), links.end(), [](const LinkTarget& link) {
    return link.kind == kSearchInside;
  });
  if (!inside || words.empty()) return suffix;
  return suffix + (suffix.empty() ? "?q=" : "&q=") + percent_encode(words);
}

void fill_library(Values& values, const Organisation* organisation, const Request& request) {
  if (organisation == nullptr) {
    values.add("CHOOSE").set("CHOOSE_HREF", "/organisations?back=" + percent_encode(safe_local_path(
                                                                         request.target, "/")));
    return;
  }
  Values library = values.add("LIBRARY");
  library.set("LIBRARY_NAME",
              organisation->library_name.empty() ? organisation->name : organisation->library_name);
  library.show_with("LIBRARY_EMAIL_LINK", "LIBRARY_EMAIL", organisation->library_email);
  library.show_with("LIBRARY_URL_LINK", "LIBRARY_URL", organisation->library_url);
}

std::string shortened(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return std::string(text);
  return std::string(truncate_utf8(text, max_bytes)) + "…";
}

void add_fact(Values& page, std::string_view name, std::string_view text, std::size_t max_bytes) {
  if (text.empty()) return;
  Values fact = page.add("FACT");
  fact.set("FACT_NAME", name);
  fact.set("FACT_TEXT", shortened(text, max_bytes));
}

}  // namespace evidence::server
