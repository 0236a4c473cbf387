#include "base/json.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/text.h"

namespace evidence {

namespace {

constexpr std::size_t kMaxDepth = 32;

Error bad_json(std::size_t offset, const std::string& why) {
  return {ErrorCode::kBadContent, "json_invalid",
          "not valid JSON at byte " + std::to_string(offset) + ": " + why, ""};
}

// 1e999 becomes infinity, which no sum and no writer survives. Depth is bounded by the parser.
bool is_finite_throughout(const json::value& value) {
  if (const double* number = value.if_double()) {
    return std::isfinite(*number);
  }
  if (const json::array* array = value.if_array()) {
    return std::all_of(array->begin(), array->end(), is_finite_throughout);
  }
  if (const json::object* object = value.if_object()) {
    return std::all_of(object->begin(), object->end(), [](const json::key_value_pair& pair) {
      return is_finite_throughout(pair.value());
    });
  }
  return true;
}

}  // namespace

Result<json::value> parse_json(std::string_view text, std::size_t max_bytes) {
  if (text.size() > max_bytes) {
    return Error{ErrorCode::kTooLarge, "json_too_large",
                 "JSON of " + std::to_string(text.size()) + " bytes; at most " +
                     std::to_string(max_bytes) + " are taken",
                 ""};
  }
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  json::parse_options options;
  options.max_depth = kMaxDepth;
  try {
    json::stream_parser parser(json::storage_ptr(), options);
    boost::system::error_code error;
    const std::size_t read = parser.write_some(text.data(), text.size(), error);
    if (!error) {
      if (trim(text.substr(read)).empty()) {
        parser.finish(error);
      } else {
        return bad_json(read, "something follows the end of the value");
      }
    }
    if (error) {
      if (error == json::error::too_deep) {
        return Error{ErrorCode::kTooLarge, "json_too_deep",
                     "JSON nested deeper than " + std::to_string(kMaxDepth) + " levels at byte " +
                         std::to_string(read),
                     ""};
      }
      return bad_json(read, error.message());
    }
    json::value value = parser.release();
    if (!is_finite_throughout(value)) {
      return bad_json(0, "a number is too large");
    }
    return value;
  } catch (const std::exception& exception) {  // out of memory, or a length over the library's
    return Error{ErrorCode::kTooLarge, "json_too_large",
                 std::string("JSON cannot be held in memory: ") + exception.what(), ""};
  }
}

const json::value* member(const json::object& object, std::string_view key) {
  return object.if_contains(json::string_view(key.data(), key.size()));
}

std::string string_member(const json::object& object, std::string_view key) {
  const json::value* value = member(object, key);
  const json::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string() : std::string(text->data(), text->size());
}

std::string format_decimal(double number, int decimals) {
  if (!std::isfinite(number)) {
    return "0";  // JSON has no infinity
  }
  char buffer[400];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::fixed,
                                 decimals < 0    ? 0
                                 : decimals > 30 ? 30
                                                 : decimals);
  if (end.ec != std::errc()) {
    return "0";
  }
  std::string out(buffer, end.ptr);
  // -0.00 says nothing that 0.00 does not.
  if (out.front() == '-' && out.find_first_of("123456789") == std::string::npos) {
    out.erase(0, 1);
  }
  return out;
}

}  // namespace evidence
