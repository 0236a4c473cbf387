#include "model/currency.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "model/identifier.h"
#include "model/work.h"

namespace evidence {
namespace {

using C = CurrencyState;

struct StateInfo {
  CurrencyState state;
  std::string_view name, label;
};
constexpr std::array kStates{
    StateInfo{C::kNone, "", ""},
    StateInfo{C::kCurrent, "current", "Within its review date"},
    StateInfo{C::kReviewDuePassed, "review_due_passed", "Review date passed"},
    StateInfo{C::kSuperseded, "superseded", "Superseded"},
    StateInfo{C::kWithdrawn, "withdrawn", "Withdrawn"},
    StateInfo{C::kNotStated, "not_stated", "Review date not supplied"},
};
constexpr std::array kShown{C::kCurrent, C::kReviewDuePassed, C::kSuperseded, C::kWithdrawn,
                            C::kNotStated};

using Word = std::pair<std::string_view, CurrencyStatement>;
constexpr std::array kWords{
    Word{"current", CurrencyStatement::kCurrent},
    Word{"active", CurrencyStatement::kCurrent},
    Word{"in force", CurrencyStatement::kCurrent},
    Word{"superseded", CurrencyStatement::kSuperseded},
    Word{"replaced", CurrencyStatement::kSuperseded},
    Word{"updated and replaced", CurrencyStatement::kSuperseded},
    Word{"withdrawn", CurrencyStatement::kWithdrawn},
    Word{"archived", CurrencyStatement::kWithdrawn},
    Word{"retired", CurrencyStatement::kWithdrawn},
    Word{"rescinded", CurrencyStatement::kWithdrawn},
};

bool is_guideline(const Work& work) {
  const StudyType type = shown_type(work).type;
  return type == StudyType::kGuideline || type == StudyType::kPointOfCare;
}

bool is_replaced(const Work& work) {
  return work.record.currency.stated == CurrencyStatement::kSuperseded ||
         std::any_of(work.relations.begin(), work.relations.end(), [](const WorkRelation& one) {
           return one.type == RelationType::kHasNewerVersion ||
                  one.type == RelationType::kUpdatedBy;
         });
}

// The last day of "2026" is 31 December, of "2026-05" the 31st: compared as text, never shown.
std::string last_day(const PartialDate& date) {
  return sortable_date(
      {date.year, date.month == 0 ? 12 : date.month, date.day == 0 ? 31 : date.day});
}

bool is_day(std::string_view value) {
  return value.size() == 8 &&
         std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string_view currency_name(CurrencyState state) {
  return kStates[static_cast<std::size_t>(state)].name;
}

std::optional<CurrencyState> currency_by_name(std::string_view name) {
  for (const StateInfo& info : kStates) {
    if (!name.empty() && info.name == name) return info.state;
  }
  return std::nullopt;
}

std::string_view currency_label(CurrencyState state) {
  return kStates[static_cast<std::size_t>(state)].label;
}

std::span<const CurrencyState> currency_states() { return kShown; }

std::string currency_value(const Work& work) {
  const Currency& currency = work.record.currency;
  if (!is_guideline(work) && currency == Currency{}) return "";
  if (currency.stated == CurrencyStatement::kWithdrawn) {
    return std::string(currency_name(C::kWithdrawn));
  }
  if (is_replaced(work)) return std::string(currency_name(C::kSuperseded));
  if (currency.review_due.known()) return last_day(currency.review_due);
  if (currency.stated == CurrencyStatement::kCurrent) {
    return std::string(currency_name(C::kCurrent));
  }
  return std::string(currency_name(C::kNotStated));
}

CurrencyState currency_on(std::string_view value, const PartialDate& today) {
  if (!is_day(value)) return currency_by_name(value).value_or(C::kNone);
  if (!today.known()) return C::kNotStated;
  return value < sortable_date(today) ? C::kReviewDuePassed : C::kCurrent;
}

Relation superseded_by(std::string_view text) {
  const std::string clean = clean_text(text);
  Relation relation{RelationType::kHasNewerVersion, "", ""};
  const std::size_t colon = clean.find(':');
  if (colon != std::string::npos) {
    if (const auto scheme =
            scheme_by_name(to_lower_ascii(std::string_view(clean).substr(0, colon)))) {
      const auto named = Identifier::parse(*scheme, std::string_view(clean).substr(colon + 1));
      if (named.ok()) {
        relation.target = std::string(scheme_name(*scheme)) + ":" + named->value();
        return relation;
      }
    }
  }
  // Digits alone are as likely a year or a number of the source's own as a PMID.
  const bool digits = std::all_of(clean.begin(), clean.end(),
                                  [](char c) { return (c >= '0' && c <= '9') || c == ' '; });
  const std::vector<Identifier> known =
      digits ? std::vector<Identifier>{} : recognise_identifiers(clean);
  if (known.size() == 1) {
    relation.target =
        std::string(scheme_name(known.front().scheme())) + ":" + known.front().value();
  } else {
    relation.citation = clean;
  }
  return relation;
}

std::optional<CurrencyStatement> currency_statement_by_word(std::string_view word) {
  const std::string lower = to_lower_ascii(trim(word));
  for (const auto& [known, statement] : kWords) {
    if (known == lower) return statement;
  }
  return std::nullopt;
}

std::string_view currency_statement_name(CurrencyStatement statement) {
  switch (statement) {
    case CurrencyStatement::kNone:
      return "";
    case CurrencyStatement::kCurrent:
      return "current";
    case CurrencyStatement::kSuperseded:
      return "superseded";
    case CurrencyStatement::kWithdrawn:
      return "withdrawn";
  }
  return "";
}

}  // namespace evidence
