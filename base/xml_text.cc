// Readable text out of marked-up text: text_of() and decode_entities().
#include <array>

#include "base/entities.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/word_list.h"
#include "base/xml.h"

namespace evidence {
namespace {

// Elements inside a word or sentence; every other element stands apart.
constexpr std::array<std::string_view, 40> kInline{
    "a",          "abbr",      "acronym",   "b",
    "bold",       "chem",      "cite",      "code",
    "em",         "email",     "ext-link",  "fi",
    "font",       "i",         "inf",       "it",
    "italic",     "mark",      "monospace", "named-content",
    "overline",   "q",         "roman",     "s",
    "sans-serif", "sc",        "scp",       "small",
    "span",       "strike",    "strong",    "styled-content",
    "sub",        "sup",       "tt",        "u",
    "ub",         "underline", "uri",       "xref"};
static_assert(is_sorted_word_list(kInline));

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool is_inline(const pugi::xml_node& node) {
  return contains_word(kInline, to_lower_ascii(local_name(node)));
}

// MathML. Depth is bounded by parse_xml's limit; the guard is for other documents.
constexpr int kMaxMathDepth = 64;

void append_math(const pugi::xml_node& node, std::string& out, int depth);

std::string math_of(const pugi::xml_node& node, int depth) {
  std::string out;
  append_math(node, out, depth);
  return out;
}

// "a", "2.5" stand alone; "a+b" needs brackets beside '/' or '^'.
std::string in_brackets_if_compound(const std::string& text) {
  for (const char c : text) {
    if (c == ' ' || c == '+' || c == '-' || c == '/' || c == '=' || c == '*') {
      return '(' + text + ')';
    }
  }
  return text.find("\u2212") != std::string::npos || text.find("\u00d7") != std::string::npos
             ? '(' + text + ')'
             : text;
}

void append_math(const pugi::xml_node& node, std::string& out, int depth) {
  if (depth > kMaxMathDepth) {
    return;
  }
  if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) {
    out += trim(node.value());
    return;
  }
  const std::string_view name = local_name(node);
  if (name == "annotation" || name == "annotation-xml") {
    return;  // the same formula once more, as TeX
  }
  const auto children = node.children();
  std::array<pugi::xml_node, 3> parts;
  std::size_t count = 0;
  for (const pugi::xml_node child : children) {
    if (child.type() == pugi::node_element && count < parts.size()) {
      parts[count++] = child;
    }
  }
  if (name == "mfrac" && count == 2) {
    out += in_brackets_if_compound(math_of(parts[0], depth + 1)) + '/' +
           in_brackets_if_compound(math_of(parts[1], depth + 1));
  } else if ((name == "msup" || name == "mover") && count == 2) {
    append_math(parts[0], out, depth + 1);
    out += name == "msup" ? "^" : "";
    out += in_brackets_if_compound(math_of(parts[1], depth + 1));
  } else if (name == "msubsup" && count == 3) {
    append_math(parts[0], out, depth + 1);
    append_math(parts[1], out, depth + 1);
    out += '^' + in_brackets_if_compound(math_of(parts[2], depth + 1));
  } else if (name == "msqrt" || name == "mroot") {
    out += "√(";
    for (const pugi::xml_node child : children) {
      append_math(child, out, depth + 1);
    }
    out += ')';
  } else if (name == "mfenced") {
    out += '(';
    bool first = true;
    for (const pugi::xml_node child : children) {
      if (child.type() == pugi::node_element) {
        out += first ? "" : ", ";
        append_math(child, out, depth + 1);
        first = false;
      }
    }
    out += ')';
  } else if (name == "mspace") {
    out += ' ';
  } else if (name == "mtext") {
    out += node.text().get();  // its spaces count
  } else {
    for (const pugi::xml_node child : children) {
      append_math(child, out, depth + 1);
    }
  }
}

// The windows-1252 meaning that browsers give to references into the C1 range.
char32_t mend_reference(char32_t point) {
  constexpr std::array<char32_t, 32> kC1{
      0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
      0x2039, 0x152,  0x8D,   0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};
  if (point >= 0x80 && point <= 0x9F) {
    return kC1[point - 0x80];
  }
  const bool character = point != 0 && point <= 0x10FFFF && !(point >= 0xD800 && point <= 0xDFFF);
  return character ? point : 0xFFFD;
}

// The character of "#233", "#xE9" or "eacute" (what stands between & and ;); 0 if it is none.
char32_t referenced(std::string_view name) {
  if (name.size() < 2 || name[0] != '#') {
    return named_character(name);
  }
  const bool hex = (name[1] | 0x20) == 'x';
  char32_t value = 0;
  const std::string_view digits = name.substr(hex ? 2 : 1);
  for (const char c : digits) {
    const char lower = static_cast<char>(c | 0x20);
    char32_t digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<char32_t>(c - '0');
    } else if (hex && lower >= 'a' && lower <= 'f') {
      digit = static_cast<char32_t>(lower - 'a') + 10;
    } else {
      return 0;
    }
    value = value > 0x110000 ? value : value * (hex ? 16U : 10U) + digit;
  }
  return digits.empty() ? 0 : mend_reference(value);
}

}  // namespace

std::string decode_entities(std::string_view text) {
  constexpr std::size_t kMaxReference = 12;
  std::string out;
  out.reserve(text.size());
  std::size_t at = 0;
  for (;;) {
    const std::size_t ampersand = text.find('&', at);
    if (ampersand == std::string_view::npos) {
      out += text.substr(at);
      return out;
    }
    out += text.substr(at, ampersand - at);
    const std::string_view near = text.substr(ampersand + 1, kMaxReference);
    const std::size_t end = near.find(';');
    const char32_t point = end == std::string_view::npos ? 0 : referenced(near.substr(0, end));
    if (point == 0) {
      out += '&';
      at = ampersand + 1;
    } else {
      append_utf8(out, point);
      at = ampersand + 1 + end + 1;
    }
  }
}

std::string text_of(const pugi::xml_node& node) {
  std::string out;
  if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) {
    return clean_text(decode_entities(node.value()));
  }
  pugi::xml_node current = node.first_child();
  while (current) {
    const pugi::xml_node_type type = current.type();
    if (type == pugi::node_pcdata || type == pugi::node_cdata) {
      out += current.value();
    } else if (type == pugi::node_element) {
      if (local_name(current) == "math") {
        out += math_of(current, 0);
      } else {
        out += is_inline(current) ? "" : " ";
        if (const pugi::xml_node child = current.first_child()) {
          current = child;
          continue;
        }
      }
    }
    while (current != node && !current.next_sibling()) {
      current = current.parent();
      if (current != node && !is_inline(current)) {
        out += ' ';
      }
    }
    if (current == node) {
      break;
    }
    current = current.next_sibling();
  }
  return clean_text(decode_entities(out));
}

}  // namespace evidence
