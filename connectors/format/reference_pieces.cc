#include "connectors/format/reference_pieces.h"

#include "base/text.h"
#include "connectors/format/reference_text.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxPieces = 5'000;

}  // namespace

std::vector<std::string_view> pieces_of(std::string_view raw) {
  std::vector<std::string_view> pieces;
  for (const std::string_view line : split(raw, '\n')) {
    for (const std::string_view piece : split(line, ';')) {
      if (!trim(piece).empty() && pieces.size() < kMaxPieces) pieces.push_back(trim(piece));
    }
  }
  return pieces;
}

std::string decoded_lines(std::string_view raw) {
  if (raw.find('&') == std::string_view::npos) return std::string(raw);
  std::string out;
  for (const std::string_view line : split(raw, '\n')) {
    if (!out.empty()) out.push_back('\n');
    out += reference_text(line);
  }
  return out;
}

}  // namespace evidence
