#include "embedded/openapi.h"

#include <gtest/gtest.h>

#include <set>

#include "base/json.h"
#include "server/router.h"

namespace evidence::server {
namespace {

using Documented = std::map<std::string, std::set<std::string>>;  // "GET /path" → query parameters

const json::object& document() {
  static const json::value value = *parse_json(embedded_openapi().front().bytes);
  return value.as_object();
}

// The parameter itself, through a $ref where it is one.
const json::object& resolved(const json::value& parameter) {
  const std::string reference = string_member(parameter.as_object(), "$ref");
  if (reference.empty()) return parameter.as_object();
  const std::string name = reference.substr(reference.rfind('/') + 1);
  return document().at("components").at("parameters").at(name).as_object();
}

Documented documented() {
  Documented all;
  for (const auto& path : document().at("paths").as_object()) {
    for (const auto& operation : path.value().as_object()) {
      std::string method(operation.key());
      for (char& c : method) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      auto& names = all[method + " " + std::string(path.key())];
      const json::value* parameters = member(operation.value().as_object(), "parameters");
      if (parameters == nullptr) continue;
      for (const json::value& parameter : parameters->as_array()) {
        const json::object& object = resolved(parameter);
        const std::string name = string_member(object, "name");
        if (string_member(object, "in") == "query") {
          names.insert(name);
        } else {
          EXPECT_NE(path.key().find("{" + name + "}"), json::string_view::npos) << name;
        }
      }
    }
  }
  return all;
}

TEST(OpenApi, ListsExactlyTheRoutesAndParametersOfTheProgram) {
  Documented routes;
  for (const Route& route : all_routes()) {
    auto& names = routes[std::string(route.method) + " " + std::string(route.pattern)];
    names.insert(route.parameters.begin(), route.parameters.end());
  }
  const Documented paths = documented();
  for (const auto& [route, parameters] : routes) {
    ASSERT_TRUE(paths.contains(route)) << route << " is not documented";
    EXPECT_EQ(paths.at(route), parameters) << route;
  }
  for (const auto& [path, parameters] : paths) {
    EXPECT_TRUE(routes.contains(path)) << path << " does not exist";
  }
}

TEST(OpenApi, DeclaresEveryPlaceholderOfAPath) {
  for (const auto& path : document().at("paths").as_object()) {
    std::size_t placeholders = 0;
    for (const char c : path.key()) placeholders += c == '{' ? 1 : 0;
    for (const auto& operation : path.value().as_object()) {
      std::size_t declared = 0;
      const json::value* parameters = member(operation.value().as_object(), "parameters");
      if (parameters != nullptr) {
        for (const json::value& parameter : parameters->as_array()) {
          declared += string_member(resolved(parameter), "in") == "path" ? 1 : 0;
        }
      }
      EXPECT_EQ(declared, placeholders) << path.key();
    }
  }
}

TEST(OpenApi, HasAnAnswerAndAUniqueNameForEveryOperation) {
  std::set<std::string> names;
  for (const auto& path : document().at("paths").as_object()) {
    for (const auto& operation : path.value().as_object()) {
      const json::object& object = operation.value().as_object();
      EXPECT_TRUE(names.insert(string_member(object, "operationId")).second) << path.key();
      EXPECT_NE(member(object, "responses"), nullptr) << path.key();
    }
  }
}

}  // namespace
}  // namespace evidence::server
