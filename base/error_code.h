// The one table that turns an ErrorCode into what each edge speaks: HTTP status, exit code, a
// title for people. Pure functions, thread-safe.
#pragma once

#include <string_view>

#include "base/result.h"

namespace evidence {

// Exit codes of the program (sysexits.h where it has one); documented in docs/operations.md.
enum class ExitCode : int {
  kGood = 0,
  kNo = 1,     // the answer is no: a check failed
  kUsage = 2,  // wrong usage or input
  kInternal = 70,
  kTryLater = 75,  // locked, busy
};

int http_status(ErrorCode code);  // 400, 404, 413, 503, 504, 507, 500 …
ExitCode exit_code(ErrorCode code);
std::string_view error_title(ErrorCode code);  // "Not found"; RFC 9457 `title`
std::string_view error_slug(ErrorCode code);   // "not_found"; used where Error::slug is empty

}  // namespace evidence
