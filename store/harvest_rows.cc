#include "store/harvest_rows.h"

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "store/rows.h"

namespace evidence {

namespace {

constexpr std::size_t kMaxProblemText = 1'000;

Result<void> require_one_row(Database& database, std::int64_t run) {
  if (database.changed_rows() == 1) return {};
  return Error{ErrorCode::kNotFound, "unknown_run",
               "There is no open run " + std::to_string(run) + " of this source in the store.",
               "Begin a run before writing its pages."};
}

HarvestRun run_of_row(const Statement& row, const std::string& source) {
  HarvestRun run;
  run.id = row.number(0);
  run.source = source;
  run.kind = row.text(1);
  run.started = timestamp_of_seconds(row.number(2));
  if (!row.is_null(3)) run.ended = timestamp_of_seconds(row.number(3));
  run.outcome = row.text(4);
  run.pages = row.number(5);
  run.bytes = row.number(6);
  run.counts = {row.number(7),  row.number(8),  row.number(9),
                row.number(10), row.number(11), row.number(12)};
  if (!row.is_null(13)) run.lag = row.number(13);
  run.waiting = row.number(14);
  return run;
}

constexpr std::string_view kRunColumns =
    "SELECT r.id, r.kind, r.started, r.ended, r.outcome, r.pages, r.bytes, r.read, r.added, "
    "r.changed, r.unchanged, r.deleted, r.problems, r.lag, r.waiting FROM harvest_run r ";

Result<std::optional<HarvestRun>> last_run_of(Database& database, std::int64_t source,
                                              const std::string& name) {
  EVIDENCE_ASSIGN(Statement find,
                  database.prepare(std::string(kRunColumns) +
                                   "WHERE r.source = ?1 ORDER BY r.id DESC LIMIT 1"));
  EVIDENCE_ASSIGN(const bool found, find.bind(1, source).step());
  if (!found) return std::optional<HarvestRun>();
  return std::optional<HarvestRun>(run_of_row(find, name));
}

}  // namespace

Result<std::int64_t> insert_run(Database& database, std::int64_t source, const std::string& kind,
                                std::int64_t now) {
  std::int64_t run = 0;
  {
    EVIDENCE_ASSIGN(Statement insert,
                    database.prepare("INSERT INTO harvest_run (source, kind, started) "
                                     "VALUES (?1, ?2, ?3)"));
    EVIDENCE_TRY(insert.bind(1, source).bind(2, kind).bind(3, now).run());
    run = database.last_insert_id();
  }
  EVIDENCE_ASSIGN(Statement trim,
                  database.prepare("DELETE FROM harvest_run WHERE source = ?1 AND id <= "
                                   "(SELECT id FROM harvest_run WHERE source = ?1 "
                                   "ORDER BY id DESC LIMIT 1 OFFSET ?2)"));
  EVIDENCE_TRY(trim.bind(1, source).bind(2, kRunsOfSource).run());
  return run;
}

Result<void> close_run(Database& database, std::int64_t run, const RunEnd& end, std::int64_t now) {
  EVIDENCE_ASSIGN(Statement close,
                  database.prepare("UPDATE harvest_run SET ended = ?2, outcome = ?3, lag = ?4, "
                                   "waiting = ?5 WHERE id = ?1 AND ended IS NULL"));
  const std::string_view bounded = truncate_utf8(end.outcome, kMaxProblemText);
  close.bind(1, run).bind(2, now).bind(3, bounded).bind(5, end.waiting);
  if (end.lag) {
    close.bind(4, *end.lag);
  } else {
    close.bind_null(4);
  }
  EVIDENCE_TRY(close.run());
  return require_one_row(database, run);
}

Result<void> count_page(Database& database, std::int64_t run, std::int64_t source,
                        const PageCounts& counts, std::int64_t bytes) {
  EVIDENCE_ASSIGN(Statement add,
                  database.prepare("UPDATE harvest_run SET pages = pages + 1, bytes = bytes + ?3, "
                                   "read = read + ?4, added = added + ?5, changed = changed + ?6, "
                                   "unchanged = unchanged + ?7, deleted = deleted + ?8, "
                                   "problems = problems + ?9 "
                                   "WHERE id = ?1 AND source = ?2 AND ended IS NULL"));
  add.bind(1, run).bind(2, source).bind(3, bytes).bind(4, counts.read).bind(5, counts.added);
  add.bind(6, counts.changed).bind(7, counts.unchanged).bind(8, counts.deleted);
  EVIDENCE_TRY(add.bind(9, counts.problems).run());
  return require_one_row(database, run);
}

Result<void> write_state(Database& database, std::int64_t source, const HarvestState& state) {
  EVIDENCE_ASSIGN(Statement put,
                  database.prepare("INSERT INTO harvest_state (source, cursor, window_from, "
                                   "window_to, last_success, finished, notebook, pass) "
                                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
                                   "ON CONFLICT (source) DO UPDATE SET cursor = excluded.cursor, "
                                   "window_from = excluded.window_from, "
                                   "window_to = excluded.window_to, "
                                   "last_success = excluded.last_success, "
                                   "finished = excluded.finished, "
                                   "notebook = excluded.notebook, pass = excluded.pass"));
  put.bind(1, source).bind(2, state.cursor).bind(3, state.window_from).bind(4, state.window_to);
  put.bind(5, state.last_success).bind(6, state.finished ? 1 : 0);
  return put.bind(7, state.notebook).bind(8, state.pass).run();
}

Result<std::optional<HarvestState>> read_state(Database& database, const std::string& source) {
  EVIDENCE_ASSIGN(
      Statement find,
      database.prepare("SELECT cursor, window_from, window_to, last_success, finished, "
                       "notebook, pass FROM harvest_state JOIN source ON source.id = source "
                       "WHERE name = ?1"));
  EVIDENCE_ASSIGN(const bool found, find.bind(1, source).step());
  if (!found) return std::optional<HarvestState>();
  HarvestState state;
  state.source = source;
  state.cursor = find.text(0);
  state.window_from = find.text(1);
  state.window_to = find.text(2);
  state.last_success = find.text(3);
  state.finished = find.number(4) != 0;
  state.notebook = find.text(5);
  state.pass = find.number(6);
  return std::optional<HarvestState>(std::move(state));
}

Result<void> write_problems(Database& database, std::int64_t source, std::int64_t run,
                            const std::vector<Problem>& problems, std::int64_t now) {
  if (problems.empty()) return {};
  // Those that would be trimmed at once are not written.
  const std::size_t first =
      problems.size() - std::min(problems.size(), static_cast<std::size_t>(kProblemsOfSource));
  {
    EVIDENCE_ASSIGN(Statement put,
                    database.prepare("INSERT OR REPLACE INTO problem (source, run, position, code, "
                                     "reason, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"));
    for (std::size_t i = first; i < problems.size(); ++i) {
      const Problem& problem = problems[i];
      put.bind(1, source).bind(3, truncate_utf8(problem.position, kMaxProblemText));
      if (run == 0) {
        put.bind_null(2);
      } else {
        put.bind(2, run);
      }
      put.bind(4, truncate_utf8(problem.code, 100));
      put.bind(5, truncate_utf8(problem.reason, kMaxProblemText)).bind(6, now);
      EVIDENCE_TRY(put.run());
    }
  }
  EVIDENCE_ASSIGN(Statement trim,
                  database.prepare("DELETE FROM problem WHERE source = ?1 AND id <= "
                                   "(SELECT id FROM problem WHERE source = ?1 "
                                   "ORDER BY id DESC LIMIT 1 OFFSET ?2)"));
  return trim.bind(1, source).bind(2, kProblemsOfSource).run();
}

Result<std::vector<Problem>> read_problems(Database& database, const std::string& source,
                                           std::size_t limit) {
  EVIDENCE_ASSIGN(Statement find,
                  database.prepare("SELECT position, code, reason FROM problem "
                                   "WHERE source = (SELECT id FROM source WHERE name = ?1) "
                                   "ORDER BY id DESC LIMIT ?2"));
  const auto most =
      static_cast<std::int64_t>(std::min(limit, static_cast<std::size_t>(kProblemsOfSource)));
  find.bind(1, source).bind(2, most);
  std::vector<Problem> problems;
  while (true) {
    EVIDENCE_ASSIGN(const bool row, find.step());
    if (!row) break;
    problems.push_back(
        {source, std::string(find.text(0)), std::string(find.text(1)), std::string(find.text(2))});
  }
  return problems;
}

Result<std::vector<HarvestRun>> read_runs(Database& database, const std::string& source,
                                          std::size_t limit) {
  EVIDENCE_ASSIGN(Statement list,
                  database.prepare(std::string(kRunColumns) +
                                   "JOIN source s ON s.id = r.source WHERE s.name = ?1 "
                                   "ORDER BY r.id DESC LIMIT ?2"));
  const auto most =
      static_cast<std::int64_t>(std::min(limit, static_cast<std::size_t>(kRunsOfSource)));
  list.bind(1, source).bind(2, most);
  std::vector<HarvestRun> all;
  while (true) {
    EVIDENCE_ASSIGN(const bool row, list.step());
    if (!row) return all;
    all.push_back(run_of_row(list, source));
  }
}

Result<std::vector<SourceStatus>> read_source_status(Database& database) {
  std::vector<SourceStatus> all;
  EVIDENCE_ASSIGN(Transaction snapshot, Transaction::begin_read(database));
  EVIDENCE_ASSIGN(
      Statement list,
      database.prepare("SELECT s.id, s.name, s.live_records, s.deleted_records, "
                       "(SELECT count(*) FROM problem p WHERE p.source = s.id), h.last_success "
                       "FROM source s LEFT JOIN harvest_state h ON h.source = s.id "
                       "ORDER BY s.name"));
  while (true) {
    EVIDENCE_ASSIGN(const bool row, list.step());
    if (!row) break;
    SourceStatus status;
    status.source = list.text(1);
    status.records = list.number(2);
    status.deleted = list.number(3);
    status.problems = list.number(4);
    status.last_success = list.text(5);
    EVIDENCE_ASSIGN(status.last_run, last_run_of(database, list.number(0), status.source));
    all.push_back(std::move(status));
  }
  return all;
}

}  // namespace evidence
