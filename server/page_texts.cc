// Home and the pages that explain: what is searched, accessibility, privacy.
#include <algorithm>

#include "base/date.h"
#include "base/text.h"
#include "base/url.h"
#include "model/study_type.h"
#include "server/answer_view.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/search_url.h"

namespace evidence::server {
namespace {

constexpr std::string_view kExamples[] = {"asthma inhaled corticosteroid", "sepsis antibiotics",
                                          "\"otitis media\" children"};

// "2026-11-22T00:06:48Z" → "22 November 2026"; "" where there is none.
std::string day_of(std::string_view timestamp) {
  const auto date = parse_date(timestamp.substr(0, 10));
  return date ? format_date_for_people(*date) : std::string();
}

void fill_index(Values& page, Services& services) {
  std::string newest;
  for (const SourceSummary& source : services.sources)
    newest = std::max(newest, source.last_success);
  const auto info = services.searcher.info();
  if (info.ok()) {
    Values ready = page.add("INDEX_READY");
    ready.set_number("WORKS", info->documents);
    ready.set("WORKS_WORD", info->documents == 1 ? "work" : "works");
    ready.show_with("UPDATED", "UPDATED_DATE", day_of(newest));
  } else {
    page.add("INDEX_MISSING")
        .set("INDEX_PROBLEM", "Its index is being prepared. Try again in a few minutes.");
  }
  if (services.sources.empty()) return;
  Values sources = page.add("HAS_SOURCES");
  for (const SourceSummary& source : services.sources) {
    Values row = sources.add("SOURCE");
    row.set("SOURCE_NAME", source.name.empty() ? source.id : source.name);
    row.set("SOURCE_DESCRIPTION", source.description);
    row.set("SOURCE_LICENCE", source.licence.empty() ? "Not stated" : source.licence);
    const auto homepage = parse_web_url(source.homepage);
    if (homepage.ok()) {
      row.add("SOURCE_LINKED").set("SOURCE_HOMEPAGE", homepage->text);
    } else {
      row.show("SOURCE_PLAIN");
    }
    if (source.sample) row.show("SOURCE_SAMPLE");
    const std::string updated = day_of(source.last_success);
    row.show_with("SOURCE_DATE", "SOURCE_UPDATED", updated);
    if (updated.empty()) row.show("SOURCE_NO_DATE");
  }
}

bool any_sample(const Services& services) {
  return std::any_of(services.sources.begin(), services.sources.end(),
                     [](const SourceSummary& source) { return source.sample; });
}

}  // namespace

Response page_home(const Request& request, Services& services) {
  PageValues page;
  fill_search_box(page, "");
  for (const std::string_view example : kExamples) {
    Values line = page.add("EXAMPLE");
    line.set("EXAMPLE_HREF", address("/search", {{"q", std::string(example)}}));
    line.set("EXAMPLE_TEXT", example);
  }
  fill_index(page, services);
  const Organisation* organisation = chosen_organisation(request, services);
  if (services.links.organisations().empty()) {
    page.show("ACCESS_OPEN");
  } else {
    Values access = page.add(organisation != nullptr ? "ACCESS_CHOSEN" : "ACCESS_NONE");
    access.set("ACCESS_HREF", "/organisations?back=%2F");
    if (organisation != nullptr) access.set("ACCESS_NAME", shortened(organisation->name, 200));
  }
  Frame frame;
  frame.current = "search";
  frame.sample = any_sample(services);
  frame.canonical_path = "/";
  return render_page(200, "home.tpl", page, frame, request, services);
}

Response page_about(const Request& request, Services& services) {
  PageValues page;
  fill_index(page, services);
  for (const StudyTypeInfo& type : study_types()) {
    Values row = page.add("TYPE");
    row.set("TYPE_LABEL", type.label);
    row.set("TYPE_EXPLANATION", type.explanation);
  }
  Frame frame{"About", "about", any_sample(services), "/about"};
  return render_page(200, "about.tpl", page, frame, request, services);
}

Response page_accessibility(const Request& request, Services& services) {
  PageValues page;
  if (services.site.contact_email.empty()) page.show("NO_CONTACT");
  Frame frame{"Accessibility", "", false, "/accessibility"};
  return render_page(200, "accessibility.tpl", page, frame, request, services);
}

Response page_privacy(const Request& request, Services& services) {
  PageValues page;
  Frame frame{"Privacy and cookies", "", false, "/privacy"};
  return render_page(200, "privacy.tpl", page, frame, request, services);
}

}  // namespace evidence::server
