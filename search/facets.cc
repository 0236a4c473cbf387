#include "search/facets.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/text.h"
#include "base/tokenizer.h"
#include "model/currency.h"
#include "model/study_type.h"
#include "model/study_type_inference.h"
#include "search/facet_count.h"

namespace evidence {
namespace {

using Names = std::pair<std::string_view, std::string_view>;

constexpr std::array<Names, 24> kLanguages{{
    {"ara", "Arabic"},  {"chi", "Chinese"},  {"cze", "Czech"},      {"dan", "Danish"},
    {"dut", "Dutch"},   {"eng", "English"},  {"fin", "Finnish"},    {"fre", "French"},
    {"ger", "German"},  {"gre", "Greek"},    {"heb", "Hebrew"},     {"hun", "Hungarian"},
    {"ita", "Italian"}, {"jpn", "Japanese"}, {"kor", "Korean"},     {"nor", "Norwegian"},
    {"per", "Persian"}, {"pol", "Polish"},   {"por", "Portuguese"}, {"rus", "Russian"},
    {"spa", "Spanish"}, {"swe", "Swedish"},  {"tur", "Turkish"},    {"wel", "Welsh"},
}};

constexpr std::array<Names, 6> kStates{{
    {"retracted", "Retracted"},
    {"partially_retracted", "Partly retracted"},
    {"concern", "Expression of concern"},
    {"corrected", "Corrected"},
    {"open", "Free to read"},
    {"closed", "Subscription"},
}};

template <std::size_t kSize>
std::string name_in(const std::array<Names, kSize>& names, const std::string& value) {
  for (const auto& [key, name] : names) {
    if (key == value) return std::string(name);
  }
  return value;
}

std::string label_of(Field field, const std::string& value) {
  switch (field) {
    case Field::kStudyType: {
      const auto type = study_type_by_key(value);
      return type ? std::string(study_type_info(*type).label) : value;
    }
    case Field::kProbableType: {
      const auto type = study_type_by_key(value);
      return type ? probable_type_label(*type) : value;
    }
    case Field::kCurrency: {
      const auto state = currency_by_name(value);
      return state ? std::string(currency_label(*state)) : value;
    }
    case Field::kLanguage:
      return name_in(kLanguages, value);
    case Field::kStatus:
    case Field::kOpenAccess:
      return name_in(kStates, value);
    default:
      return value;
  }
}

// A value of a facet that some work of the result has, or that is selected.
struct Counted {
  std::string_view key, text;  // text: as the index holds it
  std::uint64_t count = 0;
};

std::size_t limit_of(const FacetQuestion& question) {
  if (question.view->limit > 0) return std::min(question.view->limit, kMaxFacetLimit);
  return question.facet->open ? kOpenFacetValues : kFacetValues;
}

bool is_selected(const FacetQuestion& question, std::string_view key) {
  return std::find(question.selected.begin(), question.selected.end(), key) !=
         question.selected.end();
}

FacetValue value_of(const FacetQuestion& question, const Counted& counted) {
  FacetValue value;
  const Field field = question.facet->field;
  // Open values are filtered by as they are compared; keys of closed lists are their own.
  value.value = std::string(question.facet->open ? counted.key : counted.text);
  value.label =
      question.facet->open ? std::string(counted.text) : label_of(field, std::string(counted.text));
  value.count = counted.count;
  value.selected = is_selected(question, counted.key);
  return value;
}

// What a person would look for: open values are compared folded already.
std::string sought_text(const FacetQuestion& question, const Counted& counted) {
  if (question.facet->open) return std::string(counted.key);
  return fold(label_of(question.facet->field, std::string(counted.text)));
}

bool has_word(std::string_view text, std::string_view begin) {
  for (std::size_t at = text.find(begin); at != std::string_view::npos;
       at = text.find(begin, at + 1)) {
    if (at == 0) return true;
    const char before = text[at - 1];
    const bool in_word = (before >= 'a' && before <= 'z') || (before >= '0' && before <= '9') ||
                         static_cast<unsigned char>(before) >= 0x80U;
    if (!in_word) return true;
  }
  return false;
}

// Leaves those that the view lets through, in its order.
void apply_view(const FacetQuestion& question, std::vector<Counted>& values) {
  const FacetView view = question.view->listing ? *question.view : FacetView{};
  // Typed texts are compared as values are: commas and hyphens count for nothing in headings.
  const auto typed = [&question](const std::string& text) {
    return question.facet->open ? exact_key(question.facet->field, text) : fold(text);
  };
  const std::string begins = typed(view.begins);
  const std::string folded = typed(view.words);
  std::vector<std::string_view> words;
  for (const std::string_view word : split(folded, ' ')) {
    if (!word.empty()) words.push_back(word);
  }
  const bool seeks = !begins.empty() || !words.empty();
  std::vector<std::pair<std::string, Counted>> found;
  for (const Counted& value : values) {
    std::string text;
    if (seeks || view.alphabetical) text = sought_text(question, value);
    if (!text.starts_with(begins)) continue;
    const bool all = std::all_of(words.begin(), words.end(),
                                 [&text](std::string_view word) { return has_word(text, word); });
    if (all) found.emplace_back(std::move(text), value);
  }
  std::sort(found.begin(), found.end(), [&view](const auto& a, const auto& b) {
    if (view.alphabetical && a.first != b.first) return a.first < b.first;
    if (!view.alphabetical && a.second.count != b.second.count) {
      return a.second.count > b.second.count;
    }
    return a.second.key < b.second.key;
  });
  values.clear();
  for (const auto& [text, value] : found) values.push_back(value);
}

// Of all values with counts, in whatever order: the page that the view asks for.
Facet page_of(const FacetQuestion& question, std::vector<Counted> values) {
  Facet facet;
  facet.field = question.facet->field;
  std::erase_if(values, [](const Counted& value) { return value.count == 0; });
  apply_view(question, values);
  if (question.view->listing) facet.matching = values.size();
  const std::size_t offset = question.view->listing ? question.view->offset : 0;
  const std::size_t begin = std::min(offset, values.size());
  const std::size_t end = std::min(values.size() - begin, limit_of(question)) + begin;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i >= begin && i < end) {
      facet.values.push_back(value_of(question, values[i]));
    } else {
      facet.other += values[i].count;
    }
  }
  return facet;
}

// What is in use is never cut off, even where no work has it.
template <typename CountOf>
void add_selected(const FacetQuestion& question, Facet& facet, const CountOf& count_of) {
  if (question.view->listing) return;
  std::vector<FacetValue> added;
  for (const std::string& key : question.selected) {
    const bool listed =
        std::any_of(facet.values.begin(), facet.values.end(), [&](const FacetValue& value) {
          return value.selected && exact_key(question.facet->field, value.value) == key;
        });
    if (listed) continue;
    const Counted counted = count_of(key);
    facet.other -= std::min(facet.other, counted.count);
    added.push_back(value_of(question, counted));
  }
  std::sort(added.begin(), added.end(), [](const FacetValue& a, const FacetValue& b) {
    return a.count != b.count ? a.count > b.count : a.value < b.value;
  });
  std::move(added.begin(), added.end(), std::back_inserter(facet.values));
}

// Many days, few states: the index holds review dates, and what they mean depends on the day.
Facet currency_facet(const FacetQuestion& question,
                     const std::vector<std::pair<std::string_view, std::uint64_t>>& values) {
  std::map<std::string_view, std::uint64_t> states;
  for (const auto& [value, count] : values) {
    states[currency_name(currency_on(value, question.today))] += count;
  }
  std::vector<Counted> counted;
  for (const auto& [state, count] : states) {
    if (!state.empty()) counted.push_back({state, state, count});
  }
  Facet facet = page_of(question, std::move(counted));
  add_selected(question, facet, [&states](const std::string& key) -> Counted {
    const auto at = states.find(key);
    return {key, key, at == states.end() ? 0 : at->second};
  });
  return facet;
}

}  // namespace

Result<std::vector<FacetQuestion>> facet_questions(const SearchRequest& request,
                                                   const PartialDate& today) {
  std::vector<FacetQuestion> questions;
  for (const Field field : request.facets) {
    FacetQuestion question;
    question.facet = facet_field(field);
    question.view = &request.facet_view;
    question.today = today;
    if (question.facet == nullptr) {
      return Error{ErrorCode::kInvalidArgument, "invalid_facet",
                   "Works are not counted by “" + std::string(field_info(field).name) + "”.", ""};
    }
    const bool known = std::any_of(questions.begin(), questions.end(),
                                   [&](const auto& each) { return each.facet == question.facet; });
    if (known) continue;
    for (const Filter& filter : request.filters) {
      if (filter.field != field || filter.exclude) continue;
      for (const std::string& value : filter.values) {
        if (field == Field::kYear && value.find('-') != std::string::npos) continue;
        std::string key = exact_key(field, value);
        if (!is_selected(question, key)) question.selected.push_back(std::move(key));
      }
    }
    questions.push_back(std::move(question));
  }
  return questions;
}

Facet facet_of(const FacetQuestion& question, const ValueColumn& column, const IdSet& works,
               const IdSet& all) {
  if (question.facet->field == Field::kCurrency) {
    const std::vector<std::uint32_t> counts = count_all(column, works, all);
    std::vector<std::pair<std::string_view, std::uint64_t>> values;
    for (ValueCode code = 0; code < counts.size(); ++code) {
      values.emplace_back(column.key(code), counts[code]);
    }
    return currency_facet(question, values);
  }
  Facet facet;
  if (!question.view->listing) {
    facet.field = question.facet->field;
    const FirstValues first = count_first(column, works, all, limit_of(question));
    facet.other = first.together;
    for (const CodeCount& each : first.values) {
      facet.values.push_back(
          value_of(question, {column.key(each.code), column.label(each.code), each.count}));
      facet.other -= each.count;
    }
  } else {
    const std::vector<std::uint32_t> counts = count_all(column, works, all);
    std::vector<Counted> values;
    for (ValueCode code = 0; code < counts.size(); ++code) {
      if (counts[code] > 0) values.push_back({column.key(code), column.label(code), counts[code]});
    }
    facet = page_of(question, std::move(values));
  }
  add_selected(question, facet, [&](const std::string& key) -> Counted {
    const auto code = column.find(key);
    if (!code) return {key, key, 0};
    return {column.key(*code), column.label(*code), count_one(column, *code, works)};
  });
  return facet;
}

FacetSpies::FacetSpies(const std::vector<const FacetQuestion*>& questions) {
  for (const FacetQuestion* question : questions) {
    const auto slot = static_cast<Xapian::valueno>(question->facet->slot);
    spies_.push_back({question, std::make_unique<Xapian::ValueCountMatchSpy>(slot)});
  }
}

void FacetSpies::attach(Xapian::Enquire& enquire) {
  for (const Spy& spy : spies_) enquire.add_matchspy(spy.counts.get());
}

std::vector<Facet> FacetSpies::facets() const {
  struct Known {
    std::string text;
    std::uint64_t count = 0;
    bool is_name = false;
  };
  std::vector<Facet> facets;
  for (const Spy& spy : spies_) {
    const FacetQuestion& question = *spy.question;
    // A slot with several values is counted as one string; taken apart here, still exact.
    std::map<std::string, Known> counts;
    if (question.facet->field == Field::kCurrency) {
      std::vector<std::string> texts;
      std::vector<std::pair<std::string_view, std::uint64_t>> values;
      for (auto value = spy.counts->values_begin(); value != spy.counts->values_end(); ++value) {
        texts.push_back(*value);
        values.emplace_back(std::string_view(), value.get_termfreq());
      }
      for (std::size_t i = 0; i < texts.size(); ++i) values[i].first = texts[i];
      facets.push_back(currency_facet(question, values));
      continue;
    }
    for (auto value = spy.counts->values_begin(); value != spy.counts->values_end(); ++value) {
      const std::string together = *value;
      bool first = true;
      for (const std::string_view one : facet_values(*question.facet, together)) {
        Known& known = counts[exact_key(question.facet->field, one)];
        if (known.text.empty()) known.text = one;
        known.count += value.get_termfreq();
        known.is_name = known.is_name || first || !question.facet->other_names;
        first = false;
      }
    }
    std::vector<Counted> values;
    for (const auto& [key, known] : counts) {
      if (known.is_name) values.push_back({key, known.text, known.count});
    }
    Facet facet = page_of(question, std::move(values));
    add_selected(question, facet, [&](const std::string& key) -> Counted {
      const auto at = counts.find(key);
      if (at == counts.end()) return {key, key, 0};
      return {at->first, at->second.text, at->second.count};
    });
    facets.push_back(std::move(facet));
  }
  return facets;
}

}  // namespace evidence
