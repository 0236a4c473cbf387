// From a work to a Xapian document: the only code that makes terms and values. docs/schema.md says
// what it makes. Thread-safe.
#pragma once

#include <xapian.h>

#include "base/result.h"
#include "model/work.h"

namespace evidence {

// Everything is validated before Xapian sees it (term ≤ 245 bytes, document data ≤ 10 MB), because
// one bad document would discard the whole uncommitted batch. Text past the limits is cut.
Result<Xapian::Document> build_document(const Work& work);

}  // namespace evidence
