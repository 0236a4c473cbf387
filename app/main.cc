// The program: global options, subcommands, exit codes.
#include <cstdio>
#include <exception>

#include "app/commands.h"
#include "base/version.h"

namespace {

using evidence::app::Context;
using evidence::app::GlobalOptions;
using evidence::app::Run;

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitute = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substitute});
    }
  }
  return row[b.size()];
}

// CLI11 answers a mistyped command only with "A subcommand is required".
void suggest_command(const CLI::App& program, int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word.starts_with("-")) {
      if (word == "--data" || word == "--config") ++i;  // and its value
      continue;
    }
    std::string nearest;
    std::size_t best = 3;
    for (const CLI::App* command : program.get_subcommands({})) {
      const std::size_t distance = edit_distance(word, command->get_name());
      if (distance == 0) return;
      if (distance < best) {
        best = distance;
        nearest = command->get_name();
      }
    }
    std::fprintf(stderr, "evidence: there is no command \"%s\".%s\n", argv[i],
                 nearest.empty() ? "" : (" Did you mean \"" + nearest + "\"?").c_str());
    return;
  }
}

int run_program(int argc, char** argv) {
  CLI::App program{
      "Evidence: evidence search and federated discovery for healthcare.\n"
      "Exit codes: 0 good, 1 the answer is no, 2 wrong usage or input, 70 internal, 75 try later."};
  program.name("evidence");
  program.set_version_flag("--version", std::string(evidence::kProgramVersion));
  program.require_subcommand(1);
  program.fallthrough();
  program.footer(
      "Examples:\n"
      "  evidence import articles.xml.gz --source pubmed-files\n"
      "  evidence index\n"
      "  evidence search 'asthma children' --filter study_type=systematic_review\n"
      "  evidence serve --port 8080");

  GlobalOptions options;
  program.add_option(
      "--config", options.config_file,
      "Configuration file (default /etc/evidence/evidence.toml, else the shipped one)");
  program.add_option("--data", options.data_dir,
                     "Folder for everything the program writes (default ./evidence-data)");
  program.add_flag("--json", options.json, "Machine-readable output");
  program.add_flag("--quiet,-q", options.quiet, "Print only errors");
  program.add_flag("--no-progress", options.no_progress, "No progress line");

  Run run;
  using namespace evidence::app;
  add_import(program, run);
  add_harvest(program, run);
  add_reparse(program, run);
  add_index(program, run);
  add_merge(program, run);
  add_correction(program, run);
  add_search(program, run);
  add_strategy(program, run);
  add_citations(program, run);
  add_links(program, run);
  add_lint(program, run);
  add_translate(program, run);
  add_filter(program, run);
  add_serve(program, run);
  add_eval(program, run);
  add_export(program, run);
  add_status(program, run);
  add_check(program, run);
  add_sources(program, run);
  add_library(program, run);
  add_vocabulary(program, run);
  add_holdings(program, run);
  add_organisation(program, run);

  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = program.exit(error);
    if (code != 0 && program.get_subcommands().empty()) suggest_command(program, argc, argv);
    return code == 0 ? 0 : static_cast<int>(evidence::ExitCode::kUsage);
  }

  Context context(options);
  if (const auto started = context.start(); !started.ok()) return context.fail(started.error());
  return run(context);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run_program(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "evidence: internal error: %s\n", error.what());
    return static_cast<int>(evidence::ExitCode::kInternal);
  } catch (...) {
    std::fprintf(stderr, "evidence: internal error of an unknown kind\n");
    return static_cast<int>(evidence::ExitCode::kInternal);
  }
}
