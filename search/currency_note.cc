#include "search/currency_note.h"

#include <utility>

#include "base/json.h"
#include "base/text.h"

namespace evidence {
namespace {

constexpr std::string_view kMember = "\"currency\":{";

PartialDate day_in(const json::object& object, std::string_view key) {
  return parse_date(string_member(object, key)).value_or(PartialDate{});
}

std::string checked_text(const SourceCheck* check) {
  if (check == nullptr || !check->last_success.known())
    return "when it was last checked is not known";
  return "last checked " + format_date_for_people(check->last_success);
}

std::string state_text(const GuidelineFacts& facts, CurrencyState state,
                       const std::string& source) {
  const std::string due = format_date_for_people(facts.review_due);
  switch (state) {
    case CurrencyState::kWithdrawn: {
      std::string text = "Withdrawn";
      if (facts.withdrawn_on.known()) text += ", " + format_date_for_people(facts.withdrawn_on);
      return text + ", according to " + source;
    }
    case CurrencyState::kSuperseded:
      return "Superseded or updated by a later publication, according to " + source;
    case CurrencyState::kReviewDuePassed:
      return "Review date passed: " + source + " said that it would be reviewed by " + due;
    case CurrencyState::kCurrent:
      if (facts.review_due.known()) return "Review due " + due + ", according to " + source;
      return "Current according to " + source + "; review date not supplied by the source";
    case CurrencyState::kNotStated:
      // The day is not known: the date stands for itself.
      if (facts.review_due.known()) return "Review due " + due + ", according to " + source;
      return "Review date not supplied by the source";
    case CurrencyState::kNone:
      break;
  }
  return "";
}

}  // namespace

std::optional<GuidelineFacts> guideline_facts(const Work& work) {
  std::string value = currency_value(work);
  if (value.empty()) return std::nullopt;
  const Currency& currency = work.record.currency;
  return GuidelineFacts{std::move(value),
                        currency.version,
                        currency.review_due,
                        currency.last_reviewed,
                        currency.withdrawn_on,
                        work.currency_source.empty() ? work.record.source : work.currency_source};
}

std::optional<GuidelineFacts> guideline_facts(std::string_view hit_json) {
  if (hit_json.find(kMember) == std::string_view::npos) return std::nullopt;
  const Result<json::value> parsed = parse_json(hit_json);
  const json::object* hit = parsed.ok() ? parsed->if_object() : nullptr;
  const json::value* value = hit == nullptr ? nullptr : member(*hit, "currency");
  const json::object* currency = value == nullptr ? nullptr : value->if_object();
  if (currency == nullptr) return std::nullopt;
  return GuidelineFacts{string_member(*currency, "value"), string_member(*currency, "version"),
                        day_in(*currency, "review_due"),   day_in(*currency, "last_reviewed"),
                        day_in(*currency, "withdrawn_on"), string_member(*currency, "source")};
}

CurrencyNote currency_note(const GuidelineFacts& facts, const CurrencyContext& context) {
  CurrencyNote note;
  note.state = currency_on(facts.value, context.today);
  if (note.state == CurrencyState::kNone) return note;
  const auto found = context.checks.find(facts.source);
  const SourceCheck* check = found == context.checks.end() ? nullptr : &found->second;
  const std::string source = check == nullptr || check->name.empty() ? facts.source : check->name;
  note.text = state_text(facts, note.state, source) + "; " + checked_text(check) + ".";
  if (!facts.version.empty()) note.text += " Version: " + facts.version + ".";
  if (facts.last_reviewed.known()) {
    note.text += " Last reviewed: " + format_date_for_people(facts.last_reviewed) + ".";
  }
  if (check == nullptr) return note;
  note.last_checked = format_date(check->last_success);
  if (check->age_days && *check->age_days > context.warn_after_days) {
    note.warning = source + " was last read " +
                   with_thousands(static_cast<std::uint64_t>(*check->age_days)) +
                   " days ago: look at the source itself whether this guideline still holds.";
  }
  return note;
}

std::string with_currency_note(std::string hit_json, const CurrencyContext& context) {
  const auto facts = guideline_facts(std::string_view(hit_json));
  if (!facts) return hit_json;
  Result<json::value> parsed = parse_json(hit_json);
  if (!parsed.ok()) return hit_json;
  const CurrencyNote note = currency_note(*facts, context);
  json::object& currency = parsed.value().get_object()["currency"].get_object();
  currency["state"] = currency_name(note.state);
  currency["label"] = currency_label(note.state);
  currency["text"] = note.text;
  currency["last_checked"] = note.last_checked;
  currency["warning"] = note.warning;
  return json::serialize(parsed.value());
}

}  // namespace evidence
