#include "base/error_code.h"

#include <array>

namespace evidence {
namespace {

struct Row {
  ErrorCode code;
  int http_status;
  ExitCode exit_code;
  std::string_view title;
  std::string_view slug;
};

// One row for each ErrorCode, in the order of the enum.
constexpr std::array kRows{
    Row{ErrorCode::kInvalidArgument, 400, ExitCode::kUsage, "Invalid request", "invalid_argument"},
    Row{ErrorCode::kBadContent, 422, ExitCode::kUsage, "Content is not usable", "bad_content"},
    Row{ErrorCode::kNotFound, 404, ExitCode::kUsage, "Not found", "not_found"},
    Row{ErrorCode::kTooLarge, 413, ExitCode::kUsage, "Too large", "too_large"},
    Row{ErrorCode::kBusy, 503, ExitCode::kTryLater, "Busy, try again later", "busy"},
    Row{ErrorCode::kTimeout, 504, ExitCode::kTryLater, "Took too long", "timeout"},
    Row{ErrorCode::kUnavailable, 503, ExitCode::kTryLater, "Not available now", "unavailable"},
    Row{ErrorCode::kUpstream, 502, ExitCode::kTryLater, "A remote service failed", "upstream"},
    Row{ErrorCode::kBlocked, 403, ExitCode::kUsage, "Refused for safety", "blocked"},
    Row{ErrorCode::kStorageFull, 507, ExitCode::kTryLater, "Storage is full", "storage_full"},
    Row{ErrorCode::kIo, 500, ExitCode::kInternal, "Reading or writing failed", "io"},
    Row{ErrorCode::kNewerVersion, 500, ExitCode::kNo, "Written by a newer version",
        "newer_version"},
    Row{ErrorCode::kCorrupt, 500, ExitCode::kNo, "Stored files are damaged", "corrupt"},
    Row{ErrorCode::kCancelled, 503, ExitCode::kTryLater, "Cancelled", "cancelled"},
    Row{ErrorCode::kInternal, 500, ExitCode::kInternal, "Internal error", "internal"},
};

constexpr bool rows_follow_the_enum() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (static_cast<std::size_t>(kRows[i].code) != i) {
      return false;
    }
  }
  return kRows.back().code == ErrorCode::kInternal;
}
static_assert(rows_follow_the_enum());

const Row& row(ErrorCode code) {
  const auto index = static_cast<std::size_t>(code);
  return index < kRows.size() ? kRows[index] : kRows.back();
}

}  // namespace

int http_status(ErrorCode code) { return row(code).http_status; }
ExitCode exit_code(ErrorCode code) { return row(code).exit_code; }
std::string_view error_title(ErrorCode code) { return row(code).title; }
std::string_view error_slug(ErrorCode code) { return row(code).slug; }

}  // namespace evidence
