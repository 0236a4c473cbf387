// What is said of a guideline beside its title: whether it still holds as far as its source says,
// when that source was last read, and a warning where that is long ago. Pages, API and command line
// say the same. What no source states never reads as "current". Pure functions, thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"
#include "model/currency.h"
#include "model/work.h"

namespace evidence {

struct SourceCheck {
  std::string name;                      // for people
  PartialDate last_success;              // of the last harvest or import that reached its end
  std::optional<std::int64_t> age_days;  // since then; nullopt: not known
};

struct CurrencyContext {
  PartialDate today;
  std::map<std::string, SourceCheck> checks;  // by source id
  std::int64_t warn_after_days = 90;
};

struct GuidelineFacts {
  std::string value;  // as in Slot::kReviewDate
  std::string version;
  PartialDate review_due, last_reviewed, withdrawn_on;
  std::string source;  // id of the source that states them, or of the one that describes the work
};
// nullopt where the work is no guideline and no source says anything of the kind.
std::optional<GuidelineFacts> guideline_facts(const Work& work);
// The same from a hit's JSON (model/index_format.h).
std::optional<GuidelineFacts> guideline_facts(std::string_view hit_json);

struct CurrencyNote {
  CurrencyState state = CurrencyState::kNone;
  std::string text;          // one to three sentences
  std::string last_checked;  // ISO day; "" where it is not known
  std::string warning;       // one sentence where the source was last read too long ago; else ""
};
CurrencyNote currency_note(const GuidelineFacts& facts, const CurrencyContext& context);

// The hit's JSON with "state", "label", "text", "last_checked" and "warning" in its "currency";
// unchanged where it has none.
std::string with_currency_note(std::string hit_json, const CurrencyContext& context);

}  // namespace evidence
