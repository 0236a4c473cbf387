#include "connectors/format/bibtex_names.h"

#include <string>

#include "base/text.h"
#include "connectors/format/latex_text.h"
#include "connectors/format/reference_text.h"
#include "model/person_name.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxNames = 5'000;

std::string text_of_latex(std::string_view latex) { return reference_text(latex_to_text(latex)); }

// Where depth is 0: the pieces between commas, or between the words "and".
template <typename Cut>
std::vector<std::string_view> cut_outside_braces(std::string_view text, Cut cut) {
  std::vector<std::string_view> pieces;
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size() && pieces.size() < kMaxNames;) {
    if (text[at] == '{') ++depth;
    if (text[at] == '}' && depth > 0) --depth;
    const std::size_t length = depth == 0 ? cut(text, at) : 0;
    if (length == 0) {
      ++at;
      continue;
    }
    pieces.push_back(trim(text.substr(begin, at - begin)));
    at += length;
    begin = at;
  }
  pieces.push_back(trim(text.substr(begin)));
  return pieces;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n'; }

std::size_t comma_at(std::string_view text, std::size_t at) { return text[at] == ',' ? 1 : 0; }
std::size_t space_at(std::string_view text, std::size_t at) { return is_space(text[at]) ? 1 : 0; }
std::size_t and_at(std::string_view text, std::size_t at) {
  if (at + 5 > text.size() || !is_space(text[at]) || !is_space(text[at + 4])) return 0;
  return equals_ignoring_case(text.substr(at + 1, 3), "and") ? 5 : 0;
}

// Is the name one group in braces?
bool is_wrapped(std::string_view name) {
  if (name.size() < 3 || name.front() != '{' || name.back() != '}') return false;
  int depth = 0;
  for (std::size_t at = 0; at < name.size(); ++at) {
    if (name[at] == '{') ++depth;
    if (name[at] == '}' && --depth == 0) return at + 1 == name.size();
  }
  return false;
}

Contributor person(const std::string& family, const std::string& given, const std::string& suffix) {
  // The family's own words are not looked at again: "Van Group, Ann" is a person.
  Contributor out = parse_person_name("X, " + given);
  out.family = family;
  if (given.empty()) {
    out.given.clear();
    out.initials.clear();
  }
  if (!suffix.empty()) out.family += " " + suffix;
  out.role = "author";
  return out;
}

// "First von Last": the family name begins at the first word in small letters, else is the last.
Contributor unpunctuated(std::string_view name) {
  std::vector<std::string> words;
  for (const std::string_view word : cut_outside_braces(name, space_at)) {
    if (!word.empty()) words.push_back(text_of_latex(word));
  }
  std::string family;
  std::string given;
  std::size_t family_at = words.empty() ? 0 : words.size() - 1;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (!words[i].empty() && words[i][0] >= 'a' && words[i][0] <= 'z') {
      family_at = i;
      break;
    }
  }
  // "Smith JA": initials behind a word, as exports of databases have them.
  if (words.size() == 2 && family_at == 1) {
    const Contributor whole = parse_person_name(words[0] + " " + words[1]);
    if (whole.family == words[0]) return whole;
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string& part = i < family_at ? given : family;
    if (!part.empty()) part.push_back(' ');
    part += words[i];
  }
  return person(family, given, "");
}

}  // namespace

std::vector<Contributor> bibtex_names(std::string_view list, std::string_view role) {
  std::vector<Contributor> people;
  for (const std::string_view name : cut_outside_braces(list, and_at)) {
    if (name.empty() || equals_ignoring_case(name, "others")) continue;
    Contributor one;
    const std::vector<std::string_view> parts = cut_outside_braces(name, comma_at);
    if (is_wrapped(name)) {
      one.family = text_of_latex(name);
      one.role = "collective";
    } else if (parts.size() == 1) {
      one = unpunctuated(name);
    } else {
      const std::string last = text_of_latex(parts[0]);
      const bool three = parts.size() > 2;
      one = person(last, text_of_latex(parts[three ? 2 : 1]),
                   three ? text_of_latex(parts[1]) : std::string());
    }
    if (one.family.empty()) continue;
    if (one.role != "collective" || role != "author") one.role = role;
    people.push_back(std::move(one));
  }
  return people;
}

}  // namespace evidence
