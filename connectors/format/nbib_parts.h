// The meaning of MEDLINE's tags: from the fields of one reference to its record. Used by nbib.cc
// alone. Pure; thread-safe.
#pragma once

#include <string>
#include <vector>

#include "connectors/connector.h"
#include "connectors/format/tagged_reader.h"

namespace evidence {

ParsedEntry read_medline_fields(const std::vector<TaggedField>& fields,
                                const std::string& position);

}  // namespace evidence
