// Xapian's exceptions as Errors: the one place that knows what each means for us. Included only by
// files that include <xapian.h> anyway (indexer/, search/, base/stem.cc).
#pragma once

#include <xapian.h>

#include <exception>
#include <new>
#include <string>

#include "base/result.h"

namespace evidence {

inline Error xapian_error(const Xapian::Error& error, std::string_view doing) {
  const std::string type = error.get_type();
  const std::string message = std::string(doing) + ": " + error.get_description();
  if (type == "DatabaseModifiedError") {
    return {ErrorCode::kBusy, "index_busy", message, "Try again in a second."};
  }
  if (type == "DatabaseLockError") {
    return {ErrorCode::kBusy, "index_locked", message,
            "Another process is writing this index; wait for it to end."};
  }
  if (type == "DatabaseNotFoundError" || type == "DatabaseOpeningError" || type == "NetworkError" ||
      type == "NetworkTimeoutError") {
    return {ErrorCode::kUnavailable, "index_unavailable", message,
            "Run `evidence index`; `evidence check index` says more."};
  }
  if (type == "DatabaseCorruptError" || type == "DatabaseVersionError") {
    return {ErrorCode::kCorrupt, "index_damaged", message,
            "Rebuild it from the store with `evidence index --rebuild`."};
  }
  if (message.find("No space left") != std::string::npos) {
    return {ErrorCode::kStorageFull, "storage_full", message,
            "Free some disk space and run again."};
  }
  return {ErrorCode::kInternal, "index_error", message, ""};
}

// Runs `work` (returning Result<…>) and turns whatever it throws into an Error.
template <typename Work>
auto guard_xapian(std::string_view doing, Work&& work) -> decltype(work()) {
  try {
    return work();
  } catch (const Xapian::Error& error) {
    return xapian_error(error, doing);
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::kTooLarge, "out_of_memory", std::string(doing) + ": out of memory", ""};
  } catch (const std::exception& error) {
    return Error{ErrorCode::kInternal, "internal", std::string(doing) + ": " + error.what(), ""};
  }
}

}  // namespace evidence
