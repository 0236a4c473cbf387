#include "server/field_browser.h"

#include "base/text.h"
#include "query/parse.h"
#include "query/write.h"
#include "server/search_url.h"

namespace evidence::server {
namespace {

Result<std::string> text_parameter(const Request& request, std::string_view name) {
  const std::string_view text = request.parameter(name).value_or("");
  if (text.size() <= kMaxValueText) return std::string(text);
  return Error{ErrorCode::kInvalidArgument, "text_too_long",
               "The parameter " + std::string(name) + " is longer than " +
                   std::to_string(kMaxValueText) + " bytes.",
               "Give only the beginning of the value."};
}

// Does the tree stand for this one value?
bool is_value(const query::Node& tree, Field field, const std::string& value) {
  if (const auto* exact = std::get_if<query::Exact>(&tree.value)) {
    return exact->field == field && exact_key(field, exact->value) == value;
  }
  if (const auto* term = std::get_if<query::Term>(&tree.value)) {
    return term->fields == FieldSet(field) && !term->stemmed && !term->wildcards &&
           fold(term->text) == value;
  }
  return false;
}

}  // namespace

Result<ValueList> list_values_of(std::string_view name, const Request& request, std::size_t limit,
                                 Services& services) {
  const auto field = field_by_name(name);
  if (!field || *field == Field::kAny) {
    return Error{ErrorCode::kNotFound, "unknown_field",
                 "There is no field " + quoted_for_message(name, 60) + " with values to list.",
                 "The fields are listed by /values and /api/v1/fields."};
  }
  ValueList list;
  list.field = &field_info(*field);
  EVIDENCE_ASSIGN(list.begin, text_parameter(request, "begin"));
  EVIDENCE_ASSIGN(list.after, text_parameter(request, "after"));
  // One more shows whether others follow.
  EVIDENCE_ASSIGN(list.values, services.searcher.values(*field, list.begin, limit + 1, list.after));
  if (list.values.size() > limit) {
    list.values.pop_back();
    list.next = list.values.back().value;
  }
  return list;
}

std::string value_search_href(Field field, const std::string& value) {
  query::Node tree;
  if (field_info(field).kind == FieldKind::kText) {
    tree.value = query::Term{field, value};
  } else {
    tree.value = query::Exact{field, value};
  }
  // The search box's own words where they say it, for people; else CQL, which can quote all signs.
  const std::string simple = query::write_simple(tree).text;
  if (is_value(query::parse_simple_line(simple, {}).tree, field, value)) {
    return address("/search", {{"q", simple}});
  }
  return address("/search", {{"q", query::write_cql(tree).text}, {"syntax", "cql"}});
}

}  // namespace evidence::server
