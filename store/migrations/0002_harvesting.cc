// Schema 2: what harvesting many kinds of sources needs to remember. docs/store.md explains it.
// Never edited after a release: a change is 0003.
#include "store/migrations.h"

namespace evidence {

const std::string_view kMigration0002 = R"sql(
-- What a connector wants to find again (ETags, files already read), in its own form.
ALTER TABLE harvest_state ADD COLUMN notebook TEXT NOT NULL DEFAULT '';
-- Number of the complete harvest under way or last done; 0 = none yet.
ALTER TABLE harvest_state ADD COLUMN pass INTEGER NOT NULL DEFAULT 0;

-- How old the copy had become when the run ended: seconds since the harvest before it that reached
-- its end. NULL = there was none, or this one did not reach its end.
ALTER TABLE harvest_run ADD COLUMN lag INTEGER;
-- Records missing from a complete harvest that wait for a person's word.
ALTER TABLE harvest_run ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0;

ALTER TABLE raw_page ADD COLUMN last_fetched INTEGER NOT NULL DEFAULT 0;
UPDATE raw_page SET last_fetched = fetched;
CREATE INDEX record_by_raw_page ON record (raw_page) WHERE raw_page IS NOT NULL;
CREATE INDEX record_history_by_raw_page ON record_history (raw_page) WHERE raw_page IS NOT NULL;
-- The OAI-PMH provider and reports walk a source by time.
CREATE INDEX record_by_change ON record (last_changed, id);

-- Which complete harvest met a record last; only for sources where absence means withdrawal.
CREATE TABLE record_seen (
  record INTEGER PRIMARY KEY REFERENCES record (id),
  pass INTEGER NOT NULL
) STRICT;
)sql";

}  // namespace evidence
