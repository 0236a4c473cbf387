#include "curation/library.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.h"
#include "base/text.h"
#include "curation/library_forms.h"

namespace evidence::curation {
namespace {

constexpr EditorTier kRegional = EditorTier::kRegional;
constexpr EditorTier kNational = EditorTier::kNational;
constexpr EditorTier kOwner = EditorTier::kOwner;

constexpr std::array kLibraryFields{
    LibraryField{"name", "Name", FieldForm::kText, kRegional, 200, true},
    LibraryField{"alternative_names", "Also called", FieldForm::kList, kOwner, 1'000},
    LibraryField{"organisation_name", "Organisation", FieldForm::kText, kRegional, 200},
    LibraryField{"organisation_id", "Access settings", FieldForm::kName, kNational, 100},
    LibraryField{"ods_codes", "ODS codes served", FieldForm::kOdsCodes, kRegional, 600},
    LibraryField{"trust_name", "Trust", FieldForm::kText, kRegional, 200},
    LibraryField{"region", "Region", FieldForm::kText, kNational, 100},
    LibraryField{"county", "County", FieldForm::kText, kRegional, 100},
    LibraryField{"local_authority", "Local authority", FieldForm::kText, kRegional, 100},
    LibraryField{"towns", "Towns served", FieldForm::kList, kRegional, 1'000},
    LibraryField{"address", "Address", FieldForm::kLongText, kOwner, 500},
    LibraryField{"postcode", "Postcode", FieldForm::kPostcode, kRegional, 16},
    LibraryField{"lat", "Latitude", FieldForm::kLatitude, kRegional, 20},
    LibraryField{"lon", "Longitude", FieldForm::kLongitude, kRegional, 20},
    LibraryField{"phone", "Telephone", FieldForm::kPhone, kOwner, 60},
    LibraryField{"email", "Email", FieldForm::kEmail, kOwner, 254},
    LibraryField{"website", "Website", FieldForm::kUrl, kOwner, 2'048},
    LibraryField{"catalogue_url", "Catalogue", FieldForm::kUrl, kOwner, 2'048},
    LibraryField{"openathens_domain", "OpenAthens domain", FieldForm::kDomain, kNational, 253},
    LibraryField{"link_resolver_base_url", "Link resolver", FieldForm::kUrl, kRegional, 2'048},
    LibraryField{"ill_base_url", "Document requests", FieldForm::kUrl, kOwner, 2'048},
    LibraryField{"ill_scheme", "Lending scheme", FieldForm::kText, kRegional, 100},
    LibraryField{"ill_code", "Lending code", FieldForm::kText, kRegional, 40},
    LibraryField{"opening_monday", "Monday", FieldForm::kText, kOwner, 100},
    LibraryField{"opening_tuesday", "Tuesday", FieldForm::kText, kOwner, 100},
    LibraryField{"opening_wednesday", "Wednesday", FieldForm::kText, kOwner, 100},
    LibraryField{"opening_thursday", "Thursday", FieldForm::kText, kOwner, 100},
    LibraryField{"opening_friday", "Friday", FieldForm::kText, kOwner, 100},
    LibraryField{"opening_saturday", "Saturday", FieldForm::kText, kOwner, 100},
    LibraryField{"opening_sunday", "Sunday", FieldForm::kText, kOwner, 100},
    LibraryField{"opening_note", "Holidays and staffed hours", FieldForm::kLongText, kOwner, 500},
    LibraryField{"membership", "Who may join", FieldForm::kLongText, kOwner, 1'000},
    LibraryField{"walk_in_access", "Open to visitors", FieldForm::kYesNoAsk, kOwner, 10},
    LibraryField{"services", "Services", FieldForm::kServices, kOwner, 400},
    LibraryField{"eligibility", "Eligibility", FieldForm::kLongText, kOwner, 1'000},
    LibraryField{"notes", "Notes", FieldForm::kLongText, kOwner, 2'000},
    LibraryField{"sample", "Sample data", FieldForm::kFlag, kNational, 10},
};

constexpr std::array<std::string_view, 6> kLibraryServices{"literature search", "training",
                                                           "document supply",   "current awareness",
                                                           "reading space",     "24h access"};

// "2026-11-30" six months earlier; the end of a shorter month stands for the days it lacks.
PartialDate months_before(PartialDate day, int months) {
  int month = day.year * 12 + day.month - 1 - months;
  PartialDate before{month / 12, month % 12 + 1, day.day};
  while (before.day > 28 && !parse_date(format_date(before))) --before.day;
  return before;
}

void add_json_field(const LibraryField& field, const Library& library, json::object& object) {
  const std::string& value = library.get(field.name);
  if (value.empty()) return;
  switch (field.form) {
    case FieldForm::kList:
    case FieldForm::kOdsCodes:
    case FieldForm::kServices: {
      json::array values;
      for (const std::string& each : library.list(field.name)) values.emplace_back(each);
      object[field.name] = std::move(values);
      break;
    }
    case FieldForm::kLatitude:
    case FieldForm::kLongitude: {
      double number = 0;
      std::from_chars(value.data(), value.data() + value.size(), number);
      object[field.name] = number;
      break;
    }
    case FieldForm::kFlag:
      object[field.name] = true;
      break;
    default:
      object[field.name] = value;
  }
}

}  // namespace

std::string_view tier_name(EditorTier tier) {
  switch (tier) {
    case EditorTier::kOwner:
      return "owner library";
    case EditorTier::kRegional:
      return "regional editor";
    case EditorTier::kNational:
      break;
  }
  return "national editor";
}

std::span<const LibraryField> library_fields() { return kLibraryFields; }

const LibraryField* library_field(std::string_view name) {
  const auto* const found =
      std::find_if(kLibraryFields.begin(), kLibraryFields.end(),
                   [name](const LibraryField& field) { return field.name == name; });
  return found == kLibraryFields.end() ? nullptr : found;
}

std::span<const std::string_view> library_services() { return kLibraryServices; }

const std::string& Library::get(std::string_view field) const {
  static const std::string empty;
  const auto found = fields.find(field);
  return found == fields.end() ? empty : found->second;
}

std::vector<std::string> Library::list(std::string_view field) const {
  return list_values(get(field));
}

std::optional<std::string> library_code(std::string_view text) {
  text = trim(text);
  if (text.size() < 2 || text.size() > 32) return std::nullopt;
  std::string code;
  for (const char c : text) {
    const bool plain = is_letter(c) || is_digit(c) || (!code.empty() && (c == '-' || c == '_'));
    if (!plain) return std::nullopt;
    code += is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return code;
}

bool is_ods_code(std::string_view text) {
  return text.size() >= 3 && text.size() <= 8 &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_upper(c) || is_digit(c); });
}

Library make_library(std::string_view code, const FieldValues& values,
                     std::vector<FieldFault>& faults) {
  Library library;
  if (const auto good = library_code(code)) {
    library.code = *good;
  } else {
    faults.push_back({"library_code",
                      code.empty() ? std::string("the library has no code")
                                   : quoted_for_message(code) +
                                         " is not a code: 2 to 32 letters, digits, '-' and '_'"});
  }
  for (const auto& [name, text] : values) {
    const LibraryField* field = library_field(name);
    if (field == nullptr) {
      faults.push_back({name, "there is no field " + quoted_for_message(name)});
      continue;
    }
    auto value = field_value(*field, text);
    if (!value.ok()) {
      faults.push_back({name, value.error().message});
    } else if (!value->empty()) {
      library.fields[name] = std::move(*value);
    }
  }
  for (const LibraryField& field : kLibraryFields) {
    const bool faulty = std::any_of(faults.begin(), faults.end(), [&](const FieldFault& fault) {
      return fault.field == field.name;
    });
    if (field.required && !faulty && library.get(field.name).empty()) {
      faults.push_back({std::string(field.name), "it is needed and empty"});
    }
  }
  if (library.get("lat").empty() != library.get("lon").empty()) {
    faults.push_back({"lat", "lat and lon go together: give both or neither"});
  }
  return library;
}

bool is_stale(const Library& library, const PartialDate& today) {
  const auto checked = parse_date(library.checked);
  return !checked || *checked < months_before(today, kStaleAfterMonths);
}

json::object library_json(const Library& library, const PartialDate& today) {
  json::object object;
  object["library_code"] = library.code;
  for (const LibraryField& field : kLibraryFields) add_json_field(field, library, object);
  object["updated"] = library.updated;
  object["checked"] = library.checked.empty() ? json::value(nullptr) : json::value(library.checked);
  object["stale"] = is_stale(library, today);
  return object;
}

}  // namespace evidence::curation
