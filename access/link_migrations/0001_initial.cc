// Schema 1 of links.db. docs/links.md explains the tables. Never edited after a release: a change
// is 0002. Times are seconds since 1970, 0 = never.
#include <array>

#include "access/link_migrations.h"

namespace evidence {

const std::string_view kLinkMigration0001 = R"sql(
PRAGMA application_id=1163283534;

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What readers reported. Nothing here says who.
CREATE TABLE report (
  id INTEGER PRIMARY KEY,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  times INTEGER NOT NULL CHECK (times > 0),
  work TEXT NOT NULL,
  citation TEXT NOT NULL,
  link TEXT NOT NULL,
  target TEXT NOT NULL,
  url TEXT NOT NULL,
  organisation TEXT NOT NULL,
  route TEXT NOT NULL,
  platform TEXT NOT NULL,
  choice TEXT NOT NULL,
  comment TEXT NOT NULL,
  closed_at INTEGER NOT NULL DEFAULT 0,
  closed_by TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX report_open ON report (work, link) WHERE closed_at = 0;
CREATE INDEX report_open_platform ON report (platform) WHERE closed_at = 0;
CREATE INDEX report_closed ON report (closed_at) WHERE closed_at > 0;

-- Of which checks choose, with the newest outcome of each.
CREATE TABLE target (
  url TEXT PRIMARY KEY,
  host TEXT NOT NULL,
  checked INTEGER NOT NULL DEFAULT 0,
  cause TEXT NOT NULL DEFAULT '',
  broken INTEGER NOT NULL DEFAULT 0 CHECK (broken IN (0, 1)),
  status INTEGER NOT NULL DEFAULT 0,
  since INTEGER NOT NULL DEFAULT 0,
  final_url TEXT NOT NULL DEFAULT '',
  detail TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX target_of_host ON target (host, broken, checked);
CREATE INDEX target_by_age ON target (checked);
CREATE INDEX target_broken ON target (checked) WHERE broken = 1;

CREATE TABLE platform (
  host TEXT PRIMARY KEY,
  last_check INTEGER NOT NULL DEFAULT 0,
  last_answer INTEGER NOT NULL DEFAULT 0,
  last_cause TEXT NOT NULL DEFAULT '',
  known_targets INTEGER NOT NULL DEFAULT 0,
  streak_checks INTEGER NOT NULL DEFAULT 0,
  streak_targets TEXT NOT NULL DEFAULT '',  -- keys, separated by spaces
  streak_began INTEGER NOT NULL DEFAULT 0,
  failing_since INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Totals that would cost a scan at each write.
CREATE TABLE counter (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL CHECK (value >= 0)
) STRICT, WITHOUT ROWID;
INSERT INTO counter VALUES ('targets', 0);
INSERT INTO counter VALUES ('answers', 0);
INSERT INTO counter VALUES ('answer_bytes', 0);

-- What enrichment services answered, until it expires.
CREATE TABLE answer (
  key TEXT PRIMARY KEY,  -- source, organisation and identifier
  fetched INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  body TEXT NOT NULL  -- '' where the service knows nothing
) STRICT;
CREATE INDEX answer_expires ON answer (expires);
)sql";

std::span<const Migration> link_migrations() {
  static const std::array<Migration, 1> migrations{{{1, "initial tables", kLinkMigration0001}}};
  return migrations;
}

}  // namespace evidence
