#include "base/xml.h"

#include <cstring>

#include "base/ascii.h"
#include "base/charset.h"
#include "base/text.h"

namespace evidence {
namespace {

Error bad_xml(std::string slug, std::size_t offset, const std::string& why, std::string hint = "") {
  return {ErrorCode::kBadContent, std::move(slug),
          "XML refused at byte " + std::to_string(offset) + ": " + why, std::move(hint)};
}

// Looks at what stands before the first element: an internal subset (where entities are defined)
// is refused, a plain DOCTYPE line is let through and never fetched.
Result<void> check_prolog(std::string_view text) {
  std::size_t at = 0;
  for (;;) {
    while (at < text.size() && is_space(text[at])) {
      ++at;
    }
    const std::string_view rest = text.substr(at);
    std::string_view end;
    if (rest.starts_with("<?")) {
      end = "?>";
    } else if (rest.starts_with("<!--")) {
      end = "-->";
    } else if (starts_with_ignoring_case(rest, "<!DOCTYPE")) {
      char quote = 0;
      std::size_t i = 9;
      for (; i < rest.size(); ++i) {
        const char c = rest[i];
        if (quote != 0) {
          quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
          quote = c;
        } else if (c == '[') {
          return bad_xml("doctype_not_allowed", at + i,
                         "the DOCTYPE has an internal subset, which could define entities");
        } else if (c == '>') {
          break;
        }
      }
      if (i == rest.size()) {
        return bad_xml("xml_malformed", at, "the DOCTYPE does not end");
      }
      at += i + 1;
      continue;
    } else {
      return {};
    }
    const std::size_t found = rest.find(end, 2);
    if (found == std::string_view::npos) {
      return {};  // the parser says what is wrong
    }
    at += found + end.size();
  }
}

// A reference to NUL would end a string early, one to a surrogate is not a character.
Result<void> check_references(std::string_view text) {
  for (std::size_t at = text.find("&#"); at != std::string_view::npos;
       at = text.find("&#", at + 2)) {
    std::size_t i = at + 2;
    const bool hex = i < text.size() && text[i] == 'x';
    i += hex ? 1U : 0U;
    char32_t value = 0;
    std::size_t digits = 0;
    for (; i < text.size(); ++i, ++digits) {
      const char c = text[i];
      char32_t digit = 0;
      if (c >= '0' && c <= '9') {
        digit = static_cast<char32_t>(c - '0');
      } else if (hex && (c | 0x20) >= 'a' && (c | 0x20) <= 'f') {
        digit = static_cast<char32_t>((c | 0x20) - 'a') + 10;
      } else {
        break;
      }
      value = value > 0x110000 ? value : value * (hex ? 16U : 10U) + digit;
    }
    const bool closed = i < text.size() && text[i] == ';';
    if (digits > 0 && closed &&
        (value == 0 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))) {
      return bad_xml("xml_bad_character", at,
                     "the reference " + quoted_for_message(text.substr(at, i + 1 - at), 24) +
                         " names no character");
    }
  }
  return {};
}

Result<void> check_tree(const pugi::xml_document& document, int max_depth) {
  int roots = 0;
  for (const pugi::xml_node node : document.children()) {
    roots += node.type() == pugi::node_element ? 1 : 0;
  }
  if (roots != 1) {
    return Error{ErrorCode::kBadContent, "xml_malformed",
                 "XML refused: " + std::to_string(roots) + " root elements instead of one", ""};
  }
  int depth = 0;
  pugi::xml_node node = document.first_child();
  while (node) {
    if (const pugi::xml_node child = node.first_child()) {
      if (++depth > max_depth) {
        return Error{ErrorCode::kTooLarge, "xml_too_deep",
                     "XML nested deeper than " + std::to_string(max_depth) + " levels at byte " +
                         std::to_string(child.offset_debug()),
                     ""};
      }
      node = child;
      continue;
    }
    while (node && !node.next_sibling()) {
      node = node.parent();
      --depth;
    }
    node = node.next_sibling();
  }
  return {};
}

Result<void> parse_into(std::string_view text, pugi::xml_document& document,
                        const XmlLimits& limits) {
  if (text.size() > limits.max_bytes) {
    return Error{ErrorCode::kTooLarge, "xml_too_large",
                 "XML of " + std::to_string(text.size()) + " bytes; at most " +
                     std::to_string(limits.max_bytes) + " are taken",
                 ""};
  }
  std::string converted;
  EVIDENCE_ASSIGN(const bool is_utf8, xml_is_utf8(text));
  if (!is_utf8) {
    EVIDENCE_ASSIGN(converted, xml_to_utf8(text));
    text = converted;
  }
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  if (const std::size_t good = valid_utf8_prefix(text); good != text.size()) {
    return bad_xml("xml_not_utf8", good, "not valid UTF-8");
  }
  if (const void* nul = std::memchr(text.data(), 0, text.size()); nul != nullptr) {
    return bad_xml("xml_bad_character",
                   static_cast<std::size_t>(static_cast<const char*>(nul) - text.data()),
                   "a NUL character");
  }
  EVIDENCE_TRY(check_prolog(text));
  EVIDENCE_TRY(check_references(text));
  // White space between inline elements is text: <i>a</i> <b>b</b>.
  const pugi::xml_parse_result parsed = document.load_buffer(
      text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8);
  if (!parsed) {
    return bad_xml(parsed.status == pugi::status_out_of_memory ? "out_of_memory" : "xml_malformed",
                   static_cast<std::size_t>(parsed.offset < 0 ? 0 : parsed.offset),
                   parsed.description());
  }
  return check_tree(document, limits.max_depth);
}

}  // namespace

Result<void> parse_xml(std::string_view text, pugi::xml_document& document,
                       const XmlLimits& limits) {
  document.reset();
  Result<void> outcome = text.empty() ? Result<void>(bad_xml("xml_malformed", 0, "it is empty"))
                                      : parse_into(text, document, limits);
  if (!outcome) {
    document.reset();  // the parser leaves what it had read so far
  }
  return outcome;
}

}  // namespace evidence
