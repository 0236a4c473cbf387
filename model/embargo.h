// A title list's embargo (KBART's embargo_info, standards.md 3.2) and the window that it leaves
// open on a day. Values; pure functions. Text that cannot be read is kept as such: it is never "no
// embargo".
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace evidence {

// A moving wall lies `length` units before today. The unit also says how often it moves: each day,
// with each calendar month, with each calendar year. A year of days is 365 of them, a month 30.
struct MovingWall {
  unsigned length = 0;  // 1..9999
  char unit = 'D';      // 'D', 'M', 'Y'
  bool operator==(const MovingWall&) const = default;
};

struct Embargo {
  std::optional<MovingWall> begins = {};  // R: access begins at the wall
  std::optional<MovingWall> ends = {};    // P: access ends at the wall
  std::string unparsed = {};  // the text where it could not be read; then both are empty

  [[nodiscard]] bool none() const { return !begins && !ends && unparsed.empty(); }
  bool operator==(const Embargo&) const = default;
};

// "R10Y;P30D": at most one R, then at most one P; letters in either case. "" is no embargo, and so
// is P0D, which withholds nothing. Never fails: what it cannot read is `unparsed` (cut to 200
// bytes).
Embargo parse_embargo(std::string_view text);

// "R10Y;P30D"; the text itself where it could not be read. parse_embargo reads it as the same.
std::string format_embargo(const Embargo& embargo);

// "only the newest 10 calendar years, but not the newest 30 days"; "" where there is none; "with an
// embargo that could not be read (“6 months”)".
std::string embargo_for_people(const Embargo& embargo);

// The days of publication that are open; both ends belong to it; nullopt is unbounded.
struct OpenWindow {
  std::optional<std::chrono::sys_days> from = {};
  std::optional<std::chrono::sys_days> to = {};
  bool operator==(const OpenWindow&) const = default;
};

// On 2018-12-14: R10Y;P30D is 2009-01-01 to 2018-11-15, R1Y from 2018-01-01, P1Y to 2017-12-31,
// P6M to 2018-06-30, R180D from 2018-06-17. An embargo that could not be read bounds nothing here:
// ask for `unparsed` first. `from` after `to` where nothing is open (R30D;P60D).
OpenWindow open_window(const Embargo& embargo, std::chrono::sys_days today);

}  // namespace evidence
