// A record that a Z39.50 target presented, as bytes that a format can read. Used by the session
// alone. Never fails: what cannot be read becomes the record's diagnostic.
#pragma once

#include <yaz/zoom.h>

#include "connectors/protocol/z3950_session.h"

namespace evidence {

// ISO 2709 as it came, or, where the target is asked `as_xml`, the XML element: the record's own,
// or MARCXML made of ISO 2709 in the character set that the leader (or the settings) name.
Z3950Record read_z3950_record(const Z3950Target& target, ZOOM_record record);

}  // namespace evidence
