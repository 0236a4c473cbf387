// Schema 1. docs/store.md explains the tables. Never edited after a release: a change is 0002.
// Times are seconds since 1970 (datetime(x, 'unixepoch')); hashes are 32 bytes (hex(x)).
#include "store/migrations.h"

namespace evidence {

const std::string_view kMigration0001 = R"sql(
PRAGMA application_id=1163282756;

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Totals that would cost a scan; `evidence check store` counts them again.
CREATE TABLE counter (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL CHECK (value >= 0)
) STRICT, WITHOUT ROWID;
INSERT INTO counter VALUES ('live_works', 0);

CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  live_records INTEGER NOT NULL DEFAULT 0 CHECK (live_records >= 0),
  deleted_records INTEGER NOT NULL DEFAULT 0 CHECK (deleted_records >= 0)
) STRICT;

CREATE TABLE raw_page (
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES source (id),
  sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
  media_type TEXT NOT NULL,
  url TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  stored_bytes INTEGER NOT NULL,
  fetched INTEGER NOT NULL,
  UNIQUE (source, sha256)
) STRICT;

-- Kept apart from the body: telling an unchanged record from a changed one reads only these rows.
CREATE TABLE record (
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES source (id),
  key TEXT NOT NULL,
  deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
  content_hash BLOB,
  first_seen INTEGER NOT NULL,
  last_changed INTEGER NOT NULL,
  raw_page INTEGER REFERENCES raw_page (id),
  UNIQUE (source, key),
  CHECK ((deleted = 1) = (content_hash IS NULL)),
  CHECK (content_hash IS NULL OR length(content_hash) = 32)
) STRICT;

CREATE TABLE record_body (
  record INTEGER PRIMARY KEY REFERENCES record (id),
  body TEXT NOT NULL
) STRICT;

CREATE TABLE record_history (
  id INTEGER PRIMARY KEY,
  record INTEGER NOT NULL REFERENCES record (id),
  replaced INTEGER NOT NULL,
  content_hash BLOB NOT NULL CHECK (length(content_hash) = 32),
  raw_page INTEGER REFERENCES raw_page (id),
  body_gzip BLOB NOT NULL
) STRICT;
CREATE INDEX record_history_by_record ON record_history (record, id);

CREATE TABLE work (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  live_records INTEGER NOT NULL DEFAULT 0 CHECK (live_records >= 0),
  created INTEGER NOT NULL
) STRICT;

CREATE TABLE work_member (
  record INTEGER PRIMARY KEY REFERENCES record (id),
  work INTEGER NOT NULL REFERENCES work (number)
) STRICT;
CREATE INDEX work_member_by_work ON work_member (work);

-- Where a work's id leads after a join. The old work's row stays, without members.
CREATE TABLE work_redirect (
  old INTEGER PRIMARY KEY REFERENCES work (number),
  current INTEGER NOT NULL REFERENCES work (number),
  at INTEGER NOT NULL,
  CHECK (old <> current)
) STRICT;

-- AUTOINCREMENT: numbers are never used twice, and with one writer at a time they are given in the
-- order of commit. Kinds today: added, changed, deleted, restored; `record` is empty for events of
-- the work itself.
CREATE TABLE change_log (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  work INTEGER NOT NULL REFERENCES work (number),
  record INTEGER REFERENCES record (id),
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX change_log_by_work ON change_log (work, seq);

CREATE TABLE harvest_state (
  source INTEGER PRIMARY KEY REFERENCES source (id),
  cursor TEXT NOT NULL,
  window_from TEXT NOT NULL,
  window_to TEXT NOT NULL,
  last_success TEXT NOT NULL,
  finished INTEGER NOT NULL CHECK (finished IN (0, 1))
) STRICT;

CREATE TABLE harvest_run (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source INTEGER NOT NULL REFERENCES source (id),
  kind TEXT NOT NULL,
  started INTEGER NOT NULL,
  ended INTEGER,
  outcome TEXT NOT NULL DEFAULT '',
  pages INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  read INTEGER NOT NULL DEFAULT 0,
  added INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  deleted INTEGER NOT NULL DEFAULT 0,
  problems INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX harvest_run_by_source ON harvest_run (source, id);

-- The same problem met again replaces its older row, so a repeated import does not double it.
CREATE TABLE problem (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source INTEGER NOT NULL REFERENCES source (id),
  run INTEGER,
  position TEXT NOT NULL,
  code TEXT NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (source, position, code, reason)
) STRICT;
CREATE INDEX problem_by_source ON problem (source, id);

-- Who holds a source's lock, for people to read. What decides is the lock on locks/source-<source>.lock,
-- which ends with its process.
CREATE TABLE source_lock (
  source INTEGER PRIMARY KEY REFERENCES source (id),
  pid INTEGER NOT NULL,
  host TEXT NOT NULL,
  boot_id TEXT NOT NULL,
  started INTEGER NOT NULL
) STRICT;
)sql";

}  // namespace evidence
