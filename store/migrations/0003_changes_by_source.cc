// Schema 3: records of some sources by the time of their change, for what is given on to others.
// Never edited after a release: a change is 0004.
#include "store/migrations.h"

namespace evidence {

const std::string_view kMigration0003 = R"sql(
-- The OAI-PMH provider and the change files walk the sources that may be given on, each by time: a
-- page costs what it holds, however many records other sources have.
CREATE INDEX record_by_source_change ON record (source, last_changed, id);
DROP INDEX record_by_change;
)sql";

}  // namespace evidence
