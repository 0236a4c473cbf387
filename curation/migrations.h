// The numbered steps from an empty file to today's tables of curation.db; store/migrations.h takes
// them. Used when the store of strategies or the directory is opened.
#pragma once

#include <span>
#include <string_view>

#include "store/migrations.h"

namespace evidence::curation {

extern const std::string_view kMigration0001;  // migrations/0001_initial.cc
extern const std::string_view kMigration0002;  // migrations/0002_directory.cc
std::span<const Migration> curation_migrations();

inline constexpr DatabaseFile kCurationFile{
    "curation.db", 0x45564352,  // "EVCR"
    "store of strategies and libraries",
    "Restore it from a backup. Moving it away loses every stored strategy and the directory.",
    "Start `evidence serve` once: it brings the file up to date and keeps a backup."};

}  // namespace evidence::curation
