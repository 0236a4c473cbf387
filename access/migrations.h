// The numbered steps from an empty file to today's tables of access.db; store/migrations.h takes
// them. Used when the access store is opened.
#pragma once

#include <span>
#include <string_view>

#include "store/migrations.h"

namespace evidence {

extern const std::string_view kAccessMigration0001;  // migrations/0001_initial.cc
std::span<const Migration> access_migrations();

inline constexpr DatabaseFile kAccessFile{
    "access.db", 0x45564143,  // "EVAC"
    "access store", "Restore it from a backup, or move it away and load the title lists again.",
    "Run `evidence holdings list` once: it brings the file up to date and keeps a backup."};

}  // namespace evidence
