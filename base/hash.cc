#include "base/hash.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace evidence {
namespace {

std::string to_hex_digits(const unsigned char* bytes, std::size_t count) {
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

Digest::Digest(Kind kind) : state_(EVP_MD_CTX_new()) {
  require(state_ != nullptr);
  const EVP_MD* how = kind == Kind::kSha256 ? EVP_sha256() : EVP_md5();
  require(EVP_DigestInit_ex(static_cast<EVP_MD_CTX*>(state_), how, nullptr) == 1);
}

Digest::~Digest() { EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(state_)); }

void Digest::update(std::string_view bytes) {
  require(EVP_DigestUpdate(static_cast<EVP_MD_CTX*>(state_), bytes.data(), bytes.size()) == 1);
}

std::string Digest::bytes() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  require(EVP_DigestFinal_ex(static_cast<EVP_MD_CTX*>(state_), digest.data(), &length) == 1);
  std::string out;
  for (unsigned i = 0; i < length; ++i) out += static_cast<char>(digest[i]);
  return out;
}

std::string Digest::hex() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  const std::string raw = bytes();
  std::copy(raw.begin(), raw.end(), digest.begin());
  return to_hex_digits(digest.data(), raw.size());
}

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  require(EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) ==
          1);
  return to_hex_digits(digest.data(), length);
}

std::string random_uuid() {
  std::array<unsigned char, 16> bytes{};
  fill_random(bytes.data(), bytes.size());
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0FU) | 0x40U);  // version 4
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3FU) | 0x80U);  // variant of RFC 4122
  std::string out = to_hex_digits(bytes.data(), bytes.size());
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
