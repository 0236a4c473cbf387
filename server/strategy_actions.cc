#include "server/strategy_actions.h"

#include <algorithm>

#include "base/hash.h"
#include "base/text.h"
#include "curation/edit_token.h"
#include "server/source_view.h"

namespace evidence::server {
namespace {

using curation::StrategyId;
using curation::StrategySettings;
using curation::StrategyStore;

// Left for writing the answer before the server gives up on the handler.
constexpr std::chrono::milliseconds kMargin{400};

Error unknown_strategy() {
  return {ErrorCode::kNotFound, "unknown_strategy", "There is no strategy at this address.",
          "Check that the whole link was copied; it may also have been deleted."};
}

Result<void> admit_creation(const Request& request, StrategyServices& desk) {
  if (desk.creations.take(request.remote_address)) return {};
  return Error{ErrorCode::kInvalidArgument, "too_many_changes_by_address",
               "Too many strategies were stored from this address within an hour.",
               "Try again later. Strategies can be run without being stored."};
}

Error busy_with_runs() {
  return {ErrorCode::kBusy, "too_many_runs_at_once",
          "Other strategies are being run at the moment.", "Try again in a moment."};
}

Result<Made> create(const Request& request, StrategyStore::NewStrategy made,
                    StrategyServices& desk) {
  EVIDENCE_TRY(admit_creation(request, desk));
  Made result;
  result.edit_key = curation::new_edit_token();
  made.token_hash = curation::token_hash(result.edit_key);
  EVIDENCE_ASSIGN(result.strategy,
                  desk.store.with([&](StrategyStore& store) { return store.create(made); }));
  return result;
}

Result<query::Syntax> syntax_named(const std::string& name, const std::string& text) {
  if (name.empty() || name == "auto") return query::recognise_syntax(text);
  if (const auto syntax = query::syntax_by_name(name)) return *syntax;
  return Error{ErrorCode::kInvalidArgument, "bad_syntax",
               "There is no syntax " + quoted_for_message(name) + ".",
               "Choose simple, pubmed, ovid, cql or ebsco; auto recognises it."};
}

Result<void> check_sources(const StrategySettings& settings, Services& services) {
  if (settings.sources.empty()) return {};
  EVIDENCE_ASSIGN(const std::vector<SourceState> states, source_states(services));
  // A source that is not known would be searched for nothing, silently.
  for (const std::string& id : settings.sources) {
    const bool known = std::any_of(states.begin(), states.end(), [&id](const SourceState& state) {
      return state.source.id == id;
    });
    if (!known) {
      return Error{ErrorCode::kInvalidArgument, "unknown_source",
                   "There is no source " + quoted_for_message(id) + ".",
                   "The sources are listed by /sources and /api/v1/sources."};
    }
  }
  return {};
}

}  // namespace

Result<StrategyServices*> strategy_desk(Services& services) {
  if (services.strategies != nullptr) return services.strategies;
  return Error{ErrorCode::kUnavailable, "no_strategies", "This service keeps no strategies.", ""};
}

Result<StrategyId> strategy_in_path(const Request& request) {
  const std::string& id = request.path_parameters.at("id");
  if (curation::is_strategy_id(id)) return id;
  return unknown_strategy();
}

std::string edit_key_in(const Request& request, const BodyFields& fields) {
  const auto header = request.headers.find("authorization");
  if (header != request.headers.end() && starts_with_ignoring_case(header->second, "bearer ")) {
    return std::string(trim(std::string_view(header->second).substr(7)));
  }
  return std::string(trim(fields.text("edit_token")));
}

Result<void> require_edit_key(const Request& request, const BodyFields& fields,
                              const StrategyId& id, Services& services) {
  EVIDENCE_ASSIGN(StrategyServices * desk, strategy_desk(services));
  EVIDENCE_ASSIGN(const std::string expected,
                  desk->store.with([&](StrategyStore& store) { return store.token_hash_of(id); }));
  const std::string key = edit_key_in(request, fields);
  if (key.empty()) {
    return Error{ErrorCode::kBlocked, "edit_key_missing",
                 "Changing a strategy needs its edit key, which was shown when it was made.",
                 "Give the key, or fork the strategy: the copy has a key of its own."};
  }
  if (curation::same_bytes(curation::token_hash(key), expected)) return {};
  return Error{ErrorCode::kBlocked, "wrong_edit_key", "This is not the strategy's edit key.",
               "Check that the whole key was copied, or fork the strategy."};
}

Result<BodyFields> strategy_body(const Request& request) {
  const std::string type = media_type(request);
  BodyFields fields;
  if (type == "application/json" && curation::is_exchange(request.body)) {
    fields.set("text", request.body);
    return fields;
  }
  if (type == "text/csv") {
    EVIDENCE_ASSIGN(std::string lines, curation::import_csv(request.body));
    fields.set("text", std::move(lines));
    return fields;
  }
  return BodyFields::read(request);
}

Result<StrategySettings> settings_in(const BodyFields& fields, const StrategySettings* before,
                                     Services& services) {
  StrategySettings settings;
  if (before != nullptr) settings = *before;
  if (fields.has("name")) settings.name = fields.text("name");
  if (fields.has("notes")) settings.notes = fields.text("notes");
  if (fields.has("text")) settings.text = fields.text("text");
  if (before == nullptr || fields.has("syntax")) {
    EVIDENCE_ASSIGN(settings.syntax, syntax_named(fields.text("syntax"), settings.text));
  }
  if (fields.has("sources")) {
    settings.sources.clear();
    for (const std::string& source : fields.all("sources")) {
      if (!source.empty()) settings.sources.push_back(source);
    }
  }
  EVIDENCE_ASSIGN(settings.mapping, fields.flag("mapping", settings.mapping));
  // A file that was exported here, sent or pasted.
  if (curation::is_exchange(settings.text)) {
    EVIDENCE_ASSIGN(settings, curation::import_json(settings.text));
  }
  EVIDENCE_ASSIGN(settings, curation::checked_settings(std::move(settings)));
  EVIDENCE_TRY(check_sources(settings, services));
  return settings;
}

curation::Change change_in(const BodyFields& fields) {
  return curation::checked_change({fields.text("actor"), fields.text("comment")});
}

Result<Made> make_strategy(const Request& request, const StrategySettings& settings,
                           const curation::Change& change, Services& services) {
  EVIDENCE_ASSIGN(StrategyServices * desk, strategy_desk(services));
  return create(request, {settings, change, ""}, *desk);
}

Result<Made> fork_strategy(const Request& request, const StrategyId& id, unsigned version,
                           const std::string& name, const curation::Change& change,
                           Services& services) {
  EVIDENCE_ASSIGN(StrategyServices * desk, strategy_desk(services));
  EVIDENCE_ASSIGN(curation::StrategyVersion origin, desk->store.with([&](StrategyStore& store) {
    return store.version(id, version);
  }));
  if (!name.empty()) origin.settings.name = name;
  StrategyStore::NewStrategy made{origin.settings, change, ""};
  EVIDENCE_ASSIGN(made.settings, curation::checked_settings(std::move(made.settings)));
  made.forked_from = curation::Origin{id, origin.number};
  return create(request, std::move(made), *desk);
}

Result<RunOutcome> run_privately(const Request& request, const StrategySettings& settings,
                                 Services& services) {
  EVIDENCE_ASSIGN(StrategyServices * desk, strategy_desk(services));
  const HeavyWork::Place place = desk->heavy.enter();
  if (!place) return busy_with_runs();
  return run_settings(settings, false, request.deadline - kMargin, services);
}

Result<StoredOutcome> run_and_store(const Request& request, const StrategyId& id,
                                    const std::string& actor, Services& services) {
  EVIDENCE_ASSIGN(StrategyServices * desk, strategy_desk(services));
  const HeavyWork::Place place = desk->heavy.enter();
  if (!place) return busy_with_runs();
  EVIDENCE_ASSIGN(const curation::StrategyVersion version,
                  desk->store.with([&](StrategyStore& store) { return store.version(id, 0); }));
  EVIDENCE_ASSIGN(RunOutcome outcome,
                  run_settings(version.settings, true, request.deadline - kMargin, services));
  outcome.run.version = version.number;
  outcome.run.actor = curation::checked_change({actor, ""}).actor;
  StoredOutcome stored;
  stored.messages = std::move(outcome.messages);
  const auto keep = [&](StrategyStore& store) -> Result<curation::StoredRun> {
    const auto before = store.run(id, 0);
    if (before.ok()) {
      curation::mark_reused(outcome.run, *before);
    } else if (before.error().code != ErrorCode::kNotFound) {
      return before.error();
    }
    return store.add_run(id, std::move(outcome.run), outcome.works);
  };
  EVIDENCE_ASSIGN(stored.run, desk->store.with(keep));
  return stored;
}

Result<curation::LineDifference> compare_stored(const StrategyId& id, unsigned from, unsigned to,
                                                unsigned line, Services& services) {
  EVIDENCE_ASSIGN(StrategyServices * desk, strategy_desk(services));
  return desk->store.with([&](StrategyStore& store) -> Result<curation::LineDifference> {
    EVIDENCE_ASSIGN(const curation::StoredRun after, store.run(id, to));
    if (from == 0) from = after.number - 1;
    if (from == 0) {
      return Error{ErrorCode::kNotFound, "unknown_run", "There is no earlier run to compare with.",
                   "Run the strategy again later."};
    }
    EVIDENCE_ASSIGN(const curation::StoredRun before, store.run(id, from));
    EVIDENCE_ASSIGN(const curation::RunWorks before_works, store.run_works(id, before.number));
    EVIDENCE_ASSIGN(const curation::RunWorks after_works, store.run_works(id, after.number));
    return curation::compare_runs(before, before_works, line, after, after_works, line,
                                  desk->history);
  });
}

Result<WholeStrategy> whole_strategy(const StrategyId& id, unsigned run, Services& services) {
  EVIDENCE_ASSIGN(StrategyServices * desk, strategy_desk(services));
  WholeStrategy whole;
  const auto read = [&](StrategyStore& store) -> Result<void> {
    EVIDENCE_ASSIGN(whole.strategy, store.find(id));
    EVIDENCE_ASSIGN(whole.runs, store.runs(id));
    whole.version = whole.strategy.latest;
    if (run != 0 || !whole.runs.empty()) {
      EVIDENCE_ASSIGN(whole.run, store.run(id, run));
      EVIDENCE_ASSIGN(whole.version, store.version(id, whole.run.version));
      EVIDENCE_ASSIGN(whole.externals, store.externals(id, whole.run.number));
    }
    EVIDENCE_ASSIGN(whole.answers, store.answers(id));
    return {};
  };
  EVIDENCE_TRY(desk->store.with(read));
  if (!whole.has_run()) {
    EVIDENCE_ASSIGN(RunOutcome parsed, read_settings(whole.version.settings, services));
    whole.run = std::move(parsed.run);
  }
  if (!services.site.base_url.empty()) whole.url = strategy_url(id, services);
  return whole;
}

curation::Exported WholeStrategy::exported(const Services& services) const {
  return {&strategy, &version, &run, externals, services.site.service_name, url};
}

curation::PrismaSource WholeStrategy::prisma(const Services& services) const {
  return {&strategy, &version, has_run() ? &run : nullptr, runs,
          externals, answers,  services.site.service_name, url};
}

std::string strategy_path(const StrategyId& id) { return "/strategies/" + id; }

std::string strategy_url(const StrategyId& id, const Services& services) {
  return services.site.base_url + strategy_path(id);
}

}  // namespace evidence::server
