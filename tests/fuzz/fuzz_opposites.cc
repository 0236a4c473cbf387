// Any two words: keys and costs of spelling, opposites. A cost is the same both ways up to the
// first letter's share, and never below nothing.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "search/lexicon.h"
#include "search/opposites.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evidence;
  const std::string text =
      fold(clean_text(std::string_view(reinterpret_cast<const char*>(data), size)));
  const std::size_t blank = text.find(' ');
  const std::string one = text.substr(0, blank);
  const std::string other = blank == std::string::npos ? one : text.substr(blank + 1);
  if (typing_cost(one, other) < 0) std::abort();
  if (sound_key(one).size() > 2 * one.size() + 8) std::abort();
  (void)are_opposites(one, other);
  const Lexicon lexicon({{one, 3}, {other, 5}});
  if (lexicon.near(one, 3).size() > 3) std::abort();
  return 0;
}
