#include "search/strategy_json.h"

#include "query/message_json.h"

namespace evidence {
namespace {

double milliseconds(std::chrono::microseconds took) {
  return static_cast<double>(took.count()) / 1000.0;
}

json::object line_to_json(const LineRun& line) {
  json::object object;
  object["number"] = line.number;
  object["text"] = line.text;
  if (line.counted) {
    object["count"] = line.count;
  } else {
    object["count"] = nullptr;
  }
  object["took_ms"] = milliseconds(line.took);
  object["messages"] = query::messages_to_json(line.messages);
  object["tree"] = line.tree;
  object["read_as"] = line.read_as;
  json::object sources;
  for (const auto& [source, count] : line.by_source) sources[source] = count;
  object["by_source"] = std::move(sources);
  json::array refers;
  for (const unsigned number : line.refers_to) refers.push_back(number);
  object["refers_to"] = std::move(refers);
  return object;
}

}  // namespace

json::object to_json(const StrategyRun& run) {
  json::object object;
  json::array lines;
  for (const LineRun& line : run.lines) lines.push_back(line_to_json(line));
  object["lines"] = std::move(lines);
  object["result"] = nullptr;
  if (run.result < run.lines.size() && run.lines[run.result].counted) {
    const LineRun& result = run.lines[run.result];
    object["result"] = json::object{{"number", result.number}, {"count", result.count}};
  }
  object["snapshot"] = to_text(run.snapshot);
  object["documents"] = run.documents;
  object["vocabulary"] = run.vocabulary;
  object["took_ms"] = milliseconds(run.took);
  return object;
}

}  // namespace evidence
