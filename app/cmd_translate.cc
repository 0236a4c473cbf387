// evidence translate FILE --from S --to S: a strategy in another syntax, with every loss.
#include <cstdio>

#include "app/commands.h"
#include "app/search_setup.h"
#include "app/strategy_file.h"
#include "base/text.h"
#include "query/message_json.h"
#include "query/translate.h"

namespace evidence::app {

namespace {

struct TranslateArguments {
  std::string file;
  std::string from;
  std::string to;
};

json::object to_json(const query::Translation& translation) {
  json::array lines;
  for (const query::TranslatedLine& line : translation.lines) {
    if (line.kind == query::LineKind::kBlank) continue;
    lines.push_back(json::object{{"number", line.number},
                                 {"search", line.kind == query::LineKind::kSearch},
                                 {"before", line.before},
                                 {"after", line.after},
                                 {"losses", query::messages_to_json(line.losses)},
                                 {"notes", query::messages_to_json(line.notes)}});
  }
  return {{"from", query::syntax_name(translation.from)},
          {"to", query::syntax_name(translation.to)},
          {"lines", std::move(lines)},
          {"losses", translation.losses},
          {"text", query::translation_text(translation)}};
}

void print_text(const Context& context, const query::Translation& translation) {
  std::string text = query::translation_text(translation);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  context.print(text);
  for (const query::TranslatedLine& line : translation.lines) {
    for (const query::Message& loss : line.losses) {
      std::fprintf(stderr, "%s\n", message_line(loss).c_str());
    }
    for (const query::Message& note : line.notes) {
      std::fprintf(stderr, "%s\n", message_line(note).c_str());
    }
  }
  std::fprintf(
      stderr, "%s\n",
      translation.losses == 0
          ? "Nothing was lost."
          : (with_thousands(translation.losses) + " losses; read each before use.").c_str());
}

int translate_file(Context& context, const TranslateArguments& arguments) {
  const auto to = query::syntax_by_name(arguments.to);
  if (!to) {
    return context.fail({ErrorCode::kInvalidArgument, "bad_argument",
                         "--to must be simple, pubmed, ovid, ebsco or cql.", ""});
  }
  const Result<query::ParseOptions> parsing = parse_options(context);
  if (!parsing.ok()) return context.fail(parsing.error());
  const Result<query::ParsedStrategy> strategy =
      read_strategy(arguments.file, arguments.from, *parsing);
  if (!strategy.ok()) return context.fail(strategy.error());
  const query::Translation translation = query::translate(*strategy, *to);
  const bool whole = std::all_of(
      translation.lines.begin(), translation.lines.end(), [](const query::TranslatedLine& line) {
        return line.kind != query::LineKind::kSearch || !line.after.empty();
      });
  if (context.options().json) {
    context.print_json(to_json(translation));
  } else {
    print_text(context, translation);
  }
  return static_cast<int>(whole ? ExitCode::kGood : ExitCode::kNo);
}

}  // namespace

void add_translate(CLI::App& program, Run& run) {
  auto arguments = std::make_shared<TranslateArguments>();
  CLI::App* command =
      program.add_subcommand("translate", "Put a strategy into another syntax, with every loss");
  command->footer(
      "Examples:\n"
      "  evidence translate asthma.txt --from ovid --to pubmed\n"
      "Losses are listed on standard error. Exit code 1 where a line could not be translated.");
  command->add_option("file", arguments->file, "The strategy; - for standard input")->required();
  command->add_option("--from", arguments->from, "Its syntax; recognised where not given");
  command->add_option("--to", arguments->to, "simple, pubmed, ovid, ebsco or cql")->required();
  command->callback([arguments, &run] {
    run = [arguments](Context& context) { return translate_file(context, *arguments); };
  });
}

}  // namespace evidence::app
