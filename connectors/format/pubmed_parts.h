// The parts of which PubMed's articles and books are made. Each function reads one element into a
// record; a missing element changes nothing. Used by pubmed_xml.cc alone.
#pragma once

#include <pugixml.hpp>

#include "connectors/format/record_reading.h"

namespace evidence::pubmed {

using Reading = RecordReading;

// Each of these reads one kind of publication.
void read_citation(Reading& in, const pugi::xml_node& citation);   // MedlineCitation
void read_pubmed_data(Reading& in, const pugi::xml_node& data);    // PubmedData, PubmedBookData
void read_book(Reading& in, const pugi::xml_node& book_document);  // BookDocument

// Elements that articles and books share.
void read_abstract(Reading& in, const pugi::xml_node& abstract);
void read_authors(Reading& in, const pugi::xml_node& author_list);
void read_article_ids(Reading& in, const pugi::xml_node& article_id_list);
void read_keywords(Reading& in, const pugi::xml_node& parent);
void read_relations(Reading& in, const pugi::xml_node& comments_corrections_list);
PartialDate read_date(const pugi::xml_node& date);

}  // namespace evidence::pubmed
