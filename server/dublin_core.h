// A record as Dublin Core in the OAI-PMH's form (oai_dc, mandatory there), for catalogues and
// discovery systems that harvest us. Plain Dublin Core has no place for much of a record: MARCXML
// (server/marcxml.h) and JSON Lines keep more. What becomes what stands in docs/oai.md. Pure
// functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/record.h"
#include "server/xml_writer.h"

namespace evidence::server {

inline constexpr std::string_view kOaiDcNamespace = "http://www.openarchives.org/OAI/2.0/oai_dc/";
inline constexpr std::string_view kOaiDcSchema = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd";

void write_oai_dc(XmlWriter& out, const Record& record);

// What has to be said of a record before anything else: that it was retracted, that it is sample
// data. Sentences; usually none.
std::vector<std::string> warnings_about(const Record& record);

// "Smith, Jane A"; a body's name as it stands.
std::string inverted_name(const Contributor& contributor);
bool is_creator(const Contributor& contributor);
// "BMJ, 350(3), 45-67 (2015)"; "" where neither title nor place is known.
std::string citation_of(const Publication& publication);

}  // namespace evidence::server
