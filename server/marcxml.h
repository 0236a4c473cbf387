// A record as MARC 21 in XML (MARC 21 slim), for library systems that harvest us. What becomes what
// stands in docs/oai.md. Pure functions.
#pragma once

#include "server/xml_writer.h"
#include "store/record_store.h"

namespace evidence::server {

inline constexpr std::string_view kMarcNamespace = "http://www.loc.gov/MARC21/slim";
inline constexpr std::string_view kMarcSchema =
    "http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd";

void write_marcxml(XmlWriter& out, const StoredRecord& stored);

}  // namespace evidence::server
