// The alphabetical index of a field's values, for pages and API alike. Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/field.h"
#include "search/searcher.h"
#include "server/http_types.h"
#include "server/services.h"

namespace evidence::server {

inline constexpr std::size_t kMaxValueText = 300;  // bytes of `begin` and `after`
inline constexpr std::size_t kMaxValues = 1'000;   // at a time

struct ValueList {
  const FieldInfo* field = nullptr;
  std::string begin;
  std::string after;
  std::vector<ValueCount> values;
  std::string next;  // `after` of those that follow; "" where these are the last
};

// What the request's parameters `begin` and `after` ask of the field `name`. kNotFound:
// unknown_field, also for "any", whose words are those of other fields; kInvalidArgument:
// text_too_long; the searcher's own.
Result<ValueList> list_values_of(std::string_view name, const Request& request, std::size_t limit,
                                 Services& services);

// "/search?q=…": finds exactly the works that have this value.
std::string value_search_href(Field field, const std::string& value);

}  // namespace evidence::server
