// evidence lint FILE: what is wrong or doubtful in a strategy, without running it.
#include "app/commands.h"
#include "app/search_setup.h"
#include "app/strategy_file.h"
#include "base/text.h"
#include "query/lint.h"
#include "query/message_json.h"

namespace evidence::app {

namespace {

struct LintArguments {
  std::string file;
  std::string syntax;
};

int lint_file(Context& context, const LintArguments& arguments) {
  const Result<query::ParseOptions> parsing = parse_options(context);
  if (!parsing.ok()) return context.fail(parsing.error());
  const Result<query::ParsedStrategy> parsed =
      read_strategy(arguments.file, arguments.syntax, *parsing);
  if (!parsed.ok()) return context.fail(parsed.error());
  const std::vector<query::Message> messages = query::lint(*parsed);
  const bool bad = std::any_of(messages.begin(), messages.end(), [](const query::Message& message) {
    return message.severity == query::Severity::kError;
  });
  if (context.options().json) {
    context.print_json(json::object{{"syntax", query::syntax_name(parsed->syntax)},
                                    {"messages", query::messages_to_json(messages)}});
  } else {
    for (const query::Message& message : messages) context.print(message_line(message));
    context.print(messages.empty() ? "Nothing to mend."
                                   : with_thousands(messages.size()) + " messages.");
  }
  return static_cast<int>(bad ? ExitCode::kNo : ExitCode::kGood);
}

}  // namespace

void add_lint(CLI::App& program, Run& run) {
  auto arguments = std::make_shared<LintArguments>();
  CLI::App* command = program.add_subcommand("lint", "Say what is wrong or doubtful in a strategy");
  command->footer("Exit code 1 only where there is an error. The codes: docs/lint.md.");
  command->add_option("file", arguments->file, "The strategy; - for standard input")->required();
  command->add_option("--syntax", arguments->syntax,
                      "simple, pubmed, ovid, ebsco, cql; recognised where not given");
  command->callback([arguments, &run] {
    run = [arguments](Context& context) { return lint_file(context, *arguments); };
  });
}

}  // namespace evidence::app
