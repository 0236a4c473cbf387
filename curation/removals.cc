#include "curation/removals.h"

#include <string>

#include "base/text.h"

namespace evidence::curation {

Result<void> check_removals(const Removals& removals, bool confirmed) {
  const std::string what(removals.what);
  if (removals.read == 0) {
    return Error{ErrorCode::kInvalidArgument, "list_is_empty",
                 "There are no " + what + " to be read in the file: it would remove all of them.",
                 "Nothing was changed. Look whether it is the right file."};
  }
  if (confirmed || removals.removed * 2 <= removals.present) return {};
  return Error{ErrorCode::kInvalidArgument, "removes_most",
               "This would remove " + with_thousands(removals.removed) + " of " +
                   with_thousands(removals.present) + " " + what + ".",
               "Nothing was changed. Look whether it is the whole list. If it is, add "
               "--confirm-removals."};
}

}  // namespace evidence::curation
