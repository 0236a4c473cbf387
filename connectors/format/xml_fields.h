// Reading an entry's XML into clean text. Used by the XML formats. Pure functions.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "connectors/connector.h"

namespace evidence {

// All text below a node, clean, without markup; "" for a missing node. Same as text_of(), but plain
// ASCII, which most fields are, is taken as it stands.
std::string node_text(const pugi::xml_node& node);
inline std::string child_text(const pugi::xml_node& node, const char* name) {
  return node_text(node.child(name));
}

// An attribute as clean text; "" where there is none.
std::string attribute_text(const pugi::xml_node& node, const char* name);

// Is the element's name, without a namespace prefix ("marc:datafield"), this one?
bool local_name_is(const pugi::xml_node& node, std::string_view name);

// Reads an entry's XML; where it is not well-formed a "bad_xml" problem is noted and false given.
bool parse_entry_xml(const RawEntry& entry, pugi::xml_document& document, ParsedEntry& parsed);

inline bool name_is(const pugi::xml_node& node, std::string_view name) {
  return name == node.name();
}

}  // namespace evidence
