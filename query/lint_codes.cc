#include <algorithm>
#include <array>
#include <utility>

#include "query/lint.h"

namespace evidence::query {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 64> kCodes{{
    {"empty_line", "PARSE_0001"},
    {"encoding_invalid", "PARSE_0001"},
    {"line_too_long", "PARSE_0001"},
    {"query_too_long", "PARSE_0001"},
    {"query_too_complex", "PARSE_0001"},
    {"query_empty", "PARSE_0001"},
    {"nested_too_deeply", "PARSE_0001"},
    {"too_deep", "PARSE_0001"},
    {"too_many_terms", "PARSE_0001"},
    {"other_syntax", "PARSE_0001"},
    {"unbalanced_bracket", "PARSE_0002"},
    {"bracket_at_end", "PARSE_0002"},
    {"square_brackets", "PARSE_0002"},
    {"unbalanced_tag", "PARSE_0002"},
    {"stray_sign", "PARSE_0002"},
    {"unbalanced_quote", "PARSE_0003"},
    {"and_or", "PARSE_0004"},
    {"empty_brackets", "PARSE_0004"},
    {"empty_quotes", "PARSE_0004"},
    {"field_without_term", "PARSE_0004"},
    {"tag_without_term", "PARSE_0004"},
    {"heading_missing", "PARSE_0004"},
    {"missing_space", "PARSE_0004"},
    {"operator_first", "PARSE_0004"},
    {"operator_missing", "PARSE_0004"},
    {"operator_twice", "PARSE_0004"},
    {"operator_without_term", "PARSE_0004"},
    {"slash_missing", "PARSE_0004"},
    {"list_without_slash", "PARSE_0004"},
    {"no_searches", "PARSE_1001"},
    {"reference_missing", "PARSE_1002"},
    {"reference_outside", "PARSE_1002"},
    {"clipboard_unknown", "PARSE_1002"},
    {"reference_self", "PARSE_1003"},
    {"reference_self_in_list", "PARSE_1003"},
    {"reference_later", "PARSE_1005"},
    {"number_twice", "PARSE_1006"},
    {"number_missing", "PARSE_1007"},
    {"field_unknown", "FIELD_0001"},
    {"unknown_tag", "FIELD_0001"},
    {"field_nearest", "FIELD_0001"},
    {"tag_not_in_pubmed", "FIELD_0001"},
    {"tag_is_wider", "FIELD_0001"},
    {"field_missing", "FIELD_0002"},
    {"field_without_stops", "FIELD_0003"},
    {"pubmed_tag", "STRUCT_0005"},
    {"ovid_in_pubmed", "STRUCT_0005"},
    {"dialect_mixed", "STRUCT_0005"},
    {"mixed_operators", "STRUCT_0001"},
    {"left_to_right", "STRUCT_0001"},
    {"operator_not_in_capitals", "STRUCT_0002"},
    {"operator_sign", "STRUCT_0003"},
    {"adj_spaced", "STRUCT_0004"},
    {"and_in_proximity", "STRUCT_0004"},
    {"bad_distance", "STRUCT_0004"},
    {"bad_proximity", "STRUCT_0004"},
    {"distance_unconfirmed", "STRUCT_0004"},
    {"field_in_proximity", "STRUCT_0004"},
    {"fields_differ", "STRUCT_0004"},
    {"proximity_ignored", "STRUCT_0004"},
    {"proximity_too_wide", "STRUCT_0004"},
    {"proximity_without_quotes", "STRUCT_0004"},
    {"smart_quotes", "TERM_0001"},
    {"tag_on_group", "PUBMED_0001"},
}};

}  // namespace

std::string lint_code(std::string_view message_code, Syntax syntax) {
  for (const auto& [own, code] : kCodes) {
    if (own == message_code) return std::string(code);
  }
  for (const std::string_view wildcard :
       {"wildcard_too_short", "wildcard_too_broad", "wildcard_short", "wildcard_first"}) {
    if (message_code == wildcard) {
      return syntax == Syntax::kPubmed ? "PUBMED_0003" : "TERM_0002";
    }
  }
  if (syntax == Syntax::kPubmed &&
      (message_code == "no_wildcard" || message_code == "wildcard_inside" ||
       message_code == "wildcard_not_last")) {
    return "PUBMED_0002";
  }
  return std::string(message_code);
}

}  // namespace evidence::query
