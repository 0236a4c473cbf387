// The parts of reading a MODS record, shared by mods*.cc: each takes the element that it reads.
// Private to the "mods" format; one record, one thread.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/format/record_reading.h"

namespace evidence::mods {

std::string title_of(const pugi::xml_node& title_info);
void read_titles(RecordReading& in, const pugi::xml_node& mods);
void read_name(RecordReading& in, const pugi::xml_node& name);
void read_origin(RecordReading& in, const pugi::xml_node& origin);
void read_subject(RecordReading& in, const pugi::xml_node& subject);
void read_identifier(RecordReading& in, const pugi::xml_node& identifier);
void read_related(RecordReading& in, const pugi::xml_node& related);
void read_location(RecordReading& in, const pugi::xml_node& location);
void read_access(RecordReading& in, const pugi::xml_node& condition);

// A date by its encoding: "2010-05", "20100501", "[2010?]". Unknown where there is none.
PartialDate date_of(const pugi::xml_node& node);

// "isbn:…", "issn:…", "doi:…" of a related item; "" where it has none that is valid.
std::string target_of(const pugi::xml_node& related);

}  // namespace evidence::mods
