// The query of an address of this service, changed before it is sent on. Pure function.
#pragma once

#include <string>
#include <string_view>

#include "base/text.h"

namespace evidence::server {

// What stands behind the '?' of a path without fragment, without the parameter `name`; "" where
// nothing is left. Nothing is decoded.
inline std::string query_without(std::string_view path, std::string_view name) {
  std::string query;
  const std::size_t question = path.find('?');
  if (question == std::string_view::npos) return query;
  for (const std::string_view parameter : split(path.substr(question + 1), '&')) {
    if (parameter.empty() || parameter.substr(0, parameter.find('=')) == name) continue;
    if (!query.empty()) query += '&';
    query += parameter;
  }
  return query;
}

}  // namespace evidence::server
