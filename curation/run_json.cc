// The JSON of a stored run (curation/run.h): written for the store, the API and exchange files, and
// read back from the store and from files that anybody may have made.
#include <limits>

#include "curation/json_reading.h"
#include "curation/run.h"
#include "query/message_json.h"

namespace evidence::curation {
namespace {

constexpr std::size_t kMaxMessages = 1'000;  // of one line

query::Severity severity_by_name(std::string_view name) {
  if (name == "info") return query::Severity::kInfo;
  if (name == "warning") return query::Severity::kWarning;
  return query::Severity::kError;
}

query::Message message_from_json(const json::object& object) {
  query::Message message;
  message.severity = severity_by_name(string_member(object, "severity"));
  message.code = string_member(object, "code");
  message.text = string_member(object, "message");
  message.fix = string_member(object, "fix");
  message.line = number_member<std::uint32_t>(object, "line");
  message.column = number_member<std::uint32_t>(object, "column");
  message.span.begin = number_member<std::uint32_t>(object, "begin");
  message.span.end = number_member<std::uint32_t>(object, "end");
  return message;
}

json::object counts_to_json(const std::map<std::string, std::uint64_t>& counts) {
  json::object object;
  for (const auto& [name, count] : counts) object[name] = count;
  return object;
}

json::object line_to_json(const RunLine& line) {
  json::object object{{"number", line.number}, {"text", line.text}, {"tree", line.tree}};
  if (!line.read_as.empty()) object["read_as"] = line.read_as;
  object["count"] = line.counted ? json::value(line.count) : json::value(nullptr);
  object["by_source"] = counts_to_json(line.by_source);
  if (!line.refers_to.empty()) object["refers_to"] = json::value_from(line.refers_to);
  object["took_us"] = line.took.count();
  object["reused"] = line.reused;
  object["messages"] = query::messages_to_json(line.messages);
  return object;
}

RunLine line_from_json(const json::object& object) {
  RunLine line;
  line.number = number_member<unsigned>(object, "number");
  line.text = string_member(object, "text");
  line.tree = string_member(object, "tree");
  line.read_as = string_member(object, "read_as");
  const json::value* count = member(object, "count");
  line.counted = count != nullptr && count->is_number();
  line.count = number_member<std::uint64_t>(object, "count");
  if (const json::object* counts = object_member(object, "by_source")) {
    for (const auto& [name, value] : *counts) {
      line.by_source.emplace(std::string(name), number_member<std::uint64_t>(*counts, name));
    }
  }
  for (const json::value& number : array_member(object, "refers_to")) {
    line.refers_to.push_back(number_of<unsigned>(number));
  }
  line.took = std::chrono::microseconds(number_member<std::int64_t>(object, "took_us"));
  line.reused = bool_member(object, "reused", false);
  for (const json::value& message : array_member(object, "messages")) {
    if (message.is_object() && line.messages.size() < kMaxMessages) {
      line.messages.push_back(message_from_json(message.get_object()));
    }
  }
  return line;
}

RunLedger ledger_from_json(const json::object& object) {
  RunLedger ledger;
  ledger.records = number_member<std::uint64_t>(object, "records");
  ledger.works = number_member<std::uint64_t>(object, "works");
  ledger.duplicates = number_member<std::uint64_t>(object, "duplicates");
  ledger.unread = number_member<std::uint64_t>(object, "unread");
  for (const json::value& value : array_member(object, "sources")) {
    if (!value.is_object()) continue;
    const json::object& source = value.get_object();
    LedgerSource& row = ledger.sources.emplace_back();
    row.source = string_member(source, "source");
    row.records = number_member<std::uint64_t>(source, "records");
    row.works = number_member<std::uint64_t>(source, "works");
    row.only_here = number_member<std::uint64_t>(source, "only_here");
    row.duplicates_within = number_member<std::uint64_t>(source, "duplicates_within");
    row.duplicates_between = number_member<std::uint64_t>(source, "duplicates_between");
    row.kept = number_member<std::uint64_t>(source, "kept");
  }
  return ledger;
}

}  // namespace

json::object ledger_to_json(const RunLedger& ledger) {
  json::array sources;
  for (const LedgerSource& row : ledger.sources) {
    sources.emplace_back(json::object{{"source", row.source},
                                      {"records", row.records},
                                      {"works", row.works},
                                      {"only_here", row.only_here},
                                      {"duplicates_within", row.duplicates_within},
                                      {"duplicates_between", row.duplicates_between},
                                      {"kept", row.kept}});
  }
  return {{"records", ledger.records},
          {"duplicates", ledger.duplicates},
          {"works", ledger.works},
          {"unread", ledger.unread},
          {"sources", std::move(sources)}};
}

json::object run_to_json(const StoredRun& run) {
  json::object object{{"number", run.number},
                      {"version", run.version},
                      {"at", run.at},
                      {"actor", run.actor},
                      {"tool", run.tool},
                      {"snapshot", run.snapshot},
                      {"documents", run.documents},
                      {"vocabulary", run.vocabulary},
                      {"syntax", run.syntax},
                      {"mapping", run.mapping}};
  object["restricted_to"] = json::value_from(run.restricted_to);
  json::array sources;
  for (const RunSource& source : run.sources) {
    sources.emplace_back(json::object{{"id", source.id},
                                      {"name", source.name},
                                      {"last_harvest", source.last_harvest},
                                      {"records", source.records}});
  }
  object["sources"] = std::move(sources);
  json::array lines;
  for (const RunLine& line : run.lines) lines.emplace_back(line_to_json(line));
  object["lines"] = std::move(lines);
  object["result"] = run.result;
  object["ledger"] = ledger_to_json(run.ledger);
  object["took_us"] = run.took.count();
  return object;
}

Result<StoredRun> run_from_json(const json::object& object) {
  StoredRun run;
  run.number = number_member<unsigned>(object, "number");
  run.version = number_member<unsigned>(object, "version");
  run.at = string_member(object, "at");
  run.actor = string_member(object, "actor");
  run.tool = string_member(object, "tool");
  run.snapshot = string_member(object, "snapshot");
  run.documents = number_member<std::uint64_t>(object, "documents");
  run.vocabulary = string_member(object, "vocabulary");
  run.syntax = string_member(object, "syntax");
  run.mapping = bool_member(object, "mapping", true);
  run.restricted_to = strings_member(object, "restricted_to");
  for (const json::value& value : array_member(object, "sources")) {
    if (!value.is_object()) continue;
    const json::object& source = value.get_object();
    run.sources.push_back({string_member(source, "id"), string_member(source, "name"),
                           string_member(source, "last_harvest"),
                           number_member<std::int64_t>(source, "records")});
  }
  for (const json::value& line : array_member(object, "lines")) {
    if (run.lines.size() == kRunLimits.lines) break;
    if (line.is_object()) run.lines.push_back(line_from_json(line.get_object()));
  }
  run.result = number_member<std::size_t>(object, "result");
  if (const json::object* ledger = object_member(object, "ledger")) {
    run.ledger = ledger_from_json(*ledger);
  }
  run.took = std::chrono::microseconds(number_member<std::int64_t>(object, "took_us"));
  if (run.version == 0 || run.at.empty()) {
    return Error{ErrorCode::kCorrupt, "bad_run", "The text of a run is incomplete.", ""};
  }
  return run;
}

}  // namespace evidence::curation
