// Former names of headings out of NLM's history and online notes, and the year in a file's name.
#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/text.h"
#include "connectors/format/mesh_xml.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxNames = 20;
constexpr std::size_t kMaxNameBytes = 250;

// Where "1975", "1975-90" or "1975-1990" begins behind a space; npos where none does.
std::size_t find_years(std::string_view text) {
  for (std::size_t at = text.find(' '); at != std::string_view::npos; at = text.find(' ', at + 1)) {
    const std::string_view rest = text.substr(at + 1);
    if (rest.size() < 4 || !(rest.starts_with("19") || rest.starts_with("20"))) continue;
    if (!is_digit(rest[2]) || !is_digit(rest[3])) continue;
    if (rest.size() == 4 || !(is_digit(rest[4]) || is_letter(rest[4]))) return at;
  }
  return std::string_view::npos;
}

void add_name(std::vector<std::string>& names, std::string_view name) {
  name = trim(name);
  // "(Prov)" and the like are remarks on the name.
  if (const std::size_t remark = name.find(" ("); remark != std::string_view::npos) {
    const std::string_view inside = name.substr(remark + 2);
    if (inside.starts_with("Prov") || inside.starts_with("NON MESH") || inside.starts_with("Non")) {
      name = trim(name.substr(0, remark));
    }
  }
  if (name.size() < 2 || name.size() > kMaxNameBytes || names.size() >= kMaxNames) return;
  if (name.find(';') != std::string_view::npos) return;
  for (const std::string_view no_name : {"see ", "in ", "under ", "indexed ", "also ", "used "}) {
    if (starts_with_ignoring_case(name, no_name)) return;
  }
  if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
}

}  // namespace

std::vector<std::string> previous_names_in(std::string_view note) {
  std::vector<std::string> names;
  constexpr std::string_view kWas = "was ";
  for (std::size_t at = note.find(kWas); at != std::string_view::npos;
       at = note.find(kWas, at + kWas.size())) {
    if (at > 0 && note[at - 1] != ' ' && note[at - 1] != ';') continue;
    const std::string_view rest = note.substr(at + kWas.size());
    const std::size_t end = find_years(rest);
    if (end != std::string_view::npos) add_name(names, rest.substr(0, end));
  }
  constexpr std::string_view kSearch = " to search ";
  if (note.starts_with("use ")) {
    const std::size_t at = note.find(kSearch);
    if (at != std::string_view::npos) {
      const std::string_view rest = note.substr(at + kSearch.size());
      const std::size_t end = find_years(rest);
      if (end != std::string_view::npos) add_name(names, rest.substr(0, end));
    }
  }
  return names;
}

std::optional<int> mesh_year_of_file(std::string_view file_name) {
  if (const std::size_t slash = file_name.rfind('/'); slash != std::string_view::npos) {
    file_name = file_name.substr(slash + 1);
  }
  for (const std::string_view part : {"desc", "qual", "supp", "mesh"}) {
    if (!starts_with_ignoring_case(file_name, part) || file_name.size() < part.size() + 4) continue;
    const std::string_view digits = file_name.substr(part.size(), 4);
    if (!all_digits(digits)) continue;
    if (file_name.size() > part.size() + 4 && is_digit(file_name[part.size() + 4])) continue;
    int year = 0;
    for (const char digit : digits) year = year * 10 + (digit - '0');
    if (year >= 1960 && year <= 2100) return year;
  }
  return std::nullopt;
}

}  // namespace evidence
