#include "connectors/format/nbib.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "connectors/format/nbib_parts.h"
#include "connectors/format/tagged_reader.h"

namespace evidence {
namespace {

bool is_tag_char(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// "PMID- 123", "TI  - …", "TI-": two to four capitals, padded to four, and a hyphen.
bool tag_of(std::string_view line, std::string_view& tag, std::string_view& value) {
  std::size_t length = 0;
  while (length < line.size() && length < 5 && is_tag_char(line[length])) ++length;
  if (length < 2 || length > 4 || line[0] < 'A') return false;
  std::size_t at = length;
  while (at < line.size() && at < 5 && line[at] == ' ') ++at;
  if (at >= line.size() || line[at] != '-') return false;
  tag = line.substr(0, length);
  value = line.substr(at + 1);
  return true;
}

bool has_field(std::string_view entry, std::string_view wanted) {
  for (std::size_t at = 0; at < entry.size();) {
    const std::size_t end = std::min(entry.find('\n', at), entry.size());
    std::string_view tag;
    std::string_view value;
    if (tag_of(entry.substr(at, end - at), tag, value) && tag == wanted) return true;
    at = end + 1;
  }
  return false;
}

TaggedLine classify(std::string_view line, const TaggedPlace& place) {
  std::string_view tag;
  std::string_view value;
  if (!tag_of(line, tag, value)) {
    const bool continues = line.starts_with(' ') || line.starts_with('\t');
    if (!place.inside || (place.blank_before && !continues)) return TaggedLine::kStray;
    return TaggedLine::kInside;
  }
  if (!place.inside || place.blank_before) return TaggedLine::kStart;
  if (tag == "PMID" && has_field(place.entry, "PMID")) return TaggedLine::kStart;
  return TaggedLine::kInside;
}

constexpr TaggedRules kRules{"MEDLINE text", "a line \"PMID- \" and the number", classify, false};

bool is_pmid_line(std::string_view line) {
  std::string_view tag;
  std::string_view value;
  if (!tag_of(line, tag, value) || tag != "PMID") return false;
  value = trim(value);
  return !value.empty() &&
         std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool NbibFormat::recognises(std::string_view head, std::string_view file_name) const {
  const auto owner_line = [](std::string_view line) {
    return line.starts_with("OWN - ") || line.starts_with("STAT- ");
  };
  return any_line(head, is_pmid_line) ||
         (file_name.ends_with(".nbib") && any_line(head, owner_line));
}

std::unique_ptr<EntryReader> NbibFormat::open(ByteSource& source) const {
  return read_tagged(source, kRules);
}

ParsedEntry NbibFormat::parse(const RawEntry& entry) const {
  const std::vector<TaggedField> fields = tagged_fields(entry.bytes, tag_of);
  if (fields.empty()) return stray_text(entry);
  return read_medline_fields(fields, entry.position);
}

}  // namespace evidence
