// Schema 4: what merging keeps. docs/store.md explains the tables.
// Never edited after a release: a change is 0005.
#include "store/migrations.h"

namespace evidence {

const std::string_view kMigration0004 = R"sql(
-- The record that the work was made for, so that a work that was joined can come back.
ALTER TABLE work ADD COLUMN origin INTEGER REFERENCES record (id);
UPDATE work SET origin = (SELECT min(record) FROM work_member m WHERE m.work = work.number);
CREATE INDEX work_redirect_by_current ON work_redirect (current);
CREATE INDEX change_log_by_record ON change_log (record, seq) WHERE record IS NOT NULL;

CREATE TABLE match_profile (
  record INTEGER PRIMARY KEY REFERENCES record (id),
  bytes BLOB NOT NULL
) STRICT;

-- Two records are compared when they share a key.
CREATE TABLE match_key (
  key INTEGER NOT NULL,
  record INTEGER NOT NULL REFERENCES record (id),
  PRIMARY KEY (key, record)
) STRICT, WITHOUT ROWID;

-- Which identifiers a record's relations name: from the retracted article to its notice.
CREATE TABLE relation_target (
  key INTEGER NOT NULL,
  record INTEGER NOT NULL REFERENCES record (id),
  PRIMARY KEY (key, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX relation_target_by_record ON relation_target (record);

-- Pairs that are more than different: a < b. Strength in millionths.
CREATE TABLE match_pair (
  a INTEGER NOT NULL REFERENCES record (id),
  b INTEGER NOT NULL REFERENCES record (id),
  verdict INTEGER NOT NULL,
  rule TEXT NOT NULL,
  strength INTEGER NOT NULL,
  relation TEXT NOT NULL,
  PRIMARY KEY (a, b),
  CHECK (a < b)
) STRICT, WITHOUT ROWID;
CREATE INDEX match_pair_by_b ON match_pair (b, a);
CREATE INDEX match_pair_doubtful ON match_pair (strength, a, b) WHERE verdict = 2;

-- A person's word on two records; of a pair the newest row stands. Never deleted.
CREATE TABLE merge_decision (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  a INTEGER NOT NULL REFERENCES record (id),
  b INTEGER NOT NULL REFERENCES record (id),
  same INTEGER NOT NULL CHECK (same IN (0, 1)),
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  at INTEGER NOT NULL,
  CHECK (a < b)
) STRICT;
CREATE INDEX merge_decision_by_a ON merge_decision (a, b, id);
CREATE INDEX merge_decision_by_b ON merge_decision (b, a, id);

CREATE TABLE correction (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  record INTEGER NOT NULL REFERENCES record (id),
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  reason TEXT NOT NULL,
  author TEXT NOT NULL,
  at INTEGER NOT NULL,
  withdrawn_by TEXT,
  withdrawn_at INTEGER
) STRICT;
CREATE INDEX correction_by_record ON correction (record, id);
)sql";

}  // namespace evidence
