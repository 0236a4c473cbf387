// Building ISO 2709 records, for the tests of the MARC formats.
#pragma once

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace evidence::test {

// A field's tag and bytes: indicators first, '$' before a subfield's code.
using MarcFields = std::vector<std::pair<std::string, std::string>>;

inline std::string marc_digits(std::size_t number, int width) {
  std::string text = std::to_string(number);
  return std::string(static_cast<std::size_t>(width) - text.size(), '0') + text;
}

// `kind`: leader 05 to 09, "nam a" for a book in UTF-8, "nam  " for one in MARC-8.
inline std::string marc_record(const MarcFields& fields, const std::string& kind = "nam a") {
  std::string directory;
  std::string data;
  for (const auto& [tag, bytes] : fields) {
    std::string field = bytes;
    for (char& c : field) {
      if (c == '$') c = '\x1f';
    }
    field += '\x1e';
    directory += tag + marc_digits(field.size(), 4) + marc_digits(data.size(), 5);
    data += field;
  }
  const std::size_t base = 24 + directory.size() + 1;
  const std::size_t length = base + data.size() + 1;
  return marc_digits(length, 5) + kind + "22" + marc_digits(base, 5) + " a 4500" + directory +
         '\x1e' + data + '\x1d';
}

inline const MarcFields kSmallBook{{"001", "b7"},
                                   {"245", "10$aSmall book of asthma /$cA. Writer."},
                                   {"260", "  $aLeeds :$bA Press,$c2011."}};

}  // namespace evidence::test
