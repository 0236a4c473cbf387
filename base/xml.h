// pugixml behind guards: size cap, DTD entities never expanded, parse result always tested, UTF-8
// and character validity checked. Used by the format parsers. Thread-safe.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "base/result.h"

namespace evidence {

struct XmlLimits {
  std::size_t max_bytes = 16U << 20U;
  int max_depth = 64;
};

// Parses one complete document or element in place of `document`. On failure `document` is empty
// and the error names the byte offset. A DOCTYPE with an internal subset is refused.
Result<void> parse_xml(std::string_view text, pugi::xml_document& document,
                       const XmlLimits& limits = {});

// All text below a node in document order with markup removed: <i>, <sub>, <sup> vanish without a
// space, block elements become a space; HTML entities that pugixml leaves (&eacute; &nbsp;) are
// decoded; MathML becomes its readable text. The result is clean_text()ed.
std::string text_of(const pugi::xml_node& node);

// Decodes character references and HTML named entities in text that a parser left literal.
std::string decode_entities(std::string_view text);

}  // namespace evidence
