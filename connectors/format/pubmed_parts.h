// The parts of which PubMed's articles and books are made. Each function reads one element into a
// record; a missing element changes nothing. Used by pubmed_xml.cc alone.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/connector.h"
#include "model/record.h"

namespace evidence::pubmed {

// What is being read: the record, and the notes about what had to be left out.
struct Reading {
  Record record;
  std::vector<EntryProblem> problems;
  const std::string& position;

  void drop(std::string code, std::string reason) {
    problems.push_back({position, std::move(code), std::move(reason)});
  }
};

// Adds the identifier, or notes why it is none.
void add_identifier(Reading& in, IdentifierScheme scheme, std::string_view raw);

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

// "101-9" → "101-109"; anything that is not plainly a range of numbers stays.
std::string expand_pages(std::string_view pages);

}  // namespace evidence::pubmed
