// evidence citations FILE: which references of a pasted list are in the index.
#include <cstdio>

#include "app/commands.h"
#include "app/search_setup.h"
#include "app/strategy_file.h"
#include "search/citation_report.h"

namespace evidence::app {

namespace {

struct CitationArguments {
  std::string file;
  std::string format = "text";
};

Result<CitationReport> matched(Context& context, const std::string& file) {
  const query::CitationListLimits limits;
  EVIDENCE_ASSIGN(const std::string text, read_text_file(file, limits.max_bytes));
  EVIDENCE_ASSIGN(const std::vector<std::string> texts, query::split_citations(text, limits));
  CitationReport report;
  for (const std::string& one : texts) report.citations.push_back(query::parse_citation(one));
  EVIDENCE_ASSIGN(SearcherOptions searching, searcher_options(context));
  Searcher searcher(std::move(searching));
  EVIDENCE_ASSIGN(report.matches, match_citations(searcher, report.citations, kCitedWorks,
                                                  std::chrono::steady_clock::time_point::max()));
  return report;
}

int match_file(Context& context, const CitationArguments& arguments) {
  const Result<CitationReport> report = matched(context, arguments.file);
  if (!report.ok()) return context.fail(report.error());
  if (context.options().json || arguments.format == "json") {
    context.print_json(report_to_json(*report));
  } else {
    const std::string text =
        arguments.format == "csv" ? report_to_csv(*report) : report_to_text(*report);
    std::fwrite(text.data(), 1, text.size(), stdout);
  }
  const bool all = report->count(CitationVerdict::kFound) == report->citations.size();
  return static_cast<int>(all ? ExitCode::kGood : ExitCode::kNo);
}

}  // namespace

void add_citations(CLI::App& program, Run& run) {
  auto arguments = std::make_shared<CitationArguments>();
  CLI::App* command =
      program.add_subcommand("citations", "Say which references of a list are in the index");
  command->footer(
      "Examples:\n"
      "  evidence citations references.txt\n"
      "  evidence citations references.txt --format csv > answer.csv\n"
      "References are numbered, one a line, or parted by blank lines; at most 500 in 2 MB.\n"
      "Exit code 1 where one is not found for certain.");
  command->add_option("file", arguments->file, "The references; - for standard input")->required();
  command->add_option("--format", arguments->format, "text (default), json, csv")
      ->check(CLI::IsMember({"text", "json", "csv"}));
  command->callback([arguments, &run] {
    run = [arguments](Context& context) { return match_file(context, *arguments); };
  });
}

}  // namespace evidence::app
