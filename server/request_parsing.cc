#include "server/request_parsing.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/lenient_decode.h"
#include "base/text.h"
#include "base/url.h"

namespace evidence::server {
namespace {

constexpr std::size_t kMaxCookies = 64;

Error encoding_error(std::string_view part) {
  return {ErrorCode::kInvalidArgument, "encoding_invalid",
          "This part of the address is not percent-encoded UTF-8: " + quoted_for_message(part),
          "Encode text as UTF-8 and every special character as % and two hexadecimal digits."};
}

bool is_token_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

// A path that a careless reader could take for another one names nothing here.
bool is_plain_path(std::string_view path) {
  for (const char c : path) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\') return false;
  }
  if (path == "/") return true;
  const std::vector<std::string_view> segments = split(path.substr(1), '/');
  return std::none_of(segments.begin(), segments.end(), [](std::string_view segment) {
    return segment.empty() || segment == "." || segment == "..";
  });
}

std::string_view without_gzip_mark(std::string_view tag) {
  constexpr std::string_view kMark = "-gzip\"";
  if (tag.starts_with("W/")) tag.remove_prefix(2);
  if (tag.ends_with(kMark))
    tag.remove_suffix(kMark.size());
  else if (tag.ends_with('"'))
    tag.remove_suffix(1);
  if (tag.starts_with('"')) tag.remove_prefix(1);
  return tag;
}

// "0", "0.0", "0.000": the weight that means "not this one".
bool is_zero_weight(std::string_view weight) {
  weight = trim(weight);
  return weight.starts_with('0') && weight.find_first_not_of("0.") == std::string_view::npos;
}

Result<std::string> decode(std::string_view part, QueryEncoding encoding) {
  if (encoding == QueryEncoding::kUtf8) return percent_decode(part, true);
  bool repaired = false;
  std::string text = utf8_text(percent_decode_leniently(part, true), repaired);
  std::erase(text, '\0');
  return text;
}

}  // namespace

Result<QueryParameters> parse_query(std::string_view raw, QueryEncoding encoding) {
  QueryParameters query;
  if (raw.empty()) return query;
  for (const std::string_view part : split(raw, '&')) {
    if (part.empty()) continue;
    if (query.size() == kMaxQueryParameters) {
      return Error{
          ErrorCode::kInvalidArgument, "too_many_parameters",
          "The address has more than " + std::to_string(kMaxQueryParameters) + " query parameters.",
          "Send fewer parameters; values of one filter may be joined by commas."};
    }
    const std::size_t equals = part.find('=');
    Result<std::string> name = decode(part.substr(0, equals), encoding);
    Result<std::string> value = std::string();
    if (equals != std::string_view::npos) value = decode(part.substr(equals + 1), encoding);
    if (!name.ok() || !value.ok() || !is_valid_utf8(*name) || !is_valid_utf8(*value) ||
        name->find('\0') != std::string::npos || value->find('\0') != std::string::npos) {
      return encoding_error(part);
    }
    query.emplace_back(std::move(*name), std::move(*value));
  }
  return query;
}

Result<ParsedTarget> parse_target(std::string_view target, QueryEncoding encoding) {
  const auto printable = [](char c) { return c > 0x20 && c < 0x7f && c != '#'; };
  if (!target.starts_with('/') || !std::all_of(target.begin(), target.end(), printable)) {
    return Error{ErrorCode::kInvalidArgument, "bad_target",
                 "The request target is not a path of printable ASCII characters.",
                 "Ask for a path such as /search?q=asthma; encode other characters with %."};
  }
  const std::size_t question = target.find('?');
  const std::string_view raw_path = target.substr(0, question);
  // Tolerated in text, never in a path: it could not be told from an encoded NUL or line break.
  Result<std::string> path = percent_decode(raw_path, false);
  if (!path.ok() || !is_valid_utf8(*path)) return encoding_error(raw_path);
  if (!is_plain_path(*path)) {
    return Error{ErrorCode::kNotFound, "not_found", "There is no page at this address.", ""};
  }
  ParsedTarget parsed;
  parsed.path = std::move(*path);
  if (question != std::string_view::npos) {
    EVIDENCE_ASSIGN(parsed.query, parse_query(target.substr(question + 1), encoding));
  }
  return parsed;
}

std::string format_query(const QueryParameters& query) {
  std::string text;
  for (const auto& [name, value] : query) {
    if (!text.empty()) text += '&';
    text += percent_encode(name);
    text += '=';
    text += percent_encode(value);
  }
  return text;
}

std::map<std::string, std::string> parse_cookies(std::string_view header) {
  std::map<std::string, std::string> cookies;
  for (std::string_view part : split(header, ';')) {
    part = trim(part);
    const std::size_t equals = part.find('=');
    if (equals == 0 || equals == std::string_view::npos) continue;
    const std::string_view name = part.substr(0, equals);
    std::string_view value = part.substr(equals + 1);
    if (value.size() >= 2 && value.starts_with('"') && value.ends_with('"')) {
      value = value.substr(1, value.size() - 2);
    }
    const auto printable = [](char c) { return c > 0x20 && c < 0x7f; };
    if (!std::all_of(name.begin(), name.end(), is_token_character) ||
        !std::all_of(value.begin(), value.end(), printable)) {
      continue;
    }
    cookies.try_emplace(std::string(name), value);
    if (cookies.size() == kMaxCookies) break;
  }
  return cookies;
}

bool etag_matches(std::string_view if_none_match, std::string_view etag) {
  const std::string_view wanted = without_gzip_mark(etag);
  for (const std::string_view part : split(if_none_match, ',')) {
    const std::string_view tag = trim(part);
    if (tag == "*" || (!tag.empty() && without_gzip_mark(tag) == wanted)) return true;
  }
  return false;
}

bool accepts_gzip(std::string_view accept_encoding) {
  bool any = false;
  for (const std::string_view part : split(accept_encoding, ',')) {
    const std::size_t semicolon = part.find(';');
    const std::string_view coding = trim(part.substr(0, semicolon));
    bool refused = false;
    if (semicolon != std::string_view::npos) {
      const std::string_view weight = trim(part.substr(semicolon + 1));
      refused = starts_with_ignoring_case(weight, "q=") && is_zero_weight(weight.substr(2));
    }
    if (equals_ignoring_case(coding, "gzip") || equals_ignoring_case(coding, "x-gzip")) {
      return !refused;
    }
    if (coding == "*") any = !refused;
  }
  return any;
}

}  // namespace evidence::server
