#include "curation/library_forms.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/ascii.h"
#include "base/text.h"
#include "base/url.h"
#include "curation/library.h"
#include "curation/postcode.h"

namespace evidence::curation {
namespace {

constexpr std::size_t kMostValuesOfList = 100;

Error not_of_form(std::string_view text, std::string_view wanted) {
  return {ErrorCode::kInvalidArgument, "bad_field_value",
          quoted_for_message(text) + " is not " + std::string(wanted), ""};
}

Result<std::string> kept_codes(std::string_view text) {
  std::vector<std::string> codes;
  for (std::string code : list_values(text)) {
    std::transform(code.begin(), code.end(), code.begin(),
                   [](char c) { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; });
    if (!is_ods_code(code)) return not_of_form(code, "an ODS code: 3 to 8 letters and digits");
    if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
  }
  return join(codes, "; ");
}

Result<std::string> kept_services(std::string_view text) {
  std::vector<std::string> services;
  for (const std::string& value : list_values(text)) {
    const auto known = library_services();
    const auto found = std::find_if(known.begin(), known.end(), [&](std::string_view service) {
      return equals_ignoring_case(service, value);
    });
    if (found == known.end()) {
      std::vector<std::string> names(known.begin(), known.end());
      return not_of_form(value, "a service that is listed (" + join(names, ", ") +
                                    "); others belong into the notes");
    }
    const std::string name(*found);
    if (std::find(services.begin(), services.end(), name) == services.end()) {
      services.push_back(name);
    }
  }
  return join(services, "; ");
}

Result<std::string> kept_degrees(std::string_view text, double most) {
  const auto degrees = decimal_within(text, -most, most);
  if (!degrees) {
    return not_of_form(text, "a number of degrees from -" + std::to_string(static_cast<int>(most)) +
                                 " to " + std::to_string(static_cast<int>(most)));
  }
  return format_decimal(*degrees, 6);
}

Result<std::string> kept_phone(std::string_view text) {
  const std::string lower = to_lower_ascii(text);
  const std::size_t extension = lower.find("ext");
  const std::string_view number = text.substr(0, std::min(extension, text.size()));
  const std::string_view inner =
      extension == std::string::npos ? std::string_view() : text.substr(extension + 3);
  const auto allowed = [](char c) {
    return is_digit(c) || std::string_view(" +()-.").find(c) != std::string_view::npos;
  };
  const auto digits = std::count_if(number.begin(), number.end(), is_digit);
  const bool good = std::all_of(number.begin(), number.end(), allowed) &&
                    std::all_of(inner.begin(), inner.end(), allowed) && digits >= 3 && digits <= 20;
  if (!good) return not_of_form(text, "a telephone number (for example 01632 960123 ext 45)");
  return std::string(text);
}

bool is_domain(std::string_view text) {
  if (text.size() > 253 || text.find('.') == std::string_view::npos) return false;
  for (const std::string_view label : split(text, '.')) {
    const bool plain = std::all_of(label.begin(), label.end(),
                                   [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
    if (!plain || label.empty() || label.size() > 63 || label.front() == '-' ||
        label.back() == '-') {
      return false;
    }
  }
  return true;
}

Result<std::string> kept_email(std::string_view text) {
  const std::size_t at = text.rfind('@');
  const std::string_view local = text.substr(0, at == std::string_view::npos ? 0 : at);
  // Unquoted local parts of RFC 5321 without what would need escaping in an address of a link.
  const bool plain =
      !local.empty() && local.size() <= 64 && std::all_of(local.begin(), local.end(), [](char c) {
        return is_letter(c) || is_digit(c) ||
               std::string_view("._-+'").find(c) != std::string_view::npos;
      });
  if (!plain || !is_domain(text.substr(at + 1))) return not_of_form(text, "an e-mail address");
  return std::string(text);
}

Result<std::string> kept_name(std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return is_lower(c) || is_digit(c) || c == '-' || c == '_' || c == '.';
  });
  if (!plain) {
    return not_of_form(text, "the id of an organisation: lower-case letters, digits, hyphens");
  }
  return std::string(text);
}

Result<std::string> kept_word(std::string_view text, std::vector<std::string_view> words) {
  const std::string lower = to_lower_ascii(text);
  for (const std::string_view word : words) {
    if (lower == word) return std::string(word);
  }
  return not_of_form(text, words.size() == 1 ? "\"yes\" or empty" : "\"yes\", \"no\" or \"ask\"");
}

}  // namespace

std::vector<std::string> list_values(std::string_view text) {
  std::vector<std::string> values;
  for (const std::string_view part : split(text, ';')) {
    std::string value(trim(part));
    if (value.empty() || std::find(values.begin(), values.end(), value) != values.end()) continue;
    values.push_back(std::move(value));
  }
  return values;
}

std::optional<double> decimal_within(std::string_view text, double least, double most) {
  text = trim(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  double number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number) ||
      number < least || number > most) {
    return std::nullopt;
  }
  return number;
}

Result<std::string> field_value(const LibraryField& field, std::string_view given) {
  const std::string text =
      field.form == FieldForm::kLongText ? clean_text_keeping_lines(given) : clean_text(given);
  if (text.empty()) return std::string();
  if (text.size() > field.max_bytes) {
    return Error{ErrorCode::kTooLarge, "field_too_long",
                 "it is longer than " + with_thousands(field.max_bytes) + " bytes", ""};
  }
  switch (field.form) {
    case FieldForm::kText:
    case FieldForm::kLongText:
      return text;
    case FieldForm::kList: {
      const std::vector<std::string> values = list_values(text);
      if (values.size() > kMostValuesOfList) {
        return Error{ErrorCode::kTooLarge, "field_too_long", "it has more than 100 values", ""};
      }
      return join(values, "; ");
    }
    case FieldForm::kOdsCodes:
      return kept_codes(text);
    case FieldForm::kServices:
      return kept_services(text);
    case FieldForm::kPostcode:
      if (const auto postcode = parse_postcode(text)) return postcode->text();
      return not_of_form(text, "a postcode of the United Kingdom");
    case FieldForm::kLatitude:
      return kept_degrees(text, 90);
    case FieldForm::kLongitude:
      return kept_degrees(text, 180);
    case FieldForm::kPhone:
      return kept_phone(text);
    case FieldForm::kEmail:
      return kept_email(text);
    case FieldForm::kUrl: {
      const auto url = parse_web_url(text);
      if (!url.ok()) return not_of_form(text, "a web address: http:// or https:// and a host name");
      return url->text;
    }
    case FieldForm::kDomain:
      if (is_domain(text)) return to_lower_ascii(text);
      return not_of_form(text, "a domain such as trust.example.org");
    case FieldForm::kName:
      return kept_name(text);
    case FieldForm::kYesNoAsk:
      return kept_word(text, {"yes", "no", "ask"});
    case FieldForm::kFlag:
      if (equals_ignoring_case(text, "no")) return std::string();
      return kept_word(text, {"yes"});
  }
  return text;
}

}  // namespace evidence::curation
