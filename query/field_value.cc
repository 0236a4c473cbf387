#include "query/field_value.h"

#include <algorithm>
#include <optional>
#include <string>

#include "base/text.h"
#include "base/tokenizer.h"
#include "model/identifier.h"
#include "query/spelling_variants.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMinLetters = 3;

bool is_year(std::string_view text) {
  return text.size() == 4 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "2019", "2015-2020", "2015-", "-2020", also with an en dash or two points.
std::optional<Node> year_value(std::string_view text, Span span) {
  if (is_year(text)) return Node{Exact{Field::kYear, std::string(text)}, span};
  for (const std::string_view dash : {"-", "\xE2\x80\x93", ".."}) {
    const std::size_t at = text.find(dash);
    if (at == std::string_view::npos) continue;
    const std::string_view from = text.substr(0, at);
    const std::string_view to = text.substr(at + dash.size());
    if ((!from.empty() && !is_year(from)) || (!to.empty() && !is_year(to)) ||
        (from.empty() && to.empty())) {
      continue;
    }
    return Node{Range{Slot::kYear, std::string(from), std::string(to)}, span};
  }
  return std::nullopt;
}

void warn_value(std::string_view name, const Lexeme& value, std::vector<Message>& warnings) {
  warnings.push_back({Severity::kWarning, "invalid_field_value",
                      quoted_for_message(value.text, 40) + " is no value of the field “" +
                          std::string(name) + "”; it was read as words.",
                      value.span});
}

}  // namespace

std::optional<Node> truncated_value(Field field, std::string_view text, Span span) {
  Prefix prefix;
  prefix.field = field;
  std::size_t count = 0;
  std::vector<Token> tokens = tokenize(text);
  if (tokens.empty()) return std::nullopt;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    prefix.leading.emplace_back(text.substr(tokens[i].begin, tokens[i].end - tokens[i].begin));
  }
  const Token& last = tokens.back();
  for (const std::string& part : last.parts) count += part.size();
  if (count < kMinLetters) return std::nullopt;
  prefix.stem = text.substr(last.begin, last.end - last.begin);
  std::vector<Node> ways;
  ways.push_back({prefix, span});
  if (last.parts.size() == 1) {
    for (std::string& variant : spelling_variants(last.parts.front())) {
      Prefix other = prefix;
      other.stem = std::move(variant);
      ways.push_back({std::move(other), span});
    }
  }
  if (ways.size() == 1) return std::move(ways.front());
  return Node{Or{std::move(ways)}, span};
}

std::optional<Node> field_value(std::string_view name, const Lexeme& value,
                                std::vector<Message>& warnings) {
  const std::string lower = to_lower_ascii(name);
  if (const auto scheme = scheme_by_name(lower)) {
    Result<Identifier> identifier = Identifier::parse(*scheme, value.text);
    if (identifier.ok()) {
      return Node{
          Exact{Field::kIdentifier, std::string(scheme_name(*scheme)) + ":" + identifier->value()},
          value.span};
    }
    warn_value(lower, value, warnings);
    return std::nullopt;
  }
  const Field field = field_by_name(lower).value_or(Field::kAny);
  if (field == Field::kYear) {
    std::optional<Node> year = year_value(value.text, value.span);
    if (!year) warn_value(lower, value, warnings);
    return year;
  }
  if (field_info(field).kind == FieldKind::kExact) {
    const std::string_view whole = trim(value.text);
    if (!whole.empty()) return Node{Exact{field, std::string(whole)}, value.span};
    warn_value(lower, value, warnings);
    return std::nullopt;
  }
  if (tokenize(value.text).empty()) {
    warn_value(lower, value, warnings);
    return std::nullopt;
  }
  if (value.kind == LexemeKind::kQuoted) {
    return Node{Phrase{field, std::string(value.text)}, value.span};
  }
  return Node{Term{field, std::string(value.text), false}, value.span};
}

}  // namespace evidence::query
