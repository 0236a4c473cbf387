#include "curation/strategy_rows.h"

#include <algorithm>

#include "base/byte_source.h"
#include "base/text.h"
#include "model/record_json.h"
#include "store/rows.h"

namespace evidence::curation {
namespace {

constexpr std::size_t kMaxExternalBytes = 256U << 20U;  // unpacked
constexpr std::size_t kMaxHeadBytes = 64U << 20U;

Error damaged(std::string_view what) {
  return {ErrorCode::kCorrupt, "curation_damaged",
          "The stored " + std::string(what) + " is damaged.", "Restore curation.db from a backup."};
}

Error not_found(std::string_view slug, std::string message, std::string_view hint) {
  return {ErrorCode::kNotFound, std::string(slug), std::move(message), std::string(hint)};
}

std::string joined(const std::vector<std::string>& sources) { return join(sources, " "); }

std::vector<std::string> parted(std::string_view sources) {
  std::vector<std::string> ids;
  if (sources.empty()) return ids;
  for (const std::string_view id : split(sources, ' ')) ids.emplace_back(id);
  return ids;
}

Result<json::object> unpack_object(std::string_view bytes, std::string_view what) {
  const auto text = gunzip(bytes, kMaxHeadBytes);
  if (!text.ok()) return damaged(what);
  auto value = parse_json(*text, kMaxHeadBytes);
  if (!value.ok() || !value->is_object()) return damaged(what);
  return std::move(value->get_object());
}

}  // namespace

std::int64_t PackedRun::bytes() const {
  std::size_t total = head.size() + works.size();
  for (const std::string& line : lines) total += line.size();
  return static_cast<std::int64_t>(total);
}

Result<StrategyNumber> number_of_strategy(Database& database, const StrategyId& id) {
  EVIDENCE_ASSIGN(Statement find, database.prepare("SELECT number FROM strategy WHERE id = ?1"));
  EVIDENCE_ASSIGN(const bool found, find.bind(1, id).step());
  if (found) return find.number(0);
  return not_found("unknown_strategy", "There is no strategy at this address.",
                   "Check that the whole link was copied; it may also have been deleted.");
}

Result<StrategyVersion> read_version(Database& database, StrategyNumber strategy, unsigned number) {
  // 0 asks for the latest.
  EVIDENCE_ASSIGN(
      Statement find,
      database.prepare("SELECT number, at, actor, comment, name, notes, syntax, mapping, sources, "
                       "body FROM strategy_version WHERE strategy = ?1 AND (?2 = 0 OR number = ?2) "
                       "ORDER BY number DESC LIMIT 1"));
  EVIDENCE_ASSIGN(const bool found, find.bind(1, strategy).bind(2, std::int64_t{number}).step());
  if (!found) {
    return not_found("unknown_version",
                     "The strategy has no version " + std::to_string(number) + ".",
                     "Its versions are listed on its page.");
  }
  StrategyVersion version;
  version.number = static_cast<unsigned>(find.number(0));
  version.at = timestamp_of_seconds(find.number(1));
  version.actor = find.text(2);
  version.comment = find.text(3);
  version.settings.name = find.text(4);
  version.settings.notes = find.text(5);
  const auto syntax = query::syntax_by_name(find.text(6));
  if (!syntax) return damaged("version of a strategy");
  version.settings.syntax = *syntax;
  version.settings.mapping = find.number(7) != 0;
  version.settings.sources = parted(find.text(8));
  version.settings.text = find.text(9);
  return version;
}

Result<void> insert_version(Database& database, StrategyNumber strategy,
                            const StrategyVersion& version, std::int64_t at) {
  EVIDENCE_ASSIGN(Statement insert,
                  database.prepare("INSERT INTO strategy_version (strategy, number, at, actor, "
                                   "comment, name, notes, syntax, mapping, sources, body) VALUES "
                                   "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"));
  const StrategySettings& settings = version.settings;
  const std::string sources = joined(settings.sources);
  const std::string syntax(query::syntax_name(settings.syntax));
  insert.bind(1, strategy).bind(2, std::int64_t{version.number}).bind(3, at);
  insert.bind(4, version.actor).bind(5, version.comment).bind(6, settings.name);
  insert.bind(7, settings.notes).bind(8, syntax);
  insert.bind(9, std::int64_t{settings.mapping ? 1 : 0}).bind(10, sources).bind(11, settings.text);
  return insert.run();
}

Result<Strategy> read_strategy(Database& database, const StrategyId& id) {
  Strategy strategy;
  StrategyNumber number = 0;
  {
    EVIDENCE_ASSIGN(number, number_of_strategy(database, id));
    EVIDENCE_ASSIGN(
        Statement find,
        database.prepare("SELECT owner, created, forked_from, forked_version, sample, "
                         "(SELECT count(*) FROM strategy_run r WHERE r.strategy = s.number) "
                         "FROM strategy s WHERE s.number = ?1"));
    EVIDENCE_ASSIGN(const bool found, find.bind(1, number).step());
    if (!found) return damaged("strategy");
    strategy.id = id;
    strategy.owner = find.text(0);
    strategy.created = timestamp_of_seconds(find.number(1));
    if (!find.text(2).empty()) {
      strategy.forked_from =
          Origin{std::string(find.text(2)), static_cast<unsigned>(find.number(3))};
    }
    strategy.sample = find.number(4) != 0;
    strategy.runs = static_cast<unsigned>(find.number(5));
  }
  EVIDENCE_ASSIGN(strategy.latest, read_version(database, number, 0));
  return strategy;
}

Result<std::vector<VersionHead>> read_versions(Database& database, StrategyNumber strategy) {
  EVIDENCE_ASSIGN(Statement find,
                  database.prepare("SELECT number, at, actor, comment, name, "
                                   "length(CAST(body AS BLOB)) FROM strategy_version "
                                   "WHERE strategy = ?1 ORDER BY number DESC"));
  find.bind(1, strategy);
  std::vector<VersionHead> versions;
  while (true) {
    EVIDENCE_ASSIGN(const bool row, find.step());
    if (!row) break;
    VersionHead& version = versions.emplace_back();
    version.number = static_cast<unsigned>(find.number(0));
    version.at = timestamp_of_seconds(find.number(1));
    version.actor = find.text(2);
    version.comment = find.text(3);
    version.name = find.text(4);
    version.text_bytes = static_cast<std::size_t>(find.number(5));
  }
  return versions;
}

Result<PackedRun> pack_run(const StoredRun& run, const RunWorks& works) {
  PackedRun packed;
  const std::string head = json::serialize(run_to_json(run));
  if (head.size() > kRunLimits.head_bytes || works.works.size() > kRunLimits.works ||
      run.lines.size() > kRunLimits.lines) {
    return Error{ErrorCode::kTooLarge, "run_too_large", "The run is too large to be kept.",
                 "Divide the strategy, or run it without storing."};
  }
  if (works.lines.size() != run.lines.size()) {
    return Error{ErrorCode::kInvalidArgument, "bad_run", "A run came without its lines' works.",
                 ""};
  }
  packed.head = gzip(head, 6);
  packed.works = pack_works(works.works);
  packed.lines.reserve(works.lines.size());
  for (const IdSet& line : works.lines) packed.lines.push_back(line.to_bytes());
  return packed;
}

Result<void> insert_run(Database& database, StrategyNumber strategy, const StoredRun& run,
                        const PackedRun& packed, std::int64_t at) {
  {
    EVIDENCE_ASSIGN(Statement insert,
                    database.prepare("INSERT INTO strategy_run (strategy, number, version, at, "
                                     "actor, snapshot, result_count, head, works) VALUES "
                                     "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"));
    insert.bind(1, strategy).bind(2, std::int64_t{run.number});
    insert.bind(3, std::int64_t{run.version}).bind(4, at).bind(5, run.actor);
    insert.bind(6, run.snapshot);
    if (const RunLine* result = run.result_line()) {
      insert.bind(7, static_cast<std::int64_t>(result->count));
    } else {
      insert.bind_null(7);
    }
    insert.bind_blob(8, packed.head).bind_blob(9, packed.works);
    EVIDENCE_TRY(insert.run());
  }
  const std::int64_t id = database.last_insert_id();
  EVIDENCE_ASSIGN(Statement insert,
                  database.prepare("INSERT INTO run_line (run, position, works) VALUES (?1, ?2, "
                                   "?3)"));
  for (std::size_t i = 0; i < packed.lines.size(); ++i) {
    insert.bind(1, id).bind(2, static_cast<std::int64_t>(i)).bind_blob(3, packed.lines[i]);
    EVIDENCE_TRY(insert.run());
  }
  return {};
}

Result<StoredRun> read_run(Database& database, StrategyNumber strategy, unsigned number) {
  EVIDENCE_ASSIGN(
      Statement find,
      database.prepare("SELECT number, at, head FROM strategy_run WHERE strategy = ?1 AND "
                       "(?2 = 0 OR number = ?2) ORDER BY number DESC LIMIT 1"));
  EVIDENCE_ASSIGN(const bool found, find.bind(1, strategy).bind(2, std::int64_t{number}).step());
  if (!found) {
    return not_found("unknown_run",
                     number == 0 ? std::string("The strategy has not been run yet.")
                                 : "The strategy has no run " + std::to_string(number) + ".",
                     "Its runs are listed on its page.");
  }
  EVIDENCE_ASSIGN(const json::object head, unpack_object(find.blob(2), "run"));
  EVIDENCE_ASSIGN(StoredRun run, run_from_json(head));
  run.number = static_cast<unsigned>(find.number(0));
  run.at = timestamp_of_seconds(find.number(1));
  return run;
}

Result<RunWorks> read_run_works(Database& database, StrategyNumber strategy, unsigned number) {
  RunWorks works;
  std::int64_t id = 0;
  {
    EVIDENCE_ASSIGN(Statement find,
                    database.prepare("SELECT id, works FROM strategy_run WHERE strategy = ?1 AND "
                                     "(?2 = 0 OR number = ?2) ORDER BY number DESC LIMIT 1"));
    EVIDENCE_ASSIGN(const bool found, find.bind(1, strategy).bind(2, std::int64_t{number}).step());
    if (!found) {
      return not_found("unknown_run", "The strategy has no run " + std::to_string(number) + ".",
                       "Its runs are listed on its page.");
    }
    id = find.number(0);
    EVIDENCE_ASSIGN(works.works, unpack_works(find.blob(1)));
  }
  EVIDENCE_ASSIGN(Statement lines, database.prepare("SELECT works FROM run_line WHERE run = ?1 "
                                                    "ORDER BY position"));
  lines.bind(1, id);
  while (true) {
    EVIDENCE_ASSIGN(const bool row, lines.step());
    if (!row) break;
    EVIDENCE_ASSIGN(IdSet set, IdSet::from_bytes(lines.blob(0)));
    works.lines.push_back(std::move(set));
  }
  return works;
}

Result<std::vector<RunHead>> read_run_heads(Database& database, StrategyNumber strategy) {
  EVIDENCE_ASSIGN(Statement find,
                  database.prepare("SELECT number, version, at, actor, snapshot, result_count "
                                   "FROM strategy_run WHERE strategy = ?1 ORDER BY number DESC"));
  find.bind(1, strategy);
  std::vector<RunHead> runs;
  while (true) {
    EVIDENCE_ASSIGN(const bool row, find.step());
    if (!row) break;
    RunHead& run = runs.emplace_back();
    run.number = static_cast<unsigned>(find.number(0));
    run.version = static_cast<unsigned>(find.number(1));
    run.at = timestamp_of_seconds(find.number(2));
    run.actor = find.text(3);
    run.snapshot = find.text(4);
    if (!find.is_null(5)) run.count = static_cast<std::uint64_t>(find.number(5));
  }
  return runs;
}

PackedExternal pack_external(const ExternalSearch& search, const std::vector<Record>& records) {
  std::string lines;
  for (const Record& record : records) lines += record_to_json(record) + "\n";
  return {gzip(json::serialize(external_to_json(search)), 6), gzip(lines, 6)};
}

Result<ExternalSearch> unpack_external(std::string_view head) {
  EVIDENCE_ASSIGN(const json::object object, unpack_object(head, "external search"));
  return external_from_json(object);
}

Result<std::vector<Record>> unpack_records(std::string_view bytes) {
  const auto lines = gunzip(bytes, kMaxExternalBytes);
  if (!lines.ok()) return damaged("external search");
  std::vector<Record> records;
  for (const std::string_view line : split(*lines, '\n')) {
    if (line.empty()) continue;
    auto record = record_from_json(line);
    if (!record.ok()) return damaged("external search");
    records.push_back(std::move(*record));
  }
  return records;
}

Result<std::int64_t> highest(Database& database, std::string_view sql, StrategyNumber strategy) {
  EVIDENCE_ASSIGN(Statement find, database.prepare(sql));
  EVIDENCE_ASSIGN(const bool row, find.bind(1, strategy).step());
  return row && !find.is_null(0) ? find.number(0) : 0;
}

Result<void> add_bytes(Database& database, StrategyNumber strategy, std::int64_t bytes,
                       const StoreLimits& limits) {
  EVIDENCE_ASSIGN(const std::int64_t own,
                  highest(database, "SELECT bytes FROM strategy WHERE number = ?1", strategy));
  if (own + bytes > limits.bytes_of_strategy) {
    return Error{ErrorCode::kTooLarge, "strategy_full",
                 "With this, the strategy and its runs would take more than " +
                     with_thousands(static_cast<std::uint64_t>(limits.bytes_of_strategy)) +
                     " bytes.",
                 "Fork the strategy and go on there; export what you need from this one."};
  }
  EVIDENCE_ASSIGN(const std::int64_t all,
                  database.query_number("SELECT value FROM counter WHERE name = 'bytes'"));
  if (all + bytes > limits.bytes) {
    return Error{ErrorCode::kStorageFull, "strategies_full",
                 "The space set aside for stored strategies is full.",
                 "Strategies can still be run without being stored."};
  }
  {
    EVIDENCE_ASSIGN(Statement update,
                    database.prepare("UPDATE strategy SET bytes = bytes + ?2 WHERE number = ?1"));
    EVIDENCE_TRY(update.bind(1, strategy).bind(2, bytes).run());
  }
  EVIDENCE_ASSIGN(Statement update,
                  database.prepare("UPDATE counter SET value = value + ?1 WHERE name = 'bytes'"));
  return update.bind(1, bytes).run();
}

}  // namespace evidence::curation
