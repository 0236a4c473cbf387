#include "connectors/format/oai_dc.h"

#include "base/text.h"
#include "connectors/format/dc_record.h"
#include "connectors/format/xml_fields.h"
#include "connectors/format/xml_splitter.h"

namespace evidence {
namespace {

XmlTag classify_tag(std::string_view name, std::string_view root) {
  if (name == "dc" || name == "qualifieddc" || name == "qdc" || name == "dim") {
    return XmlTag::kEntry;
  }
  if (name == "searchRetrieveResponse" || name == "OAI-PMH" || name == "dcCollection") {
    return XmlTag::kRoot;
  }
  if (!root.empty()) return XmlTag::kOther;
  return name == "html" || name == "HTML" ? XmlTag::kForeign : XmlTag::kOther;
}

constexpr XmlSplitRules kRules{"record", "Dublin Core", "", classify_tag};

}  // namespace

bool OaiDcFormat::recognises(std::string_view head, std::string_view /*file_name*/) const {
  for (const std::string_view mark :
       {"<oai_dc:dc", "<srw_dc:dc", "http://www.openarchives.org/OAI/2.0/oai_dc/",
        "<qdc:qualifieddc", "<dim:dim"}) {
    if (head.find(mark) != std::string_view::npos) return true;
  }
  return false;
}

std::unique_ptr<EntryReader> OaiDcFormat::open(ByteSource& source) const {
  return split_xml(source, kRules);
}

ParsedEntry OaiDcFormat::parse(const RawEntry& entry) const {
  ParsedEntry parsed;
  pugi::xml_document document;
  if (!parse_entry_xml(entry, document, parsed)) return parsed;
  return dc_record(dc_statements(document.document_element()), entry.position, "");
}

}  // namespace evidence
