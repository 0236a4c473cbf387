// Which organisation somebody means who types a name, a code or a postcode: for choosing one's own
// organisation. Only organisations that a library of the directory names are found, because only
// for these there is somebody to ask. Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "curation/directory.h"

namespace evidence::curation {

struct OrganisationCandidate {
  std::string organisation_id;    // of config/organisations; "" where the library names none
  std::string organisation_name;  // the library's organisation, else its trust
  std::vector<std::string> ods_codes;
  std::string library_code, library_name;
  // Why: "code", "postcode", "name", "other_name", "former_name", "words", "place", "spelling",
  // from the surest to the least sure. Candidates of one kind are equally good: show all, never
  // take the first for the reader's.
  std::string why;
  int rank = 0;  // 0 = surest; equal for equal `why`
  bool sample = false;

  // By a whole name, a code or a postcode.
  [[nodiscard]] bool is_exact() const { return rank <= kLastExactRank; }
  static constexpr int kLastExactRank = 4;
};

// Best first, ties by name; one for each organisation of a library. `text` is cut to 200 bytes.
// None for an empty text. Use: a single exact candidate may be proposed, anything else is a list
// to choose from.
std::vector<OrganisationCandidate> find_organisations(const Directory& directory,
                                                      std::string_view text,
                                                      std::size_t limit = 20);

}  // namespace evidence::curation
