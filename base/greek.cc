#include "base/greek.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace evidence {
namespace {

// U+03B1 alpha … U+03C9 omega; both sigmas.
constexpr std::array<std::string_view, 25> kNames{
    "alpha", "beta",   "gamma",   "delta", "epsilon", "zeta",    "eta",  "theta", "iota",
    "kappa", "lambda", "mu",      "nu",    "xi",      "omicron", "pi",   "rho",   "sigma",
    "sigma", "tau",    "upsilon", "phi",   "chi",     "psi",     "omega"};

constexpr std::array<std::string_view, 31> kUnits{
    "a",   "bq", "c", "ci",  "eq", "f",   "g",    "gal",   "gm",   "gy",  "gray",
    "h",   "iu", "j", "kat", "l",  "lit", "m",    "mol",   "n",    "osm", "s",
    "sec", "sv", "t", "u",   "v",  "w",   "mole", "moles", "molar"};

}  // namespace

std::string_view greek_letter_name(char32_t point) {
  if (point >= 0x391 && point <= 0x3A9 && point != 0x3A2) {
    point += 0x20;  // capitals stand 32 before the small letters
  }
  if (point >= 0x3B1 && point <= 0x3C9) {
    return kNames[point - 0x3B1];
  }
  switch (point) {
    case 0xB5:
      return "mu";
    case 0x3D0:
      return "beta";
    case 0x3D1:
    case 0x3F4:
      return "theta";
    case 0x3D5:
      return "phi";
    case 0x3D6:
      return "pi";
    case 0x3F0:
      return "kappa";
    case 0x3F1:
      return "rho";
    case 0x3F5:
      return "epsilon";
    case 0x2126:  // the ohm sign
      return "omega";
    default:
      return {};
  }
}

bool is_micro_unit(std::string_view letters) {
  const std::string lower = to_lower_ascii(letters);
  return std::find(kUnits.begin(), kUnits.end(), lower) != kUnits.end();
}

}  // namespace evidence
