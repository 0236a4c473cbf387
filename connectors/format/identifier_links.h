// Links that follow from a record's identifiers: a DOI's landing page, the free copy in PubMed
// Central, the book on the NCBI Bookshelf. Used by the formats whose sources give identifiers only.
#pragma once

#include "model/record.h"

namespace evidence {

// Adds each link once. A PMCID or Bookshelf number also makes the record open access: everything
// there is free to read, whatever its licence.
void add_identifier_links(Record& record);

}  // namespace evidence
