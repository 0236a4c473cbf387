// Small things that several files of the SQLite store share: how times, hashes and source names lie
// in its rows. Pure functions and single queries; failures as in store/sqlite.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "store/sqlite.h"

namespace evidence {

std::int64_t now_in_seconds(const Clock& clock);
std::string timestamp_of_seconds(std::int64_t seconds);  // RFC 3339

std::string sha256_bytes(std::string_view bytes);  // 32 bytes
std::string to_hex(std::string_view bytes);

// Source ids name files (locks/source-<source>.lock) and rows: 1 to 64 letters, digits, '-' and
// '_'.
Result<void> check_source_name(const std::string& source);

Result<std::optional<std::int64_t>> find_source(Database& database, const std::string& source);
Result<std::int64_t> find_or_add_source(Database& database, const std::string& source);

}  // namespace evidence
