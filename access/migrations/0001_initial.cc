// Schema 1 of access.db. docs/holdings.md explains the tables. Never edited after a release: a
// change is 0002. Times are seconds since 1970, days are days since 1970, dates are ISO 8601 in
// full or part.
#include "access/migrations.h"

namespace evidence {

const std::string_view kAccessMigration0001 = R"sql(
PRAGMA application_id=1163280707;

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE counter (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL CHECK (value >= 0)
) STRICT, WITHOUT ROWID;
INSERT INTO counter VALUES ('version', 0);

CREATE TABLE package (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  provider TEXT NOT NULL,
  national_core INTEGER NOT NULL CHECK (national_core IN (0, 1)),
  print INTEGER NOT NULL CHECK (print IN (0, 1)),
  article_by_doi INTEGER NOT NULL CHECK (article_by_doi IN (0, 1)),
  source TEXT NOT NULL,
  sample INTEGER NOT NULL CHECK (sample IN (0, 1)),
  loaded INTEGER NOT NULL,
  file TEXT NOT NULL,
  holdings INTEGER NOT NULL CHECK (holdings >= 0)
) STRICT;

-- The rows of a package lie together, so that no index besides is needed.
CREATE TABLE holding (
  package INTEGER NOT NULL REFERENCES package (number) ON DELETE CASCADE,
  row INTEGER NOT NULL,       -- in the order in which they came
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  title TEXT NOT NULL,
  title_id TEXT NOT NULL,
  print_id TEXT NOT NULL,
  online_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  depth TEXT NOT NULL,
  free INTEGER NOT NULL CHECK (free IN (0, 1)),
  first TEXT NOT NULL,  -- a date, or as it stands in the list where it could not be read
  last TEXT NOT NULL,
  first_volume TEXT NOT NULL,
  first_issue TEXT NOT NULL,
  last_volume TEXT NOT NULL,
  last_issue TEXT NOT NULL,
  embargo TEXT NOT NULL,
  url TEXT NOT NULL,
  publisher TEXT NOT NULL,
  notes TEXT NOT NULL,
  PRIMARY KEY (package, row)
) STRICT, WITHOUT ROWID;

CREATE TABLE subscription (
  package INTEGER NOT NULL REFERENCES package (number) ON DELETE CASCADE,
  subscriber TEXT NOT NULL,
  starts INTEGER,  -- NULL = no limit
  ends INTEGER,    -- the last day
  connection TEXT NOT NULL,
  route_template TEXT NOT NULL,
  PRIMARY KEY (package, subscriber)
) STRICT, WITHOUT ROWID;

-- Kept when the package is gone.
CREATE TABLE change_notice (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  kind TEXT NOT NULL,
  package TEXT NOT NULL,
  subscriber TEXT NOT NULL,
  title TEXT NOT NULL,
  identifier TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL
) STRICT;
CREATE INDEX change_notice_by_package ON change_notice (package, id);
)sql";

}  // namespace evidence
