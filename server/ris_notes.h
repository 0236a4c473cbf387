// The notes (N1) of a work's RIS reference, each a sentence or two for people. Used by ris.cc. Pure
// functions.
#pragma once

#include <string>
#include <vector>

#include "model/work.h"

namespace evidence::server {

// By the work's status, its statements or its record; a retraction notice never is.
bool is_retracted(const Work& work);

// What warns first: sample data, retraction, concern, corrections, newer versions; then what else
// is known. Readers look for numbers of the work behind a ';': there are none.
std::vector<std::string> ris_notes(const Work& work);

}  // namespace evidence::server
