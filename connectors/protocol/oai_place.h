// Where a harvest over OAI-PMH stands, as a short text that any process can go on from, and how its
// window is said to the repository. Used by the connector. Plain values; a text that is no place of
// this harvest is an Error "cursor_expired": the window is then harvested from its beginning.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace evidence {

struct OaiPlace {
  std::string harvest;   // hash of settings and window: a place belongs to one harvest
  std::string set;       // the set being harvested; "" = the whole repository
  std::string token;     // resumption token of the next part; "" = the list's beginning
  std::string after;     // with ListIdentifiers: the last identifier of this part that was fetched
  std::string expires;   // until when the repository keeps the token, where it says so
  bool skipped = false;  // a record could not be had: what is absent is not deleted
  bool operator==(const OaiPlace&) const = default;
};

std::string to_text(const OaiPlace& place);
Result<OaiPlace> parse_oai_place(std::string_view text);

// What a place's `harvest` is made of.
std::string oai_harvest_hash(const std::vector<std::string>& settings);

struct OaiWindow {
  std::string from, until;  // "" = open
};

// from and to: days or seconds with "Z", "" = open; the beginning is moved back by `overlap`. In
// days where the repository knows only days, else in seconds, of which `until` includes the last of
// its day. kInvalidArgument "bad_window" for anything else, or an end before the beginning.
Result<OaiWindow> oai_window(std::string_view from, std::string_view to, bool seconds,
                             std::chrono::seconds overlap);

// "90s", "30m", "12h", "1d"; "" = none. kInvalidArgument for anything else or more than 366 days.
Result<std::chrono::seconds> parse_overlap(std::string_view text);

}  // namespace evidence
