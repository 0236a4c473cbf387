// evidence index [--rebuild]: brings the index up to date with the store.
#include <cstdio>

#include "app/commands.h"
#include "app/merge_run.h"
#include "app/progress.h"
#include "base/text.h"
#include "indexer/indexer.h"

namespace evidence::app {

namespace {

int index_works(Context& context, bool rebuild) {
  auto opened = context.open_store(Context::Access::kWrite);
  if (!opened.ok()) return context.fail(opened.error());
  const auto merged = merge_changed_records(context, **opened);
  if (!merged.ok()) return context.fail(merged.error());
  Progress progress("index", "works", context.shows_progress());
  IndexOptions options;
  options.data_directory = context.data_dir();
  options.rebuild = rebuild;
  options.shards = context.config().index_shards;
  options.stop = &context.stop();
  options.policy = context.config().merge_policy;
  options.progress = [&](const IndexProgress& at) {
    progress.update(static_cast<std::uint64_t>(at.done), static_cast<std::uint64_t>(at.total),
                    static_cast<std::uint64_t>(at.done));
  };
  const auto outcome = run_index(**opened, options, context.clock());
  if (!outcome.ok()) return context.fail(outcome.error());

  json::array problems;
  for (const std::string& problem : outcome->problems) {
    problems.emplace_back(problem);
    std::fprintf(stderr, "  %s\n", problem.c_str());
  }
  if (context.options().json) {
    context.print_json(json::object{{"generation", outcome->generation},
                                    {"rebuilt", outcome->rebuilt},
                                    {"reason", outcome->rebuild_reason},
                                    {"indexed", outcome->works_indexed},
                                    {"removed", outcome->works_removed},
                                    {"refused", outcome->works_refused},
                                    {"documents", outcome->documents},
                                    {"sequence", outcome->sequence},
                                    {"stopped", outcome->stopped},
                                    {"merge", to_json(*merged)},
                                    {"problems", std::move(problems)}});
  } else {
    if (const std::string matched = to_line(*merged); !matched.empty()) context.print(matched);
    std::string line = with_thousands(static_cast<std::uint64_t>(outcome->works_indexed)) +
                       " works indexed, " + std::to_string(outcome->works_removed) +
                       " removed; the index holds " +
                       with_thousands(static_cast<std::uint64_t>(outcome->documents)) + ".";
    if (outcome->rebuilt) line += " Built anew: " + outcome->rebuild_reason + ".";
    context.print(line);
  }
  if (outcome->stopped) {
    return context.fail({ErrorCode::kCancelled, "interrupted", "Stopped before the end.",
                         "Run `evidence index` again to go on."});
  }
  return outcome->works_refused > 0 ? static_cast<int>(ExitCode::kNo) : 0;
}

}  // namespace

void add_index(CLI::App& program, Run& run) {
  auto rebuild = std::make_shared<bool>(false);
  CLI::App* command = program.add_subcommand("index", "Bring the index up to date with the store");
  command->footer("A running server picks up the new index within two seconds.");
  command->add_flag("--rebuild", *rebuild,
                    "Build everything anew beside the old index, then switch");
  command->callback([rebuild, &run] {
    run = [rebuild](Context& context) { return index_works(context, *rebuild); };
  });
}

}  // namespace evidence::app
