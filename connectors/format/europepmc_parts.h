// The parts of a Europe PMC result, JSON or XML alike. Each function reads some members into a
// record; missing members change nothing. Used by europepmc*.cc alone.
#pragma once

#include "connectors/format/json_fields.h"
#include "connectors/format/record_reading.h"

namespace evidence::europepmc {

void read_people(RecordReading& in, const JsonView& result);
void read_subjects(RecordReading& in, const JsonView& result);
void read_relations(RecordReading& in, const JsonView& result);
void read_access(RecordReading& in, const JsonView& result);  // links, licence, open access

}  // namespace evidence::europepmc
