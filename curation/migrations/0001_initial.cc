// Schema 1 of curation.db. docs/strategies.md explains the tables. Never edited after a release: a
// change is 0002. Times are seconds since 1970; hashes are 32 bytes.
#include "curation/migrations.h"

namespace evidence::curation {

const std::string_view kMigration0001 = R"sql(
PRAGMA application_id=1163281234;

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Totals that would cost a scan at each new strategy.
CREATE TABLE counter (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL CHECK (value >= 0)
) STRICT, WITHOUT ROWID;
INSERT INTO counter VALUES ('strategies', 0);
INSERT INTO counter VALUES ('bytes', 0);

CREATE TABLE strategy (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL DEFAULT '',
  token_hash BLOB NOT NULL CHECK (length(token_hash) = 32),
  created INTEGER NOT NULL,
  forked_from TEXT NOT NULL DEFAULT '',  -- an id, perhaps of a strategy that is gone
  forked_version INTEGER NOT NULL DEFAULT 0,
  sample INTEGER NOT NULL CHECK (sample IN (0, 1)),
  bytes INTEGER NOT NULL CHECK (bytes >= 0)  -- of all that belongs to it
) STRICT;

-- Immutable: a change is a new row.
CREATE TABLE strategy_version (
  strategy INTEGER NOT NULL REFERENCES strategy (number) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  comment TEXT NOT NULL,
  name TEXT NOT NULL,
  notes TEXT NOT NULL,
  syntax TEXT NOT NULL,
  mapping INTEGER NOT NULL CHECK (mapping IN (0, 1)),
  sources TEXT NOT NULL,  -- ids joined by spaces; '' = all
  body TEXT NOT NULL,
  PRIMARY KEY (strategy, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE strategy_run (
  id INTEGER PRIMARY KEY,
  strategy INTEGER NOT NULL REFERENCES strategy (number) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  snapshot TEXT NOT NULL,
  result_count INTEGER,  -- NULL where no line was counted
  head BLOB NOT NULL,    -- JSON, gzip
  works BLOB NOT NULL,   -- ids, sorted, gzip
  UNIQUE (strategy, number)
) STRICT;

-- Positions in the run's works, as portable Roaring.
CREATE TABLE run_line (
  run INTEGER NOT NULL REFERENCES strategy_run (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  works BLOB NOT NULL,
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE external_search (
  strategy INTEGER NOT NULL REFERENCES strategy (number) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  run INTEGER NOT NULL,
  at INTEGER NOT NULL,
  head BLOB NOT NULL,     -- JSON, gzip
  records BLOB NOT NULL,  -- JSON Lines, gzip
  PRIMARY KEY (strategy, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE test_set (
  strategy INTEGER PRIMARY KEY REFERENCES strategy (number) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  body TEXT NOT NULL  -- JSON
) STRICT;

-- What persons said to the elements of a report; the newest of each counts.
CREATE TABLE report_answer (
  id INTEGER PRIMARY KEY,
  strategy INTEGER NOT NULL REFERENCES strategy (number) ON DELETE CASCADE,
  element INTEGER NOT NULL,
  answer TEXT NOT NULL,  -- '' = taken back
  person TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX report_answer_by_strategy ON report_answer (strategy, element, id);
)sql";

}  // namespace evidence::curation
