#include "store/work_rows.h"

#include "base/hash.h"

namespace evidence {

Result<MintedWork> mint_work(Database& database, std::int64_t origin, std::int64_t now) {
  EVIDENCE_ASSIGN(Statement add,
                  database.prepare("INSERT INTO work (id, live_records, created, origin) "
                                   "VALUES (?1, 0, ?2, ?3) ON CONFLICT (id) DO NOTHING"));
  // 60 random bits: among 40 million works a double is less likely than 1 in 1,000, and taken care
  // of.
  for (int attempt = 0; attempt < 5; ++attempt) {
    const WorkId id = "w" + random_id(12);
    EVIDENCE_TRY(add.bind(1, id).bind(2, now).bind(3, origin).run());
    if (database.changed_rows() > 0) return MintedWork{database.last_insert_id(), id};
  }
  return Error{ErrorCode::kInternal, "no_work_id", "No unused work id was found in five attempts.",
               "The random generator of this machine repeats itself; restart the machine."};
}

}  // namespace evidence
