// Reading JSON of foreign making: every step may miss, nothing throws. Used by the JSON formats;
// xml_as_json() lets them read a service's XML replies, which have the same members. Values that
// point into a json::value outlived by none of them; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/json.h"
#include "connectors/connector.h"

namespace evidence {

class JsonView {
 public:
  JsonView() = default;
  explicit JsonView(const json::value* value) : value_(value) {}

  // A member of an object; of an array's first element where an array stands for one value.
  JsonView operator[](std::string_view key) const;
  [[nodiscard]] JsonView at(std::string_view path) const;  // "bibjson.journal.title"

  // A string as it stands, a number or boolean as its text; of an array its first value. "" for
  // anything else.
  [[nodiscard]] std::string raw() const;
  [[nodiscard]] std::string text() const;  // raw() as clean text
  [[nodiscard]] std::optional<std::int64_t> number() const;
  [[nodiscard]] bool yes() const;  // true, "Y", "yes", "true", 1

  // The elements of an array without its nulls; any other value is a list of itself.
  [[nodiscard]] std::vector<JsonView> list() const;
  [[nodiscard]] std::vector<std::string> texts() const;  // of the list, empty ones left out
  [[nodiscard]] const json::object* object() const;
  [[nodiscard]] bool present() const { return value_ != nullptr && !value_->is_null(); }

 private:
  const json::value* value_ = nullptr;
};

// The entry's object. Bytes that are no JSON object are noted as "bad_json" and give nullopt.
std::optional<json::value> parse_entry_json(const RawEntry& entry, ParsedEntry& parsed);

// An element's children as members, repeated ones as arrays, attributes as "@name", the text beside
// them as "#text"; an element with nothing but text is that text.
json::value xml_as_json(const pugi::xml_node& element);

// The text of a string member somewhere in a reply, searched for without parsing, so that it also
// works on the reply's beginning: for JsonSplitRules::refuse. "" where there is none.
std::string member_in(std::string_view envelope, std::string_view key);

// A date from "2019-05", "2019-05-07T10:00:00Z", "May 7, 2019", "May 2019", 2019. Unknown if none.
PartialDate loose_date(std::string_view text);

}  // namespace evidence
