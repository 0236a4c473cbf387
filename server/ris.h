// A work as a RIS reference, as Zotero, EndNote and Mendeley read them; for exports and downloads.
// What becomes of which field stands in docs/ris.md. Pure functions, thread-safe, never fail.
//
// UTF-8 without a byte order mark. Every line is "XX  - value" and ends with CR LF, the reference
// with "ER  - " and an empty line. A value is one line: line breaks and other white space in it
// become a space, control characters go, so no value can begin a line of its own.
//
// What a reader must not miss is never left out: the title of a retracted work says so, and notes
// (N1) say who calls it retracted, corrected, under concern or outdated and name the notice.
#pragma once

#include <string>

#include "model/work.h"

namespace evidence::server {

struct RisOptions {
  bool members = false;  // a note "Record: source:key" for each record behind the work
};

std::string work_to_ris(const Work& work, const RisOptions& options = {});

}  // namespace evidence::server
