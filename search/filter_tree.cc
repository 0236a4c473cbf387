#include "search/filter_tree.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "base/tokenizer.h"
#include "model/currency.h"
#include "model/study_type.h"
#include "search/currency_filter.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxValueBytes = 500;

bool is_year(std::string_view text) {
  return text.size() == 4 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_type(Field field) { return field == Field::kStudyType || field == Field::kProbableType; }

std::string names_of_states() {
  std::string all;
  for (const CurrencyState state : currency_states()) {
    all += (all.empty() ? "" : ", ") + std::string(currency_name(state));
  }
  return all;
}

std::string hint_for_filter(Field field) {
  if (field == Field::kYear) return "Use a year or a range: 2015-2020.";
  if (field == Field::kCurrency) return "Use one of: " + names_of_states() + ".";
  if (!is_type(field)) return "";
  std::string keys;
  for (const StudyTypeInfo& type : study_types()) {
    keys += (keys.empty() ? "" : ", ") + std::string(type.key);
  }
  return "Use one of: " + keys + ".";
}

Error invalid_filter(Field field, std::string_view value) {
  return {ErrorCode::kInvalidArgument, "invalid_filter",
          quoted_for_message(value, 60) + " is no value of the filter “" +
              std::string(field_info(field).name) + "”.",
          hint_for_filter(field)};
}

Result<query::Node> years(Field field, const std::string& value) {
  const std::size_t dash = value.find('-');
  if (dash == std::string::npos) {
    if (!is_year(value)) return invalid_filter(field, value);
    return query::Node{query::Exact{field, value}, {}};
  }
  const std::string from = value.substr(0, dash);
  const std::string to = value.substr(dash + 1);
  const bool good = (from.empty() || is_year(from)) && (to.empty() || is_year(to)) &&
                    !(from.empty() && to.empty());
  if (!good) return invalid_filter(field, value);
  return query::Node{query::Range{Slot::kYear, from, to}, {}};
}

// States that a review date decides depend on the day.
Result<query::Node> currency(const std::string& value, const PartialDate& today) {
  const auto state = currency_by_name(value);
  if (!state) return invalid_filter(Field::kCurrency, value);
  const bool dated = *state == CurrencyState::kCurrent || *state == CurrencyState::kReviewDuePassed;
  if (dated && !today.known()) {
    return Error{
        ErrorCode::kInvalidArgument, "today_unknown",
        "Whether a review date has passed depends on today's date, which is not known here.", ""};
  }
  query::Node tree{query::Exact{Field::kCurrency, value}, {}};
  resolve_currency(tree, today);
  return tree;
}

Result<query::Node> value_tree(Field field, const std::string& value, const PartialDate& today) {
  if (field == Field::kCurrency) return currency(value, today);
  if (field == Field::kYear) return years(field, value);
  if (value.empty() || value.size() > kMaxValueBytes) return invalid_filter(field, value);
  // A closed list: a mistyped value would otherwise read as "nothing found".
  if (is_type(field) && !study_type_by_key(value)) return invalid_filter(field, value);
  if (field_info(field).kind == FieldKind::kExact) {
    return query::Node{query::Exact{field, value}, {}};
  }
  if (tokenize(value).empty()) return invalid_filter(field, value);
  return query::Node{query::Phrase{field, value}, {}};
}

}  // namespace

Result<query::Node> filter_tree(const Filter& filter, const PartialDate& today) {
  if (!field_info(filter.field).filter) {
    return Error{ErrorCode::kInvalidArgument, "invalid_filter",
                 "There is no filter “" + std::string(field_info(filter.field).name) + "”.", ""};
  }
  query::Or any;
  for (const std::string& value : filter.values) {
    query::Node one;
    EVIDENCE_ASSIGN(one, value_tree(filter.field, value, today));
    any.children.push_back(std::move(one));
  }
  if (any.children.empty()) return query::Node{query::MatchNothing{}, {}};
  if (any.children.size() == 1) return std::move(any.children.front());
  return query::Node{std::move(any), {}};
}

}  // namespace evidence
