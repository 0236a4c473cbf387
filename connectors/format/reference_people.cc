// The names in a reference.
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "connectors/format/reference_builder.h"
#include "connectors/format/reference_pieces.h"
#include "connectors/format/reference_text.h"
#include "model/person_name.h"

namespace evidence {
namespace {

bool is_initials(std::string_view word) {
  return !word.empty() && word.size() <= 5 &&
         std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// "Abel R, Brown AB, Chan-Lee S": several people in one field.
bool is_comma_list(std::string_view name) {
  const std::vector<std::string_view> parts = split(name, ',');
  return parts.size() > 2 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
           part = trim(part);
           const std::size_t space = part.rfind(' ');
           return space != std::string_view::npos && is_initials(part.substr(space + 1));
         });
}

bool is_suffix(std::string_view text) {
  while (text.ends_with('.')) text.remove_suffix(1);
  for (const std::string_view suffix : {"Jr", "Sr", "II", "III", "IV", "V", "2nd", "3rd"}) {
    if (equals_ignoring_case(text, suffix)) return true;
  }
  return false;
}

Contributor person_of(std::string_view name) {
  const std::vector<std::string_view> parts = split(name, ',');
  // "World Health Organization,": the comma says that there is no given name.
  if (parts.size() == 2 && trim(parts[1]).empty()) {
    Contributor group = parse_person_name(trim(parts[0]));
    if (trim(parts[0]).find(' ') == std::string_view::npos) return group;
    group = {};
    group.family = trim(parts[0]);
    group.role = "collective";
    return group;
  }
  if (parts.size() >= 3 && is_suffix(trim(parts[2]))) {
    Contributor person =
        parse_person_name(std::string(trim(parts[0])) + ", " + std::string(trim(parts[1])));
    person.family.append(" ").append(trim(parts[2]));
    return person;
  }
  return parse_person_name(name);
}

}  // namespace

void ReferenceBuilder::add_person(Contributor person) {
  if (!person.family.empty()) in_.record.contributors.push_back(std::move(person));
}

void ReferenceBuilder::add_people(std::string_view raw, const char* role) {
  const std::string text = decoded_lines(raw);
  const auto add_one = [&](std::string_view name) {
    const std::string clean = reference_text(name);
    const std::string lower = to_lower_ascii(clean);
    // That there is no author, in words.
    for (const std::string_view nobody :
         {"[anonymous]", "anonymous", "anon", "anon.", "no authorship indicated", "et al", "et al.",
          "others", "[no author name available]", "[no authors listed]", "-", ","}) {
      if (lower == nobody) return;
    }
    if (clean.empty()) return;
    Contributor person = person_of(clean);
    const bool group = person.role == "collective";
    if (std::string_view(role) != "author" || !group) person.role = role;
    add_person(std::move(person));
  };
  for (const std::string_view piece : pieces_of(text)) {
    if (!is_comma_list(piece)) {
      add_one(piece);
      continue;
    }
    for (const std::string_view name : split(piece, ',')) add_one(trim(name));
  }
}

}  // namespace evidence
