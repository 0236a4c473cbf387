// May a file that stands for the whole list take so much of it away? A file that was cut short, or
// is the wrong one, must not empty a list. Pure, thread-safe.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"

namespace evidence::curation {

struct Removals {
  std::string_view what;    // "libraries": for the message
  std::size_t present = 0;  // before
  std::size_t read = 0;     // in the file, good ones
  std::size_t removed = 0;  // of those present
};

// kInvalidArgument "list_is_empty" where the file has nothing, whatever was confirmed, and
// "removes_most" where more than half would go and nobody confirmed that.
Result<void> check_removals(const Removals& removals, bool confirmed);

}  // namespace evidence::curation
