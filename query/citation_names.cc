// Lists of authors as they stand before a title: "Smith JA, Jones B, et al.", "Smith, J. A., &
// Jones, B.", "J. A. Smith and B. Jones". A list counts only where it is properly closed, so that
// "Vitamin D and calcium" stays a title.
#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/text.h"
#include "model/person_name.h"
#include "query/citation_parts.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMaxNames = 1'000;
constexpr std::size_t kMaxFamilyWords = 4;
constexpr std::size_t kMaxInitials = 4;
constexpr std::size_t kMaxGroupBytes = 200;

bool is_foreign(char c) { return static_cast<unsigned char>(c) >= 0x80U; }
bool is_name_char(char c) { return is_letter(c) || is_foreign(c) || c == '-' || c == '\''; }

char at(std::string_view text, std::size_t place) {
  return place < text.size() ? text[place] : '\0';
}

std::size_t skip_spaces(std::string_view text, std::size_t place) {
  while (at(text, place) == ' ') ++place;
  return place;
}

// Bytes of the capital letter at `place`: one of ASCII, two of Latin with marks; 0 = none.
std::size_t capital_at(std::string_view text, std::size_t place) {
  const char c = at(text, place);
  if (is_upper(c)) return 1;
  const auto lead = static_cast<unsigned char>(c);
  const auto next = static_cast<unsigned char>(at(text, place + 1));
  if (lead == 0xC3U && next >= 0x80U && next <= 0x9EU) return 2;
  if ((lead == 0xC4U || lead == 0xC5U) && next >= 0x80U) return 2;
  return 0;
}

bool is_particle(std::string_view word) {
  constexpr std::array<std::string_view, 20> kParticles{
      "van", "von", "der", "den", "de",  "da", "di", "del", "la", "le",
      "ter", "ten", "el",  "al",  "dos", "du", "st", "bin", "y",  "zu"};
  return std::find(kParticles.begin(), kParticles.end(), word) != kParticles.end();
}

std::string_view word_at(std::string_view text, std::size_t place) {
  std::size_t end = place;
  while (end < text.size() && is_name_char(text[end])) ++end;
  return text.substr(place, end - place);
}

struct Initials {
  std::size_t end = 0;  // 0 = there are none
  bool dotted = false;
};

// "JA", "J.A.", "J. A.", "J-P", "J.-P.".
Initials initials_at(std::string_view text, std::size_t place) {
  Initials out;
  std::size_t count = 0;
  std::size_t here = place;
  while (count < kMaxInitials) {
    const std::size_t bytes = capital_at(text, here);
    if (bytes == 0) break;
    std::size_t next = here + bytes;
    // Behind "AB." a full stop ends the list, it belongs to no initial.
    const bool dot = at(text, next) == '.' && (count == 0 || out.dotted);
    if (count > 0 && dot != out.dotted) break;
    if (dot) ++next;
    out.dotted = dot;
    ++count;
    out.end = next;
    if (at(text, next) == '-' && capital_at(text, next + 1) > 0) ++next;
    if (dot && at(text, next) == ' ') {
      const std::size_t letter = capital_at(text, next + 1);
      if (letter > 0 && at(text, next + 1 + letter) == '.') ++next;
    }
    here = next;
  }
  // "Jo", "JAMA": a word, not initials.
  if (out.end > 0 && !out.dotted && is_name_char(at(text, out.end))) return {};
  return out;
}

struct OneName {
  Contributor person;
  std::size_t end = 0;  // 0 = no name
  bool dotted = false;  // ends with the full stop of an initial
};

Contributor person_of(std::string_view family, std::string_view initials) {
  return parse_person_name(std::string(family) + ", " + std::string(initials));
}

// "J. A. Smith", "J.-P. van den Berg".
OneName initials_first(std::string_view text, std::size_t place) {
  const Initials initials = initials_at(text, place);
  if (initials.end == 0 || !initials.dotted) return {};
  const std::size_t begin = skip_spaces(text, initials.end);
  std::size_t here = begin;
  for (std::size_t words = 0; words < kMaxFamilyWords; ++words) {
    const std::string_view word = word_at(text, here);
    if (word.size() < 2) return {};
    const std::size_t end = here + word.size();
    if (capital_at(text, here) > 0) {
      return {person_of(text.substr(begin, end - begin), text.substr(place, initials.end - place)),
              end, false};
    }
    if (!is_particle(word) || at(text, end) != ' ') return {};
    here = end + 1;
  }
  return {};
}

// "Smith JA", "van den Berg F. W.", "Smith, J. A.".
OneName family_first(std::string_view text, std::size_t place) {
  std::size_t here = place;
  for (std::size_t words = 0; words < kMaxFamilyWords; ++words) {
    const std::string_view word = word_at(text, here);
    if (word.empty()) return {};
    const bool capital = capital_at(text, here) > 0;
    if (!capital && !is_particle(word) && !is_foreign(word.front())) return {};
    const std::size_t end = here + word.size();
    std::size_t after = end;
    if (at(text, after) == ',') ++after;
    if (at(text, after) == ' ' && (capital || is_foreign(word.front()))) {
      const Initials initials = initials_at(text, after + 1);
      if (initials.end > 0) {
        OneName name{person_of(text.substr(place, end - place),
                               text.substr(after + 1, initials.end - after - 1)),
                     initials.end, initials.dotted};
        for (const std::string_view rank : {" Jr", " Sr", " 2nd", " 3rd", " II", " III", ", Jr."}) {
          if (text.substr(name.end).starts_with(rank) &&
              !is_name_char(at(text, name.end + rank.size()))) {
            name.end += rank.size();
          }
        }
        return name;
      }
    }
    if (at(text, end) != ' ') return {};
    here = end + 1;
  }
  return {};
}

OneName name_at(std::string_view text, std::size_t place) {
  OneName name = family_first(text, place);
  return name.end > 0 ? name : initials_first(text, place);
}

// "GRADE Working Group", up to the full stop or separator.
OneName group_at(std::string_view text, std::size_t place) {
  for (const std::string_view lead : {"for the ", "on behalf of the ", "the ", "and the "}) {
    if (starts_with_ignoring_case(text.substr(place), lead)) place += lead.size();
  }
  const std::size_t end =
      std::min(text.find_first_of(".;,(", place), std::min(text.size(), place + kMaxGroupBytes));
  const Contributor group = parse_person_name(trim(text.substr(place, end - place)));
  if (group.role != "collective") return {};
  return {group, end, false};
}

// "et al", "et al.", "and others", with what follows; 0 = not here.
std::size_t others_at(std::string_view text, std::size_t place) {
  for (const std::string_view word : {"et al", "and others", "and colleagues"}) {
    if (!starts_with_ignoring_case(text.substr(place), word)) continue;
    std::size_t end = place + word.size();
    while (at(text, end) == '.' || at(text, end) == ',' || at(text, end) == ':') ++end;
    return end;
  }
  return 0;
}

bool closes(std::string_view text, std::size_t place) {
  const char c = at(text, place);
  return c == '\0' || c == '(' || c == '[' || c == '"' || c == '\'' || year_at(text, place) > 0;
}

// Behind ", editors." and the like; 0 = not here.
std::size_t editors_at(std::string_view text, std::size_t place) {
  for (const std::string_view word :
       {"(eds.)", "(eds)", "(ed.)", "editors", "editor", "eds", "ed"}) {
    if (!starts_with_ignoring_case(text.substr(place), word)) continue;
    std::size_t end = place + word.size();
    if (is_name_char(at(text, end))) continue;
    while (at(text, end) == '.' || at(text, end) == ',' || at(text, end) == ':') ++end;
    return end;
  }
  return 0;
}

// Behind the separator at `place`: a comma, a semicolon, "and", "&", or several of them.
std::size_t separator_at(std::string_view text, std::size_t place) {
  std::size_t end = place;
  if (at(text, end) == ',' || at(text, end) == ';') ++end;
  end = skip_spaces(text, end);
  for (const std::string_view word : {"and ", "& ", "und ", "et ", "... ", ". . . "}) {
    if (text.substr(end).starts_with(word) && others_at(text, end) == 0) {
      end = skip_spaces(text, end + word.size());
    }
  }
  return end;
}

}  // namespace

NameList read_names(std::string_view text) {
  NameList list;
  std::size_t here = skip_spaces(text, 0);
  while (list.names.size() < kMaxNames) {
    OneName name = name_at(text, here);
    if (name.end == 0) name = group_at(text, here);
    if (name.end == 0) return {};
    list.names.push_back(std::move(name.person));
    std::size_t next = skip_spaces(text, name.end);
    const std::size_t separated = separator_at(text, next);
    if (const std::size_t others = others_at(text, separated); others > 0) {
      list.more = true;
      list.end = skip_spaces(text, others);
      return list;
    }
    if (const std::size_t editors = editors_at(text, separated); editors > 0) {
      list.end = skip_spaces(text, editors);
      return list;
    }
    const char c = at(text, next);
    if (c == '.' || c == ':' || closes(text, next)) {
      list.end = skip_spaces(text, c == '.' || c == ':' ? next + 1 : next);
      return list;
    }
    const bool comma = c == ',' || c == ';';
    if (separated == next || (separated == skip_spaces(text, next) && !comma)) {
      // A title straight behind a dotted initial: "Doe, C. Title".
      if (!name.dotted) return {};
      list.end = next;
      return list;
    }
    if (closes(text, separated)) {
      list.end = separated;
      return list;
    }
    here = separated;
  }
  return list;
}

}  // namespace evidence::query
