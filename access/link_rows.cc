#include "access/link_rows.h"

#include "base/text.h"

namespace evidence {
namespace {

LinkCause cause_of(std::string_view name) { return cause_by_name(name).value_or(LinkCause::kOk); }

Result<void> count_targets_by(Database& database, std::int64_t by) {
  EVIDENCE_ASSIGN(
      Statement update,
      database.prepare("UPDATE counter SET value = max(0, value + ?1) WHERE name = 'targets'"));
  return update.bind(1, by).run();
}

}  // namespace

LinkReport read_report(const Statement& row) {
  LinkReport report;
  report.id = row.number(0);
  report.first_at = row.number(1);
  report.last_at = row.number(2);
  report.times = static_cast<unsigned>(row.number(3));
  report.work = row.text(4);
  report.citation = row.text(5);
  report.link = row.text(6);
  report.target = row.text(7);
  report.url = row.text(8);
  report.organisation = row.text(9);
  report.route = row.text(10);
  report.platform = row.text(11);
  report.choice = row.text(12);
  report.comment = row.text(13);
  report.closed_at = row.number(14);
  report.closed_by = row.text(15);
  report.note = row.text(16);
  return report;
}

Result<void> insert_report(Database& database, const LinkReport& report) {
  EVIDENCE_ASSIGN(
      Statement insert,
      database.prepare("INSERT INTO report (first_at, last_at, times, work, citation, link, "
                       "target, url, organisation, route, platform, choice, comment) VALUES (?1, "
                       "?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"));
  insert.bind(1, report.first_at).bind(2, report.work).bind(3, report.citation);
  insert.bind(4, report.link).bind(5, report.target).bind(6, report.url);
  insert.bind(7, report.organisation).bind(8, report.route).bind(9, report.platform);
  insert.bind(10, report.choice).bind(11, report.comment);
  return insert.run();
}

Result<std::int64_t> newest_of_many(Database& database, const LinkReport& report,
                                    std::int64_t most) {
  EVIDENCE_ASSIGN(Statement find,
                  database.prepare("SELECT count(*), max(id) FROM report WHERE closed_at = 0 AND "
                                   "work = ?1 AND link = ?2"));
  EVIDENCE_ASSIGN(const bool row, find.bind(1, report.work).bind(2, report.link).step());
  return row && find.number(0) >= most ? find.number(1) : std::int64_t{0};
}

Result<std::int64_t> close_open_reports(Database& database, const ReportChosen& chosen,
                                        bool only_unrepeated, const Closing& closing) {
  EVIDENCE_ASSIGN(
      Statement update,
      database.prepare("UPDATE report SET closed_at = ?1, closed_by = ?2, note = ?3 WHERE "
                       "closed_at = 0 AND (?4 = '' OR platform = ?4) AND (?5 = 0 OR last_at < ?5) "
                       "AND (?6 = 0 OR times = 1)"));
  update.bind(1, closing.now).bind(2, closing.actor).bind(3, closing.note);
  update.bind(4, chosen.platform).bind(5, chosen.before);
  EVIDENCE_TRY(update.bind(6, std::int64_t{only_unrepeated ? 1 : 0}).run());
  return database.changed_rows();
}

Result<void> forget_closed_reports(Database& database, std::int64_t most) {
  EVIDENCE_ASSIGN(
      Statement forget,
      database.prepare("DELETE FROM report WHERE id IN (SELECT id FROM report WHERE closed_at > 0 "
                       "ORDER BY closed_at DESC, id DESC LIMIT -1 OFFSET ?1)"));
  return forget.bind(1, most).run();
}

PlatformState read_platform(const Statement& row) {
  PlatformState state;
  state.host = row.text(0);
  state.last_check = row.number(1);
  state.last_answer = row.number(2);
  state.last_cause = cause_of(row.text(3));
  state.known_targets = static_cast<unsigned>(row.number(4));
  state.streak_checks = static_cast<unsigned>(row.number(5));
  if (!row.text(6).empty()) {
    for (const std::string_view key : split(row.text(6), ' ')) {
      state.streak_targets.emplace_back(key);
    }
  }
  state.streak_began = row.number(7);
  state.failing_since = row.number(8);
  return state;
}

Result<PlatformState> find_platform(Database& database, const std::string& host) {
  EVIDENCE_ASSIGN(Statement find, database.prepare("SELECT " + std::string(kPlatformColumns) +
                                                   " FROM platform WHERE host = ?1"));
  EVIDENCE_ASSIGN(const bool found, find.bind(1, host).step());
  if (found) return read_platform(find);
  PlatformState state;
  state.host = host;
  return state;
}

Result<void> save_platform(Database& database, const PlatformState& state) {
  EVIDENCE_ASSIGN(
      Statement save,
      database.prepare("INSERT OR REPLACE INTO platform (" + std::string(kPlatformColumns) +
                       ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"));
  const std::string keys = join(state.streak_targets, " ");
  save.bind(1, state.host).bind(2, state.last_check).bind(3, state.last_answer);
  save.bind(4, cause_name(state.last_cause)).bind(5, std::int64_t{state.known_targets});
  save.bind(6, std::int64_t{state.streak_checks}).bind(7, keys).bind(8, state.streak_began);
  save.bind(9, state.failing_since);
  return save.run();
}

Result<void> ensure_platform(Database& database, const std::string& host) {
  EVIDENCE_ASSIGN(Statement insert,
                  database.prepare("INSERT OR IGNORE INTO platform (host) VALUES (?1)"));
  return insert.bind(1, host).run();
}

Result<std::int64_t> targets_of(Database& database, const std::string& host) {
  EVIDENCE_ASSIGN(Statement count, database.prepare("SELECT count(*) FROM target WHERE host = ?1"));
  EVIDENCE_ASSIGN(const bool row, count.bind(1, host).step());
  return row ? count.number(0) : 0;
}

Result<bool> has_target(Database& database, const std::string& url) {
  EVIDENCE_ASSIGN(Statement find, database.prepare("SELECT 1 FROM target WHERE url = ?1"));
  return find.bind(1, url).step();
}

Result<void> insert_target(Database& database, const CheckTarget& target) {
  {
    EVIDENCE_ASSIGN(Statement insert,
                    database.prepare("INSERT INTO target (url, host) VALUES (?1, ?2)"));
    EVIDENCE_TRY(insert.bind(1, target.url).bind(2, target.host).run());
  }
  EVIDENCE_TRY(ensure_platform(database, target.host));
  return count_targets_by(database, 1);
}

Result<bool> give_up_target(Database& database, const std::string& host,
                            std::int64_t broken_before) {
  {
    // Where a platform moved, only targets that were met since can tell that it answers.
    EVIDENCE_ASSIGN(
        Statement drop,
        database.prepare(
            "DELETE FROM target WHERE url = (SELECT url FROM target WHERE host = ?1 AND checked > "
            "0 AND (broken = 0 OR since < ?2 OR EXISTS (SELECT 1 FROM platform p WHERE p.host = "
            "?1 AND p.failing_since > 0 AND p.failing_since < ?2)) ORDER BY broken DESC, checked "
            "LIMIT 1)"));
    EVIDENCE_TRY(drop.bind(1, host).bind(2, broken_before).run());
  }
  if (database.changed_rows() == 0) return false;
  EVIDENCE_TRY(count_targets_by(database, -1));
  return true;
}

Result<void> save_outcome(Database& database, const std::string& url, const LinkCheck& check,
                          std::int64_t now) {
  EVIDENCE_ASSIGN(
      Statement update,
      database.prepare("UPDATE target SET since = CASE WHEN cause = ?2 AND since > 0 THEN since "
                       "ELSE ?3 END, cause = ?2, checked = ?3, broken = ?4, status = ?5, "
                       "final_url = ?6, detail = ?7 WHERE url = ?1"));
  const std::string& led_to = check.final_url == url ? std::string() : check.final_url;
  update.bind(1, url).bind(2, cause_name(check.cause)).bind(3, now);
  update.bind(4, std::int64_t{is_broken(check.cause) ? 1 : 0}).bind(5, std::int64_t{check.status});
  update.bind(6, led_to).bind(7, check.detail);
  return update.run();
}

}  // namespace evidence
