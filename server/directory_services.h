// What the endpoints of the directory need beyond Services; owned by app/. Members are thread-safe.
#pragma once

#include "curation/directory_desk.h"
#include "curation/eligibility.h"

namespace evidence::server {

struct DirectoryServices {
  curation::DirectoryDesk& desk;
  const curation::EligibilityTable& eligibility;  // without rules: nothing is said of eligibility
};

}  // namespace evidence::server
