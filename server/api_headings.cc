// The headings over the API: what a text finds, and one heading with its place in the tree.
#include "base/json.h"
#include "server/endpoints.h"
#include "server/heading_view.h"
#include "server/problem.h"
#include "server/request_parsing.h"

namespace evidence::server {
namespace {

constexpr std::size_t kMaxRows = 100;

std::string_view found_by_name(FoundBy by) {
  switch (by) {
    case FoundBy::kLabel:
      return "label";
    case FoundBy::kEntryTerm:
      return "entry_term";
    case FoundBy::kPreviousLabel:
      return "previous_label";
    case FoundBy::kAbbreviation:
      return "abbreviation";
    case FoundBy::kId:
      return "id";
  }
  return "label";
}

json::value count_json(const std::optional<std::uint64_t>& count) {
  return count ? json::value(*count) : json::value(nullptr);
}

json::object heading_json(const FoundHeading& heading) {
  return {{"id", heading.id}, {"label", heading.label}, {"kind", heading_kind_name(heading.kind)}};
}

json::array headings_json(const std::vector<FoundHeading>& headings) {
  json::array list;
  for (const FoundHeading& heading : headings) list.emplace_back(heading_json(heading));
  return list;
}

json::array rows_json(const std::vector<HeadingRow>& rows, bool with_by) {
  json::array list;
  for (const HeadingRow& row : rows) {
    json::object object = heading_json(row.heading);
    if (with_by) object["found_by"] = found_by_name(row.heading.by);
    object["works"] = count_json(row.works);
    list.emplace_back(std::move(object));
  }
  return list;
}

json::array texts_json(const std::vector<std::string>& texts) {
  json::array list;
  for (const std::string& text : texts) list.emplace_back(text);
  return list;
}

std::string parameter(const Request& request, std::string_view name) {
  for (const auto& [key, value] : request.query) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace

Response api_headings(const Request& request, Services& services) {
  const std::string text = parameter(request, "q");
  if (text.empty()) {
    return problem_at(Error{ErrorCode::kInvalidArgument, "no_text", "q says what to look for.",
                            "Give a heading, another name of it, or its beginning."},
                      "q", request);
  }
  const Result<HeadingMatches> matches = find_headings(text, kMaxRows, services);
  if (!matches.ok()) return problem(matches.error(), request);
  json::object object;
  object["vocabulary"] = services.vocabulary->version();
  object["query"] = text;
  object["found"] = rows_json(matches->found, true);
  object["beginning"] = rows_json(matches->beginning, true);
  object["likely"] = rows_json(matches->likely, false);
  return json_response(json::serialize(object));
}

Response api_heading(const Request& request, Services& services) {
  const Result<HeadingView> view = view_heading(request.path_parameters.at("id"), services);
  if (!view.ok()) return problem(view.error(), request);
  const VocabularyHeading& heading = view->heading;
  json::object object;
  object["vocabulary"] = services.vocabulary->version();
  object["id"] = heading.id;
  object["label"] = heading.label;
  object["kind"] = heading_kind_name(heading.kind);
  object["scope_note"] = heading.scope_note;
  object["abbreviation"] = heading.abbreviation;
  object["entry_terms"] = texts_json(heading.entry_terms);
  object["previous_labels"] = texts_json(heading.previous_labels);
  object["tree_numbers"] = texts_json(heading.tree_numbers);
  object["history_note"] = heading.history_note;
  object["allowed_qualifiers"] = headings_json(view->qualifiers);
  object["see_related"] = headings_json(view->see_related);
  object["mapped_to"] = headings_json(view->mapped_to);
  object["pharmacologic_actions"] = headings_json(view->actions);
  object["broader"] = headings_json(view->broader);
  object["narrower"] = rows_json(view->narrower, false);
  object["narrower_count"] = view->narrower_count;
  object["with_narrower_count"] = view->exploded;
  object["works"] = count_json(view->works);
  object["works_with_narrower"] = count_json(view->works_with_narrower);
  return json_response(json::serialize(object));
}

}  // namespace evidence::server
