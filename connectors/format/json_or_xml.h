// For services that answer in JSON or XML with the same members: splits whichever comes, and reads
// an entry of either as JSON. Used by the europepmc and clinicaltrials formats. One thread a
// reader.
#pragma once

#include <memory>
#include <optional>

#include "connectors/format/json_fields.h"
#include "connectors/format/json_splitter.h"
#include "connectors/format/xml_splitter.h"

namespace evidence {

// Errors of next() are those of split_json or split_xml, by the text's first character.
std::unique_ptr<EntryReader> split_json_or_xml(ByteSource& source, const JsonSplitRules& json,
                                               const XmlSplitRules& xml);

// As parse_entry_json; an XML entry becomes JSON by xml_as_json (its root element's members), one
// that is not well-formed is noted as "bad_xml".
std::optional<json::value> parse_entry_of_either(const RawEntry& entry, ParsedEntry& parsed);

bool is_xml(const RawEntry& entry);

}  // namespace evidence
