// Boost.JSON behind the limits that hostile input needs. Values; thread-safe.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "base/result.h"

namespace evidence {

namespace json = boost::json;

// One JSON text; refuses invalid UTF-8, trailing data, depth over 32, more than max_bytes.
Result<json::value> parse_json(std::string_view text, std::size_t max_bytes = 16U << 20U);

// Reading an object without exceptions: the string member, or "" where absent or of another type.
std::string string_member(const json::object& object, std::string_view key);
const json::value* member(const json::object& object, std::string_view key);  // nullptr if absent

// Scores and other doubles with a fixed number of decimals, as Boost.JSON would write 8.7E0.
std::string format_decimal(double number, int decimals);

}  // namespace evidence
