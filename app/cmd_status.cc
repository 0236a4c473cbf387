// evidence status: state of harvests, store and index; evidence sources: what is configured.
#include <algorithm>
#include <cstdio>

#include "app/commands.h"
#include "base/text.h"
#include "indexer/generation.h"
#include "indexer/vector_outcome.h"
#include "store/merge_store.h"

namespace evidence::app {

namespace {

constexpr std::size_t kRunsLookedAt = 64;

std::string number(std::int64_t count) { return with_thousands(static_cast<std::uint64_t>(count)); }

json::object run_json(const HarvestRun& run) {
  json::object object = to_json(run.counts);
  object["kind"] = run.kind;
  object["started"] = run.started;
  object["ended"] = run.ended;
  object["outcome"] = run.outcome;
  object["pages"] = run.pages;
  object["bytes"] = run.bytes;
  object["lag_seconds"] = run.lag ? json::value(*run.lag) : json::value(nullptr);
  object["waiting"] = run.waiting;
  return object;
}

json::array sources_json(const std::vector<SourceStatus>& sources) {
  json::array array;
  for (const SourceStatus& source : sources) {
    json::object object{{"source", source.source},
                        {"records", source.records},
                        {"deleted", source.deleted},
                        {"problems", source.problems},
                        {"last_success", source.last_success}};
    if (source.last_run) object["last_run"] = run_json(*source.last_run);
    array.push_back(std::move(object));
  }
  return array;
}

struct IndexState {
  std::optional<GenerationStamp> stamp;
  std::string problem;
  VectorStatus vectors;
  std::string vectors_problem;
};

IndexState index_state(const Context& context) {
  IndexState state;
  const auto generation = current_generation(context.data_dir());
  if (!generation.ok()) {
    state.problem = generation.error().message;
  } else if (generation->has_value()) {
    const auto stamp = read_stamp(**generation);
    if (stamp.ok()) {
      state.stamp = *stamp;
    } else {
      state.problem = stamp.error().message;
    }
    const auto vectors = vector_status(**generation);
    if (vectors.ok()) {
      state.vectors = *vectors;
    } else {
      state.vectors_problem = vectors.error().message;
    }
  }
  return state;
}

// "" where there is nothing to say of an index.
std::string line_of_vectors(const IndexState& index) {
  if (!index.vectors_problem.empty()) {
    return "Vectors " + index.vectors_problem + "; run `evidence index`";
  }
  const VectorStatus& vectors = index.vectors;
  if (vectors.dimensions == 0) return index.stamp ? "Vectors none" : "";
  return "Vectors " + number(static_cast<std::int64_t>(vectors.works)) + " works in " +
         std::to_string(vectors.dimensions) + " dimensions; learned from " +
         number(static_cast<std::int64_t>(vectors.trained_works)) +
         (vectors.up_to_date ? "; up to date" : "; older than the index: run `evidence index`");
}

json::value vectors_json(const IndexState& index) {
  if (!index.vectors_problem.empty()) return json::object{{"problem", index.vectors_problem}};
  const VectorStatus& vectors = index.vectors;
  if (vectors.dimensions == 0) return nullptr;
  return json::object{{"dimensions", vectors.dimensions},
                      {"terms", vectors.terms},
                      {"works", vectors.works},
                      {"trained_works", vectors.trained_works},
                      {"up_to_date", vectors.up_to_date}};
}

struct MergeStatus {
  std::int64_t unmerged = 0, doubtful = 0;
};

Result<MergeStatus> merge_status(RecordStore& store) {
  MergeStatus status;
  MergeStore* merging = store.merging();
  if (merging == nullptr) return status;
  EVIDENCE_ASSIGN(status.unmerged, merging->unmerged());
  EVIDENCE_ASSIGN(status.doubtful, merging->doubtful_count());
  return status;
}

void print_status(const Context& context, const StoreStatus& store, const MergeStatus& merging,
                  const std::vector<SourceStatus>& sources, const IndexState& index) {
  context.print("Store   " + number(store.records) + " records, " + number(store.works) +
                " works, " + number(store.deleted_records) + " deleted, " + number(store.problems) +
                " problems; change " + number(store.last_change));
  if (index.stamp) {
    const std::int64_t behind = store.last_change - index.stamp->sequence;
    context.print("Index   " + number(index.stamp->documents) + " works; generation " +
                  index.stamp->uuid +
                  (behind > 0 ? "; " + number(behind) + " changes behind: run `evidence index`"
                              : "; up to date"));
  } else {
    context.print("Index   " +
                  (index.problem.empty() ? "none yet: run `evidence index`" : index.problem));
  }
  if (const std::string line = line_of_vectors(index); !line.empty()) context.print(line);
  context.print("Merging " +
                (merging.unmerged > 0
                     ? number(merging.unmerged) + " changed records wait: run `evidence index`"
                     : "up to date") +
                (merging.doubtful > 0 ? "; " + number(merging.doubtful) +
                                            " pairs wait for a person: `evidence merge queue`"
                                      : ""));
  for (const SourceStatus& source : sources) {
    std::string line = "Source  " + source.source + ": " + number(source.records) + " records, " +
                       number(source.problems) + " problems";
    if (source.last_run) {
      const HarvestRun& run = *source.last_run;
      line += "; last " + run.kind + " " + run.started + ", " +
              (run.outcome.empty() ? "did not end" : run.outcome);
      if (run.waiting > 0) {
        const bool said = run.outcome.find("wait") != std::string::npos;
        line += said ? "" : "; " + number(run.waiting) + " withdrawals wait";
        line += " (evidence harvest " + source.source + " --confirm-withdrawals)";
      }
    }
    context.print(line);
  }
}

int show_problems(Context& context, RecordStore& store, const std::string& source) {
  const auto problems = store.problems(source, 10'000);
  if (!problems.ok()) return context.fail(problems.error());
  json::array array;
  for (const Problem& problem : *problems) {
    if (context.options().json) {
      array.push_back(json::object{{"source", problem.source},
                                   {"position", problem.position},
                                   {"code", problem.code},
                                   {"reason", problem.reason}});
    } else {
      context.print(problem.position + "  " + problem.code + "  " + problem.reason);
    }
  }
  if (context.options().json) context.print_json(array);
  return 0;
}

int show_runs(Context& context, RecordStore& store, const std::string& source) {
  constexpr std::size_t kRunsShown = 50;
  const auto runs = store.runs(source, kRunsShown);
  if (!runs.ok()) return context.fail(runs.error());
  json::array array;
  for (const HarvestRun& run : *runs) {
    if (context.options().json) {
      array.push_back(run_json(run));
      continue;
    }
    const PageCounts& counts = run.counts;
    context.print(run.started + "  " + run.kind + "  " +
                  (run.outcome.empty() ? "did not end" : run.outcome) + "; " + number(run.pages) +
                  " pages, " + number(run.bytes) + " bytes; " + number(counts.added) + " added, " +
                  number(counts.changed) + " changed, " + number(counts.unchanged) +
                  " unchanged, " + number(counts.deleted) + " deleted, " + number(counts.problems) +
                  " problems" +
                  (run.lag ? "; the copy was " + number(*run.lag / 3'600) + " hours old" : ""));
  }
  if (context.options().json) context.print_json(array);
  return 0;
}

int show_status(Context& context, const std::string& problems_of, const std::string& runs_of) {
  auto store = context.open_store(Context::Access::kRead);
  if (!store.ok()) return context.fail(store.error());
  if (!problems_of.empty()) return show_problems(context, **store, problems_of);
  if (!runs_of.empty()) return show_runs(context, **store, runs_of);
  const auto status = (*store)->status();
  if (!status.ok()) return context.fail(status.error());
  auto sources = (*store)->source_status();
  if (!sources.ok()) return context.fail(sources.error());
  for (SourceStatus& source : *sources) {
    const auto runs = (*store)->runs(source.source, kRunsLookedAt);
    // What waits may be older than the newest run.
    if (runs.ok() && source.last_run) source.last_run->waiting = waiting_withdrawals(*runs);
  }
  const auto merging = merge_status(**store);
  if (!merging.ok()) return context.fail(merging.error());
  const IndexState index = index_state(context);
  if (!context.options().json) {
    print_status(context, *status, *merging, *sources, index);
    return 0;
  }
  json::object object{
      {"store",
       {{"id", status->store_id},
        {"records", status->records},
        {"deleted_records", status->deleted_records},
        {"works", status->works},
        {"problems", status->problems},
        {"last_change", status->last_change},
        {"bytes", status->bytes},
        {"schema", status->schema_version}}},
      {"merging", {{"not_merged_yet", merging->unmerged}, {"doubtful", merging->doubtful}}},
      {"sources", sources_json(*sources)}};
  if (index.stamp) {
    object["index"] = {{"generation", index.stamp->uuid},
                       {"documents", index.stamp->documents},
                       {"sequence", index.stamp->sequence},
                       {"schema", index.stamp->schema},
                       {"tokenizer", index.stamp->tokenizer},
                       {"behind", status->last_change - index.stamp->sequence},
                       {"vectors", vectors_json(index)}};
  } else {
    object["index"] = nullptr;
    if (!index.problem.empty()) object["index_problem"] = index.problem;
  }
  context.print_json(object);
  return 0;
}

int show_sources(Context& context) {
  json::array array;
  for (const SourceConfig& source : context.config().sources) {
    if (context.options().json) {
      array.push_back(json::object{{"id", source.id},
                                   {"name", source.name},
                                   {"description", source.description},
                                   {"protocol", source.protocol},
                                   {"format", source.format},
                                   {"enabled", source.enabled},
                                   {"interval_seconds", source.interval.count()},
                                   {"scope", source.scope},
                                   {"owner", source.owner},
                                   {"assessment", source.assessment},
                                   {"granularity", source.granularity},
                                   {"agreement", source.agreement},
                                   {"sample", source.sample},
                                   {"licence", source.licence},
                                   {"homepage", source.homepage}});
    } else {
      context.print(source.id + "  " + source.name + "  (" + source.protocol +
                    (source.enabled ? "" : ", not enabled") + ")");
    }
  }
  if (context.options().json) context.print_json(array);
  return 0;
}

}  // namespace

void add_status(CLI::App& program, Run& run) {
  auto problems_of = std::make_shared<std::string>();
  auto runs_of = std::make_shared<std::string>();
  CLI::App* command = program.add_subcommand("status", "State of harvests, store and index");
  command->add_option("--problems", *problems_of, "List the problems met in a source's records");
  command->add_option("--runs", *runs_of, "List a source's harvests and imports, newest first");
  command->callback([problems_of, runs_of, &run] {
    run = [problems_of, runs_of](Context& context) {
      return show_status(context, *problems_of, *runs_of);
    };
  });
}

void add_sources(CLI::App& program, Run& run) {
  CLI::App* command = program.add_subcommand("sources", "The configured sources");
  command->callback([&run] { run = show_sources; });
}

}  // namespace evidence::app
