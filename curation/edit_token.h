// The key to a strategy's changes: 260 random bits, shown once when the strategy is made; only its
// SHA-256 is kept. Pure functions, thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace evidence::curation {

std::string new_edit_token();  // 52 characters of Crockford base 32

// What is kept: 32 bytes. The random part is long enough that no salt or slow hash is needed.
std::string token_hash(std::string_view token);

// In a time that does not tell where they differ.
bool same_bytes(std::string_view a, std::string_view b);

}  // namespace evidence::curation
