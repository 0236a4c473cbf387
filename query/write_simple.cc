#include <algorithm>
#include <string>
#include <utility>

#include "base/result.h"
#include "base/text.h"
#include "base/tokenizer.h"
#include "query/writer.h"
#include "query/writer_support.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMinStem = 3;  // letters before '*'

class SimpleWriter final : public InfixWriter {
 protected:
  std::string everything() override { return {}; }  // NOT may stand alone
  std::string_view syntax_label() const override { return "the search box"; }

  std::string leaf(const Node& node) override {
    span_ = node.span;
    return std::visit([&](const auto& value) { return write_leaf(value); }, node.value);
  }

 private:
  std::string write_leaf(const And&) { return {}; }  // never: not leaves
  std::string write_leaf(const Or&) { return {}; }
  std::string write_leaf(const Not&) { return {}; }

  static std::string quoted(std::string_view text) { return "\"" + without_marks(text) + "\""; }

  // May the word stand without quotation marks?
  static bool is_bare(std::string_view word) {
    return !word.empty() && word != "AND" && word != "OR" && word != "NOT" &&
           std::all_of(word.begin(), word.end(), [](char c) {
             const auto byte = static_cast<unsigned char>(c);
             return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                    c == '-' || (byte >= 0x80U && byte != 0xC2U && byte != 0xE2U);
           });
  }

  // One value looked for in each of the fields.
  static std::string in_fields(FieldSet fields, const std::string& value) {
    std::vector<std::string> parts;
    for (const Field field : fields.fields()) {
      parts.push_back(field == Field::kAny ? value
                                           : std::string(field_info(field).name) + ":" + value);
    }
    return parts.empty() ? value : group(parts, " OR ");
  }

  std::string write_leaf(const Term& term) {
    const std::string text = without_marks(term.text);
    if (term.wildcards) return pattern(term.fields, text);
    if (term.fields == FieldSet(Field::kAny)) {
      return term.stemmed && is_bare(text) ? text : quoted(text);
    }
    return in_fields(term.fields, is_bare(text) ? text : quoted(text));
  }

  std::string pattern(FieldSet fields, const std::string& text) {
    const Pattern parts = pattern_of(text);
    const bool long_enough = character_count(parts.stem) >= kMinStem;
    if (parts.only_end && long_enough) return in_fields(fields, text);
    const std::vector<std::string> spellings = spellings_with_vowels(text);
    if (!spellings.empty()) {
      lose("lossy_wildcard",
           "The search box has no sign for one letter: " + quoted_for_message(text, 40) +
               " was written out with vowels only.",
           span_, "Keep the spellings that exist, and add any that are missing.");
      std::vector<std::string> words;
      words.reserve(spellings.size());
      for (const std::string& spelling : spellings) {
        words.push_back(in_fields(fields, quoted(spelling)));
      }
      return group(words, " OR ");
    }
    if (!long_enough) {
      lose("lossy_wildcard",
           "The search box needs three letters before *: " + quoted_for_message(text, 40) +
               " was written as the word alone.",
           span_);
      return parts.without_signs.empty() ? std::string()
                                         : in_fields(fields, quoted(parts.without_signs));
    }
    lose("lossy_wildcard",
         "The search box has * at the end of a word only: " + quoted_for_message(text, 40) +
             " was written as " + quoted_for_message(parts.stem + "*", 40) + ".",
         span_);
    return in_fields(fields, parts.stem + "*");
  }

  std::string write_leaf(const Phrase& phrase) {
    const std::string text = without_marks(phrase.text);
    if (!phrase.wildcards) return in_fields(phrase.fields, quoted(text));
    const std::vector<std::string> words = words_between_spaces(text);
    bool possible = !words.empty();
    for (std::size_t i = 0; i < words.size(); ++i) {
      const Pattern parts = pattern_of(words[i]);
      if (!parts.has_signs) continue;
      possible = possible && i + 1 == words.size() && parts.only_end &&
                 character_count(parts.stem) >= kMinStem;
    }
    if (possible) return in_fields(phrase.fields, quoted(text));
    lose("lossy_phrase",
         "The search box's phrases can end in * and have no other sign: the words of " +
             quoted_for_message(text, 60) + " were joined by AND.",
         span_);
    std::vector<std::string> parts;
    for (const std::string& word : words) {
      std::string part = pattern_of(word).has_signs ? pattern(phrase.fields, word)
                                                    : in_fields(phrase.fields, quoted(word));
      if (!part.empty()) parts.push_back(std::move(part));
    }
    return parts.empty() ? std::string() : group(parts, " AND ");
  }

  std::string write_leaf(const Prefix& prefix) {
    std::string text;
    for (const std::string& word : prefix.leading) text += word + " ";
    text += prefix.stem + "*";
    return in_fields(prefix.field,
                     prefix.leading.empty() && is_bare(prefix.stem) ? text : quoted(text));
  }

  std::string write_leaf(const Near& near) {
    lose("lossy_near", "The search box has no proximity: the words were joined by AND.", span_);
    const Span whole = span_;
    std::vector<std::string> parts;
    for (const Node& operand : near.operands) {
      std::vector<std::string> choices;
      if (const auto* either = std::get_if<Or>(&operand.value)) {
        for (const Node& child : either->children) {
          if (std::string one = leaf(child); !one.empty()) choices.push_back(std::move(one));
        }
      } else if (std::string one = leaf(operand); !one.empty()) {
        choices.push_back(std::move(one));
      }
      if (!choices.empty()) parts.push_back(group(choices, " OR "));
    }
    span_ = whole;
    return parts.empty() ? std::string() : group(parts, " AND ");
  }

  std::string write_leaf(const Plain& plain) {
    // The box searches words by stem and maps them too, by its own rules.
    lose("lossy_mapping",
         "The search box maps " + quoted_for_message(plain.text, 60) +
             " by its own rules, not by PubMed's.",
         span_);
    std::vector<std::string> words;
    for (const std::string& word : words_between_spaces(without_marks(plain.text))) {
      words.push_back(is_bare(word) ? word : quoted(word));
    }
    return words.empty() ? std::string() : group(words, " ");
  }

  std::string write_leaf(const Exact& exact) {
    if (exact.explode) lose(std::string(kNarrowerTypes), narrower_types_text(exact), span_);
    if (exact.wildcards) {
      return leave_out("A value with * (" + quoted_for_message(exact.value, 40) + ")", span_);
    }
    if (exact.field == Field::kIdentifier) {
      const std::size_t colon = exact.value.find(':');
      if (colon == std::string::npos) return leave_out("This number", span_);
      const std::string number = exact.value.substr(colon + 1);
      const bool bare = number.find_first_of(" \"()") == std::string::npos;
      return exact.value.substr(0, colon + 1) + (bare ? number : quoted(number));
    }
    const std::string text = without_marks(exact.value);
    return std::string(field_info(exact.field).name) + ":" + (is_bare(text) ? text : quoted(text));
  }

  std::string write_leaf(const Range& range) {
    if (range.slot != Slot::kDate && range.slot != Slot::kYear) {
      return leave_out("A range of these dates", span_);
    }
    const std::string from(std::string_view(range.from).substr(0, 4));
    const std::string to(std::string_view(range.to).substr(0, 4));
    if (range.from.size() > 4 || range.to.size() > 4) {
      lose("lossy_date", "The search box has whole years only; months and days were left out.",
           span_);
    }
    if (from.empty() && to.empty()) return leave_out("A range without beginning and end", span_);
    return "year:" + (from == to ? from : from + "-" + to);
  }

  std::string write_leaf(const Heading& heading) {
    const std::string label = without_marks(heading.label);
    if (heading.wildcards) {
      return leave_out("A heading with * (" + quoted_for_message(label, 40) + ")", span_);
    }
    if (heading.explode) {
      lose("lossy_explode",
           "The search box does not include narrower headings: only " +
               quoted_for_message(label, 60) + " itself is found.",
           span_);
    }
    if (heading.qualifiers.empty()) {
      return (heading.focus ? "subject_major:" : "subject:") + quoted(label);
    }
    std::vector<std::string> parts;
    for (const std::string& qualifier : heading.qualifiers) {
      parts.push_back((heading.focus ? "subject_qualified_major:" : "subject_qualified:") +
                      quoted(label + "/" + qualifier));
    }
    return group(parts, " OR ");
  }

  std::string write_leaf(const Subheading& subheading) {
    if (subheading.explode) {
      lose("lossy_explode", "The search box does not include narrower subheadings.", span_);
    }
    return "subheading:" + quoted(subheading.name);
  }
  std::string write_leaf(const LineRef& line) {
    return leave_out("Line " + std::to_string(line.line), span_);
  }
  std::string write_leaf(const MatchAll&) { return leave_out("“Everything”", span_); }
  std::string write_leaf(const MatchNothing&) {
    return leave_out("A search that finds nothing", span_);
  }

  Span span_;
};

}  // namespace

Written write_simple(const Node& tree) { return SimpleWriter().write(tree); }

}  // namespace evidence::query
