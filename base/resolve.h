// A host's addresses, as far as a connection to them is allowed. Used by connectors that do not go
// through the HTTP client: they connect to the address they are given here, never to the name
// again, so that a changed DNS answer cannot lead inside. Thread-safe; blocks as long as the
// system's resolver does.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace evidence {

// Numeric addresses in the system's order, at most sixteen. kUnavailable where the name has none,
// kBlocked where all of them are private ones and these are not allowed.
Result<std::vector<std::string>> resolve_host(const std::string& host, bool allow_private);

}  // namespace evidence
