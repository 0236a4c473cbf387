// A record that a Z39.50 target presented, as bytes that a format can read. Used by the session
// alone. Never fails: what cannot be read becomes the record's diagnostic.
#pragma once

#include <yaz/zoom.h>

#include "connectors/protocol/z3950_session.h"

namespace evidence {

// Its bytes as they came: YAZ's own conversion of character sets drops a whole subfield over one
// character that it does not know, so that is left to the format. XML loses declaration and
// DOCTYPE, to stand beside others.
Z3950Record read_z3950_record(const Z3950Target& target, ZOOM_record record);

}  // namespace evidence
