// Bodies of forms with files (multipart/form-data, RFC 7578). Pure functions, thread-safe; fuzzed
// (fuzz_multipart).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace evidence::server {

struct FormPart {
  std::string name;
  std::string file_name;  // "" for a plain value
  std::string value;      // bytes as sent
};

inline constexpr std::size_t kMaxFormParts = 64;

// "multipart/form-data; boundary=x" → "x"; "" where there is none that is allowed (RFC 2046).
std::string multipart_boundary(std::string_view content_type);

// kInvalidArgument: bad_form, too_many_parameters. Names and file names are valid UTF-8; of a file
// name only what stands behind the last '/' or '\' is kept.
Result<std::vector<FormPart>> parse_multipart(std::string_view body, std::string_view boundary);

}  // namespace evidence::server
