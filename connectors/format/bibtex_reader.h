// Cuts a BibTeX file into entries in constant memory. Used by bibtex.cc alone; one thread at a
// time. Errors of next(): kBadContent where the file is empty or holds no entry; the source's.
#pragma once

#include <memory>

#include "connectors/connector.h"

namespace evidence {

std::unique_ptr<EntryReader> read_bibtex(ByteSource& source);

}  // namespace evidence
