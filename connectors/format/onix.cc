#include "connectors/format/onix.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "connectors/format/identifier_links.h"
#include "connectors/format/onix_reading.h"
#include "connectors/format/xml_fields.h"
#include "connectors/format/xml_splitter.h"

namespace evidence {
namespace {

XmlTag classify_tag(std::string_view name, std::string_view root) {
  if (name == "Product" || name == "product") return XmlTag::kEntry;
  if (name == "ONIXMessage" || name == "ONIXmessage") return XmlTag::kRoot;
  if (!root.empty()) return XmlTag::kOther;
  return name == "html" || name == "HTML" ? XmlTag::kForeign : XmlTag::kOther;
}

constexpr XmlSplitRules kRules{"product", "ONIX message", "", classify_tag};

// The message's own key; where it has none, the ISBN or DOI.
std::string record_id(const pugi::xml_node& product, const Record& record) {
  std::string reference = child_text(product, "RecordReference");
  if (!reference.empty()) return reference;
  for (const IdentifierScheme scheme : {IdentifierScheme::kIsbn, IdentifierScheme::kDoi}) {
    for (const Identifier& one : record.identifiers) {
      if (one.scheme() == scheme) return std::string(scheme_name(scheme)) + ":" + one.value();
    }
  }
  return "";
}

// "20200102T1030Z", "202001021030": when the product was last described.
std::string datestamp_of(const pugi::xml_node& product) {
  const std::string_view text = product.attribute("datestamp").value();
  std::string digits;
  for (const char c : text.substr(0, text.find('T'))) {
    if (c >= '0' && c <= '9') digits.push_back(c);
  }
  if (digits.size() < 8) return "";
  return format_date(
      date_from_parts(digits.substr(0, 4), digits.substr(4, 2), digits.substr(6, 2)));
}

}  // namespace

bool OnixFormat::recognises(std::string_view head, std::string_view /*file_name*/) const {
  const std::string lower = to_lower_ascii(head);
  const auto holds = [&](std::string_view mark) { return lower.find(mark) != std::string::npos; };
  return holds("<onixmessage") || holds("ns.editeur.org/onix") ||
         (holds("<product") && (holds("<recordreference>") || holds("<a001>")));
}

std::unique_ptr<EntryReader> OnixFormat::open(ByteSource& source) const {
  return split_xml(source, kRules);
}

ParsedEntry OnixFormat::parse(const RawEntry& entry) const {
  ParsedEntry parsed;
  pugi::xml_document document;
  if (!parse_entry_xml(entry, document, parsed)) return parsed;
  pugi::xml_node product = document.document_element();
  onix::name_by_reference(product);
  RecordReading in{{}, {}, entry.position};
  onix::read_identifiers(in, product);
  in.record.source_record_id = record_id(product, in.record);
  // Code list 1: 05 delete.
  if (child_text(product, "NotificationType") == "05" && !in.record.source_record_id.empty()) {
    Record tombstone;
    tombstone.source_record_id = in.record.source_record_id;
    tombstone.deleted = true;
    if (chapters_ == Chapters::kRecords) parsed.families.push_back(tombstone.source_record_id);
    parsed.records.push_back(std::move(tombstone));
    return parsed;
  }
  in.record.datestamp = datestamp_of(product);
  onix::read_description(in, product);
  onix::read_subjects(in, onix::block(product, "DescriptiveDetail"));
  onix::read_texts(in, onix::block(product, "CollateralDetail"));
  onix::read_publishing(in, product);
  onix::read_links(in, product);
  onix::read_related(in, product);
  const std::vector<Chapter> chapters = onix::chapters_in(in, product);
  if (in.record.table_of_contents.empty()) add_to_contents(in.record, chapters);
  const auto& links = in.record.links;
  if (std::none_of(links.begin(), links.end(),
                   [](const Link& link) { return link.kind != "related"; })) {
    add_identifier_links(in.record);
  }
  if (in.record.title.empty()) {
    parsed.problems = std::move(in.problems);
    parsed.problems.push_back({entry.position, "no_title", "the product has no title"});
    return parsed;
  }
  parsed = std::move(in).finish(
      "the product has no RecordReference, ISBN or "
      "DOI, so it cannot be kept or found again");
  if (chapters_ == Chapters::kRecords && !parsed.records.empty()) {
    const Record book = parsed.records.front();
    add_chapter_records(book, chapters, entry.position, parsed);
  }
  return parsed;
}

}  // namespace evidence
