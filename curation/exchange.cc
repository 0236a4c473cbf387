#include "curation/exchange.h"

#include "base/json.h"
#include "base/text.h"
#include "curation/json_reading.h"

namespace evidence::curation {
namespace {

constexpr std::size_t kMaxExchangeBytes = 16U << 20U;

Error bad_exchange(std::string message) {
  return {ErrorCode::kInvalidArgument, "bad_exchange", std::move(message),
          "Send a file that this service exported, or the lines as text."};
}

}  // namespace

std::string export_json(const Exported& exported) {
  const Strategy& strategy = *exported.strategy;
  const StrategyVersion& version = *exported.version;
  const StrategySettings& settings = version.settings;
  json::object body{{"name", settings.name},
                    {"notes", settings.notes},
                    {"syntax", query::syntax_name(settings.syntax)},
                    {"text", settings.text},
                    {"sources", json::value_from(settings.sources)},
                    {"mapping", settings.mapping},
                    {"id", strategy.id},
                    {"url", exported.url},
                    {"version", version.number},
                    {"created", strategy.created},
                    {"changed", version.at},
                    {"actor", version.actor},
                    {"comment", version.comment}};
  body["forked_from"] = nullptr;
  if (strategy.forked_from) {
    body["forked_from"] = json::object{{"id", strategy.forked_from->strategy},
                                       {"version", strategy.forked_from->version}};
  }
  json::object object{{"format", kExchangeFormat},
                      {"version", kExchangeVersion},
                      {"service", exported.service},
                      {"strategy", std::move(body)},
                      {"run", nullptr}};
  if (exported.run != nullptr && exported.run->number != 0) {
    json::object run = run_to_json(*exported.run);
    const RunLine* result = exported.run->result_line();
    run["result_line"] = result == nullptr ? json::value(nullptr) : json::value(result->number);
    object["run"] = std::move(run);
  }
  json::array externals;
  for (const ExternalSearch& search : exported.externals) {
    json::object row = external_to_json(search);
    row.erase("records");  // what became of each reference is the service's own
    externals.emplace_back(std::move(row));
  }
  object["external_searches"] = std::move(externals);
  return json::serialize(object) + "\n";
}

bool is_exchange(std::string_view text) {
  text = trim(text.substr(0, std::min<std::size_t>(text.size(), 4'096)));
  return text.starts_with('{') && text.find("\"format\"") != std::string_view::npos &&
         text.find(kExchangeFormat) != std::string_view::npos;
}

Result<StrategySettings> import_json(std::string_view text) {
  const auto value = parse_json(text, kMaxExchangeBytes);
  if (!value.ok()) return bad_exchange("The file is not JSON: " + value.error().message);
  if (!value->is_object() || string_member(value->get_object(), "format") != kExchangeFormat) {
    return bad_exchange("The file is not a strategy of the format evidence-strategy.");
  }
  const json::object& object = value->get_object();
  const int version = number_member<int>(object, "version");
  if (version < 1) return bad_exchange("The file does not say its version.");
  if (version > kExchangeVersion) {
    return Error{ErrorCode::kInvalidArgument, "newer_exchange",
                 "The file has version " + std::to_string(version) +
                     " of the format; this service reads version 1.",
                 "Export it as text, and paste that."};
  }
  const json::object* body = object_member(object, "strategy");
  if (body == nullptr) return bad_exchange("The file holds no strategy.");
  StrategySettings settings;
  settings.name = string_member(*body, "name");
  settings.notes = string_member(*body, "notes");
  settings.text = string_member(*body, "text");
  const std::string syntax = string_member(*body, "syntax");
  const auto known = query::syntax_by_name(syntax);
  if (!known) return bad_exchange("The file names no known syntax: " + quoted_for_message(syntax));
  settings.syntax = *known;
  settings.sources = strings_member(*body, "sources");
  settings.mapping = bool_member(*body, "mapping", true);
  return checked_settings(std::move(settings));
}

}  // namespace evidence::curation
