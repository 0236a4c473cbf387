// Content hashes and random identifiers.
#pragma once

#include <string>
#include <string_view>

namespace evidence {

std::string sha256_hex(std::string_view bytes);  // 64 lower-case hexadecimal digits
std::string random_uuid();                       // RFC 4122 version 4, lower case
// `length` characters of Crockford base 32 in lower case (no i l o u), from the system's generator.
std::string random_id(int length);

}  // namespace evidence
