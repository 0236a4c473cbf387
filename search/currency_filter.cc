#include "search/currency_filter.h"

#include <optional>
#include <string>
#include <utility>

#include "base/text.h"
#include "model/currency.h"
#include "model/field.h"

namespace evidence {
namespace {

struct Days {
  std::string from, to;  // eight digits, inclusive; "" = open
};

// The review dates that have this state on that day; nullopt where no date decides.
std::optional<Days> days_of(CurrencyState state, const PartialDate& today) {
  const std::string day = sortable_date(today);
  if (state == CurrencyState::kCurrent) return Days{day, ""};
  if (state != CurrencyState::kReviewDuePassed) return std::nullopt;
  // As text and as a number the last value before today's; it need not be a day of the calendar.
  return Days{"", day.empty() ? "" : std::to_string(std::stoul(day) - 1)};
}

}  // namespace

void resolve_currency(query::Node& tree, const PartialDate& today) {
  if (std::vector<query::Node>* children = query::children_of(tree)) {
    for (query::Node& child : *children) resolve_currency(child, today);
    return;
  }
  const auto* exact = std::get_if<query::Exact>(&tree.value);
  if (exact == nullptr || exact->field != Field::kCurrency || exact->wildcards) return;
  const auto state = currency_by_name(to_lower_ascii(exact->value));
  const std::optional<Days> days = state ? days_of(*state, today) : std::nullopt;
  if (!days || !today.known()) return;
  query::Or either;
  either.children.push_back(tree);
  either.children.push_back({query::Range{Slot::kReviewDate, days->from, days->to}, tree.span});
  tree.value = std::move(either);
}

}  // namespace evidence
