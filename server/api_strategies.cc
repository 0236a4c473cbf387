// Strategies over the API: run and lint without keeping, create, read, change, fork, export.
#include "server/api_strategies.h"

#include <charconv>

#include "base/json.h"
#include "base/text.h"
#include "query/message_json.h"
#include "server/endpoints.h"
#include "server/problem.h"
#include "server/strategy_actions.h"

namespace evidence::server {
namespace {

using curation::StrategyStore;

const std::vector<std::string_view>& settings_members() {
  static const std::vector<std::string_view> names{"name",       "notes",   "text",  "syntax",
                                                   "sources",    "mapping", "actor", "comment",
                                                   "edit_token", "version", "run"};
  return names;
}

json::object settings_to_json(const curation::StrategySettings& settings) {
  return {{"name", settings.name},
          {"notes", settings.notes},
          {"syntax", query::syntax_name(settings.syntax)},
          {"text", settings.text},
          {"sources", json::value_from(settings.sources)},
          {"mapping", settings.mapping}};
}

json::object version_to_json(const curation::StrategyVersion& version) {
  json::object object{{"version", version.number},
                      {"changed", version.at},
                      {"actor", version.actor},
                      {"comment", version.comment}};
  for (auto& [key, value] : settings_to_json(version.settings)) object[key] = value;
  return object;
}

json::object strategy_to_json(const curation::Strategy& strategy, const Services& services) {
  json::object object{{"id", strategy.id},
                      {"url", strategy_url(strategy.id, services)},
                      {"created", strategy.created},
                      {"sample", strategy.sample},
                      {"runs", strategy.runs}};
  object["forked_from"] = nullptr;
  if (strategy.forked_from) {
    object["forked_from"] = json::object{{"id", strategy.forked_from->strategy},
                                         {"version", strategy.forked_from->version}};
  }
  for (auto& [key, value] : version_to_json(strategy.latest)) object[key] = value;
  return object;
}

Response answer(const json::object& object, int status = 200) {
  Response response = json_response(json::serialize(object));
  response.status = status;
  mark_private(response);
  return response;
}

Response made_response(const Made& made, const Services& services) {
  json::object object{{"id", made.strategy.id},
                      {"edit_token", made.edit_key},
                      {"url", strategy_url(made.strategy.id, services)},
                      {"version", made.strategy.latest.number}};
  Response response = answer(object, 201);
  response.headers.emplace_back("Location", "/api/v1/strategies/" + made.strategy.id);
  return response;
}

// A run that is not kept: what is stored of one, without number and version.
json::object unstored(const RunOutcome& outcome) {
  json::object object = curation::run_to_json(outcome.run);
  for (const char* key : {"number", "version", "actor", "ledger"}) object.erase(key);
  object["stored"] = false;
  object["messages"] = query::messages_to_json(outcome.messages);
  return object;
}

Result<curation::StrategySettings> given_settings(const Request& request, Services& services) {
  EVIDENCE_ASSIGN(const BodyFields fields, strategy_body(request));
  EVIDENCE_TRY(fields.only(settings_members()));
  return settings_in(fields, nullptr, services);
}

Result<Response> export_as(std::string_view format, const WholeStrategy& whole,
                           const Services& services) {
  const curation::Exported exported = whole.exported(services);
  Response response;
  std::string extension;
  if (format.empty() || format == "json") {
    response.content_type = "application/json";
    response.body = curation::export_json(exported);
    extension = "json";
  } else if (format == "csv") {
    response.content_type = "text/csv; charset=utf-8";
    response.body = curation::export_csv(exported);
    extension = "csv";
  } else if (format == "text") {
    response.content_type = "text/plain; charset=utf-8";
    response.body = curation::export_text(exported);
    extension = "txt";
  } else {
    return Error{ErrorCode::kInvalidArgument, "bad_format",
                 "A strategy cannot be exported as " + quoted_for_message(format) + ".",
                 "Choose text, csv or json."};
  }
  std::string name = "strategy-" + whole.strategy.id.substr(0, 8) + "-version-" +
                     std::to_string(whole.version.number);
  if (whole.has_run()) name += "-run-" + std::to_string(whole.run.number);
  response.headers.emplace_back("Content-Disposition",
                                "attachment; filename=\"" + name + "." + extension + "\"");
  mark_private(response);
  return response;
}

}  // namespace

void mark_private(Response& response) {
  response.headers.emplace_back("Cache-Control", "private, no-store");
  response.headers.emplace_back("X-Robots-Tag", "noindex, nofollow");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
}

Result<unsigned> path_number(const Request& request, std::string_view name) {
  const std::string& typed = request.path_parameters.at(std::string(name));
  unsigned number = 0;
  const auto parsed = std::from_chars(typed.data(), typed.data() + typed.size(), number);
  if (parsed.ec == std::errc() && parsed.ptr == typed.data() + typed.size() && number > 0) {
    return number;
  }
  return Error{ErrorCode::kNotFound, "not_found", "There is nothing at this address.",
               "All endpoints are listed in /api/v1/openapi.json."};
}

Result<unsigned> query_number(const Request& request, std::string_view name, unsigned otherwise) {
  const std::string_view typed = request.parameter(name).value_or("");
  if (typed.empty()) return otherwise;
  unsigned number = 0;
  const auto parsed = std::from_chars(typed.data(), typed.data() + typed.size(), number);
  if (parsed.ec == std::errc() && parsed.ptr == typed.data() + typed.size() && number > 0) {
    return number;
  }
  return Error{ErrorCode::kInvalidArgument, "bad_number",
               "The parameter " + std::string(name) +
                   " is not a number from 1: " + quoted_for_message(typed) + ".",
               ""};
}

Response api_strategy_run_privately(const Request& request, Services& services) {
  const auto settings = given_settings(request, services);
  if (!settings.ok()) return problem(settings.error(), request);
  const auto outcome = run_privately(request, *settings, services);
  if (!outcome.ok()) return problem(outcome.error(), request);
  return answer(unstored(*outcome));
}

Response api_strategy_lint(const Request& request, Services& services) {
  const auto settings = given_settings(request, services);
  if (!settings.ok()) return problem(settings.error(), request);
  auto outcome = read_settings(*settings, services);
  if (!outcome.ok()) return problem(outcome.error(), request);
  outcome->messages = std::move(outcome->lint);
  return answer(unstored(*outcome));
}

Response api_strategy_create(const Request& request, Services& services) {
  const auto fields = strategy_body(request);
  if (!fields.ok()) return problem(fields.error(), request);
  if (auto known = fields->only(settings_members()); !known.ok()) {
    return problem(known.error(), request);
  }
  const auto settings = settings_in(*fields, nullptr, services);
  if (!settings.ok()) return problem(settings.error(), request);
  const auto made = make_strategy(request, *settings, change_in(*fields), services);
  if (!made.ok()) return problem(made.error(), request);
  return made_response(*made, services);
}

Response api_strategy(const Request& request, Services& services) {
  const auto id = strategy_in_path(request);
  if (!id.ok()) return problem(id.error(), request);
  const auto desk = strategy_desk(services);
  if (!desk.ok()) return problem(desk.error(), request);
  const auto strategy = (*desk)->store.with([&](StrategyStore& store) { return store.find(*id); });
  if (!strategy.ok()) return problem(strategy.error(), request);
  return answer(strategy_to_json(*strategy, services));
}

Response api_strategy_change(const Request& request, Services& services) {
  const auto change = [&]() -> Result<curation::StrategyVersion> {
    EVIDENCE_ASSIGN(const auto id, strategy_in_path(request));
    EVIDENCE_ASSIGN(const BodyFields fields, strategy_body(request));
    EVIDENCE_TRY(require_edit_key(request, fields, id, services));
    EVIDENCE_TRY(fields.only(settings_members()));
    EVIDENCE_ASSIGN(StrategyServices * desk, strategy_desk(services));
    EVIDENCE_ASSIGN(const auto latest,
                    desk->store.with([&](StrategyStore& store) { return store.version(id, 0); }));
    EVIDENCE_ASSIGN(const auto settings, settings_in(fields, &latest.settings, services));
    EVIDENCE_ASSIGN(const unsigned expected, fields.number("version", 0));
    return desk->store.with([&](StrategyStore& store) {
      return store.add_version(id, settings, change_in(fields), expected);
    });
  };
  const auto version = change();
  if (!version.ok()) return problem(version.error(), request);
  return answer(version_to_json(*version));
}

Response api_strategy_delete(const Request& request, Services& services) {
  const auto remove = [&]() -> Result<void> {
    EVIDENCE_ASSIGN(const auto id, strategy_in_path(request));
    EVIDENCE_TRY(require_edit_key(request, BodyFields(), id, services));
    EVIDENCE_ASSIGN(StrategyServices * desk, strategy_desk(services));
    return desk->store.with([&](StrategyStore& store) { return store.remove(id); });
  };
  const auto removed = remove();
  if (!removed.ok()) return problem(removed.error(), request);
  Response response;
  response.status = 204;
  response.content_type.clear();
  mark_private(response);
  return response;
}

Response api_strategy_fork(const Request& request, Services& services) {
  const auto fork = [&]() -> Result<Made> {
    EVIDENCE_ASSIGN(const auto id, strategy_in_path(request));
    EVIDENCE_ASSIGN(const BodyFields fields, BodyFields::read(request));
    EVIDENCE_TRY(fields.only({"name", "version", "actor", "comment"}));
    EVIDENCE_ASSIGN(const unsigned version, fields.number("version", 0));
    return fork_strategy(request, id, version, fields.text("name"), change_in(fields), services);
  };
  const auto made = fork();
  if (!made.ok()) return problem(made.error(), request);
  return made_response(*made, services);
}

Response api_strategy_versions(const Request& request, Services& services) {
  const auto read = [&]() -> Result<std::vector<curation::VersionHead>> {
    EVIDENCE_ASSIGN(const auto id, strategy_in_path(request));
    EVIDENCE_ASSIGN(StrategyServices * desk, strategy_desk(services));
    return desk->store.with([&](StrategyStore& store) { return store.versions(id); });
  };
  const auto versions = read();
  if (!versions.ok()) return problem(versions.error(), request);
  json::array list;
  for (const curation::VersionHead& version : *versions) {
    list.emplace_back(json::object{{"version", version.number},
                                   {"changed", version.at},
                                   {"actor", version.actor},
                                   {"comment", version.comment},
                                   {"name", version.name},
                                   {"text_bytes", version.text_bytes}});
  }
  return answer({{"versions", std::move(list)}});
}

Response api_strategy_version(const Request& request, Services& services) {
  const auto read = [&]() -> Result<curation::StrategyVersion> {
    EVIDENCE_ASSIGN(const auto id, strategy_in_path(request));
    EVIDENCE_ASSIGN(const unsigned number, path_number(request, "version"));
    EVIDENCE_ASSIGN(StrategyServices * desk, strategy_desk(services));
    return desk->store.with([&](StrategyStore& store) { return store.version(id, number); });
  };
  const auto version = read();
  if (!version.ok()) return problem(version.error(), request);
  return answer(version_to_json(*version));
}

Response api_strategy_export(const Request& request, Services& services) {
  const auto write = [&]() -> Result<Response> {
    EVIDENCE_ASSIGN(const auto id, strategy_in_path(request));
    EVIDENCE_ASSIGN(const unsigned run, query_number(request, "run", 0));
    EVIDENCE_ASSIGN(const WholeStrategy whole, whole_strategy(id, run, services));
    return export_as(request.parameter("format").value_or(""), whole, services);
  };
  auto response = write();
  if (!response.ok()) return problem(response.error(), request);
  return std::move(*response);
}

}  // namespace evidence::server
