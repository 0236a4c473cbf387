#include "connectors/protocol/z3950_record.h"

#include <pugixml.hpp>
#include <sstream>

#include "base/text.h"
#include "base/xml.h"

namespace evidence {
namespace {

constexpr std::size_t kMostMarcBytes = 1U << 20U;  // ISO 2709 itself ends at 99,999
constexpr std::size_t kMostXmlBytes = 16U << 20U;
constexpr char kRecordEnd = '\x1D';

std::string rendered(ZOOM_record record, const std::string& type) {
  int length = 0;
  const char* bytes = ZOOM_record_get(record, type.c_str(), &length);
  if (bytes == nullptr || length <= 0) return {};
  return std::string(bytes, static_cast<std::size_t>(length));
}

Z3950Record refused(std::string why) { return {"", std::move(why)}; }

Z3950Record marc_record(ZOOM_record record) {
  std::string bytes = rendered(record, "raw");
  while (!bytes.empty() && (bytes.back() == '\n' || bytes.back() == '\r')) bytes.pop_back();
  if (bytes.size() < 25 || bytes.back() != kRecordEnd) {
    return refused("the target sent " + quoted_for_message(rendered(record, "syntax"), 40) +
                   " in place of an ISO 2709 record");
  }
  if (bytes.size() > kMostMarcBytes) {
    return refused("the record has " + with_thousands(bytes.size()) +
                   " bytes; ISO 2709 ends at "
                   "99,999");
  }
  return {std::move(bytes), ""};
}

Z3950Record xml_record(ZOOM_record record) {
  const std::string syntax = to_lower_ascii(rendered(record, "syntax"));
  if (syntax.find("xml") == std::string::npos) {
    return refused("the target sent " + quoted_for_message(syntax, 40) + " in place of XML");
  }
  const std::string xml = rendered(record, "raw");
  pugi::xml_document document;
  XmlLimits limits;
  limits.max_bytes = kMostXmlBytes;
  if (const auto parsed = parse_xml(trim(xml), document, limits); !parsed.ok()) {
    return refused(parsed.error().message);
  }
  std::ostringstream out;
  document.document_element().print(out, "", pugi::format_raw | pugi::format_no_declaration);
  return {out.str(), ""};
}

}  // namespace

Z3950Record read_z3950_record(const Z3950Target& target, ZOOM_record record) {
  const char* message = nullptr;
  const char* details = nullptr;
  const char* set = nullptr;
  if (const int code = ZOOM_record_error(record, &message, &details, &set); code != 0) {
    return refused(z3950_error(code, set == nullptr ? "" : set, message == nullptr ? "" : message,
                               details == nullptr ? "" : details)
                       .message);
  }
  return target.as_xml ? xml_record(record) : marc_record(record);
}

}  // namespace evidence
