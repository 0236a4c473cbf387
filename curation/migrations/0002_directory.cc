// Schema 2 of curation.db: the directory of libraries. docs/directory.md explains the tables. Never
// edited after a release: a change is 0003. Days are text "2026-11-30", times seconds since 1970.
#include "curation/migrations.h"

namespace evidence::curation {

const std::string_view kMigration0002 = R"sql(
INSERT INTO counter VALUES ('directory_version', 0);
INSERT INTO counter VALUES ('postcode_load', 0);  -- the set of coordinates in use; 0 = none

CREATE TABLE library (
  code TEXT PRIMARY KEY,
  fields TEXT NOT NULL,  -- JSON: field → value
  updated TEXT NOT NULL,
  checked TEXT NOT NULL  -- '' = never
) STRICT, WITHOUT ROWID;

-- Every change of a library, for ever: of removed ones too, so without a reference.
CREATE TABLE library_event (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL CHECK (actor <> ''),
  code TEXT NOT NULL,
  action TEXT NOT NULL,
  field TEXT NOT NULL,  -- '' = the library as a whole
  old TEXT NOT NULL,
  new TEXT NOT NULL
) STRICT;
CREATE INDEX library_event_by_code ON library_event (code, id);

CREATE TABLE ods_organisation (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  region TEXT NOT NULL,
  area TEXT NOT NULL,
  address TEXT NOT NULL,
  postcode TEXT NOT NULL,
  opened TEXT NOT NULL,
  closed TEXT NOT NULL,      -- '' = open
  successors TEXT NOT NULL,  -- codes joined by spaces
  lat INTEGER,               -- millionths of a degree
  lon INTEGER
) STRICT, WITHOUT ROWID;

-- Coordinates of postcodes, in sets: a new one is filled in many short transactions beside the
-- present one, so that nobody else's writing waits for it.
CREATE TABLE postcode (
  load INTEGER NOT NULL,
  postcode TEXT NOT NULL,  -- without the space
  lat INTEGER NOT NULL,
  lon INTEGER NOT NULL,
  PRIMARY KEY (load, postcode)
) STRICT, WITHOUT ROWID;

-- The mean of the postcodes of an outward code: an approximation, and always shown as one.
CREATE TABLE outcode (
  load INTEGER NOT NULL,
  outcode TEXT NOT NULL,
  lat INTEGER NOT NULL,
  lon INTEGER NOT NULL,
  postcodes INTEGER NOT NULL,
  PRIMARY KEY (load, outcode)
) STRICT, WITHOUT ROWID;

CREATE TABLE directory_load (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL CHECK (actor <> ''),
  what TEXT NOT NULL,
  file TEXT NOT NULL,
  row_count INTEGER NOT NULL
) STRICT;
)sql";

}  // namespace evidence::curation
