// evidence strategy FILE: a multi-line search, each line with its exact count.
#include <cstdio>

#include "app/commands.h"
#include "app/search_setup.h"
#include "app/strategy_file.h"
#include "base/csv.h"
#include "base/text.h"
#include "query/message_json.h"
#include "search/strategy_json.h"

namespace evidence::app {

namespace {

struct StrategyArguments {
  std::string file;
  std::string syntax;
  std::string format = "text";
  std::vector<std::string> sources;
  bool exact_words = false;
  bool notes = false;
  std::int64_t seconds = 60;
};

void print_text(const Context& context, const StrategyRun& run, bool notes) {
  std::size_t widest = 1;
  for (const LineRun& line : run.lines) {
    widest = std::max(widest, with_thousands(line.count).size());
  }
  for (const LineRun& line : run.lines) {
    std::string count = line.counted ? with_thousands(line.count) : "not run";
    count.insert(0, widest > count.size() ? widest - count.size() : 0, ' ');
    context.print(std::to_string(line.number) + "\t" + count + "\t" + line.text);
    for (const query::Message& message : line.messages) {
      if (message.severity == query::Severity::kInfo && !notes) continue;
      std::fprintf(stderr, "  %s\n", message_line(message).c_str());
    }
  }
  context.print("");
  if (run.lines.empty()) return;
  const LineRun& result = run.lines[run.result];
  if (result.counted) {
    context.print("Line " + std::to_string(result.number) + " finds " +
                  with_thousands(result.count) + (result.count == 1 ? " work" : " works") + " of " +
                  with_thousands(run.documents) + ".");
  }
  context.print("Index " + to_text(run.snapshot) +
                (run.vocabulary.empty() ? ", no vocabulary loaded" : ", " + run.vocabulary) + ".");
}

void print_csv(const StrategyRun& run) {
  std::string out = "number,count,took_ms,text,messages\r\n";
  for (const LineRun& line : run.lines) {
    std::string messages;
    for (const query::Message& message : line.messages) {
      messages += (messages.empty() ? "" : "; ") + message_line(message);
    }
    out += csv_row({std::to_string(line.number), line.counted ? std::to_string(line.count) : "",
                    format_decimal(static_cast<double>(line.took.count()) / 1000.0, 3), line.text,
                    messages});
  }
  std::fwrite(out.data(), 1, out.size(), stdout);
}

int strategy(Context& context, const StrategyArguments& arguments) {
  Result<SearcherOptions> searching = searcher_options(context);
  if (!searching.ok()) return context.fail(searching.error());
  Searcher searcher(std::move(searching).value());
  StrategyRequest request;
  Result<query::ParsedStrategy> parsed =
      read_strategy(arguments.file, arguments.syntax, searcher.parse_options());
  if (!parsed.ok()) return context.fail(parsed.error());
  request.strategy = std::move(parsed).value();
  request.sources = arguments.sources;
  request.mapping = !arguments.exact_words;
  request.deadline = context.clock().steady_now() +
                     std::chrono::seconds(std::max<std::int64_t>(arguments.seconds, 1));
  const Result<StrategyRun> run = searcher.run_strategy(request);
  if (!run.ok()) return context.fail(run.error());
  if (run->lines.empty()) {
    return context.fail({ErrorCode::kInvalidArgument, "strategy_empty",
                         "There is no line in it that searches.",
                         "Give one search a line; see docs/strategies.md."});
  }
  if (context.options().json || arguments.format == "json") {
    json::object object = to_json(*run);
    object["syntax"] = query::syntax_name(request.strategy.syntax);
    object["messages"] = query::messages_to_json(request.strategy.messages);
    context.print_json(object);
  } else if (arguments.format == "csv") {
    print_csv(*run);
  } else {
    for (const query::Message& message : request.strategy.messages) {
      std::fprintf(stderr, "%s\n", message_line(message).c_str());
    }
    print_text(context, *run, arguments.notes);
  }
  const bool all_counted = std::all_of(run->lines.begin(), run->lines.end(),
                                       [](const LineRun& line) { return line.counted; });
  return all_counted ? 0 : static_cast<int>(ExitCode::kNo);
}

}  // namespace

void add_strategy(CLI::App& program, Run& run) {
  auto arguments = std::make_shared<StrategyArguments>();
  CLI::App* command =
      program.add_subcommand("strategy", "Run a strategy of several lines, with exact counts");
  command->footer(
      "Examples:\n"
      "  evidence strategy asthma.txt --syntax ovid\n"
      "  evidence strategy - --format csv < asthma.txt\n"
      "Exit code 1 where a line could not be run; its message says why.");
  command->add_option("file", arguments->file, "The strategy; - for standard input")->required();
  command->add_option("--syntax", arguments->syntax,
                      "simple, pubmed, ovid, ebsco, cql; recognised where not given");
  command->add_option("--format", arguments->format, "text (default), json, csv")
      ->check(CLI::IsMember({"text", "json", "csv"}));
  command->add_option("--source", arguments->sources,
                      "Only works with a record of this source; may be repeated");
  command->add_flag("--exact-words", arguments->exact_words,
                    "Map no plain words to headings or synonyms");
  command->add_flag("--notes", arguments->notes, "Print also how each line was read");
  command->add_option("--seconds", arguments->seconds, "Time for the whole (default 60)");
  command->callback([arguments, &run] {
    run = [arguments](Context& context) { return strategy(context, *arguments); };
  });
}

}  // namespace evidence::app
