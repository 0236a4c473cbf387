#include "connectors/format/xml_fields.h"

#include "base/text.h"
#include "base/xml.h"

namespace evidence {
namespace {

// Nothing that cleaning, entity decoding or normalisation would change.
bool is_clean_ascii(std::string_view text) {
  char before = ' ';  // a leading space is not clean
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte >= 0x7f || c == '&' || (c == ' ' && before == ' ')) return false;
    before = c;
  }
  return before != ' ' || text.empty();
}

}  // namespace

std::string node_text(const pugi::xml_node& node) {
  const pugi::xml_node first = node.first_child();
  if (!first) return {};
  if (first.type() == pugi::node_pcdata && !first.next_sibling()) {
    const std::string_view text = first.value();
    if (is_clean_ascii(text)) return std::string(text);
  }
  return text_of(node);
}

std::string attribute_text(const pugi::xml_node& node, const char* name) {
  const std::string_view text = node.attribute(name).value();
  return is_clean_ascii(text) ? std::string(text) : clean_text(decode_entities(text));
}

}  // namespace evidence
