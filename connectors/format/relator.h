// What somebody did for a publication, from MARC's relator codes or the words of cataloguers. Used
// by the MARC and MODS formats. Pure. Standard: MARC Code List for Relators.
#pragma once

#include <string>
#include <string_view>

namespace evidence {

// "edt", "editor.", "Hrsg." or a relator's address → "editor"; words that are not known come back
// in lower case. "" where nothing is said, and for a code that is not known.
std::string relator_role(std::string_view text);

// Did they pay, publish, own or supervise it? Then they are no contributor.
bool is_bystander(std::string_view role);

}  // namespace evidence
