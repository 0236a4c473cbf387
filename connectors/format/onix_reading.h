// The parts of reading an ONIX product, shared by onix_*.cc. Private to the
// "onix" format; one product, one thread. The same code reads 2.1, where
// everything stands directly below the product, and 3.0, where it stands in
// blocks.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/format/chapters.h"
#include "connectors/format/record_reading.h"

namespace evidence::onix {

// Gives every element its reference name ("b203" → "TitleText") without a
// prefix.
void name_by_reference(pugi::xml_node root);

// The element in the block where 3.0 has it, or directly below: block(product,
// "DescriptiveDetail").
pugi::xml_node block(const pugi::xml_node& product, const char* name);

// Clean text of an element that may hold XHTML, as elements or as characters.
std::string line_of(const pugi::xml_node& node);
std::vector<std::string> paragraphs_of(const pugi::xml_node& node);

PartialDate date_of(RecordReading& in, const pugi::xml_node& node, std::string_view what);

std::string title_in(const pugi::xml_node& parent);  // the distinctive title, with its subtitle
std::vector<Contributor> contributors_in(RecordReading& in, const pugi::xml_node& parent);

void read_identifiers(RecordReading& in, const pugi::xml_node& product);
void read_description(RecordReading& in, const pugi::xml_node& product);
void read_subjects(RecordReading& in, const pugi::xml_node& detail);
void read_texts(RecordReading& in, const pugi::xml_node& parent);
void read_publishing(RecordReading& in, const pugi::xml_node& product);
void read_links(RecordReading& in, const pugi::xml_node& product);
void read_related(RecordReading& in, const pugi::xml_node& product);
std::vector<Chapter> chapters_in(RecordReading& in, const pugi::xml_node& product);

}  // namespace evidence::onix
