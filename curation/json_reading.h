// Reading JSON that anybody may have written: a member that is absent or of another type is a
// default, a number that does not fit is 0. Used by the JSON forms of this folder.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace evidence::curation {

template <std::integral T>
T number_of(const json::value& value) {
  boost::system::error_code failed;
  const T number = value.to_number<T>(failed);
  return failed ? T{0} : number;
}

template <std::integral T>
T number_member(const json::object& object, std::string_view key) {
  const json::value* value = member(object, key);
  return value == nullptr || !value->is_number() ? T{0} : number_of<T>(*value);
}

inline bool bool_member(const json::object& object, std::string_view key, bool otherwise) {
  const json::value* value = member(object, key);
  return value != nullptr && value->is_bool() ? value->get_bool() : otherwise;
}

inline const json::object* object_member(const json::object& object, std::string_view key) {
  const json::value* value = member(object, key);
  return value != nullptr && value->is_object() ? &value->get_object() : nullptr;
}

inline const json::array& array_member(const json::object& object, std::string_view key) {
  static const json::array none;
  const json::value* value = member(object, key);
  return value != nullptr && value->is_array() ? value->get_array() : none;
}

inline std::vector<std::string> strings_member(const json::object& object, std::string_view key) {
  std::vector<std::string> strings;
  for (const json::value& value : array_member(object, key)) {
    if (value.is_string()) strings.emplace_back(value.get_string());
  }
  return strings;
}

}  // namespace evidence::curation
