// GCC 12 with sanitizers takes <regex> for uninitialised.
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include "tests/unit/search/slow_evaluation.h"

#include <algorithm>
#include <functional>
#include <regex>
#include <set>
#include <sstream>

#include "base/date.h"
#include "base/text.h"
#include "base/tokenizer.h"

namespace evidence::test {
namespace {

const std::string& plain(const std::string& text) {
  static std::map<std::string, std::string> known;
  const auto [at, is_new] = known.emplace(text, "");
  if (!is_new) return at->second;
  std::string key = std::regex_replace(fold(text), std::regex("[^a-z0-9]+"), " ");
  while (key.starts_with(" ")) key.erase(0, 1);
  while (key.ends_with(" ")) key.pop_back();
  return at->second = key;
}

// "*3" and the like as a regular expression over the whole word.
std::regex expression_of(const std::string& pattern) {
  std::string expression;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '?') {
      expression += ".?";
    } else if (c == '#') {
      expression += ".";
    } else if (c == '*') {
      std::string digits;
      while (i + 1 < pattern.size() && pattern[i + 1] >= '0' && pattern[i + 1] <= '9') {
        digits += pattern[++i];
      }
      expression += digits.empty() ? ".*" : ".{0," + digits + "}";
    } else {
      expression += c;
    }
  }
  return std::regex(expression);
}

bool fits(const std::string& pattern, const std::string& word) {
  static std::map<std::string, std::regex> compiled;
  static std::map<std::pair<std::string, std::string>, bool> known;
  const auto [at, is_new] = known.emplace(std::pair(pattern, word), false);
  if (is_new) {
    auto expression = compiled.find(pattern);
    if (expression == compiled.end()) {
      expression = compiled.emplace(pattern, expression_of(pattern)).first;
    }
    at->second = std::regex_match(word, expression->second);
  }
  return at->second;
}

bool has_wildcard(const std::string& text) {
  return text.find_first_of("*?#") != std::string::npos;
}

std::string day_of(const std::string& iso) {
  std::string digits;
  for (const char c : iso.substr(0, 10)) {
    if (c != '-') digits += c;
  }
  digits.resize(digits.empty() ? 0 : 8, '0');
  return digits;
}

// The text as words, each a plain one or a pattern.
const std::vector<std::string>& words_of(const std::string& text, bool wildcards) {
  static std::map<std::pair<std::string, bool>, std::vector<std::string>> known;
  const auto [at, is_new] = known.emplace(std::pair(text, wildcards), std::vector<std::string>());
  if (!is_new) return at->second;
  std::vector<std::string> words;
  if (wildcards) {
    std::istringstream runs(text);
    for (std::string run; runs >> run;) {
      if (!has_wildcard(run)) {
        for (const Token& token : tokenize(run)) {
          words.insert(words.end(), token.parts.begin(), token.parts.end());
        }
        continue;
      }
      std::string word;
      for (const char c : fold(run) + " ") {
        const bool inside =
            (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '*' || c == '?' || c == '#';
        if (inside) {
          word += c;
        } else if (!word.empty()) {
          words.push_back(word);
          word.clear();
        }
      }
    }
  } else {
    for (const Token& token : tokenize(text)) {
      words.insert(words.end(), token.parts.begin(), token.parts.end());
    }
  }
  return at->second = words;
}

}  // namespace

SlowWork::SlowWork(const Work& work, const SlowVocabulary& vocabulary)
    : work_(work), vocabulary_(vocabulary) {
  const Record& record = work.record;
  const auto everywhere = [&](Field field, const std::string& text) {
    add_text(field, text);
    add_text(Field::kAny, text);
  };
  everywhere(Field::kTitle, record.title);
  for (const AbstractSection& section : record.abstract) {
    everywhere(Field::kAbstract, section.text);
  }
  std::set<std::string> labels;
  for (const Subject& subject : record.subjects) {
    if (subject.scheme == "keyword") {
      everywhere(Field::kKeyword, subject.label);
      continue;
    }
    if (labels.insert(subject.label).second) everywhere(Field::kHeading, subject.label);
    everywhere(Field::kHeading, subject.qualifier);
  }
  for (const std::string& type : record.publication_types) add_text(Field::kAny, type);
  add_text(Field::kJournal, record.publication.title);
  add_text(Field::kJournal, record.publication.abbreviation);
  for (const Contributor& person : record.contributors) {
    add_person(Field::kAuthor, person);
    add_text(Field::kAffiliation, person.affiliation);
  }
  if (!record.contributors.empty()) {
    add_person(Field::kFirstAuthor, record.contributors.front());
    add_person(Field::kLastAuthor, record.contributors.back());
  }
}

void SlowWork::add_text(Field field, const std::string& text) {
  Value value;
  for (const Token& token : tokenize(text)) {
    const std::size_t first = value.size();
    for (const std::string& part : token.parts) value.push_back({part});
    if (!token.joined.empty()) value[first].push_back(token.joined);
  }
  if (!value.empty()) text_[field].push_back(std::move(value));
}

// Family name, then the given names, the initials and the first initial side by side.
void SlowWork::add_person(Field field, const Contributor& person) {
  Value value;
  for (const Token& token : tokenize(person.family)) {
    const std::size_t first = value.size();
    for (const std::string& part : token.parts) value.push_back({part});
    if (!token.joined.empty()) value[first].push_back(token.joined);
  }
  const std::size_t rest = value.size();
  for (const std::string& names : {person.given, person.initials, person.initials.substr(0, 1)}) {
    std::size_t at = rest;
    for (const Token& token : tokenize(names)) {
      if (at == value.size()) value.emplace_back();
      value[at++].push_back(token.parts.front());
    }
  }
  text_[field].push_back(std::move(value));
}

bool SlowWork::matches(const query::Node& node, bool pubmed) {
  pubmed_ = pubmed;
  return holds(node);
}

bool SlowWork::holds(const query::Node& node) const {
  using namespace query;
  if (const auto* both = std::get_if<And>(&node.value)) {
    return std::all_of(both->children.begin(), both->children.end(),
                       [this](const Node& child) { return holds(child); });
  }
  if (const auto* either = std::get_if<Or>(&node.value)) {
    return std::any_of(either->children.begin(), either->children.end(),
                       [this](const Node& child) { return holds(child); });
  }
  if (const auto* without = std::get_if<Not>(&node.value)) {
    return holds(without->children[0]) && !holds(without->children[1]);
  }
  if (const auto* heading = std::get_if<Heading>(&node.value)) return has_heading(*heading);
  if (const auto* name = std::get_if<Subheading>(&node.value)) return has_subheading(*name);
  if (const auto* exact = std::get_if<Exact>(&node.value)) return has_exact(*exact);
  if (const auto* range = std::get_if<Range>(&node.value)) return in_range(*range);
  if (std::holds_alternative<MatchAll>(node.value)) return true;
  if (std::holds_alternative<MatchNothing>(node.value)) return false;
  FieldSet fields;
  if (const auto* term = std::get_if<Term>(&node.value)) fields = term->fields;
  if (const auto* phrase = std::get_if<Phrase>(&node.value)) fields = phrase->fields;
  if (const auto* near = std::get_if<Near>(&node.value)) fields = near->fields;
  const std::vector<Field> list = fields.fields();
  return std::any_of(list.begin(), list.end(),
                     [&](Field field) { return !spans(field, node).empty(); });
}

SlowWork::Spans SlowWork::spans(Field field, const query::Node& node) const {
  using namespace query;
  if (const auto* term = std::get_if<Term>(&node.value)) {
    return words_at(field, term->text, term->wildcards);
  }
  if (const auto* phrase = std::get_if<Phrase>(&node.value)) {
    return words_at(field, phrase->text, phrase->wildcards);
  }
  if (const auto* inner = std::get_if<Near>(&node.value)) return near(field, *inner);
  Spans all;
  if (const auto* either = std::get_if<Or>(&node.value)) {
    for (const Node& child : either->children) {
      const Spans some = spans(field, child);
      all.insert(all.end(), some.begin(), some.end());
    }
  }
  return all;
}

SlowWork::Spans SlowWork::words_at(Field field, const std::string& text, bool wildcards) const {
  const std::vector<std::string>& words = words_of(text, wildcards);
  std::vector<std::vector<std::string>> ways{words};
  std::string together;
  for (const std::string& word : words) together += word;
  // A compound is also found written together.
  if (words.size() > 1 && text.find(' ') == std::string::npos) ways.push_back({together});
  Spans found;
  const auto values = text_.find(field);
  if (values == text_.end()) return found;
  for (const std::vector<std::string>& way : ways) {
    for (std::size_t v = 0; v < values->second.size(); ++v) {
      const Value& value = values->second[v];
      for (std::size_t at = 0; at + way.size() <= value.size(); ++at) {
        bool good = !way.empty();
        for (std::size_t i = 0; i < way.size() && good; ++i) {
          good =
              std::any_of(value[at + i].begin(), value[at + i].end(), [&](const std::string& word) {
                return has_wildcard(way[i]) ? fits(way[i], word) : word == way[i];
              });
        }
        if (good) found.push_back({v, at, at + way.size() - 1});
      }
    }
  }
  return found;
}

// Every combination of one span of each operand.
SlowWork::Spans SlowWork::near(Field field, const query::Near& near) const {
  std::vector<Spans> operands;
  for (const query::Node& operand : near.operands) operands.push_back(spans(field, operand));
  Spans found;
  std::vector<Span> chosen;
  const std::function<void()> choose = [&] {
    if (chosen.size() == operands.size()) {
      std::size_t first = chosen.front().first, last = chosen.front().last, own = 0;
      for (const Span& span : chosen) {
        first = std::min(first, span.first);
        last = std::max(last, span.last);
        own += span.last - span.first + 1;
      }
      if (last - first + 1 - own <= near.between)
        found.push_back({chosen.front().value, first, last});
      return;
    }
    for (const Span& span : operands[chosen.size()]) {
      bool good = true;
      for (const Span& other : chosen) {
        good = good && span.value == other.value &&
               (span.last < other.first || other.last < span.first);
      }
      if (near.ordered && !chosen.empty()) good = good && span.first > chosen.back().last;
      if (!good) continue;
      chosen.push_back(span);
      choose();
      chosen.pop_back();
    }
  };
  choose();
  return found;
}

bool SlowWork::has_heading(const query::Heading& heading) const {
  std::string label = plain(heading.label);
  if (const auto at = vocabulary_.entry_terms.find(label); at != vocabulary_.entry_terms.end()) {
    label = plain(at->second);
  }
  std::vector<std::string> labels{label};
  if (heading.explode) {
    if (const auto at = vocabulary_.narrower.find(label); at != vocabulary_.narrower.end()) {
      for (const std::string& each : at->second) labels.push_back(plain(each));
    }
  }
  std::vector<std::string> qualifiers;
  for (const std::string& typed : heading.qualifiers) {
    std::string name = plain(typed);
    if (const auto at = vocabulary_.abbreviations.find(name);
        at != vocabulary_.abbreviations.end()) {
      name = plain(at->second);
    }
    qualifiers.push_back(name);
    // PubMed explodes subheadings with their headings, Ovid does not.
    if (!heading.explode || !pubmed_) continue;
    if (const auto at = vocabulary_.narrower_qualifiers.find(name);
        at != vocabulary_.narrower_qualifiers.end()) {
      for (const std::string& each : at->second) qualifiers.push_back(plain(each));
    }
  }
  const auto is_one = [&](const std::string& text) {
    if (heading.wildcards)
      return fits(label, plain(text)) || fits(plain(heading.label) + "*", plain(text));
    return std::find(labels.begin(), labels.end(), plain(text)) != labels.end();
  };
  for (const Subject& subject : work_.record.subjects) {
    if (subject.scheme == "keyword" || !is_one(subject.label)) continue;
    if (heading.focus && !subject.major) continue;
    if (qualifiers.empty() || std::find(qualifiers.begin(), qualifiers.end(),
                                        plain(subject.qualifier)) != qualifiers.end()) {
      return true;
    }
  }
  if (heading.focus || !qualifiers.empty()) return false;
  return std::any_of(work_.record.publication_types.begin(), work_.record.publication_types.end(),
                     is_one);
}

bool SlowWork::has_subheading(const query::Subheading& subheading) const {
  std::string name = plain(subheading.name);
  if (const auto at = vocabulary_.abbreviations.find(name); at != vocabulary_.abbreviations.end()) {
    name = plain(at->second);
  }
  std::vector<std::string> names{name};
  if (subheading.explode) {
    if (const auto at = vocabulary_.narrower_qualifiers.find(name);
        at != vocabulary_.narrower_qualifiers.end()) {
      for (const std::string& each : at->second) names.push_back(plain(each));
    }
  }
  return std::any_of(
      work_.record.subjects.begin(), work_.record.subjects.end(), [&](const Subject& subject) {
        return std::find(names.begin(), names.end(), plain(subject.qualifier)) != names.end();
      });
}

std::vector<std::string> SlowWork::exact_values(Field field) const {
  const Record& record = work_.record;
  std::vector<std::string> values;
  switch (field) {
    case Field::kPublicationType:
      for (const std::string& type : record.publication_types) values.push_back(plain(type));
      break;
    case Field::kLanguage:
      values = record.languages;
      break;
    case Field::kJournalTitle:
      values = {plain(record.publication.title), plain(record.publication.abbreviation)};
      break;
    case Field::kVolume:
      values = {record.publication.volume};
      break;
    case Field::kIssue:
      values = {record.publication.issue};
      break;
    case Field::kPage:
      values = {record.publication.pages.substr(0, record.publication.pages.find('-'))};
      break;
    case Field::kHas:
      if (!record.abstract.empty()) values.emplace_back("abstract");
      if (record.abstract.size() > 1) values.emplace_back("structured_abstract");
      break;
    case Field::kSource:
      for (const Member& member : work_.members) values.push_back(member.source);
      break;
    case Field::kIdentifier:
      for (const Identifier& one : record.identifiers) {
        values.push_back(fold(std::string(scheme_name(one.scheme())) + ":" + one.value()));
      }
      break;
    case Field::kIssn:
      for (const Identifier& one : record.identifiers) {
        if (one.scheme() == IdentifierScheme::kIssn) values.push_back(fold(one.value()));
      }
      break;
    case Field::kHeadingLabel:
      for (const Subject& subject : record.subjects) {
        if (subject.scheme != "keyword") values.push_back(plain(subject.label));
      }
      break;
    default:
      break;
  }
  return values;
}

bool SlowWork::has_exact(const query::Exact& exact) const {
  const bool label = exact.field == Field::kPublicationType ||
                     exact.field == Field::kJournalTitle || exact.field == Field::kHeadingLabel;
  for (const std::string& value : exact_values(exact.field)) {
    if (exact.wildcards ? fits(fold(exact.value), value)
                        : value == (label ? plain(exact.value) : fold(exact.value))) {
      return true;
    }
    if (!exact.explode) continue;
    const auto below = vocabulary_.narrower.find(plain(exact.value));
    if (below == vocabulary_.narrower.end()) continue;
    for (const std::string& narrower : below->second) {
      if (value == plain(narrower)) return true;
    }
  }
  return false;
}

bool SlowWork::in_range(const query::Range& range) const {
  const Record& record = work_.record;
  std::string day;
  switch (range.slot) {
    case Slot::kDate:
      day = sortable_date(record.publication.date);
      break;
    case Slot::kYear:
      day = record.publication.date.known() ? std::to_string(record.publication.date.year) : "";
      break;
    case Slot::kEntered:
      day = day_of(record.history.entered);
      break;
    case Slot::kCreated:
      day = day_of(record.history.created);
      break;
    case Slot::kIndexed:
      day = day_of(record.history.indexed);
      break;
    case Slot::kCompleted:
      day = day_of(record.history.completed);
      break;
    case Slot::kModified:
      day = day_of(record.datestamp);
      break;
    default:
      return false;
  }
  if (day.empty()) return false;
  return (range.from.empty() || day >= range.from) &&
         (range.to.empty() || day.substr(0, range.to.size()) <= range.to);
}

}  // namespace evidence::test
