// BookDocument: a book on the NCBI Bookshelf, or a chapter of one.
#include <utility>

#include "base/text.h"
#include "connectors/format/page_range.h"
#include "connectors/format/pubmed_parts.h"
#include "connectors/format/xml_fields.h"

namespace evidence::pubmed {
namespace {

constexpr int kMaxSectionDepth = 8;

// Section titles, one a line, the inner ones indented by two spaces each.
void add_sections(std::string& contents, const pugi::xml_node& sections, int depth) {
  if (depth > kMaxSectionDepth) return;
  for (const pugi::xml_node& section : sections.children("Section")) {
    const std::string title = child_text(section, "SectionTitle");
    if (!title.empty()) {
      if (!contents.empty()) contents.push_back('\n');
      contents.append(static_cast<std::size_t>(depth) * 2, ' ').append(title);
    }
    add_sections(contents, section, depth + 1);
  }
}

void read_book_description(Reading& in, const pugi::xml_node& book) {
  Publication& publication = in.record.publication;
  publication.title = child_text(book, "BookTitle");
  publication.publisher = child_text(book.child("Publisher"), "PublisherName");
  publication.edition = child_text(book, "Edition");
  publication.volume = child_text(book, "Volume");
  publication.date = read_date(book.child("PubDate"));
  for (const pugi::xml_node& isbn : book.children("Isbn")) {
    in.add_identifier(IdentifierScheme::kIsbn, node_text(isbn));
  }
  for (const pugi::xml_node& location : book.children("ELocationID")) {
    if (std::string_view(location.attribute("EIdType").value()) == "doi") {
      in.add_identifier(IdentifierScheme::kDoi, node_text(location));
    }
  }
}

}  // namespace

void read_book(Reading& in, const pugi::xml_node& document) {
  Record& record = in.record;
  in.add_identifier(IdentifierScheme::kPmid, child_text(document, "PMID"));
  if (!record.identifiers.empty()) record.source_record_id = record.identifiers.front().value();
  record.datestamp = format_date(read_date(document.child("DateRevised")));
  read_article_ids(in, document.child("ArticleIdList"));

  const pugi::xml_node book = document.child("Book");
  read_book_description(in, book);
  record.title = child_text(document, "ArticleTitle");
  const bool chapter = !record.title.empty();
  if (chapter) {
    record.relations.push_back({RelationType::kPartOf, "", record.publication.title});
    const PartialDate contributed = read_date(document.child("ContributionDate"));
    if (contributed.known()) record.publication.date = contributed;
  } else {
    record.title = record.publication.title;
  }
  record.original_title = child_text(document, "VernacularTitle");
  record.publication.pages = expand_pages(child_text(document.child("Pagination"), "MedlinePgn"));

  for (const pugi::xml_node& list : document.children("AuthorList")) read_authors(in, list);
  for (const pugi::xml_node& list : book.children("AuthorList")) read_authors(in, list);
  for (const pugi::xml_node& language : document.children("Language")) {
    if (std::string code = to_lower_ascii(node_text(language)); !code.empty()) {
      record.languages.push_back(std::move(code));
    }
  }
  // PubMed says by the element that it is a book; its types name only what else it is.
  record.publication_types.emplace_back(chapter ? "Book Chapter" : "Book");
  for (const pugi::xml_node& type : document.children("PublicationType")) {
    if (std::string name = node_text(type); !name.empty()) {
      record.publication_types.push_back(std::move(name));
    }
  }
  read_abstract(in, document.child("Abstract"));
  read_keywords(in, document);
  add_sections(record.table_of_contents, document.child("Sections"), 0);
}

}  // namespace evidence::pubmed
