// A stored strategy: what a librarian searches with, under an unguessable link, every change of it
// a version of its own that stays. Plain values; pure functions, thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "query/parsed_query.h"

namespace evidence::curation {

// 26 characters of Crockford base 32 in lower case: 130 random bits. Whoever knows it may read.
using StrategyId = std::string;
StrategyId new_strategy_id();
bool is_strategy_id(std::string_view text);

// What a person writes and sets; what makes a version.
struct StrategySettings {
  std::string name;   // one line
  std::string notes;  // lines are kept
  std::string text;   // the lines as typed or pasted; line ends are '\n'
  query::Syntax syntax = query::Syntax::kOvid;
  std::vector<std::string> sources;  // sorted, unique; empty: all
  bool mapping = true;               // automatic mapping of plain words
  bool operator==(const StrategySettings&) const = default;
};

struct SettingsLimits {
  std::size_t name_bytes = 200;
  std::size_t notes_bytes = 16U << 10U;
  std::size_t text_bytes = 1U << 20U;
  std::size_t sources = 64;
};
inline constexpr SettingsLimits kSettingsLimits{};

// Cleaned and within the limits. kInvalidArgument: no_strategy_text, bad_strategy_text (not UTF-8,
// or a NUL in it), bad_source; kTooLarge: strategy_too_large, notes_too_long, too_many_sources. A
// name that is too long is cut; an empty one becomes "Untitled strategy".
Result<StrategySettings> checked_settings(StrategySettings settings,
                                          const SettingsLimits& limits = kSettingsLimits);

// Who changed something, and why, as they say themselves until there are accounts. Both may be "".
struct Change {
  std::string actor;
  std::string comment;
};
Change checked_change(Change change);  // one line each, cut to 200 and 1,000 bytes

struct StrategyVersion {
  unsigned number = 0;  // from 1, without gaps
  std::string at;       // RFC 3339, UTC
  std::string actor, comment;
  StrategySettings settings;
  bool operator==(const StrategyVersion&) const = default;
};

// Where a fork came from.
struct Origin {
  StrategyId strategy;
  unsigned version = 0;
  bool operator==(const Origin&) const = default;
};

struct Strategy {
  StrategyId id;
  std::string owner;  // "" until accounts exist and somebody claims it with the edit token
  std::string created;
  std::optional<Origin> forked_from;
  bool sample = false;  // ships with the program
  StrategyVersion latest;
  unsigned runs = 0;
};

}  // namespace evidence::curation
