// EndNote's reference types ("Journal Article", "Book Section", "Generic") as records name
// publication types. Used by EndNote XML and Refer. Pure; thread-safe.
#pragma once

#include <string_view>

namespace evidence {

// "" for the types that say nothing about the publication (Generic); a name that is not EndNote's
// comes back as it is.
std::string_view publication_type_of(std::string_view endnote_type);

}  // namespace evidence
