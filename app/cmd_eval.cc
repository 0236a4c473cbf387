// evidence eval QUERIES.tsv QRELS.txt [--profile A] [--against B]: ranked-retrieval measures over
// judged topics, of one profile or of two with paired tests.
#include <fstream>

#include "app/commands.h"
#include "app/eval_report.h"
#include "app/eval_run.h"
#include "app/search_setup.h"

namespace evidence::app {

namespace {

struct EvalArguments {
  std::string queries, judgements, run_file, profile, against, match = "any";
  std::string evidence_judgements, kinds;
  int answers_from = 1;
  bool per_query = false;

  [[nodiscard]] bool clinical() const { return !evidence_judgements.empty() || !kinds.empty(); }
};

// Reads `file` as `read` understands it; errors name the file.
template <class Value>
Result<Value> read_file(const std::string& file, Result<Value> (*read)(std::istream&)) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return Error{ErrorCode::kInvalidArgument, "cannot_read", "Cannot read " + file + ".",
                 "Is the name right, and may you read it?"};
  }
  Result<Value> value = read(in);
  if (value.ok()) return value;
  Error error = value.error();
  error.message = file + ": " + error.message;
  return error;
}

Result<EvalInputs> read_inputs(const EvalArguments& arguments) {
  EvalInputs inputs;
  EVIDENCE_ASSIGN(inputs.topics, read_file(arguments.queries, &read_topics));
  EVIDENCE_ASSIGN(inputs.judged.topic, read_file(arguments.judgements, &read_judgements));
  if (!arguments.evidence_judgements.empty()) {
    EVIDENCE_ASSIGN(inputs.judged.evidence,
                    read_file(arguments.evidence_judgements, &read_judgements));
  }
  if (!arguments.kinds.empty()) {
    EVIDENCE_ASSIGN(inputs.judged.kinds, read_file(arguments.kinds, &read_kinds));
  }
  inputs.clinical = arguments.clinical();
  inputs.answers_from = arguments.answers_from;
  return inputs;
}

// An average over nothing would look like a bad ranking.
Result<void> check_measured(const ProfileResult& result) {
  if (!result.measures.empty()) return {};
  return Error{ErrorCode::kBadContent, "nothing_to_measure",
               "None of the queries has a judgement of something relevant.",
               "Do the queries and the judgements belong together?"};
}

void report(Context& context, const EvalArguments& arguments, const ProfileResult& first,
            const ProfileResult* second) {
  const bool clinical = arguments.clinical();
  if (second == nullptr) {
    if (context.options().json) return context.print_json(eval_json(first, clinical));
    return context.print(eval_text(first, clinical, arguments.per_query));
  }
  const auto comparisons = compare_profiles(first, *second, clinical);
  if (!context.options().json) {
    return context.print(
        comparison_text(first, *second, comparisons, clinical, arguments.per_query));
  }
  json::object object = eval_json(first, clinical);
  object["against"] = comparison_json(*second, clinical, comparisons);
  context.print_json(object);
}

Result<void> evaluate(Context& context, const EvalArguments& arguments) {
  EVIDENCE_ASSIGN(const EvalInputs inputs, read_inputs(arguments));
  // Judgements are of topicality; the search box's own profile weighs evidence besides.
  const bool topical = context.config().profiles.contains("topical");
  const std::string profile = !arguments.profile.empty() ? arguments.profile
                              : topical                  ? "topical"
                                                         : context.config().default_profile;
  if (profile == arguments.against) {
    return Error{ErrorCode::kInvalidArgument, "same_profile",
                 "Profile " + quoted_for_message(profile) + " cannot be compared with itself.",
                 "Name two profiles: --profile A --against B."};
  }
  const Match match = arguments.match == "all"    ? Match::kAll
                      : arguments.match == "auto" ? Match::kAuto
                                                  : Match::kAny;
  EVIDENCE_ASSIGN(SearcherOptions options, searcher_options(context));
  Searcher searcher(std::move(options));
  std::optional<OutputFile> run;
  if (!arguments.run_file.empty()) {
    EVIDENCE_ASSIGN(OutputFile file, OutputFile::open(arguments.run_file));
    run.emplace(std::move(file));
  }
  EVIDENCE_ASSIGN(const ProfileResult first,
                  run_profile(context, searcher, inputs, profile, match, run ? &*run : nullptr));
  if (run) EVIDENCE_TRY(run->finish());
  EVIDENCE_TRY(check_measured(first));
  if (arguments.against.empty()) {
    report(context, arguments, first, nullptr);
    return {};
  }
  EVIDENCE_ASSIGN(const ProfileResult second,
                  run_profile(context, searcher, inputs, arguments.against, match, nullptr));
  report(context, arguments, first, &second);
  return {};
}

void add_options(CLI::App& command, EvalArguments& arguments) {
  command.add_option("queries", arguments.queries, "qid TAB text, a line each")->required();
  command.add_option("qrels", arguments.judgements, "TREC judgements: qid 0 docid grade")
      ->required();
  command.add_option("--run", arguments.run_file, "Write the ranking as a TREC run");
  command.add_option("--profile", arguments.profile,
                     "Ranking profile under ranking/ (default: topical)");
  command.add_option("--against", arguments.against,
                     "A second profile, compared over the same queries with paired tests");
  command.add_option("--match", arguments.match, "any (default), auto or all")
      ->check(CLI::IsMember({"any", "auto", "all"}));
  command.add_flag("--per-query", arguments.per_query,
                   "Each query's figures, or with --against its differences");
  command.add_option("--evidence-qrels", arguments.evidence_judgements,
                     "TREC judgements of evidence and currency, for the combined nDCG@10");
  command.add_option("--kinds", arguments.kinds,
                     "docid TAB guideline|review, to see whether one that answers stands first");
  command
      .add_option("--answers-from", arguments.answers_from,
                  "The grade from which a guideline or review answers (default 1)")
      ->check(CLI::Range(1, kMaxGrade));
}

}  // namespace

void add_eval(CLI::App& program, Run& run) {
  auto arguments = std::make_shared<EvalArguments>();
  CLI::App* command = program.add_subcommand("eval", "Measure ranking against judged queries");
  command->footer(
      "Topics are searched with every word optional (--match any), as TREC runs are; "
      "--match auto measures\nwhat the search box answers. --run writes the ranking of --profile. "
      "Differences are --profile minus\n--against. Method and figures: docs/relevance.md.");
  add_options(*command, *arguments);
  command->callback([arguments, &run] {
    run = [arguments](Context& context) {
      const auto done = evaluate(context, *arguments);
      return done.ok() ? 0 : context.fail(done.error());
    };
  });
}

}  // namespace evidence::app
