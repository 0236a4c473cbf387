// The vocabulary that OPDS 1.x and 2 share: acquisition relations, kinds of publication, subjects,
// series. Used by feed_atom.cc and opds_publication.cc alone. Pure but for the record they fill.
#pragma once

#include <string>
#include <string_view>

#include "connectors/format/feed_parts.h"

namespace evidence::feed {

// "http://opds-spec.org/acquisition", …/open-access, /borrow, /buy, /sample, /subscribe.
bool is_opds_acquisition(std::string_view rel);

// Open access and PDFs are full texts; loans, purchases and subscriptions lead to the title's page;
// a sample is none of these and is left out with a note.
void add_acquisition(Reading& in, std::string_view rel, std::string_view type,
                     const std::string& href);

// schema.org's names: Book and EBook → "Book", Audiobook → "Audiobook" and "Book", …
void add_opds_type(Record& record, std::string_view schema_type);

// Audiences and ages are no subjects.
void add_opds_subject(Record& record, std::string_view scheme, std::string id, std::string label);

void add_series(Record& record, const std::string& name, const std::string& position);

}  // namespace evidence::feed
