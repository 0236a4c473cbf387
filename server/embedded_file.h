// A file that the build put into the binary (cmake/EvidenceEmbed.cmake). Constant, thread-safe.
#pragma once

#include <string_view>

namespace evidence {

struct EmbeddedFile {
  std::string_view name;    // "openapi.json"
  std::string_view bytes;   // for the whole life of the program
  std::string_view sha256;  // of the bytes, lower-case hexadecimal: names versions, makes ETags
};

}  // namespace evidence
