#include "connectors/format/xml_fields.h"

#include "base/text.h"
#include "base/xml.h"

namespace evidence {
namespace {

// Nothing that cleaning, entity decoding or normalisation would change.
// Without branches, so that the compiler looks at many bytes at once.
bool is_clean_ascii(std::string_view text) {
  if (text.empty()) return true;
  if (text.front() == ' ' || text.back() == ' ') return false;
  unsigned bad = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    bad |= static_cast<unsigned>(byte - 0x20U > 0x5eU) | static_cast<unsigned>(byte == '&');
  }
  for (std::size_t i = 1; i < text.size(); ++i) {
    bad |= static_cast<unsigned>(text[i] == ' ') & static_cast<unsigned>(text[i - 1] == ' ');
  }
  return bad == 0;
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

bool local_name_is(const pugi::xml_node& node, std::string_view name) {
  const std::string_view qualified = node.name();
  const std::size_t colon = qualified.find(':');
  return (colon == std::string_view::npos ? qualified : qualified.substr(colon + 1)) == name;
}

bool parse_entry_xml(const RawEntry& entry, pugi::xml_document& document, ParsedEntry& parsed) {
  const Result<void> read = parse_xml(entry.bytes, document);
  if (!read.ok()) parsed.problems.push_back({entry.position, "bad_xml", read.error().message});
  return read.ok();
}

}  // namespace evidence
