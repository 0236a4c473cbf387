// evidence merge …: run, queue, decide, split, explain, decisions, ledger.
#include <algorithm>
#include <cstdio>
#include <set>

#include "app/commands.h"
#include "app/merge_report.h"
#include "app/merge_run.h"
#include "app/subcommand.h"
#include "base/text.h"
#include "store/merge_store.h"

namespace evidence::app {

namespace {

struct Arguments {
  std::vector<std::string> names;
  std::string verdict, reason, actor;
  std::size_t limit = 20;
  bool csv = false;
};

std::string number(std::int64_t count) { return with_thousands(static_cast<std::uint64_t>(count)); }

// The opened store with its merging, or the exit code of what failed.
struct Opened {
  std::unique_ptr<RecordStore> store;
  MergeStore* merging = nullptr;
};

Result<Opened> open(Context& context, Context::Access access) {
  Opened opened;
  EVIDENCE_ASSIGN(opened.store, context.open_store(access));
  opened.merging = opened.store->merging();
  if (opened.merging == nullptr) {
    return Error{ErrorCode::kUnavailable, "no_merging", "This store does not merge records.", ""};
  }
  return opened;
}

Result<Record> read(RecordStore& store, const RecordName& name) {
  EVIDENCE_ASSIGN(const auto stored, store.find_record(name.source, name.key));
  if (stored) return stored->record;
  return Error{ErrorCode::kNotFound, "unknown_record", "There is no record " + to_text(name) + ".",
               ""};
}

Result<void> run_merge(Context& context, const Arguments& /*none*/) {
  EVIDENCE_ASSIGN(const Opened opened, open(context, Context::Access::kWrite));
  EVIDENCE_ASSIGN(const MergeOutcome outcome, merge_changed_records(context, *opened.store));
  if (context.options().json) {
    context.print_json(to_json(outcome));
    return {};
  }
  const std::string line = to_line(outcome);
  context.print(line.empty() ? "No record has changed since the last run." : line);
  return {};
}

Result<void> show_queue(Context& context, const Arguments& arguments) {
  EVIDENCE_ASSIGN(const Opened opened, open(context, Context::Access::kRead));
  EVIDENCE_ASSIGN(const auto pairs, opened.merging->doubtful(arguments.limit));
  EVIDENCE_ASSIGN(const std::int64_t total, opened.merging->doubtful_count());
  json::array list;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const DoubtfulPair& pair = pairs[i];
    EVIDENCE_ASSIGN(const Record a, read(*opened.store, pair.a));
    EVIDENCE_ASSIGN(const Record b, read(*opened.store, pair.b));
    if (context.options().json) {
      list.push_back({{"a", to_text(pair.a)},
                      {"b", to_text(pair.b)},
                      {"work_a", pair.work_a},
                      {"work_b", pair.work_b},
                      {"why", pair.rule},
                      {"comparison", comparison_json(a, b, context.config().match_rules)}});
      continue;
    }
    context.print(std::to_string(i + 1) + ". " + pair.rule);
    context.print(side_by_side(to_text(pair.a), a, to_text(pair.b), b));
  }
  if (context.options().json) {
    context.print_json(json::object{{"total", total}, {"pairs", std::move(list)}});
    return {};
  }
  if (total == 0) {
    context.print("No pair waits for a decision.");
  } else {
    context.print(number(static_cast<std::int64_t>(pairs.size())) + " of " + number(total) +
                  " pairs that wait. To decide one:\n  evidence merge decide " +
                  to_text(pairs.front().a) + " " + to_text(pairs.front().b) +
                  " same|different --reason '…' --actor NAME");
  }
  return {};
}

Result<void> require_signature(const Arguments& arguments) {
  if (!trim(arguments.reason).empty() && !trim(arguments.actor).empty() &&
      arguments.reason.size() <= 2'000 && arguments.actor.size() <= 200) {
    return {};
  }
  return Error{ErrorCode::kInvalidArgument, "no_reason",
               "A decision needs --reason (at most 2,000 bytes) and --actor (at most 200).",
               "Who decides and why is kept with it."};
}

Result<void> apply(Context& context, const Opened& opened,
                   const std::vector<MergeDecision>& decisions, const std::string& said) {
  EVIDENCE_TRY(opened.merging->decide(decisions));
  EVIDENCE_ASSIGN(const MergeOutcome outcome, merge_changed_records(context, *opened.store));
  if (context.options().json) {
    context.print_json(json::object{{"decisions", decisions.size()}, {"merge", to_json(outcome)}});
  } else {
    context.print(said + " Now run `evidence index`, so that searches show it.");
  }
  return {};
}

MergeDecision decision_of(const RecordName& a, const RecordName& b, bool same,
                          const Arguments& arguments) {
  MergeDecision decision;
  decision.a = std::min(a.number, b.number);
  decision.b = std::max(a.number, b.number);
  decision.same = same;
  decision.reason = clean_text(arguments.reason);
  decision.actor = clean_text(arguments.actor);
  return decision;
}

// Works stand for all their records, and the word is kept on every pair of them: an older word on
// another pair, or a veto between two of them, would else take a work apart that was to be joined.
Result<void> decide_pair(Context& context, const Arguments& arguments) {
  EVIDENCE_TRY(require_signature(arguments));
  EVIDENCE_ASSIGN(const Opened opened, open(context, Context::Access::kWrite));
  EVIDENCE_ASSIGN(const auto first, records_named(*opened.store, arguments.names[0]));
  EVIDENCE_ASSIGN(const auto second, records_named(*opened.store, arguments.names[1]));
  const bool same = arguments.verdict == "same";
  const auto is_same = [](const RecordName& a, const RecordName& b) {
    return a.number == b.number;
  };
  if (first.size() > 1 &&
      std::equal(first.begin(), first.end(), second.begin(), second.end(), is_same)) {
    return Error{ErrorCode::kInvalidArgument, "one_work", "That is one work, not two.",
                 "`evidence merge split` takes records out of it."};
  }
  std::vector<MergeDecision> decisions;
  for (const RecordName& a : first) {
    for (const RecordName& b : second) {
      if (a.number != b.number) decisions.push_back(decision_of(a, b, same, arguments));
    }
  }
  if (decisions.empty()) {
    return Error{ErrorCode::kInvalidArgument, "one_record", "That is one record, not two.", ""};
  }
  return apply(context, opened, decisions,
               same ? "They are one work from now on." : "They are different works from now on.");
}

Result<void> split_work(Context& context, const Arguments& arguments) {
  EVIDENCE_TRY(require_signature(arguments));
  EVIDENCE_ASSIGN(const Opened opened, open(context, Context::Access::kWrite));
  EVIDENCE_ASSIGN(const auto members, records_named(*opened.store, arguments.names.front()));
  std::set<RecordNumber> out;
  for (std::size_t i = 1; i < arguments.names.size(); ++i) {
    EVIDENCE_ASSIGN(const auto named, records_named(*opened.store, arguments.names[i]));
    for (const RecordName& name : named) {
      const bool inside =
          std::any_of(members.begin(), members.end(),
                      [&](const RecordName& member) { return member.number == name.number; });
      if (!inside) {
        return Error{ErrorCode::kInvalidArgument, "not_a_member",
                     to_text(name) + " is no record of " + arguments.names.front() + ".",
                     "`evidence merge explain " + arguments.names.front() + "` lists its records."};
      }
      out.insert(name.number);
    }
  }
  std::vector<MergeDecision> decisions;
  for (const RecordName& a : members) {
    for (const RecordName& b : members) {
      if (out.contains(a.number) && !out.contains(b.number)) {
        decisions.push_back(decision_of(a, b, false, arguments));
      }
    }
  }
  if (decisions.empty()) {
    return Error{ErrorCode::kInvalidArgument, "nothing_left",
                 "Every record of the work was named; nothing would be left of it.",
                 "Name those that are another work."};
  }
  return apply(context, opened, decisions,
               number(static_cast<std::int64_t>(out.size())) + " records are a work of their own.");
}

Result<void> explain(Context& context, const Arguments& arguments) {
  EVIDENCE_ASSIGN(const Opened opened, open(context, Context::Access::kRead));
  EVIDENCE_ASSIGN(const auto named, records_named(*opened.store, arguments.names.front()));
  EVIDENCE_ASSIGN(const auto stored,
                  opened.store->find_record(named.front().source, named.front().key));
  const WorkId work = stored ? stored->work : WorkId();
  EVIDENCE_ASSIGN(const auto members, opened.merging->members_of(work));
  EVIDENCE_ASSIGN(const auto pairs, opened.merging->pairs_within(work));
  json::array records;
  for (const RecordName& member : members) records.emplace_back(to_text(member));
  json::array reasons;
  std::string lines;
  for (const MatchedPair& pair : pairs) {
    EVIDENCE_ASSIGN(const RecordName name_a, opened.merging->name_of(pair.a));
    EVIDENCE_ASSIGN(const RecordName name_b, opened.merging->name_of(pair.b));
    if (!context.options().json) {
      lines += "  " + to_text(name_a) + " and " + to_text(name_b) + ": " +
               std::string(verdict_name(pair.verdict)) + ", by \"" + pair.rule + "\"\n";
      continue;
    }
    EVIDENCE_ASSIGN(const Record a, read(*opened.store, name_a));
    EVIDENCE_ASSIGN(const Record b, read(*opened.store, name_b));
    reasons.push_back({{"a", to_text(name_a)},
                       {"b", to_text(name_b)},
                       {"verdict", verdict_name(pair.verdict)},
                       {"rule", pair.rule},
                       {"comparison", comparison_json(a, b, context.config().match_rules)}});
  }
  EVIDENCE_ASSIGN(const auto former, opened.merging->former_ids(work));
  if (context.options().json) {
    json::array ids;
    for (const WorkId& id : former) ids.emplace_back(id);
    context.print_json(json::object{{"work", work},
                                    {"members", std::move(records)},
                                    {"former_ids", std::move(ids)},
                                    {"pairs", std::move(reasons)}});
    return {};
  }
  context.print("Work " + work + ": " + number(static_cast<std::int64_t>(members.size())) +
                " records");
  for (const RecordName& member : members) context.print("  " + to_text(member));
  if (!lines.empty()) context.print("Why they are one work:\n" + lines);
  for (const WorkId& id : former) context.print("  " + id + " leads here");
  return {};
}

Result<void> list_decisions(Context& context, const Arguments& arguments) {
  EVIDENCE_ASSIGN(const Opened opened, open(context, Context::Access::kRead));
  EVIDENCE_ASSIGN(const auto decisions, opened.merging->decisions(arguments.limit));
  json::array list;
  for (const MergeDecision& decision : decisions) {
    EVIDENCE_ASSIGN(const RecordName a, opened.merging->name_of(decision.a));
    EVIDENCE_ASSIGN(const RecordName b, opened.merging->name_of(decision.b));
    const std::string verdict = decision.same ? "same" : "different";
    if (context.options().json) {
      list.push_back({{"id", decision.id},
                      {"a", to_text(a)},
                      {"b", to_text(b)},
                      {"verdict", verdict},
                      {"reason", decision.reason},
                      {"actor", decision.actor},
                      {"at", decision.at}});
    } else {
      context.print(decision.at + "  " + to_text(a) + "  " + to_text(b) + "  " + verdict + "  " +
                    decision.actor + ": " + decision.reason);
    }
  }
  if (context.options().json) context.print_json(json::object{{"decisions", std::move(list)}});
  return {};
}

Result<void> show_ledger(Context& context, const Arguments& arguments) {
  EVIDENCE_ASSIGN(const Opened opened, open(context, Context::Access::kRead));
  EVIDENCE_ASSIGN(const auto rows,
                  opened.merging->ledger(context.config().merge_policy.source_order));
  EVIDENCE_ASSIGN(const std::int64_t unmerged, opened.merging->unmerged());
  LedgerRow total;
  total.source = "total";
  for (const LedgerRow& row : rows) {
    total.records += row.records;
    total.duplicates_within += row.duplicates_within;
    total.duplicates_between += row.duplicates_between;
    total.kept += row.kept;
    total.only_here += row.only_here;
  }
  total.works = total.kept;
  const auto json_of = [](const LedgerRow& row) {
    return json::object{{"source", row.source},
                        {"records", row.records},
                        {"works", row.works},
                        {"only_here", row.only_here},
                        {"duplicates_within", row.duplicates_within},
                        {"duplicates_between", row.duplicates_between},
                        {"kept", row.kept}};
  };
  if (context.options().json) {
    json::array list;
    for (const LedgerRow& row : rows) list.emplace_back(json_of(row));
    context.print_json(json::object{
        {"sources", std::move(list)}, {"total", json_of(total)}, {"not_merged_yet", unmerged}});
    return {};
  }
  if (arguments.csv) {
    context.print("source,records,works,only_here,duplicates_within,duplicates_between,kept");
  } else {
    std::printf("%-24s %12s %12s %12s %12s %12s %12s\n", "source", "records", "works", "only here",
                "dup. within", "dup. between", "kept");
  }
  std::vector<LedgerRow> all = rows;
  all.push_back(total);
  for (const LedgerRow& row : all) {
    const std::vector<std::int64_t> values{
        row.records, row.works, row.only_here, row.duplicates_within, row.duplicates_between,
        row.kept};
    std::string line = row.source;
    if (!arguments.csv) line.resize(std::max<std::size_t>(24, line.size()), ' ');
    for (const std::int64_t value : values) {
      if (arguments.csv) {
        line += "," + std::to_string(value);
        continue;
      }
      const std::string text = number(value);
      line += " " + std::string(text.size() < 12 ? 12 - text.size() : 0, ' ') + text;
    }
    context.print(line);
  }
  if (unmerged > 0) {
    std::fprintf(stderr, "%s changed records are not merged yet: run `evidence index`.\n",
                 number(unmerged).c_str());
  }
  return {};
}

void add_signature(CLI::App* command, Arguments& arguments) {
  command->add_option("--reason", arguments.reason, "Why; kept with the decision")->required();
  command->add_option("--actor", arguments.actor, "Who decides; kept with the decision")
      ->required();
}

}  // namespace

void add_merge(CLI::App& program, Run& run) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* merge =
      program.add_subcommand("merge", "Which records are one work: look, decide, undo, count");
  merge->require_subcommand(1);
  merge->footer(
      "A record is named by its source and its number there (pubmed:31452104), a work by its id.\n"
      "Decisions outlive every harvest; a later one on the same pair replaces an earlier one.\n"
      "The rules stand in config/merging.toml.");
  on(merge->add_subcommand("run", "Match what changed (`evidence index` does so too)"), run,
     arguments, run_merge);
  CLI::App* queue = merge->add_subcommand("queue", "Doubtful pairs, side by side");
  queue->add_option("--limit", arguments->limit, "How many to show (default 20)")
      ->check(CLI::Range(1, 10'000));
  on(queue, run, arguments, show_queue);
  CLI::App* decide =
      merge->add_subcommand("decide", "Say that two records or works are one or not");
  decide->add_option("pair", arguments->names, "Two records or works")
      ->required()
      ->expected(2)
      ->allow_extra_args(false);  // else it takes the verdict too
  decide->add_option("verdict", arguments->verdict, "same or different")
      ->required()
      ->check(CLI::IsMember({"same", "different"}));
  add_signature(decide, *arguments);
  on(decide, run, arguments, decide_pair);
  CLI::App* split = merge->add_subcommand("split", "Take records out of a work (un-merge)");
  split->add_option("names", arguments->names, "The work, then its records that are another")
      ->required()
      ->expected(2, 1'000);
  add_signature(split, *arguments);
  on(split, run, arguments, split_work);
  CLI::App* why = merge->add_subcommand("explain", "The records of a work and why they are one");
  why->add_option("name", arguments->names, "A work or one of its records")
      ->required()
      ->expected(1);
  on(why, run, arguments, explain);
  CLI::App* list = merge->add_subcommand("decisions", "What people decided, newest first");
  list->add_option("--limit", arguments->limit, "How many to show (default 20)")
      ->check(CLI::Range(1, 10'000));
  on(list, run, arguments, list_decisions);
  CLI::App* ledger = merge->add_subcommand(
      "ledger", "Records of each source before and after duplicates are removed (PRISMA)");
  ledger->add_flag("--csv", arguments->csv, "As CSV");
  on(ledger, run, arguments, show_ledger);
}

}  // namespace evidence::app
