// /filters: the published search filters; /filters/{id}: one, and a form that puts it behind a
// search.
#include <cmath>

#include "base/text.h"
#include "base/url.h"
#include "server/body_fields.h"
#include "server/message_view.h"
#include "server/open_strategy.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/problem.h"
#include "server/strategy_view.h"
#include "server/study_filters.h"
#include "server/syntax_choices.h"

namespace evidence::server {
namespace {

using query::SearchFilter;

constexpr std::size_t kShownText = 4'000;

std::string filter_href(const SearchFilter& filter) {
  return "/filters/" + percent_encode(filter.id);
}

std::string share_for_people(const std::optional<double>& share) {
  return share ? std::to_string(std::lround(*share * 100)) + "%" : "Not stated";
}

// Whose text it would have to be compared with.
std::string not_verified_text(const SearchFilter& filter) {
  return filter.id.starts_with("cochrane-") ? "Not verified against the Handbook"
                                            : "Not verified against its publication";
}

void fill_not_verified(Values& where, const SearchFilter& filter) {
  if (filter.verified) return;
  Values tag = where.add("NOT_VERIFIED");
  tag.set("NOT_VERIFIED_TEXT", not_verified_text(filter));
  tag.set("FILTER_NOTE", shortened(filter.note, kShownText));
}

void fill_facts(Values& page, const SearchFilter& filter) {
  add_fact(page, "For", filter.purpose, kShownText);
  add_fact(page, "Written for", std::string(syntax_label(filter.dialect)), kShownText);
  add_fact(page, "Version", filter.version, kShownText);
  add_fact(page, "By", filter.author, kShownText);
  add_fact(page, "Sensitivity", share_for_people(filter.sensitivity), kShownText);
  add_fact(page, "Specificity", share_for_people(filter.specificity), kShownText);
  if (filter.precision) add_fact(page, "Precision", share_for_people(filter.precision), kShownText);
  add_fact(page, "Measured", filter.measured, kShownText);
  add_fact(page, "Source", filter.source, kShownText);
  add_fact(page, "Cite as", filter.citation, kShownText);
  if (filter.verified) add_fact(page, "Note", filter.note, kShownText);
}

void fill_added(Values& page, const SearchFilter& filter, const FilterAdded& added) {
  Values shown = page.add("ADDED");
  if (added.syntax != filter.dialect) {
    shown.add("TRANSLATED").set("FILTER_SYNTAX", syntax_label(filter.dialect));
  }
  for (const query::FilterInsertion::Line& line : added.insertion.lines) {
    if (line.losses.empty()) continue;
    Values row = shown.add("ADDED_LINE");
    row.set("ADDED_NUMBER", std::to_string(line.number));
    fill_messages(row, "LOSSES", line.losses);
  }
  fill_open_strategy(shown, "Your search with the filter", "Search with a filter", added.syntax,
                     added.text);
}

struct Typed {
  std::string text;
  std::optional<query::Syntax> syntax;
};

Response show_filter(int status, const SearchFilter& filter, const Typed& typed,
                     const FilterAdded* added, const std::optional<Error>& problem,
                     const Request& request, Services& services) {
  PageValues page;
  if (problem) fill_problem(page, *problem, request);
  page.set("FILTER_TITLE", shortened(filter.title, 300));
  page.set("FILTER_HREF", filter_href(filter));
  page.set("FILTER_VERSION", filter.version);
  page.set("TEXT", typed.text);
  fill_syntaxes(page, "SYNTAX", typed.syntax);
  fill_not_verified(page, filter);
  fill_facts(page, filter);
  for (std::size_t i = 0; i < filter.lines.size(); ++i) {
    Values row = page.add("FILTER_LINE");
    row.set("LINE_NUMBER", std::to_string(i + 1));
    row.set("LINE_TEXT", filter.lines[i]);
  }
  if (added != nullptr) fill_added(page, filter, *added);
  Frame frame{shortened(filter.title, 100) + " – search filters", "strategies", false,
              filter_href(filter)};
  frame.index = request.method == "GET";
  return render_page(status, "filter.tpl", page, frame, request, services);
}

}  // namespace

Response page_filters(const Request& request, Services& services) {
  PageValues page;
  const std::vector<const SearchFilter*> filters =
      services.filters == nullptr ? std::vector<const SearchFilter*>() : services.filters->newest();
  if (filters.empty()) {
    page.show("NO_FILTERS");
  } else {
    Values table = page.add("FILTERS");
    table.set("FILTERS_CAPTION",
              with_thousands(filters.size()) + (filters.size() == 1 ? " filter" : " filters"));
    for (const SearchFilter* filter : filters) {
      Values row = table.add("FILTER");
      row.set("FILTER_HREF", filter_href(*filter));
      row.set("FILTER_TITLE", shortened(filter->title, 300));
      row.set("FILTER_SYNTAX", syntax_label(filter->dialect));
      row.set("FILTER_SENSITIVITY", share_for_people(filter->sensitivity));
      row.set("FILTER_SPECIFICITY", share_for_people(filter->specificity));
      row.set("FILTER_SOURCE", shortened(filter->source, 300));
      if (filter->own) row.show("FILTER_OWN");
      fill_not_verified(row, *filter);
    }
  }
  const Frame frame{"Search filters", "strategies", false, "/filters"};
  return render_page(200, "filters.tpl", page, frame, request, services);
}

Response page_filter(const Request& request, Services& services) {
  const auto filter = find_filter(request.path_parameters.at("id"),
                                  request.parameter("version").value_or(""), services);
  if (!filter.ok()) return error_response(filter.error(), request, Audience::kPage, services);
  return show_filter(200, **filter, {}, nullptr, std::nullopt, request, services);
}

Response page_filter_form(const Request& request, Services& services) {
  const auto fields = BodyFields::read(request);
  if (!fields.ok()) return error_response(fields.error(), request, Audience::kPage, services);
  const auto filter =
      find_filter(request.path_parameters.at("id"), fields->text("version"), services);
  if (!filter.ok()) return error_response(filter.error(), request, Audience::kPage, services);
  Typed typed{fields->text("text"), std::nullopt};
  const auto refuse = [&](const Error& error) {
    return show_filter(status_of(error), **filter, typed, nullptr, error, request, services);
  };
  const auto syntax = chosen_syntax(fields->text("syntax"));
  if (!syntax.ok()) return refuse(syntax.error());
  typed.syntax = *syntax;
  const auto added = add_filter(**filter, typed.text, typed.syntax, services);
  if (!added.ok()) return refuse(added.error());
  return show_filter(200, **filter, typed, &*added, std::nullopt, request, services);
}

}  // namespace evidence::server
