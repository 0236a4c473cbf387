// Content hashes and random identifiers.
#pragma once

#include <string>
#include <string_view>

namespace evidence {

// A hash of bytes that come in pieces. MD5 is for comparing with what a source publishes, never for
// safety. One thread at a time.
class Digest {
 public:
  enum class Kind { kSha256, kMd5 };
  explicit Digest(Kind kind);
  ~Digest();
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;
  void update(std::string_view bytes);
  // The hash of everything so far; nothing may be added afterwards.
  std::string bytes();
  std::string hex();  // lower case

 private:
  void* state_;  // EVP_MD_CTX
};

std::string sha256_hex(std::string_view bytes);  // 64 lower-case hexadecimal digits
std::string random_uuid();                       // RFC 4122 version 4, lower case
// `length` characters of Crockford base 32 in lower case (no i l o u), from the system's generator.
std::string random_id(int length);

}  // namespace evidence
