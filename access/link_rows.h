// Reading and writing the rows of links.db that more than one question needs. Used by
// sqlite_link_health_store.cc, inside its transactions. Failures: those of store/sqlite.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "access/link_health_store.h"
#include "store/sqlite.h"

namespace evidence {

inline constexpr std::string_view kReportColumns =
    "id, first_at, last_at, times, work, citation, link, target, url, organisation, route, "
    "platform, choice, comment, closed_at, closed_by, note";
LinkReport read_report(const Statement& row);  // of kReportColumns, from column 0
Result<void> insert_report(Database& database, const LinkReport& report);
// The newest open report of the same link of the same work, where there are `most` of them; else 0.
Result<std::int64_t> newest_of_many(Database& database, const LinkReport& report,
                                    std::int64_t most);
struct Closing {
  std::int64_t now = 0;
  std::string actor, note;
};
// How many were closed.
Result<std::int64_t> close_open_reports(Database& database, const ReportChosen& chosen,
                                        bool only_unrepeated, const Closing& closing);
// Only so many of the closed ones are kept.
Result<void> forget_closed_reports(Database& database, std::int64_t most);

inline constexpr std::string_view kPlatformColumns =
    "host, last_check, last_answer, last_cause, known_targets, streak_checks, streak_targets, "
    "streak_began, failing_since";
PlatformState read_platform(const Statement& row);  // of kPlatformColumns, from column 0
// A new state where the host has none yet.
Result<PlatformState> find_platform(Database& database, const std::string& host);
Result<void> save_platform(Database& database, const PlatformState& state);
Result<void> ensure_platform(Database& database, const std::string& host);

Result<std::int64_t> targets_of(Database& database, const std::string& host);
Result<bool> has_target(Database& database, const std::string& url);
Result<void> insert_target(Database& database, const CheckTarget& target);
// The target of this platform that is broken since before `broken_before` goes, or any broken one
// where the platform fails for so long; else the one that was found good longest ago; false where
// there is none.
Result<bool> give_up_target(Database& database, const std::string& host,
                            std::int64_t broken_before);
// Keeps what came of a check with a target that is there.
Result<void> save_outcome(Database& database, const std::string& url, const LinkCheck& check,
                          std::int64_t now);

}  // namespace evidence
