#include "base/hash.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <cstdlib>

namespace evidence {
namespace {

std::string hex(const unsigned char* bytes, std::size_t count) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(2 * count);
  for (std::size_t i = 0; i < count; ++i) {
    out += kDigits[bytes[i] >> 4U];
    out += kDigits[bytes[i] & 15U];
  }
  return out;
}

// Without hashes and randomness nothing of ours is safe to go on with.
void require(bool good) {
  if (!good) {
    std::abort();
  }
}

void fill_random(unsigned char* bytes, std::size_t count) {
  require(RAND_bytes(bytes, static_cast<int>(count)) == 1);
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  require(EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) ==
          1);
  return hex(digest.data(), length);
}

std::string random_uuid() {
  std::array<unsigned char, 16> bytes{};
  fill_random(bytes.data(), bytes.size());
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0FU) | 0x40U);  // version 4
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3FU) | 0x80U);  // variant of RFC 4122
  std::string out = hex(bytes.data(), bytes.size());
  for (const std::size_t at : {20U, 16U, 12U, 8U}) {
    out.insert(at, 1, '-');
  }
  return out;
}

std::string random_id(int length) {
  constexpr char kAlphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
  static_assert(sizeof kAlphabet == 33);
  std::string out(length > 0 ? static_cast<std::size_t>(length) : 0, '0');
  std::array<unsigned char, 64> bytes{};
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (i % bytes.size() == 0) {
      fill_random(bytes.data(), bytes.size());
    }
    out[i] = kAlphabet[bytes[i % bytes.size()] & 31U];
  }
  return out;
}

}  // namespace evidence
