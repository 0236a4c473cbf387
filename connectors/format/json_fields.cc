#include "connectors/format/json_fields.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "base/text.h"
#include "connectors/format/xml_fields.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxEntry = 16U << 20U;
constexpr int kMaxXmlDepth = 60;

std::string number_text(double number) {
  constexpr double kExact = 9e15;
  if (std::abs(number) < kExact && std::floor(number) == number) {
    return std::to_string(static_cast<std::int64_t>(number));
  }
  return format_decimal(number, 6);
}

void add_member(json::object& object, std::string_view key, json::value value) {
  json::value* const known = object.if_contains(json::string_view(key.data(), key.size()));
  if (known == nullptr) {
    object.emplace(json::string_view(key.data(), key.size()), std::move(value));
  } else if (json::array* list = known->if_array()) {
    list->push_back(std::move(value));
  } else {
    json::array both;
    both.push_back(std::move(*known));
    both.push_back(std::move(value));
    *known = std::move(both);
  }
}

json::value element_as_json(const pugi::xml_node& element, int depth) {
  json::object members;
  for (const pugi::xml_attribute& attribute : element.attributes()) {
    add_member(members, "@" + std::string(attribute.name()), json::value(attribute.value()));
  }
  bool has_children = false;
  for (const pugi::xml_node& child : element.children()) {
    if (child.type() != pugi::node_element || depth >= kMaxXmlDepth) continue;
    has_children = true;
    add_member(members, child.name(), element_as_json(child, depth + 1));
  }
  if (!has_children) {
    std::string text;
    for (const pugi::xml_node& child : element.children()) text += child.value();
    if (members.empty()) return json::value(text);
    members.emplace("#text", text);
  }
  return json::value(std::move(members));
}

}  // namespace

JsonView JsonView::operator[](std::string_view key) const {
  const json::object* members = object();
  if (members == nullptr && value_ != nullptr) {
    if (const json::array* list = value_->if_array(); list != nullptr && !list->empty()) {
      members = list->front().if_object();
    }
  }
  return members == nullptr ? JsonView() : JsonView(member(*members, key));
}

JsonView JsonView::at(std::string_view path) const {
  JsonView view = *this;
  for (const std::string_view key : split(path, '.')) view = view[key];
  return view;
}

std::string JsonView::raw() const {
  if (value_ == nullptr) return {};
  if (const json::string* text = value_->if_string()) return {text->data(), text->size()};
  if (const std::int64_t* whole = value_->if_int64()) return std::to_string(*whole);
  if (const std::uint64_t* whole = value_->if_uint64()) return std::to_string(*whole);
  if (const double* number = value_->if_double()) return number_text(*number);
  if (const bool* yes = value_->if_bool()) return *yes ? "true" : "false";
  if (const json::array* list = value_->if_array()) {
    for (const json::value& one : *list) {
      if (!one.is_null() && !one.is_array()) return JsonView(&one).raw();
    }
  }
  if (const json::object* members = value_->if_object()) {
    // An XML element that has attributes beside its text.
    return string_member(*members, "#text");
  }
  return {};
}

std::string JsonView::text() const { return clean_text(raw()); }

std::optional<std::int64_t> JsonView::number() const {
  const std::string digits = std::string(trim(raw()));
  std::int64_t number = 0;
  const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || end.ec != std::errc() || end.ptr != digits.data() + digits.size()) {
    return std::nullopt;
  }
  return number;
}

bool JsonView::yes() const {
  const std::string word = to_lower_ascii(trim(raw()));
  return word == "true" || word == "y" || word == "yes" || word == "1";
}

std::vector<JsonView> JsonView::list() const {
  std::vector<JsonView> out;
  if (!present()) return out;
  const json::array* list = value_->if_array();
  if (list == nullptr) {
    out.push_back(*this);
    return out;
  }
  out.reserve(list->size());
  for (const json::value& one : *list) {
    if (!one.is_null()) out.emplace_back(&one);
  }
  return out;
}

std::vector<std::string> JsonView::texts() const {
  std::vector<std::string> out;
  for (const JsonView& one : list()) {
    if (std::string text = one.text(); !text.empty()) out.push_back(std::move(text));
  }
  return out;
}

const json::object* JsonView::object() const {
  return value_ == nullptr ? nullptr : value_->if_object();
}

std::optional<json::value> parse_entry_json(const RawEntry& entry, ParsedEntry& parsed) {
  Result<json::value> value = parse_json(entry.bytes, kMaxEntry);
  if (!value.ok()) {
    parsed.problems.push_back({entry.position, "bad_json", value.error().message});
    return std::nullopt;
  }
  if (!value->is_object()) {
    parsed.problems.push_back({entry.position, "bad_json", "it is JSON but no object"});
    return std::nullopt;
  }
  return std::move(value).value();
}

json::value xml_as_json(const pugi::xml_node& element) { return element_as_json(element, 0); }

std::string member_in(std::string_view envelope, std::string_view key) {
  constexpr std::size_t kMaxText = 300;
  const std::string quoted = "\"" + std::string(key) + "\"";
  for (std::size_t at = envelope.find(quoted); at != std::string_view::npos;
       at = envelope.find(quoted, at + 1)) {
    std::string_view rest = trim(envelope.substr(at + quoted.size(), kMaxText + 100));
    if (!rest.starts_with(':')) continue;
    rest = trim(rest.substr(1));
    if (!rest.starts_with('"')) continue;
    std::string out;
    for (std::size_t i = 1; i < rest.size() && rest[i] != '"' && out.size() < kMaxText; ++i) {
      if (rest[i] == '\\' && i + 1 < rest.size()) ++i;
      out.push_back(rest[i]);
    }
    return clean_text(out);
  }
  return {};
}

PartialDate loose_date(std::string_view text) {
  text = trim(text);
  if (const std::size_t time = text.find('T'); time != std::string_view::npos && time >= 4) {
    if (text[4] == '-') text = text.substr(0, time);
  }
  if (const auto date = parse_date(text)) return *date;
  // "May 7, 2019", "May 2019".
  if (text.size() < 4) return {};
  const std::size_t space = text.find(' ');
  const std::string_view year = text.substr(text.size() - 4);
  if (space == std::string_view::npos) return {};
  const std::string_view month = text.substr(0, space);
  std::string_view day = trim(text.substr(space, text.size() - 4 - space));
  if (day.ends_with(',')) day.remove_suffix(1);
  return date_from_parts(year, month, trim(day));
}

}  // namespace evidence
