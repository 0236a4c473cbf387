// evidence index [--rebuild]: brings the index up to date with the store.
#include <cstdio>
#include <memory>
#include <string>

#include "app/commands.h"
#include "app/merge_run.h"
#include "app/progress.h"
#include "base/text.h"
#include "indexer/indexer.h"

namespace evidence::app {

namespace {

json::object vectors_json(const IndexOutcome& outcome) {
  const VectorOutcome& vectors = outcome.vectors;
  return {
      {"dimensions", vectors.dimensions},  {"terms", vectors.terms},   {"works", vectors.works},
      {"trained", vectors.trained},        {"reason", vectors.reason}, {"rows_made", vectors.rows},
      {"problem", outcome.vectors_problem}};
}

// Of a run that made or changed any; "" for others.
std::string line_of_vectors(const VectorOutcome& vectors) {
  if (vectors.rows == 0) return "";
  std::string line = "Vectors of " + with_thousands(vectors.works) + " works in " +
                     std::to_string(vectors.dimensions) + " dimensions; " +
                     with_thousands(vectors.rows) + " made.";
  if (vectors.trained) {
    line += " Learned from the index: " + vectors.reason + ".";
  } else if (!vectors.reason.empty()) {
    line += " All of them: " + vectors.reason + ".";
  }
  return line;
}

int index_works(Context& context, bool rebuild) {
  auto opened = context.open_store(Context::Access::kWrite);
  if (!opened.ok()) return context.fail(opened.error());
  const auto merged = merge_changed_records(context, **opened);
  if (!merged.ok()) return context.fail(merged.error());
  Progress progress("index", "works", context.shows_progress());
  std::unique_ptr<Progress> vectors;  // drawn once the works are done
  IndexOptions options;
  options.data_directory = context.data_dir();
  options.rebuild = rebuild;
  options.shards = context.config().index_shards;
  options.stop = &context.stop();
  options.policy = context.config().merge_policy;
  options.vectors = context.config().index_vectors;
  options.progress = [&](const IndexProgress& at) {
    if (!at.doing.empty()) {
      if (!vectors) {
        vectors = std::make_unique<Progress>("vectors", "steps", context.shows_progress());
      }
      const auto done = static_cast<std::uint64_t>(at.done);
      vectors->update(done, static_cast<std::uint64_t>(at.total), done, at.doing);
      return;
    }
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
                                    {"vectors", vectors_json(*outcome)},
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
    if (const std::string vectors_line = line_of_vectors(outcome->vectors); !vectors_line.empty()) {
      context.print(vectors_line);
    }
  }
  if (!outcome->vectors_problem.empty()) {
    std::fprintf(stderr, "  no up-to-date vectors: %s\n", outcome->vectors_problem.c_str());
  }
  if (outcome->stopped) {
    return context.fail({ErrorCode::kCancelled, "interrupted", "Stopped before the end.",
                         "Run `evidence index` again to go on."});
  }
  const bool complete = outcome->works_refused == 0 && outcome->vectors_problem.empty();
  return !complete ? static_cast<int>(ExitCode::kNo) : 0;
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
