// fsync of a file that another library wrote; base/file.h has the same for directories. Used by
// store/ where SQLite made a file that is about to be renamed. Failures: kStorageFull, kIo.
#pragma once

#include <filesystem>

#include "base/result.h"

namespace evidence {

Result<void> sync_file(const std::filesystem::path& path);

}  // namespace evidence
