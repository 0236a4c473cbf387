#include "connectors/format/marcxml.h"

#include <utility>

#include "base/text.h"
#include "base/xml.h"
#include "connectors/format/marc_record.h"
#include "connectors/format/xml_fields.h"
#include "connectors/format/xml_splitter.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxFields = 20'000;

XmlTag classify_tag(std::string_view name, std::string_view root) {
  if (name == "record") return XmlTag::kEntry;
  if (name == "collection") return XmlTag::kRoot;
  if (!root.empty()) return XmlTag::kOther;
  return name == "html" || name == "HTML" ? XmlTag::kForeign : XmlTag::kOther;
}

constexpr XmlSplitRules kRules{"record", "MARCXML collection", "", classify_tag};

char indicator(const pugi::xml_node& field, const char* name) {
  const std::string_view value = field.attribute(name).value();
  return value.size() == 1 && value.front() != '#' ? value.front() : ' ';
}

// Positions in control fields and the leader count, so nothing is trimmed or
// folded there.
std::string fixed_text(const pugi::xml_node& node) {
  const std::string_view text = node.child_value();
  return is_valid_utf8(text) ? std::string(text) : clean_text(text);
}

MarcField read_field(const pugi::xml_node& node) {
  MarcField field;
  field.tag = node.attribute("tag").value();
  field.indicator1 = indicator(node, "ind1");
  field.indicator2 = indicator(node, "ind2");
  for (const pugi::xml_node& child : node.children()) {
    if (!local_name_is(child, "subfield")) continue;
    const std::string_view code = child.attribute("code").value();
    if (code.size() != 1) continue;
    if (std::string text = node_text(child); !text.empty()) {
      field.subfields.emplace_back(code.front(), std::move(text));
    }
  }
  return field;
}

MarcRecord read_record(const pugi::xml_node& root) {
  MarcRecord marc;
  for (const pugi::xml_node& node : root.children()) {
    if (marc.fields.size() + marc.control.size() >= kMaxFields) break;
    if (local_name_is(node, "leader")) {
      marc.leader = fixed_text(node);
    } else if (local_name_is(node, "controlfield")) {
      marc.control.emplace_back(node.attribute("tag").value(), fixed_text(node));
    } else if (local_name_is(node, "datafield")) {
      marc.fields.push_back(read_field(node));
    }
  }
  return marc;
}

// The element that has a leader: the entry itself, or the record inside the
// record of an envelope (OAI-PMH, SRU).
pugi::xml_node marc_element(const pugi::xml_document& document) {
  const pugi::xml_node leader =
      document.find_node([](const pugi::xml_node& node) { return local_name_is(node, "leader"); });
  return leader ? leader.parent() : document.document_element();
}

}  // namespace

bool MarcxmlFormat::recognises(std::string_view head, std::string_view /*file_name*/) const {
  return head.find("http://www.loc.gov/MARC21/slim") != std::string_view::npos ||
         (head.find("<record") != std::string_view::npos &&
          head.find("<leader") != std::string_view::npos);
}

std::unique_ptr<EntryReader> MarcxmlFormat::open(ByteSource& source) const {
  return split_xml(source, kRules);
}

ParsedEntry MarcxmlFormat::parse(const RawEntry& entry) const {
  ParsedEntry parsed;
  pugi::xml_document document;
  if (!parse_entry_xml(entry, document, parsed)) return parsed;
  return marc_entry(read_record(marc_element(document)), entry.position, {chapters_});
}

}  // namespace evidence
