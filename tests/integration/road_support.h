// What the integration tests share: small PubMed files and reading the program's JSON.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/json.h"

namespace evidence::test {

inline void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

inline std::string set_of(const std::string& articles) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PubmedArticleSet>\n" + articles +
         "</PubmedArticleSet>\n";
}

inline json::object json_of(const std::string& text) {
  const auto value = parse_json(text);
  EXPECT_TRUE(value.ok()) << text;
  return value.ok() && value->is_object() ? value->get_object() : json::object();
}

inline std::int64_t number(const json::object& object, const char* key) {
  const json::value* value = member(object, key);
  return value != nullptr && value->is_number() ? value->to_number<std::int64_t>() : -1;
}

}  // namespace evidence::test
