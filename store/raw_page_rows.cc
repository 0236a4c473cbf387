#include "store/raw_page_rows.h"

#include <limits>

#include "base/clock.h"
#include "store/rows.h"

namespace evidence {
namespace {

std::int64_t seconds_of(std::chrono::system_clock::time_point when) {
  return std::chrono::duration_cast<std::chrono::seconds>(when.time_since_epoch()).count();
}

// Rows that name the page stop naming it, so that its row can go.
Result<void> unname(Database& database, const char* table, std::int64_t page) {
  EVIDENCE_ASSIGN(Statement update, database.prepare(std::string("UPDATE ") + table +
                                                     " SET raw_page = NULL WHERE raw_page = ?1"));
  return update.bind(1, page).run();
}

Result<bool> is_named(Database& database, const std::string& sha256) {
  EVIDENCE_ASSIGN(Statement find,
                  database.prepare("SELECT 1 FROM raw_page WHERE sha256 = ?1 LIMIT 1"));
  return find.bind_blob(1, sha256).step();
}

}  // namespace

Result<std::int64_t> note_raw_page(Database& database, std::int64_t source, const KeptPage& kept,
                                   const RawPage& page, std::int64_t now) {
  EVIDENCE_ASSIGN(Statement add,
                  database.prepare("INSERT INTO raw_page (source, sha256, media_type, url, bytes, "
                                   "stored_bytes, fetched, last_fetched) "
                                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7) "
                                   "ON CONFLICT (source, sha256) DO UPDATE SET "
                                   "last_fetched = excluded.last_fetched RETURNING id"));
  add.bind(1, source).bind_blob(2, kept.sha256).bind(3, page.media_type).bind(4, page.url);
  EVIDENCE_ASSIGN(const bool found,
                  add.bind(5, kept.bytes).bind(6, kept.stored_bytes).bind(7, now).step());
  if (!found) {
    return Error{ErrorCode::kInternal, "no_raw_page_row", "A kept page got no row.", ""};
  }
  return add.number(0);
}

Result<std::vector<RawPageRow>> read_raw_pages(Database& database, const std::string& source,
                                               const RawPageRow* before, std::size_t limit) {
  EVIDENCE_ASSIGN(
      Statement list,
      database.prepare("SELECT p.id, p.sha256, p.media_type, p.url, p.bytes, p.last_fetched "
                       "FROM raw_page p JOIN source s ON s.id = p.source WHERE s.name = ?1 "
                       "AND (p.last_fetched, p.id) < (?2, ?3) "
                       "ORDER BY p.last_fetched DESC, p.id DESC LIMIT ?4"));
  std::int64_t time = std::numeric_limits<std::int64_t>::max();
  std::int64_t id = time;
  if (before != nullptr) {
    const auto when = parse_timestamp(before->last_fetched);
    time = when ? seconds_of(*when) : 0;
    id = before->id;
  }
  list.bind(1, source).bind(2, time).bind(3, id).bind(4, static_cast<std::int64_t>(limit));
  std::vector<RawPageRow> pages;
  while (true) {
    EVIDENCE_ASSIGN(const bool row, list.step());
    if (!row) return pages;
    RawPageRow& page = pages.emplace_back();
    page.id = list.number(0);
    page.sha256 = list.blob(1);
    page.media_type = list.text(2);
    page.url = list.text(3);
    page.bytes = list.number(4);
    page.last_fetched = timestamp_of_seconds(list.number(5));
  }
}

Result<DroppedPages> forget_raw_pages(Database& database, const std::string& source,
                                      std::chrono::system_clock::time_point before) {
  std::vector<RawPageRow> old;
  {
    EVIDENCE_ASSIGN(Statement list,
                    database.prepare("SELECT p.id, p.sha256 FROM raw_page p JOIN source s "
                                     "ON s.id = p.source WHERE s.name = ?1 "
                                     "AND p.last_fetched < ?2"));
    list.bind(1, source).bind(2, seconds_of(before));
    while (true) {
      EVIDENCE_ASSIGN(const bool row, list.step());
      if (!row) break;
      RawPageRow& page = old.emplace_back();
      page.id = list.number(0);
      page.sha256 = list.blob(1);
    }
  }
  DroppedPages dropped;
  for (const RawPageRow& page : old) {
    EVIDENCE_TRY(unname(database, "record", page.id));
    EVIDENCE_TRY(unname(database, "record_history", page.id));
    EVIDENCE_ASSIGN(Statement remove, database.prepare("DELETE FROM raw_page WHERE id = ?1"));
    EVIDENCE_TRY(remove.bind(1, page.id).run());
    ++dropped.rows;
    EVIDENCE_ASSIGN(const bool named, is_named(database, page.sha256));
    if (!named) dropped.unnamed.push_back(page.sha256);
  }
  return dropped;
}

Result<std::int64_t> count_unseen(Database& database, const std::string& source,
                                  std::int64_t pass) {
  EVIDENCE_ASSIGN(Statement count,
                  database.prepare("SELECT count(*) FROM record r JOIN source s ON s.id = r.source "
                                   "LEFT JOIN record_seen seen ON seen.record = r.id "
                                   "WHERE s.name = ?1 AND r.deleted = 0 "
                                   "AND coalesce(seen.pass, 0) <> ?2"));
  EVIDENCE_ASSIGN(const bool found, count.bind(1, source).bind(2, pass).step());
  return found ? count.number(0) : 0;
}

Result<std::vector<std::string>> read_unseen(Database& database, const std::string& source,
                                             std::int64_t pass, std::size_t limit) {
  EVIDENCE_ASSIGN(Statement list,
                  database.prepare("SELECT r.key FROM record r JOIN source s ON s.id = r.source "
                                   "LEFT JOIN record_seen seen ON seen.record = r.id "
                                   "WHERE s.name = ?1 AND r.deleted = 0 "
                                   "AND coalesce(seen.pass, 0) <> ?2 ORDER BY r.id LIMIT ?3"));
  list.bind(1, source).bind(2, pass).bind(3, static_cast<std::int64_t>(limit));
  std::vector<std::string> keys;
  while (true) {
    EVIDENCE_ASSIGN(const bool row, list.step());
    if (!row) return keys;
    keys.emplace_back(list.text(0));
  }
}

}  // namespace evidence
