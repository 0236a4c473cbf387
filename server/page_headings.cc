// /headings: a box to look for subject headings; /headings/{id}: one, with its place in the tree.
#include "base/text.h"
#include "base/url.h"
#include "server/heading_view.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/problem.h"

namespace evidence::server {
namespace {

constexpr std::size_t kMostOfHeading = 4'000;  // bytes of a fact that are shown

constexpr std::size_t kRowsShown = 50;

std::string version_for_people(const Services& services) {
  std::string version = services.vocabulary->version();
  if (version.starts_with("mesh")) version.replace(0, 4, "MeSH");
  return version;
}

std::string_view kind_for_people(HeadingKind kind) {
  switch (kind) {
    case HeadingKind::kDescriptor:
      return "Subject heading";
    case HeadingKind::kPublicationType:
      return "Publication type";
    case HeadingKind::kCheckTag:
      return "Check tag";
    case HeadingKind::kGeographic:
      return "Place";
    case HeadingKind::kQualifier:
      return "Subheading";
    case HeadingKind::kSupplementary:
      return "Substance";
  }
  return "Subject heading";
}

std::string heading_href(const std::string& id) { return "/headings/" + percent_encode(id); }

std::string works_text(std::uint64_t works) {
  return with_thousands(works) + (works == 1 ? " work" : " works");
}

void fill_row(Values row, const HeadingRow& heading) {
  row.set("HEADING_HREF", heading_href(heading.heading.id));
  row.set("HEADING_LABEL", shortened(heading.heading.label, 300));
  if (heading.works) row.show_with("HEADING_COUNT", "HEADING_WORKS", works_text(*heading.works));
  if (heading.heading.kind != HeadingKind::kDescriptor) {
    row.show_with("HEADING_OTHER", "HEADING_KIND", kind_for_people(heading.heading.kind));
  }
}

void fill_rows(Values& page, std::string_view section, std::string_view item,
               const std::vector<HeadingRow>& rows) {
  if (rows.empty()) return;
  Values list = page.add(section);
  for (const HeadingRow& row : rows) fill_row(list.add(item), row);
}

void fill_links(Values& page, std::string_view section, std::string_view title,
                const std::vector<FoundHeading>& headings) {
  if (headings.empty()) return;
  Values list = page.add(section);
  list.set("LINKS_TITLE", title);
  for (const FoundHeading& heading : headings) {
    Values row = list.add("LINK");
    row.set("LINK_HREF", heading_href(heading.id));
    row.set("LINK_LABEL", shortened(heading.label, 300));
  }
}

void fill_facts(Values& page, const HeadingView& view) {
  const VocabularyHeading& heading = view.heading;
  add_fact(page, "What it covers", heading.scope_note, kMostOfHeading);
  add_fact(page, "Also called", join(heading.entry_terms, "; "), kMostOfHeading);
  add_fact(page, "Earlier names", join(heading.previous_labels, "; "), kMostOfHeading);
  add_fact(page, "Abbreviation", heading.abbreviation, kMostOfHeading);
  add_fact(page, "Place in the tree", join(heading.tree_numbers, ", "), kMostOfHeading);
  std::vector<std::string> qualifiers;
  for (const FoundHeading& qualifier : view.qualifiers) qualifiers.push_back(qualifier.label);
  add_fact(page, "Subheadings it may have", join(qualifiers, "; "), kMostOfHeading);
  add_fact(page, "History", heading.history_note, kMostOfHeading);
  if (view.works) add_fact(page, "Works with it here", with_thousands(*view.works), kMostOfHeading);
  if (view.works_with_narrower) {
    add_fact(page, "Works with it or a narrower one", with_thousands(*view.works_with_narrower),
             kMostOfHeading);
  }
}

void fill_searches(Values& page, const HeadingView& view) {
  if (view.heading.kind == HeadingKind::kQualifier) return;
  Values searches = page.add("SEARCHES");
  searches.set("EXACT_HREF", heading_search_href(view.heading.label, false));
  if (view.exploded < 2) return;
  Values explode = searches.add("EXPLODE");
  explode.set("EXPLODE_HREF", heading_search_href(view.heading.label, true));
  explode.set("EXPLODE_COUNT", with_thousands(view.exploded - 1));
}

}  // namespace

Response page_headings(const Request& request, Services& services) {
  std::string text;
  for (const auto& [key, value] : request.query) {
    if (key == "q") text = value;
  }
  PageValues page;
  const Result<HeadingMatches> matches = find_headings(text, kRowsShown, services);
  const bool none_loaded = !matches.ok() && matches.error().slug == "no_vocabulary";
  if (!matches.ok() && !none_loaded) {
    return error_response(matches.error(), request, Audience::kPage, services);
  }
  if (none_loaded) {
    page.show("NO_VOCABULARY");
  } else {
    Values box = page.add("HAS_VOCABULARY");
    box.set("HEADING_TEXT", text);
    box.set("VOCABULARY", version_for_people(services));
    if (!text.empty()) {
      fill_rows(box, "FOUND", "FOUND_ROW", matches->found);
      fill_rows(box, "BEGINNING", "BEGINNING_ROW", matches->beginning);
      fill_rows(box, "LIKELY", "LIKELY_ROW", matches->likely);
      if (matches->found.empty() && matches->beginning.empty() && matches->likely.empty()) {
        box.show("NOTHING");
      }
    }
  }
  Frame frame{text.empty() ? "Headings" : shortened(text, 100) + " – headings", "headings", false,
              "/headings"};
  frame.index = text.empty();
  return render_page(200, "headings.tpl", page, frame, request, services);
}

Response page_heading(const Request& request, Services& services) {
  const Result<HeadingView> view = view_heading(request.path_parameters.at("id"), services);
  if (!view.ok()) return error_response(view.error(), request, Audience::kPage, services);
  PageValues page;
  page.set("HEADING_LABEL", shortened(view->heading.label, 300));
  page.set("HEADING_KIND", kind_for_people(view->heading.kind));
  page.set("HEADING_ID", view->heading.id);
  page.set("VOCABULARY", version_for_people(services));
  page.set("API_HREF", "/api/v1/headings/" + percent_encode(view->heading.id));
  fill_searches(page, *view);
  fill_facts(page, *view);
  fill_links(page, "BROADER", "Broader", view->broader);
  fill_rows(page, "NARROWER", "NARROWER_ROW", view->narrower);
  if (view->narrower_count > view->narrower.size()) {
    page.show_with("MORE_NARROWER", "NARROWER_COUNT", with_thousands(view->narrower_count));
  }
  fill_links(page, "MAPPED", "Indexed under", view->mapped_to);
  fill_links(page, "ACTIONS", "What it does", view->actions);
  fill_links(page, "RELATED", "See also", view->see_related);
  Frame frame{shortened(view->heading.label, 100), "headings", false,
              heading_href(view->heading.id)};
  return render_page(200, "heading.tpl", page, frame, request, services);
}

}  // namespace evidence::server
