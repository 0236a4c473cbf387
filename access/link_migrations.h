// The numbered steps from an empty file to today's tables of links.db; store/migrations.h takes
// them. Used when a store over that file is opened.
#pragma once

#include <span>
#include <string_view>

#include "store/migrations.h"

namespace evidence {

extern const std::string_view kLinkMigration0001;  // link_migrations/0001_initial.cc
std::span<const Migration> link_migrations();

inline constexpr DatabaseFile kLinksFile{
    "links.db", 0x45564C4E,  // "EVLN"
    "store of reports and link checks",
    "Restore it from a backup. Moving it away loses the reports; checks begin anew.",
    "Run `evidence links check` or `evidence serve` once: it brings the file up to date and keeps "
    "a backup."};

}  // namespace evidence
