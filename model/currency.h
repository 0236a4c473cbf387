// Whether a guideline still holds, as far as its sources say: version, review date, superseded,
// withdrawn. What nobody stated is never read as "current". Whether a review date has passed
// depends on the day one asks, so the index keeps the date and only the answer says "passed".
// docs/currency.md. Pure functions, thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/date.h"
#include "model/record.h"
#include "model/study_type.h"

namespace evidence {

struct Work;  // model/work.h

enum class CurrencyState {
  kNone,             // no guideline, and no source says anything of this kind
  kCurrent,          // the review date lies ahead, or the source itself says "current"
  kReviewDuePassed,  // the review date that the source gave lies behind
  kSuperseded,       // a newer version or another guideline replaces it
  kWithdrawn,        // its publisher withdrew it
  kNotStated,        // a guideline about which no source says any of this
};
// "current", "review_due_passed", "superseded", "withdrawn", "not_stated"; "" for kNone.
std::string_view currency_name(CurrencyState state);
std::optional<CurrencyState> currency_by_name(std::string_view name);
// For people: "Review date passed".
std::string_view currency_label(CurrencyState state);
// All that a work can be filtered by, in the order in which they are shown.
std::span<const CurrencyState> currency_states();

// What the index keeps in Slot::kReviewDate: eight digits of the last day before the review is due
// ("2026-05" gives 20260531) where only the day decides; else the state's name; "" for kNone.
std::string currency_value(const Work& work);
// The state on that day. `today` unknown: a date alone reads as kNotStated.
CurrencyState currency_on(std::string_view value, const PartialDate& today);

// "pmid:123", "https://doi.org/10.1/x" or "NG28 (2022)" as the relation that names what replaces a
// guideline: with a target where the text is an identifier, else with a citation.
Relation superseded_by(std::string_view text);

// Reads "current", "superseded" (also "replaced"), "withdrawn" (also "archived", "retired"), as
// sources write them; nullopt for other words.
std::optional<CurrencyStatement> currency_statement_by_word(std::string_view word);
std::string_view currency_statement_name(CurrencyStatement statement);  // "" for kNone

}  // namespace evidence
