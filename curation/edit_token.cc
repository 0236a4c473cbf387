#include "curation/edit_token.h"

#include "base/hash.h"
#include "store/rows.h"

namespace evidence::curation {

std::string new_edit_token() { return random_id(52); }

std::string token_hash(std::string_view token) { return sha256_bytes(token); }

bool same_bytes(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;  // lengths are no secret
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference |=
        static_cast<unsigned char>(a[i]) ^ static_cast<unsigned>(static_cast<unsigned char>(b[i]));
  }
  volatile unsigned result = difference;  // read as a whole, so that no loop is left early
  return result == 0;
}

}  // namespace evidence::curation
