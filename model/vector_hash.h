// The id of a vector space: a hash of what it says. Private to model/vector_format.cc and
// model/vector_space.cc. Thread-safe.
#pragma once

#include <cstdint>
#include <string_view>

namespace evidence {

// `body` is everything behind the file's header.
std::uint64_t space_id(std::uint32_t tokenizer, std::uint32_t dimensions, std::string_view body);

}  // namespace evidence
