#include "connectors/format/orcid.h"

namespace evidence {

std::string bare_orcid(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if ((c >= '0' && c <= '9') || ((c == 'X' || c == 'x') && digits.size() == 15)) {
      digits.push_back(c == 'x' ? 'X' : c);
      if (digits.size() > 16) return {};
    }
  }
  if (digits.size() != 16) return {};
  int total = 0;
  for (std::size_t i = 0; i < 15; ++i) total = (total + (digits[i] - '0')) * 2;
  const int check = (12 - total % 11) % 11;
  if (digits[15] != (check == 10 ? 'X' : static_cast<char>('0' + check))) return {};
  return digits.substr(0, 4) + "-" + digits.substr(4, 4) + "-" + digits.substr(8, 4) + "-" +
         digits.substr(12);
}

}  // namespace evidence
