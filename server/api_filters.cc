// Published search filters over the API: all, one, and one put behind a strategy.
#include "base/json.h"
#include "query/message_json.h"
#include "server/body_fields.h"
#include "server/endpoints.h"
#include "server/problem.h"
#include "server/study_filters.h"
#include "server/syntax_choices.h"

namespace evidence::server {
namespace {

json::value share(const std::optional<double>& number) {
  return number ? json::value(*number) : json::value(nullptr);
}

json::array versions_of(const query::SearchFilter& filter, const Services& services) {
  json::array versions;
  for (const query::SearchFilter& one : services.filters->all()) {
    if (one.id == filter.id) versions.emplace_back(one.version);
  }
  return versions;
}

json::object filter_json(const query::SearchFilter& filter, const Services& services) {
  json::array lines;
  for (const std::string& line : filter.lines) lines.emplace_back(line);
  return {{"id", filter.id},
          {"version", filter.version},
          {"versions", versions_of(filter, services)},
          {"title", filter.title},
          {"author", filter.author},
          {"syntax", query::syntax_name(filter.dialect)},
          {"purpose", filter.purpose},
          {"source", filter.source},
          {"date", filter.date},
          {"citation", filter.citation},
          {"sensitivity", share(filter.sensitivity)},
          {"specificity", share(filter.specificity)},
          {"precision", share(filter.precision)},
          {"measured", filter.measured},
          {"verified", filter.verified},
          {"note", filter.note},
          {"own", filter.own},
          {"lines", std::move(lines)}};
}

Result<json::object> inserted(const Request& request, const Services& services) {
  EVIDENCE_ASSIGN(const BodyFields fields, BodyFields::read(request));
  EVIDENCE_TRY(fields.only({"text", "syntax", "version"}));
  EVIDENCE_ASSIGN(const query::SearchFilter* const filter,
                  find_filter(request.path_parameters.at("id"), fields.text("version"), services));
  EVIDENCE_ASSIGN(const auto syntax, chosen_syntax(fields.text("syntax")));
  EVIDENCE_ASSIGN(const FilterAdded added,
                  add_filter(*filter, fields.text("text"), syntax, services));
  json::array lines;
  for (const query::FilterInsertion::Line& line : added.insertion.lines) {
    lines.emplace_back(json::object{{"number", line.number},
                                    {"text", line.text},
                                    {"losses", query::messages_to_json(line.losses)}});
  }
  return json::object{{"id", filter->id},
                      {"version", filter->version},
                      {"syntax", query::syntax_name(added.syntax)},
                      {"lines", std::move(lines)},
                      {"combination", added.insertion.combination},
                      {"combination_number", added.insertion.combination_number},
                      {"comment", added.insertion.comment},
                      {"text", added.text}};
}

}  // namespace

Response api_filters(const Request&, Services& services) {
  json::array list;
  if (services.filters != nullptr) {
    for (const query::SearchFilter* filter : services.filters->newest()) {
      list.emplace_back(filter_json(*filter, services));
    }
  }
  return json_response(json::serialize(json::object{{"filters", std::move(list)}}));
}

Response api_filter(const Request& request, Services& services) {
  const auto filter = find_filter(request.path_parameters.at("id"),
                                  request.parameter("version").value_or(""), services);
  if (!filter.ok()) return problem(filter.error(), request);
  return json_response(json::serialize(filter_json(**filter, services)));
}

Response api_filter_insert(const Request& request, Services& services) {
  const auto answer = inserted(request, services);
  if (!answer.ok()) return problem(answer.error(), request);
  return json_response(json::serialize(*answer));
}

}  // namespace evidence::server
