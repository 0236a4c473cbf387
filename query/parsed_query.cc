#include "query/parsed_query.h"

#include <array>
#include <utility>

namespace evidence::query {
namespace {

constexpr std::array<std::pair<Syntax, std::string_view>, 5> kSyntaxes{{
    {Syntax::kSimple, "simple"},
    {Syntax::kPubmed, "pubmed"},
    {Syntax::kOvid, "ovid"},
    {Syntax::kCql, "cql"},
    {Syntax::kEbsco, "ebsco"},
}};

}  // namespace

std::string_view syntax_name(Syntax syntax) {
  for (const auto& [value, name] : kSyntaxes) {
    if (value == syntax) return name;
  }
  return "simple";
}

std::optional<Syntax> syntax_by_name(std::string_view name) {
  for (const auto& [value, known] : kSyntaxes) {
    if (known == name) return value;
  }
  return std::nullopt;
}

}  // namespace evidence::query
