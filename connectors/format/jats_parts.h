// The parts of which JATS articles and BITS books are made. Each function reads one element into a
// record; a missing element changes nothing. Used by jats*.cc alone.
#pragma once

#include <map>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "connectors/format/record_reading.h"

namespace evidence::jats {

// What is being read: the record, and the notes about what had to be left out.
struct Reading : RecordReading {
  std::string article_type;                    // "research-article"
  std::map<std::string, std::string> own_ids;  // pub-id-type → text, for the record's key
};

// The value of xlink:href, whatever its prefix is called.
std::string href_of(const pugi::xml_node& node);

// Makes a tree readable as text: formulas once only, no pictures, no footnote marks.
void simplify(pugi::xml_node root);

void read_article(Reading& in, pugi::xml_node article);
void read_book(Reading& in, pugi::xml_node root);  // book, book-part-wrapper

void read_people(Reading& in, const pugi::xml_node& meta);
void read_abstracts(Reading& in, const pugi::xml_node& meta, std::string_view language);
void read_relations(Reading& in, const pugi::xml_node& meta);
void read_permissions(Reading& in, const pugi::xml_node& meta);
void read_keywords(Reading& in, const pugi::xml_node& meta);
void read_article_types(Reading& in, const pugi::xml_node& meta);
void read_titles(Reading& in, const pugi::xml_node& title_group, std::string_view language,
                 const char* title_name);
// Trial registry numbers where the abstract or a related object says that they are this trial's.
void read_registrations(Reading& in, const pugi::xml_node& meta);
PartialDate read_date(const pugi::xml_node& date);
PartialDate publication_date(const pugi::xml_node& meta);

}  // namespace evidence::jats
