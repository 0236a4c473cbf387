#include "store/work_events.h"

#include <string>

#include "store/record_queries.h"

namespace evidence {
namespace {

Result<bool> has_records(Database& database, const WorkId& work) {
  EVIDENCE_ASSIGN(
      Statement find,
      database.prepare("SELECT EXISTS (SELECT 1 FROM work w JOIN work_member m ON m.work = "
                       "w.number JOIN record r ON r.id = m.record WHERE w.id = ?1 AND "
                       "r.deleted = 0)"));
  EVIDENCE_ASSIGN(const bool row, find.bind(1, work).step());
  return row && find.number(0) != 0;
}

Result<WorkEvents> events_of(Database& database, const WorkId& work, ChangeSequence after,
                             ChangeSequence until) {
  WorkEvents events;
  events.work = work;
  EVIDENCE_ASSIGN(const auto current, follow_redirects(database, work));
  if (!current) return events;
  events.current = *current;
  EVIDENCE_ASSIGN(events.live, has_records(database, *current));
  {
    EVIDENCE_ASSIGN(Statement first,
                    database.prepare("SELECT coalesce(min(c.seq), 0) FROM work w JOIN change_log c "
                                     "ON c.work = w.number WHERE w.id = ?1"));
    EVIDENCE_ASSIGN(const bool row, first.bind(1, work).step());
    if (row) events.first = first.number(0);
  }
  EVIDENCE_ASSIGN(Statement kinds,
                  database.prepare("SELECT DISTINCT c.kind FROM work w JOIN change_log c ON c.work "
                                   "= w.number WHERE w.id = ?1 AND c.seq > ?2 AND c.seq <= ?3 "
                                   "ORDER BY c.kind"));
  kinds.bind(1, work).bind(2, after).bind(3, until);
  while (true) {
    EVIDENCE_ASSIGN(const bool row, kinds.step());
    if (!row) break;
    events.kinds.emplace_back(kinds.text(0));
  }
  return events;
}

}  // namespace

Result<std::vector<WorkEvents>> read_work_events(Database& database,
                                                 const std::vector<WorkId>& works,
                                                 ChangeSequence after, ChangeSequence until) {
  EVIDENCE_ASSIGN(Transaction snapshot, Transaction::begin_read(database));
  std::vector<WorkEvents> all;
  all.reserve(works.size());
  for (const WorkId& work : works) {
    EVIDENCE_ASSIGN(WorkEvents events, events_of(database, work, after, until));
    all.push_back(std::move(events));
  }
  return all;
}

Result<std::vector<WorkId>> read_works_changed(Database& database, ChangeSequence after,
                                               ChangeSequence until, std::size_t limit) {
  EVIDENCE_ASSIGN(Statement find,
                  database.prepare("SELECT id FROM work WHERE number IN (SELECT work FROM "
                                   "change_log WHERE seq > ?1 AND seq <= ?2) ORDER BY id LIMIT "
                                   "?3"));
  find.bind(1, after).bind(2, until).bind(3, static_cast<std::int64_t>(limit) + 1);
  std::vector<WorkId> works;
  while (true) {
    EVIDENCE_ASSIGN(const bool row, find.step());
    if (!row) break;
    works.emplace_back(find.text(0));
  }
  if (works.size() <= limit) return works;
  return Error{ErrorCode::kTooLarge, "too_many_changes", "More works changed than can be listed.",
               "Choose a shorter span."};
}

}  // namespace evidence
