#include "model/person_name.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "base/text.h"

namespace evidence {
namespace {

constexpr std::array<std::string_view, 16> kGroupWords{
    "group",     "consortium", "collaboration", "collaborators", "investigators", "network",
    "committee", "society",    "association",   "organization",  "organisation",  "team",
    "college",   "institute",  "foundation",    "taskforce"};

constexpr std::array<std::string_view, 14> kParticles{
    "van", "von", "der", "den", "de", "da", "di", "del", "la", "le", "ter", "ten", "el", "al"};

// "J", "JA", "J.", "J.A.", "J-P": capitals with nothing but full stops and hyphens between.
bool is_initials(std::string_view word) {
  std::size_t letters = 0;
  for (const char c : word) {
    if (is_upper(c))
      ++letters;
    else if (c != '.' && c != '-')
      return false;
  }
  return letters >= 1 && letters <= 4;
}

bool is_particle(std::string_view word) {
  return std::find(kParticles.begin(), kParticles.end(), word) != kParticles.end();
}

bool is_group(const std::vector<std::string_view>& words) {
  if (words.size() < 2) return false;
  return std::any_of(words.begin(), words.end(), [](std::string_view word) {
    return std::any_of(kGroupWords.begin(), kGroupWords.end(), [word](std::string_view group) {
      return equals_ignoring_case(word, group);
    });
  });
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (const std::string_view word : split(text, ' ')) {
    if (!word.empty()) words.push_back(word);
  }
  return words;
}

std::string join_words(const std::vector<std::string_view>& words, std::size_t from,
                       std::size_t to) {
  std::string out;
  for (std::size_t i = from; i < to; ++i) {
    if (!out.empty()) out.push_back(' ');
    out += words[i];
  }
  return out;
}

std::string capitals(std::string_view text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out), is_upper);
  return out;
}

void set_given(Contributor& person, std::string given) {
  person.initials = initials_of(given);
  const auto words = words_of(given);
  const bool only_initials = std::all_of(words.begin(), words.end(), is_initials);
  if (!only_initials) person.given = std::move(given);
}

}  // namespace

std::string initials_of(std::string_view given) {
  std::string out;
  for (const std::string_view word : words_of(given)) {
    if (is_initials(word)) {
      out += capitals(word);
      continue;
    }
    for (const std::string_view part : split(word, '-')) {
      // The first character, which may take several bytes.
      std::size_t length = 1;
      while (length < part.size() && (static_cast<unsigned char>(part[length]) & 0xC0U) == 0x80U) {
        ++length;
      }
      if (part.empty() || is_lower(part.front())) continue;
      out += part.substr(0, length);
    }
  }
  return out;
}

Contributor parse_person_name(std::string_view name) {
  Contributor person;
  person.role = "author";
  name = trim(name);
  std::vector<std::string_view> words = words_of(name);
  if (is_group(words)) {
    person.role = "collective";
    person.family = name;
    return person;
  }
  if (const std::size_t comma = name.find(','); comma != std::string_view::npos && comma > 0) {
    person.family = trim(name.substr(0, comma));
    set_given(person, std::string(trim(name.substr(comma + 1))));
    return person;
  }
  if (words.size() < 2) {
    person.family = name;
    return person;
  }
  // "Smith JA", "Smith J.A.", "van den Berg F. W.": initials at the end, no word of them before.
  std::size_t initials_at = words.size();
  while (initials_at > 1 && is_initials(words[initials_at - 1])) --initials_at;
  if (initials_at < words.size() && !is_initials(words.front())) {
    person.family = join_words(words, 0, initials_at);
    person.initials = capitals(join_words(words, initials_at, words.size()));
    return person;
  }
  // "Ludwig van Beethoven": the family name is the last word with the particles before it.
  std::size_t family_at = words.size() - 1;
  while (family_at > 1 && is_particle(words[family_at - 1])) --family_at;
  person.family = join_words(words, family_at, words.size());
  set_given(person, join_words(words, 0, family_at));
  return person;
}

}  // namespace evidence
