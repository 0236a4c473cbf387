#include "connectors/format/oai_pmh_xml.h"

#include <algorithm>
#include <array>

#include "base/date.h"
#include "base/text.h"
#include "connectors/format/dc_record.h"
#include "connectors/format/oai_doaj.h"
#include "connectors/format/xml_fields.h"
#include "connectors/format/xml_splitter.h"

namespace evidence {
namespace {

constexpr std::size_t kLongestIdentifier = 500;

XmlTag classify_tag(std::string_view name, std::string_view root) {
  if (name == "record" || name == "header") return XmlTag::kEntry;
  // Metadata outside a record: what is left of one whose beginning was damaged.
  if (name == "metadata" && !root.empty()) return XmlTag::kEntry;
  if (name == "OAI-PMH" || name == "ListRecords" || name == "GetRecord" ||
      name == "ListIdentifiers") {
    return XmlTag::kRoot;
  }
  if (!root.empty()) return XmlTag::kOther;
  return name == "html" || name == "HTML" ? XmlTag::kForeign : XmlTag::kOther;
}

// A record inside a record is metadata, unless it begins with a header: then the end of the first
// is missing.
bool is_inner(std::string_view text) {
  const std::size_t end = text.find('>');
  if (end == std::string_view::npos) return false;
  const std::size_t next = text.find('<', end);
  if (next == std::string_view::npos) return true;
  std::string_view name = text.substr(next + 1);
  name = name.substr(0, name.find_first_of(" \t\r\n/>"));
  return name != "header" && !name.ends_with(":header");
}

constexpr XmlSplitRules kRules{"record",     "OAI-PMH reply", "error",
                               classify_tag, 16U << 20U,      is_inner};

struct Header {
  std::string identifier, datestamp;
  bool deleted = false;
  std::vector<std::string> sets;
};

Header read_header(const pugi::xml_node& node) {
  Header header;
  header.deleted = equals_ignoring_case(attribute_text(node, "status"), "deleted");
  for (const pugi::xml_node& child : node.children()) {
    if (local_name_is(child, "identifier")) header.identifier = node_text(child);
    if (local_name_is(child, "datestamp")) header.datestamp = node_text(child);
    if (local_name_is(child, "setSpec")) header.sets.push_back(node_text(child));
  }
  return header;
}

pugi::xml_node child_of(const pugi::xml_node& node, std::string_view name) {
  return node.find_child(
      [name](const pugi::xml_node& child) { return local_name_is(child, name); });
}

pugi::xml_node first_element(const pugi::xml_node& node) {
  return node.find_child(
      [](const pugi::xml_node& child) { return child.type() == pugi::node_element; });
}

// Formats of their own, by the local name of their root.
struct Known {
  std::string_view root, format;
};
constexpr std::array kKnown{
    Known{"record", "marcxml"},
    Known{"collection", "marcxml"},
    Known{"mods", "mods"},
    Known{"modsCollection", "mods"},
    Known{"article", "jats"},
    Known{"articles", "jats"},
    Known{"pmc-articleset", "jats"},
    Known{"book", "jats"},
    Known{"PubmedArticle", "pubmed-xml"},
    Known{"MedlineCitation", "pubmed-xml"},
};

// The namespace of an element, as far as the entry says it; else its name.
std::string kind_of(const pugi::xml_node& node) {
  const std::string_view qualified = node.name();
  const std::size_t colon = qualified.find(':');
  const std::string attribute = colon == std::string_view::npos
                                    ? "xmlns"
                                    : "xmlns:" + std::string(qualified.substr(0, colon));
  for (pugi::xml_node at = node; at; at = at.parent()) {
    const std::string space = attribute_text(at, attribute.c_str());
    if (!space.empty())
      return "<" + std::string(qualified) + "> of " + quoted_for_message(space, 120);
  }
  return "<" + quoted_for_message(qualified, 60) + ">";
}

class StringWriter final : public pugi::xml_writer {
 public:
  void write(const void* data, std::size_t size) override {
    text.append(static_cast<const char*>(data), size);
  }
  std::string text;
};

void add_unknown(ParsedEntry& parsed, const RawEntry& entry, const std::string& what) {
  parsed.problems.push_back({entry.position, "unknown_metadata",
                             "the record's metadata are " + what +
                                 ", which is not understood; ask for another metadata_prefix"});
}

ParsedEntry read_by(std::string_view format_name, const pugi::xml_node& root,
                    const RawEntry& entry) {
  const Format* format = format_by_name(format_name);
  if (format == nullptr) {
    ParsedEntry parsed;
    add_unknown(parsed, entry, kind_of(root));
    return parsed;
  }
  StringWriter writer;
  root.print(writer, "", pugi::format_raw | pugi::format_no_declaration);
  return format->parse({std::move(writer.text), entry.position});
}

// What stands in <metadata>; `wrapped` once it was found inside a METS wrapper.
ParsedEntry read_payload(const pugi::xml_node& root, const RawEntry& entry, const Header& header,
                         bool wrapped = false) {
  const auto known = std::find_if(kKnown.begin(), kKnown.end(), [&root](const Known& one) {
    return local_name_is(root, one.root);
  });
  if (known != kKnown.end()) return read_by(known->format, root, entry);
  if (local_name_is(root, "doajArticle")) return doaj_article(root, entry.position);
  if (local_name_is(root, "mets") && !wrapped) {
    const pugi::xml_node wrap =
        root.find_node([](const pugi::xml_node& node) { return local_name_is(node, "xmlData"); });
    if (const pugi::xml_node inner = first_element(wrap)) {
      return read_payload(inner, entry, header, true);
    }
  }
  if (is_dublin_core(root)) {
    return dc_record(dc_statements(root), entry.position, header.datestamp);
  }
  ParsedEntry parsed;
  add_unknown(parsed, entry, kind_of(root));
  return parsed;
}

// ISO 8601 as the protocol has it; a longer text begins with its day.
std::string datestamp_of(const Header& header, const RawEntry& entry, ParsedEntry& parsed) {
  const std::string& text = header.datestamp;
  if (text.empty()) return {};
  if (!parse_date(text.substr(0, 10))) {
    parsed.problems.push_back({entry.position, "bad_date",
                               "the datestamp " + quoted_for_message(text, 40) + " is no date"});
    return {};
  }
  const bool second = text.size() == 20 && text[10] == 'T' && text[19] == 'Z';
  return second ? text : text.substr(0, 10);
}

}  // namespace

bool OaiPmhFormat::recognises(std::string_view head, std::string_view /*file_name*/) const {
  return head.find("<OAI-PMH") != std::string_view::npos ||
         head.find(":OAI-PMH") != std::string_view::npos ||
         (head.find("<record") != std::string_view::npos &&
          head.find("<header") != std::string_view::npos &&
          head.find("<metadata") != std::string_view::npos);
}

std::unique_ptr<EntryReader> OaiPmhFormat::open(ByteSource& source) const {
  return split_xml(source, kRules);
}

ParsedEntry OaiPmhFormat::parse(const RawEntry& entry) const {
  ParsedEntry parsed;
  pugi::xml_document document;
  if (!parse_entry_xml(entry, document, parsed)) return parsed;
  const pugi::xml_node root = document.document_element();
  if (local_name_is(root, "metadata")) {
    parsed.problems.push_back({entry.position, "damaged_entry",
                               "metadata without a record around them: its beginning is damaged"});
    return parsed;
  }
  const bool only_header = local_name_is(root, "header");
  Header header = read_header(only_header ? root : child_of(root, "header"));
  if (header.identifier.empty() || header.identifier.size() > kLongestIdentifier) {
    parsed.problems.push_back({entry.position, "no_identifier",
                               header.identifier.empty()
                                   ? "the record's header has no identifier, so it cannot be kept"
                                   : "the record's identifier is longer than 500 bytes"});
    return parsed;
  }
  header.datestamp = datestamp_of(header, entry, parsed);
  if (header.deleted) {
    Record& tombstone = parsed.records.emplace_back();
    tombstone.source_record_id = std::move(header.identifier);
    tombstone.datestamp = std::move(header.datestamp);
    tombstone.deleted = true;
    return parsed;
  }
  if (only_header) {  // a list of identifiers; the records stand elsewhere
    parsed.skipped = parsed.problems.empty();
    return parsed;
  }
  const pugi::xml_node payload = first_element(child_of(root, "metadata"));
  if (!payload) {
    parsed.problems.push_back(
        {entry.position, "no_metadata",
         "the record " + quoted_for_message(header.identifier, 100) + " has no metadata"});
    return parsed;
  }
  ParsedEntry read = read_payload(payload, entry, header);
  std::move(read.problems.begin(), read.problems.end(), std::back_inserter(parsed.problems));
  for (Record& record : read.records) {
    record.source_record_id = parsed.records.empty()
                                  ? header.identifier
                                  : header.identifier + "#" + record.source_record_id;
    record.datestamp = header.datestamp;
    if (!record.deleted) {
      for (const std::string& set : header.sets) {
        if (!set.empty()) record.subjects.push_back({"oai-set", "", set, "", "", false});
      }
      apply_limits(record);
    }
    parsed.records.push_back(std::move(record));
  }
  return parsed;
}

}  // namespace evidence
