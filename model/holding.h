// A holding: a title on a platform (or on a shelf) as a row of a title list says it, and whether it
// covers what was published on a day. Values; pure functions. Used by access/ and the reader of
// title lists. Never a wrong yes: what is not known for certain is kMaybe.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"
#include "model/embargo.h"
#include "model/identifier.h"

namespace evidence {

enum class HoldingKind { kSerial, kMonograph };
std::string_view holding_kind_name(HoldingKind kind);  // "serial", "monograph"
std::optional<HoldingKind> holding_kind_by_name(std::string_view name);

enum class CoverageDepth { kFullText, kSelectedArticles, kAbstracts, kPrint };
std::string_view depth_name(CoverageDepth depth);  // "fulltext", "selected articles", …, "print"
std::optional<CoverageDepth> depth_by_name(std::string_view name);

// All strings are valid UTF-8 that passed clean_text().
struct Holding {
  std::string title;                        // never empty
  std::string title_id;                     // the provider's own; "" if none
  std::optional<Identifier> print_id = {};  // ISSN or ISBN-13
  std::optional<Identifier> online_id = {};
  HoldingKind kind = HoldingKind::kSerial;
  CoverageDepth depth = CoverageDepth::kFullText;
  bool free = false;  // access_type F: anybody may read it
  PartialDate first;  // unknown: see below
  PartialDate last;   // unknown: to the present
  // A date that stands in the list and could not be read. Such a bound is unknown, not open.
  std::string first_unread, last_unread;
  std::string first_volume, first_issue, last_volume, last_issue;
  Embargo embargo;
  std::string url;        // title_url that passed parse_web_url; "" if none
  std::string publisher;  // "" if not given
  std::string notes;      // with unknown columns as "heading: value", joined by "; "
  bool operator==(const Holding&) const = default;
};

enum class Covered { kNo, kMaybe, kYes };
std::string_view covered_name(Covered covered);  // "no", "maybe", "yes"

struct CoverageAnswer {
  Covered answer = Covered::kMaybe;
  std::string note;  // "Full text from 2004, not the newest 12 calendar months"; why not yes
};

// What of a publication decides whether a holding covers it.
struct Published {
  PartialDate date;
  std::string_view volume = {}, issue = {};  // "" if not known
};

// Dates are compared by the precision given: a list's "2004" is the whole year. A publication whose
// own date is less precise than a bound that falls inside it is kMaybe, as is one without a date,
// one under an embargo that could not be read, one of selected articles, and a serial whose list
// says neither dates nor volumes. Volumes and issues decide where a bound has no date and both are
// numbers. A book without dates is covered whole. Print and abstracts answer for what is there:
// look at `depth`.
CoverageAnswer coverage_of(const Holding& holding, const Published& published,
                           std::chrono::sys_days today);
CoverageAnswer coverage_of(const Holding& holding, const PartialDate& published,
                           std::chrono::sys_days today);

// The days of publication that the holding covers for certain on `today`, both ends belonging to
// it; nullopt is unbounded. Nothing where coverage is not certain for any day: bounds or an embargo
// that could not be read, bounds by volume only, selected articles.
std::optional<OpenWindow> certain_days(const Holding& holding, std::chrono::sys_days today);

// "Full text from May 2004 to 2010, not the newest 30 days"; "Print from volume 3".
std::string coverage_for_people(const Holding& holding);

}  // namespace evidence
