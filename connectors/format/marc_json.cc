#include "connectors/format/marc_json.h"

#include <utility>

#include "base/json.h"
#include "base/text.h"
#include "connectors/format/json_fields.h"
#include "connectors/format/json_splitter.h"
#include "connectors/format/marc_record.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxFields = 20'000;

char indicator(const json::object& field, std::string_view name) {
  const std::string value = string_member(field, name);
  return value.size() == 1 && value.front() != '#' ? value.front() : ' ';
}

MarcField read_field(std::string_view tag, const json::object& value) {
  MarcField field;
  field.tag = tag;
  field.indicator1 = indicator(value, "ind1");
  field.indicator2 = indicator(value, "ind2");
  const json::value* subfields = member(value, "subfields");
  if (subfields == nullptr || !subfields->is_array()) return field;
  for (const json::value& one : subfields->get_array()) {
    if (!one.is_object()) continue;
    for (const auto& [code, text] : one.get_object()) {
      if (code.size() != 1 || !text.is_string() || field.subfields.size() >= kMaxFields) continue;
      const json::string& raw = text.get_string();
      if (std::string clean = clean_text({raw.data(), raw.size()}); !clean.empty()) {
        field.subfields.emplace_back(code.front(), std::move(clean));
      }
    }
  }
  return field;
}

MarcRecord read_record(const json::object& object) {
  MarcRecord marc;
  marc.leader = string_member(object, "leader");
  const json::value* fields = member(object, "fields");
  if (fields == nullptr || !fields->is_array()) return marc;
  for (const json::value& one : fields->get_array()) {
    if (!one.is_object()) continue;
    for (const auto& [tag, value] : one.get_object()) {
      if (marc.fields.size() + marc.control.size() >= kMaxFields) return marc;
      const std::string_view name(tag.data(), tag.size());
      if (value.is_string()) {
        const json::string& raw = value.get_string();
        marc.control.emplace_back(name, std::string(raw.data(), raw.size()));
      } else if (value.is_object()) {
        marc.fields.push_back(read_field(name, value.get_object()));
      }
    }
  }
  return marc;
}

}  // namespace

bool MarcJsonFormat::recognises(std::string_view head, std::string_view /*file_name*/) const {
  const std::size_t begin = head.find_first_not_of("[ \t\r\n\xEF\xBB\xBF");
  return begin != std::string_view::npos && head[begin] == '{' &&
         head.find("\"leader\"") != std::string_view::npos &&
         head.find("\"fields\"") != std::string_view::npos;
}

std::unique_ptr<EntryReader> MarcJsonFormat::open(ByteSource& source) const {
  JsonSplitRules rules;
  rules.noun = "record";
  rules.expected = "MARC-in-JSON record";
  return split_json(source, rules);
}

ParsedEntry MarcJsonFormat::parse(const RawEntry& entry) const {
  ParsedEntry parsed;
  const std::optional<json::value> value = parse_entry_json(entry, parsed);
  if (!value) return parsed;
  return marc_entry(read_record(value->get_object()), entry.position, {chapters_});
}

}  // namespace evidence
