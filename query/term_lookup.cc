#include "query/term_lookup.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/text.h"
#include "base/tokenizer.h"
#include "model/label_key.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMaxHeadings = 3;
// An entry term so short is an abbreviation as like as not.
constexpr std::size_t kShort = 3;

bool is_in_capitals(std::string_view word) {
  return word.size() > 1 && std::all_of(word.begin(), word.end(), is_upper);
}

class Lookup {
 public:
  Lookup(std::string_view words, std::size_t count, const Mapping& mapping)
      : words_(words), count_(count), mapping_(mapping), key_(label_key(words)) {}

  Meaning run() {
    if (key_.empty() || is_meaningless()) return {};
    const bool single = count_ == 1;
    const TermIndex::Entry* entry = listed(key_);
    if (single && entry != nullptr && !entry->readings.empty()) {
      meaning_.readings = entry->readings;
      return std::move(meaning_);
    }
    std::vector<FoundHeading> found = find(words_);
    const bool expanded = entry != nullptr && !entry->expansion.empty();
    if (single && key_.size() <= kShort && !expanded && !found.empty() &&
        found.front().by != FoundBy::kLabel) {
      for (const FoundHeading& heading : found) meaning_.readings.push_back(heading.label);
      return std::move(meaning_);
    }
    take(found, entry);
    if (!meaning_.any()) {
      for (const std::string& variant : number_variants(key_)) {
        take(find(variant), listed(variant));
        if (meaning_.any()) break;
      }
    }
    return std::move(meaning_);
  }

 private:
  [[nodiscard]] bool is_meaningless() const {
    if (count_ != 1) return false;
    if (key_.size() < 2 || all_digits(key_)) return true;
    if (is_in_capitals(words_)) return false;
    // "aids" in small letters is not the syndrome, nor "us" the United States.
    return is_stop_word(key_) || is_ambiguous_acronym(key_);
  }

  [[nodiscard]] const TermIndex::Entry* listed(std::string_view key) const {
    return mapping_.lists == nullptr ? nullptr : mapping_.lists->find(key);
  }

  // Of several headings those that are called so in the same way; a substance only where there is
  // no heading.
  [[nodiscard]] std::vector<FoundHeading> find(std::string_view label) const {
    std::vector<FoundHeading> found = mapping_.vocabulary->find(label);
    if (found.empty() || found.front().by == FoundBy::kId) return {};
    const FoundHeading best = found.front();
    std::erase_if(found, [&](const FoundHeading& one) {
      return one.by != best.by || (one.kind == HeadingKind::kSupplementary) !=
                                      (best.kind == HeadingKind::kSupplementary);
    });
    if (found.size() > kMaxHeadings) found.resize(kMaxHeadings);
    return found;
  }

  void add_heading(const FoundHeading& heading) {
    const auto& known = meaning_.headings;
    const bool seen = std::any_of(known.begin(), known.end(),
                                  [&](const FoundHeading& one) { return one.id == heading.id; });
    if (seen || known.size() >= 2 * kMaxHeadings) return;
    meaning_.headings.push_back(heading);
    add_words(meaning_.labels, natural_label(heading.label));
  }

  void add_words(std::vector<std::string>& list, const std::string& words) const {
    const std::string key = label_key(words);
    if (key.empty() || key == key_) return;
    const auto says_so = [&](const std::string& other) { return label_key(other) == key; };
    if (std::any_of(meaning_.labels.begin(), meaning_.labels.end(), says_so)) return;
    if (std::any_of(meaning_.synonyms.begin(), meaning_.synonyms.end(), says_so)) return;
    list.push_back(to_plain(words));
  }

  // Labels are written with capitals, typed words seldom.
  static std::string to_plain(const std::string& words) {
    std::string plain;
    for (const std::string_view word : split(words, ' ')) {
      if (word.empty()) continue;
      if (!plain.empty()) plain += ' ';
      const bool name = std::any_of(word.begin() + 1, word.end(), is_upper) || word.size() == 1;
      plain += name ? std::string(word) : to_lower_ascii(word);
    }
    return plain;
  }

  void take(const std::vector<FoundHeading>& found, const TermIndex::Entry* entry) {
    for (const FoundHeading& heading : found) add_heading(heading);
    if (entry == nullptr || !entry->readings.empty()) return;
    for (const std::string& source : entry->sources) meaning_.sources.push_back(source);
    std::vector<std::string> others = entry->others;
    if (!entry->expansion.empty()) {
      meaning_.expansion = entry->expansion;
      others.insert(others.begin(), entry->expansion);
      // What the expansion is called besides: "copd" → "chronic obstructive lung disease".
      if (const TermIndex::Entry* more = listed(label_key(entry->expansion))) {
        others.insert(others.end(), more->others.begin(), more->others.end());
      }
    }
    for (const std::string& other : others) {
      for (const FoundHeading& heading : find(other)) add_heading(heading);
      add_words(meaning_.synonyms, other);
    }
  }

  std::string_view words_;
  std::size_t count_;
  const Mapping& mapping_;
  std::string key_;
  Meaning meaning_;
};

}  // namespace

Meaning meaning_of(std::string_view words, std::size_t count, const Mapping& mapping) {
  return Lookup(words, count, mapping).run();
}

bool has_lone_letter_or_number(std::string_view words) {
  const std::string key = label_key(words);
  const std::vector<std::string_view> parts = split(key, ' ');
  return parts.size() > 1 && std::any_of(parts.begin(), parts.end(), [](std::string_view part) {
           return part.size() == 1 || all_digits(part);
         });
}

}  // namespace evidence::query
