// Postcodes of the United Kingdom, by their form alone: whether one is in use only a file of
// coordinates can say. Pure functions, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace evidence::curation {

struct Postcode {
  std::string outward;  // "SW1A"; capital letters and digits
  std::string inward;   // "1AA"
  bool operator==(const Postcode&) const = default;
  [[nodiscard]] std::string text() const { return outward + " " + inward; }
  [[nodiscard]] std::string key() const { return outward + inward; }  // "SW1A1AA"
};

// "sw1a1aa", "SW1A 1AA" and the like; nullopt for anything else, an outward code alone too.
std::optional<Postcode> parse_postcode(std::string_view text);

// Could this be an outward code ("SW1A", "M1")? In capitals.
std::optional<std::string> parse_outward(std::string_view text);

// Does the text look like an attempt at a postcode: letters, digits and a digit among the first
// three characters, no word of four letters or more?
bool looks_like_postcode(std::string_view text);

}  // namespace evidence::curation
