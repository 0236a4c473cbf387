// evidence eval QUERIES.tsv QRELS.txt: ranked-retrieval measures over judged topics.
#include <cstdio>
#include <fstream>
#include <set>

#include "app/commands.h"
#include "app/progress.h"
#include "app/search_setup.h"
#include "search/eval.h"

namespace evidence::app {

namespace {

struct EvalArguments {
  std::string queries, judgements, run_file, profile, match = "any";
};

Error cannot_read(const std::string& file) {
  return {ErrorCode::kInvalidArgument, "cannot_read", "Cannot read " + file + ".", ""};
}

// Document ids as judged: the source's own record ids, each once at its best rank. A work with
// several members gives only the judged ones, in order of id; an unjudged work gives its first.
struct RankedIds {
  Ranking ids;
  std::vector<double> scores;
};

RankedIds ranked_ids(const SearchResponse& response, const std::map<std::string, int>& judged) {
  RankedIds ranked;
  std::set<std::string> seen;
  for (const Hit& hit : response.hits) {
    std::set<std::string> ids;
    for (const Member& member : hit.members) {
      if (judged.contains(member.source_record_id)) ids.insert(member.source_record_id);
    }
    if (ids.empty() && !hit.members.empty()) ids.insert(hit.members.front().source_record_id);
    for (const std::string& id : ids) {
      if (!seen.insert(id).second) continue;
      ranked.ids.push_back(id);
      ranked.scores.push_back(hit.score);
    }
  }
  return ranked;
}

json::object measures_json(const Measures& measures) {
  return {{"ndcg@10", measures.ndcg10},
          {"map", measures.map},
          {"p@10", measures.p10},
          {"recall@100", measures.recall100},
          {"recall@1000", measures.recall1000}};
}

int evaluate(Context& context, const EvalArguments& arguments) {
  std::ifstream topics_file(arguments.queries);
  if (!topics_file) return context.fail(cannot_read(arguments.queries));
  std::ifstream judgements_file(arguments.judgements);
  if (!judgements_file) return context.fail(cannot_read(arguments.judgements));
  const auto topics = read_topics(topics_file);
  if (!topics.ok()) return context.fail(topics.error());
  const auto judgements = read_judgements(judgements_file);
  if (!judgements.ok()) return context.fail(judgements.error());
  std::ofstream run_file;
  if (!arguments.run_file.empty()) {
    run_file.open(arguments.run_file);
    if (!run_file) {
      return context.fail({ErrorCode::kInvalidArgument, "cannot_write",
                           "Cannot write " + arguments.run_file + ".", ""});
    }
  }

  Result<SearcherOptions> searching = searcher_options(context);
  if (!searching.ok()) return context.fail(searching.error());
  Searcher searcher(std::move(searching).value());
  Progress progress("eval", "topics", context.shows_progress());
  std::map<std::string, Measures> per_topic;
  std::uint64_t done = 0;
  for (const Topic& topic : *topics) {
    ++done;
    progress.update(done, topics->size(), done);
    const auto judged = judgements->find(topic.id);
    if (judged == judgements->end()) continue;
    SearchRequest request;
    request.text = topic.text;
    request.match = arguments.match == "all"    ? Match::kAll
                    : arguments.match == "auto" ? Match::kAuto
                                                : Match::kAny;
    request.limit = kMaxLimit;
    request.snippets = false;
    request.members = true;
    request.profile =
        arguments.profile.empty() ? context.config().default_profile : arguments.profile;
    const auto response = searcher.search(request);
    if (!response.ok()) {
      std::fprintf(stderr, "topic %s:\n", topic.id.c_str());
      return context.fail(response.error());
    }
    const RankedIds ranked = ranked_ids(*response, judged->second);
    per_topic[topic.id] = measure(ranked.ids, judged->second);
    for (std::size_t i = 0; run_file.is_open() && i < ranked.ids.size(); ++i) {
      run_file << topic.id << " Q0 " << ranked.ids[i] << ' ' << i + 1 << ' '
               << format_decimal(ranked.scores[i], 6) << " evidence\n";
    }
  }
  if (run_file.is_open()) {
    run_file.flush();
    if (!run_file) {
      return context.fail({ErrorCode::kIo, "cannot_write",
                           "Writing " + arguments.run_file + " failed.", "Is the disk full?"});
    }
  }
  const Measures average = mean(per_topic);
  if (context.options().json) {
    json::object object = measures_json(average);
    object["queries"] = per_topic.size();
    json::object details;
    for (const auto& [id, measures] : per_topic) details[id] = measures_json(measures);
    object["per_query"] = std::move(details);
    context.print_json(object);
  } else {
    char line[200];
    std::snprintf(line, sizeof line,
                  "nDCG@10 %.4f   MAP %.4f   P@10 %.4f   recall@100 %.4f   recall@1000 %.4f   "
                  "(%zu queries)",
                  average.ndcg10, average.map, average.p10, average.recall100, average.recall1000,
                  per_topic.size());
    context.print(line);
  }
  return 0;
}

}  // namespace

void add_eval(CLI::App& program, Run& run) {
  auto arguments = std::make_shared<EvalArguments>();
  CLI::App* command = program.add_subcommand("eval", "Measure ranking against judged queries");
  command->footer(
      "Topics are searched with every word optional (--match any), as TREC runs are; "
      "--match auto measures\nwhat the search box answers.");
  command->add_option("queries", arguments->queries, "qid TAB text, a line each")->required();
  command->add_option("qrels", arguments->judgements, "TREC judgements: qid 0 docid grade")
      ->required();
  command->add_option("--run", arguments->run_file, "Write the ranking as a TREC run");
  command->add_option("--profile", arguments->profile, "Ranking profile under ranking/");
  command->add_option("--match", arguments->match, "any (default), auto or all")
      ->check(CLI::IsMember({"any", "auto", "all"}));
  command->callback([arguments, &run] {
    run = [arguments](Context& context) { return evaluate(context, *arguments); };
  });
}

}  // namespace evidence::app
