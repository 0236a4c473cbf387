// Notices when a repository's resumption tokens lead in a circle, or different tokens give the same
// part again: the list would never end. Used by the OAI-PMH connector; one thread at a time. Asking
// for a part once more, or going on from an earlier one, is no circle. Remembers the last 4,096
// parts.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace evidence {

class OaiTokenGuard {
 public:
  void clear() { *this = {}; }

  // A part came: which was asked for, where the next is ("" = none), and its records as bytes
  // ("" = none). An Error "token_loop" where it makes no sense to go on.
  std::optional<Error> step(std::string_view asked, std::string_view next,
                            std::string_view records);

 private:
  std::deque<std::uint64_t> parts_;  // hashes of what was asked for, in order
  std::uint64_t last_records_ = 0;   // hash of the last part's records; 0 = none
  int without_records_ = 0;          // parts in a row
};

}  // namespace evidence
