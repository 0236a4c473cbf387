// Numbers of trial registries in a record: among its identifiers and where its abstract says that
// the trial was registered. Pure functions, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/record.h"

namespace evidence {

// "NCT01234567", "ISRCTN12345678", "ACTRN12605000009606", "CHICTR2000012345": upper case, sorted,
// once. A number that only stands somewhere in running text is no registration: a review names
// many; it must follow "regist…", "ClinicalTrials.gov" or such words within 80 characters, or stand
// in a section so labelled.
std::vector<std::string> registrations_of(const Record& record);

}  // namespace evidence
