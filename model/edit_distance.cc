#include "model/edit_distance.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace evidence {
namespace {

constexpr std::size_t kWord = 64;

struct Block {
  std::uint64_t positive = ~std::uint64_t{0};  // vertical differences of +1
  std::uint64_t negative = 0;                  // and of −1
};

// One column of one block; `carry` is the horizontal difference that enters above: −1, 0 or +1.
int advance(Block& block, std::uint64_t equal, int carry, std::uint64_t last_bit) {
  std::uint64_t positive = block.positive;
  const std::uint64_t negative = block.negative;
  const std::uint64_t above = carry < 0 ? 1 : 0;
  const std::uint64_t vertical = equal | negative;
  equal |= above;
  const std::uint64_t horizontal = (((equal & positive) + positive) ^ positive) | equal;
  std::uint64_t plus = negative | ~(horizontal | positive);
  std::uint64_t minus = positive & horizontal;
  int out = 0;
  if ((plus & last_bit) != 0) out = 1;
  if ((minus & last_bit) != 0) out = -1;
  plus <<= 1U;
  minus <<= 1U;
  minus |= above;
  if (carry > 0) plus |= 1U;
  block.positive = minus | ~(vertical | plus);
  block.negative = plus & vertical;
  return out;
}

std::size_t distance(std::string_view pattern, std::string_view text, bool inside) {
  if (pattern.empty()) return inside ? 0 : text.size();
  if (text.empty()) return pattern.size();
  const std::size_t blocks = (pattern.size() + kWord - 1) / kWord;
  std::vector<std::array<std::uint64_t, 256>> equal(blocks);
  for (auto& table : equal) table.fill(0);
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    equal[i / kWord][static_cast<unsigned char>(pattern[i])] |= std::uint64_t{1} << (i % kWord);
  }
  std::vector<Block> state(blocks);
  const std::uint64_t end_bit = std::uint64_t{1} << ((pattern.size() - 1) % kWord);
  constexpr std::uint64_t kTop = std::uint64_t{1} << (kWord - 1);
  auto score = static_cast<std::ptrdiff_t>(pattern.size());
  std::ptrdiff_t best = score;
  for (const char c : text) {
    int carry = inside ? 0 : 1;
    for (std::size_t b = 0; b < blocks; ++b) {
      carry = advance(state[b], equal[b][static_cast<unsigned char>(c)], carry,
                      b + 1 == blocks ? end_bit : kTop);
    }
    score += carry;
    best = std::min(best, score);
  }
  return static_cast<std::size_t>(inside ? best : score);
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);  // fewer blocks
  return distance(a, b, false);
}

std::size_t distance_inside(std::string_view part, std::string_view whole) {
  return distance(part, whole, true);
}

double text_similarity(std::string_view a, std::string_view b) {
  const std::size_t longer = std::max(a.size(), b.size());
  if (longer == 0) return 0;
  if (a == b) return 1;
  return 1.0 - static_cast<double>(edit_distance(a, b)) / static_cast<double>(longer);
}

}  // namespace evidence
