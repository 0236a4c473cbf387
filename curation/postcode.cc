#include "curation/postcode.h"

#include <array>

#include "base/ascii.h"
#include "base/text.h"

namespace evidence::curation {
namespace {

constexpr std::size_t kLongestPostcode = 16;  // with the spaces that people put in

// Capitals without spaces; "" where another character stands in it or it is too long.
std::string bare_postcode(std::string_view text) {
  std::string bare;
  if (text.size() > kLongestPostcode) return bare;
  for (const char c : trim(text)) {
    if (c == ' ') continue;
    if (!is_letter(c) && !is_digit(c)) return "";
    bare += is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return bare;
}

// The forms of BS 7666: A9, A99, A9A, AA9, AA99, AA9A.
bool is_outward(std::string_view text) {
  static constexpr std::array<std::string_view, 6> kForms{"A9",  "A99",  "A9A",
                                                          "AA9", "AA99", "AA9A"};
  std::string form;
  for (const char c : text) form += is_digit(c) ? '9' : 'A';
  for (const std::string_view known : kForms) {
    if (form == known) return true;
  }
  return text == "GIR";
}

bool is_inward(std::string_view text) {
  // C, I, K, M, O and V never stand in the second half: they are misread too easily.
  static constexpr std::string_view kNever = "CIKMOV";
  return text.size() == 3 && is_digit(text[0]) && is_letter(text[1]) && is_letter(text[2]) &&
         kNever.find(text[1]) == std::string_view::npos &&
         kNever.find(text[2]) == std::string_view::npos;
}

}  // namespace

std::optional<Postcode> parse_postcode(std::string_view text) {
  const std::string bare = bare_postcode(text);
  if (bare.size() < 5 || bare.size() > 7) return std::nullopt;
  Postcode postcode{bare.substr(0, bare.size() - 3), bare.substr(bare.size() - 3)};
  if (!is_outward(postcode.outward) || !is_inward(postcode.inward)) return std::nullopt;
  return postcode;
}

std::optional<std::string> parse_outward(std::string_view text) {
  std::string bare = bare_postcode(text);
  if (!is_outward(bare)) return std::nullopt;
  return bare;
}

bool looks_like_postcode(std::string_view text) {
  text = trim(text);
  if (text.size() < 2 || text.size() > 10 || !is_letter(text.front())) return false;
  bool digit_early = false;
  std::size_t letters_in_a_row = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!is_letter(c) && !is_digit(c) && c != ' ') return false;
    letters_in_a_row = is_letter(c) ? letters_in_a_row + 1 : 0;
    if (letters_in_a_row > 3) return false;
    if (i < 3 && is_digit(c)) digit_early = true;
  }
  return digit_early;
}

}  // namespace evidence::curation
