// evidence check [config|store|index]: verifies without changing anything; the exit code says.
#include <cstdio>

#include "app/commands.h"
#include "app/holdings_commands.h"
#include "app/source_file.h"
#include "indexer/generation.h"
#include "indexer/vector_outcome.h"

namespace evidence::app {

namespace {

using Findings = std::vector<std::string>;

// Loading already refused what is wrong; here is what is missing: a finding where the source is
// switched on, otherwise what it would need.
void check_config(const Context& context, Findings& findings, Findings& needed) {
  for (const SourceConfig& source : context.config().sources) {
    if (source.protocol == "file") continue;
    for (const std::string& missing : missing_in(source, !context.config().contact.empty())) {
      if (source.enabled) {
        findings.push_back("source " + source.id + " is enabled without " + missing);
      } else {
        needed.push_back("source " + source.id + " (not enabled) needs " + missing);
      }
    }
    if (!source.enabled && !source.agreement.empty()) {
      needed.push_back("source " + source.id + " (not enabled): " + source.agreement);
    }
  }
}

void check_store(Context& context, Findings& findings) {
  auto store = context.open_store(Context::Access::kRead);
  if (!store.ok()) {
    findings.push_back("store: " + store.error().message);
    return;
  }
  const auto found = (*store)->check();
  if (!found.ok()) {
    findings.push_back("store: " + found.error().message);
    return;
  }
  for (const std::string& finding : *found) findings.push_back("store: " + finding);
}

void check_holdings_store(Context& context, Findings& findings) {
  auto store = open_access(context, Context::Access::kRead);
  if (!store.ok() && store.error().code == ErrorCode::kNotFound) return;  // nothing was loaded
  auto found = store.ok() ? (*store)->check() : Result<Findings>(store.error());
  if (!found.ok()) found = Findings{"holdings: " + found.error().message};
  findings.insert(findings.end(), found->begin(), found->end());
}

void check_index(Context& context, Findings& findings) {
  const auto generation = current_generation(context.data_dir());
  if (!generation.ok()) {
    findings.push_back("index: " + generation.error().message);
    return;
  }
  if (!generation->has_value()) {
    findings.push_back("index: there is none yet; run `evidence index`");
    return;
  }
  const auto stamp = read_stamp(**generation);
  if (!stamp.ok()) {
    findings.push_back("index: " + stamp.error().message);
    return;
  }
  if (const auto good = check_generation(**generation, stamp->documents); !good.ok()) {
    findings.push_back("index: " + good.error().message);
  }
  if (const auto good = check_vectors(**generation); !good.ok()) {
    findings.push_back("vectors: " + good.error().message + "; run `evidence index`");
  }
  auto store = context.open_store(Context::Access::kRead);
  if (!store.ok()) return;  // check_store says it
  const auto status = (*store)->status();
  if (!status.ok()) return;
  if (status->store_id != stamp->store_id) {
    findings.push_back("index: built from another store; run `evidence index`");
  } else if (stamp->sequence > status->last_change) {
    findings.push_back(
        "index: newer than the store, which may have been restored; run "
        "`evidence index --rebuild`");
  } else if (stamp->sequence < status->last_change) {
    findings.push_back("index: " + std::to_string(status->last_change - stamp->sequence) +
                       " changes behind the store; run `evidence index`");
  }
}

int check(Context& context, const std::string& what) {
  Findings findings;
  Findings needed;
  if (what.empty() || what == "config") check_config(context, findings, needed);
  if (what.empty() || what == "store") {
    check_store(context, findings);
    check_holdings_store(context, findings);
  }
  if (what.empty() || what == "index") check_index(context, findings);
  if (context.options().json) {
    json::array array;
    for (const std::string& finding : findings) array.emplace_back(finding);
    json::array later;
    for (const std::string& need : needed) later.emplace_back(need);
    context.print_json(json::object{{"good", findings.empty()},
                                    {"findings", std::move(array)},
                                    {"needed_before_enabling", std::move(later)}});
  } else {
    for (const std::string& finding : findings) std::fprintf(stderr, "%s\n", finding.c_str());
    if (what == "config") {
      for (const std::string& need : needed) context.print(need);
    }
    if (findings.empty()) context.print("Good.");
  }
  return findings.empty() ? 0 : static_cast<int>(ExitCode::kNo);
}

}  // namespace

void add_check(CLI::App& program, Run& run) {
  auto what = std::make_shared<std::string>();
  CLI::App* command = program.add_subcommand("check", "Verify configuration, store and index");
  command->footer(
      "Exit code 0: good; 1: something was found; 2: the configuration cannot be read.");
  command->add_option("what", *what, "config, store or index (default: all)")
      ->check(CLI::IsMember({"config", "store", "index"}));
  command->callback(
      [what, &run] { run = [what](Context& context) { return check(context, *what); }; });
}

}  // namespace evidence::app
