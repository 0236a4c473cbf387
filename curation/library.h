// A library of the directory: what it is, whom it serves, how to reach it. The fields are our own
// (docs/directory.md): nothing here claims to be another directory's format. One table says of each
// field its form, its limit and who may change it. Values and pure functions, thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/json.h"
#include "base/result.h"

namespace evidence::curation {

enum class FieldForm {
  kText,      // one line
  kLongText,  // lines
  kList,      // values separated by ';'
  kOdsCodes,  // a list of organisation codes: ^[A-Z0-9]{3,8}$
  kServices,  // a list of library_services()
  kPostcode,  // kept as "AB1 2CD"
  kLatitude,  // decimal degrees, WGS 84; kept with at most 6 decimals
  kLongitude,
  kPhone,  // digits, spaces and + ( ) - . with "ext" before an extension
  kEmail,
  kUrl,       // http or https
  kDomain,    // "trust.example.org"
  kName,      // lower-case letters, digits, hyphens: an id of config/organisations
  kYesNoAsk,  // "yes", "no" or "ask"
  kFlag,      // "yes" or ""
};

// Who may change a field. Each tier may change what the one before it may.
enum class EditorTier { kOwner, kRegional, kNational };
std::string_view tier_name(EditorTier tier);  // "owner library", "regional editor" …

struct LibraryField {
  std::string_view name;   // "openathens_domain": in files, commands and the API
  std::string_view label;  // "OpenAthens domain": on pages
  FieldForm form = FieldForm::kText;
  EditorTier tier = EditorTier::kOwner;
  std::size_t max_bytes = 300;
  bool required = false;
};

// In the order of a file's columns; without library_code.
std::span<const LibraryField> library_fields();
const LibraryField* library_field(std::string_view name);  // nullptr: there is none
std::span<const std::string_view> library_services();

using FieldValues = std::map<std::string, std::string, std::less<>>;

struct Library {
  std::string code;
  FieldValues fields;   // in their kept form; an absent field is empty
  std::string updated;  // "2026-11-30": the day of the latest change; given by the store
  std::string checked;  // the day on which somebody last said that all of it holds; "" = never
  bool operator==(const Library&) const = default;

  [[nodiscard]] const std::string& get(std::string_view field) const;  // "" where empty
  [[nodiscard]] std::vector<std::string> list(std::string_view field) const;
  [[nodiscard]] const std::string& name() const { return get("name"); }
  [[nodiscard]] bool sample() const { return get("sample") == "yes"; }
};

struct FieldFault {
  std::string field, message;
};

// 2 to 32 letters, digits, '-' and '_', beginning with a letter or digit; kept in capitals. nullopt
// for anything else.
std::optional<std::string> library_code(std::string_view text);
bool is_ods_code(std::string_view text);  // ^[A-Z0-9]{3,8}$

// The value in the form in which it is kept; "" empties the field. kInvalidArgument with the reason
// where it is not of the field's form, kTooLarge where it is too long.
Result<std::string> field_value(const LibraryField& field, std::string_view text);

// The values, checked together; every fault is appended. A field that nobody knows is one.
Library make_library(std::string_view code, const FieldValues& values,
                     std::vector<FieldFault>& faults);

// Not confirmed for six calendar months before `today`, or never.
inline constexpr int kStaleAfterMonths = 6;
bool is_stale(const Library& library, const PartialDate& today);

// For the API, files of commands and the store: lists are arrays, coordinates numbers, empty fields
// left out.
json::object library_json(const Library& library, const PartialDate& today);

}  // namespace evidence::curation
