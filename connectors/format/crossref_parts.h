// The parts of a Crossref work. Each function reads some members into a record; missing members
// change nothing. Used by crossref*.cc alone.
#pragma once

#include "connectors/format/json_fields.h"
#include "connectors/format/record_reading.h"

namespace evidence::crossref {

void read_people(RecordReading& in, const JsonView& work);
void read_licence_and_links(RecordReading& in, const JsonView& work);
// update-to, updated-by and relation; adds the type of a notice ("Published Erratum").
void read_relations(RecordReading& in, const JsonView& work);

// {"date-parts": [[2019, 5, null]]}; unknown where its year is null or absent. Parts that are no
// date are noted.
PartialDate read_date(RecordReading& in, const JsonView& date);

}  // namespace evidence::crossref
