#include "connectors/protocol/sru_reply.h"

#include <charconv>
#include <pugixml.hpp>

#include "base/encoding.h"
#include "base/text.h"
#include "base/xml.h"
#include "connectors/format/xml_fields.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxRecords = 50'000;
constexpr std::size_t kMaxDiagnostics = 100;
constexpr std::size_t kMaxText = 2'000;
constexpr int kDepth = 128;  // a record's own 64 below the envelope
constexpr std::string_view kRoot = "searchRetrieveResponse";
constexpr std::string_view kDiagnosticPrefix = "info:srw/diagnostic/1/";

Error bad(std::string slug, std::string message, std::string hint = "") {
  return {ErrorCode::kBadContent, std::move(slug), std::move(message), std::move(hint)};
}

pugi::xml_node child_named(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_node child : node.children()) {
    if (child.type() == pugi::node_element && local_name_is(child, name)) return child;
  }
  return {};
}

std::string text_below(const pugi::xml_node& node, std::string_view name) {
  return std::string(truncate_utf8(node_text(child_named(node, name)), kMaxText));
}

std::optional<std::int64_t> number_below(const pugi::xml_node& node, std::string_view name) {
  const std::string text = text_below(node, name);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

class StringWriter final : public pugi::xml_writer {
 public:
  explicit StringWriter(std::string& out) : out_(out) {}
  void write(const void* data, std::size_t size) override {
    out_.append(static_cast<const char*>(data), size);
  }

 private:
  std::string& out_;
};

void append_elements(const pugi::xml_node& parent, std::string& out) {
  StringWriter writer(out);
  for (const pugi::xml_node child : parent.children()) {
    if (child.type() != pugi::node_element) continue;
    child.print(writer, "", pugi::format_raw | pugi::format_no_declaration, pugi::encoding_utf8);
  }
}

bool has_element(const pugi::xml_node& parent) {
  for (const pugi::xml_node child : parent.children()) {
    if (child.type() == pugi::node_element) return true;
  }
  return false;
}

// Text of a node as it stands, in one piece; escaped XML must not be cleaned like a sentence.
std::string raw_text(const pugi::xml_node& node) {
  std::string text;
  for (const pugi::xml_node child : node.children()) text += child.value();
  return text;
}

SruDiagnostic read_diagnostic(const pugi::xml_node& node) {
  SruDiagnostic read;
  read.uri = text_below(node, "uri");
  read.details = text_below(node, "details");
  read.message = text_below(node, "message");
  std::string_view number = read.uri;
  if (number.starts_with(kDiagnosticPrefix)) number.remove_prefix(kDiagnosticPrefix.size());
  const auto [end, error] =
      std::from_chars(number.data(), number.data() + number.size(), read.number);
  if (error != std::errc{} || end != number.data() + number.size() || read.number < 0) {
    read.number = 0;
  }
  return read;
}

// Version 1.0 servers leave the element <diagnostics> out.
void read_diagnostics(const pugi::xml_node& parent, std::vector<SruDiagnostic>& out) {
  for (const pugi::xml_node child : parent.children()) {
    if (out.size() >= kMaxDiagnostics) return;
    if (local_name_is(child, "diagnostic")) out.push_back(read_diagnostic(child));
    if (!local_name_is(child, "diagnostics")) continue;
    for (const pugi::xml_node inner : child.children()) {
      if (local_name_is(inner, "diagnostic") && out.size() < kMaxDiagnostics) {
        out.push_back(read_diagnostic(inner));
      }
    }
  }
}

void read_payload(const pugi::xml_node& data, SruRecord& record) {
  if (has_element(data)) {
    // The record itself, whatever the server calls its packing.
    if (const pugi::xml_node diagnostic = child_named(data, "diagnostic")) {
      record.diagnostic = read_diagnostic(diagnostic);
    } else {
      append_elements(data, record.payload);
    }
    return;
  }
  const std::string text = raw_text(data);
  if (trim(text).empty()) {
    record.damage = "the server sent a record without content";
    return;
  }
  pugi::xml_document document;
  XmlLimits limits;
  limits.max_bytes = text.size() + 1;
  if (const auto parsed = parse_xml(trim(text), document, limits); !parsed.ok()) {
    record.damage = "the record's escaped text is no XML: " + parsed.error().message;
    return;
  }
  if (local_name_is(document.document_element(), "diagnostic")) {
    record.diagnostic = read_diagnostic(document.document_element());
    return;
  }
  append_elements(document, record.payload);
}

SruRecord read_record(const pugi::xml_node& node) {
  SruRecord record;
  record.schema = text_below(node, "recordSchema");
  record.identifier = text_below(node, "recordIdentifier");
  record.position = number_below(node, "recordPosition");
  if (const pugi::xml_node data = child_named(node, "recordData")) {
    read_payload(data, record);
  } else {
    record.damage = "the server sent a record without recordData";
  }
  return record;
}

void read_namespaces(const pugi::xml_node& node, std::string& out) {
  for (const pugi::xml_attribute attribute : node.attributes()) {
    const std::string_view name = attribute.name();
    const std::string declared = " " + std::string(name) + "=\"";
    if (!name.starts_with("xmlns:") || name == "xmlns:sru") continue;
    if (out.find(declared) != std::string::npos || out.size() > 16U << 10U) continue;
    out += declared;
    for (const char c : std::string_view(attribute.value())) {
      if (c == '&')
        out += "&amp;";
      else if (c == '<')
        out += "&lt;";
      else if (c == '"')
        out += "&quot;";
      else
        out += c;
    }
    out += '"';
  }
}

Result<void> parse_body(std::string_view body, std::size_t max_bytes, pugi::xml_document& document,
                        bool& repaired) {
  XmlLimits limits;
  limits.max_bytes = max_bytes;
  limits.max_depth = kDepth;
  Result<void> parsed = parse_xml(body, document, limits);
  if (!parsed.ok() && parsed.error().slug == "xml_not_utf8") {
    const std::string text = utf8_text(body, repaired);
    limits.max_bytes = max_bytes * 2;  // every byte may have become two or three
    parsed = parse_xml(text, document, limits);
  }
  if (parsed.ok()) return {};
  if (parsed.error().code == ErrorCode::kTooLarge) {
    return Error{ErrorCode::kTooLarge, "reply_too_large",
                 "the SRU reply cannot be read: " + parsed.error().message,
                 "make page_size smaller"};
  }
  const std::string_view end = trim(body);
  const bool complete = end.ends_with(std::string(kRoot) + ">");
  return bad(
      complete ? "unreadable_reply" : "cut_reply",
      (complete ? "the SRU reply is no well-formed XML: " : "the SRU reply ends before its end: ") +
          parsed.error().message);
}

}  // namespace

Result<SruReply> parse_sru_reply(std::string_view body, std::size_t max_bytes) {
  SruReply reply;
  pugi::xml_document document;
  EVIDENCE_TRY(parse_body(body, max_bytes, document, reply.repaired));
  const pugi::xml_node root = document.document_element();
  if (local_name_is(root, "diagnostics")) {
    read_diagnostics(document, reply.diagnostics);
  } else {
    read_diagnostics(root, reply.diagnostics);
  }
  if (!local_name_is(root, kRoot)) {
    // A server reports what it cannot do in place of its explain record, or bare.
    if (!reply.diagnostics.empty()) return reply;
    const bool explain = local_name_is(root, "explainResponse");
    return bad("not_sru",
               explain ? "the server answered with its explain record, as if nothing had been asked"
                       : "the reply is no SRU answer but the element " +
                             quoted_for_message(root.name(), 60),
               explain ? "set options.version to what the server speaks" : "check base_url");
  }
  reply.total = number_below(root, "numberOfRecords");
  if (!reply.total && child_named(root, "numberOfRecords") && reply.diagnostics.empty()) {
    return bad("unreadable_reply", "numberOfRecords is no number: " +
                                       quoted_for_message(text_below(root, "numberOfRecords"), 40));
  }
  reply.next_position = number_below(root, "nextRecordPosition");
  const std::string precision = text_below(root, "resultCountPrecision");
  reply.total_is_exact = precision.empty() || precision == "exact" || precision.ends_with("/exact");
  read_namespaces(root, reply.namespaces);
  const pugi::xml_node records = child_named(root, "records");
  read_namespaces(records, reply.namespaces);
  for (const pugi::xml_node child : records.children()) {
    if (!local_name_is(child, "record")) continue;
    if (reply.records.size() >= kMaxRecords) {
      return Error{
          ErrorCode::kTooLarge, "too_many_records",
          "the server sent more than " + with_thousands(kMaxRecords) + " records on one page",
          "make page_size smaller"};
    }
    read_namespaces(child, reply.namespaces);
    reply.records.push_back(read_record(child));
  }
  if (!reply.total && reply.diagnostics.empty()) {
    return bad("not_sru", "the SRU answer does not say how many records were found");
  }
  return reply;
}

std::string sru_page(const SruReply& reply) {
  std::string page;
  for (const SruRecord& record : reply.records) {
    if (record.payload.empty()) continue;
    if (page.empty()) {
      page =
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sru:searchRetrieveResponse"
          " xmlns:sru=\"http://www.loc.gov/zing/srw/\"" +
          reply.namespaces + ">\n";
    }
    page += "<sru:recordData>" + record.payload + "</sru:recordData>\n";
  }
  if (!page.empty()) page += "</sru:searchRetrieveResponse>\n";
  return page;
}

}  // namespace evidence
