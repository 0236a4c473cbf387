#include "connectors/format/marc_text.h"

#include <algorithm>

#include "base/text.h"

namespace evidence {

std::string without_isbd(std::string_view text, bool keep_stop) {
  text = trim(text);
  while (!text.empty()) {
    const char last = text.back();
    const bool punctuation =
        last == '/' || last == ':' || last == ';' || last == ',' || last == '=';
    const bool stop = last == '.' && !keep_stop && !text.ends_with("...") &&
                      !(text.size() >= 3 && text[text.size() - 3] == ' ');
    if (!punctuation && !stop) break;
    text = trim(text.substr(0, text.size() - 1));
  }
  // "[London]": the cataloguer supplied it.
  if (text.size() > 2 && text.front() == '[' && text.back() == ']') {
    text = text.substr(1, text.size() - 2);
  }
  return std::string(text);
}

std::string_view isbn_part(std::string_view text) {
  text = trim(text);
  const std::size_t end = text.find_first_not_of("0123456789-Xx");
  const std::string_view plain = text.substr(0, end);
  // "978 0 306 40615 7": spaces count where there are not enough digits before the first.
  const std::size_t wide_end = text.find_first_not_of("0123456789-Xx ");
  const std::string_view wide = trim(text.substr(0, wide_end));
  const auto digits = [](std::string_view part) {
    return std::count_if(part.begin(), part.end(), [](char c) { return c != '-' && c != ' '; });
  };
  return digits(plain) < 10 && (digits(wide) == 10 || digits(wide) == 13) ? wide : plain;
}

std::string year_in(std::string_view text) {
  for (std::size_t i = 0; i + 4 <= text.size(); ++i) {
    const std::string_view four = text.substr(i, 4);
    const bool digits = four.find_first_not_of("0123456789") == std::string_view::npos;
    const bool begins = i == 0 || text[i - 1] < '0' || text[i - 1] > '9';
    const bool ends = i + 4 == text.size() || text[i + 4] < '0' || text[i + 4] > '9';
    if (digits && begins && ends && (four.front() == '1' || four.front() == '2')) {
      return std::string(four);
    }
  }
  return {};
}

}  // namespace evidence
