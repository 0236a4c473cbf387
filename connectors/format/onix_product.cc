// What a product is: numbers, title, names, edition, extent, language, series,
// chapters.
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "connectors/format/onix_reading.h"
#include "connectors/format/page_range.h"
#include "connectors/format/xml_fields.h"

namespace evidence::onix {
namespace {

bool is_book_number(std::string_view gtin) {
  return gtin.starts_with("978") || gtin.starts_with("979");
}

void add_number(RecordReading& in, const std::string& type, const std::string& value) {
  // Code list 5.
  if (type == "02" || type == "15" || (type == "03" && is_book_number(value))) {
    in.add_identifier(IdentifierScheme::kIsbn, value);
  } else if (type == "06") {
    in.add_identifier(IdentifierScheme::kDoi, value);
  }
}

// Code lists 7 and 150, by their first letters.
std::string_view type_of_form(std::string_view form) {
  if (form == "DG" || form.starts_with('E')) return "Ebook";
  if (form.empty() || form == "00" || form.starts_with('B')) return "Book";
  switch (form.front()) {
    case 'A':
      return "Audiobook";
    case 'C':
      return "Map";
    case 'V':
      return "Video";
    case 'D':
    case 'S':
      return "Digital Product";
    case 'P':
      return "Printed Product";
    default:
      return "";
  }
}

void read_series(RecordReading& in, const pugi::xml_node& parent) {
  Publication& publication = in.record.publication;
  const auto read = [&](const pugi::xml_node& node, const char* identifier, const char* id_type) {
    std::string title = line_of(node.child("TitleOfSeries"));
    if (title.empty()) title = title_in(node);
    std::string number = child_text(node, "NumberWithinSeries");
    if (number.empty()) {
      number = node.select_node("TitleDetail/TitleElement/PartNumber").node().child_value();
      number = clean_text(number);
    }
    for (const pugi::xml_node& id : node.children(identifier)) {
      // Code list 13: 02 is an ISSN.
      if (child_text(id, id_type) == "02") {
        in.add_relation(RelationType::kPartOf, IdentifierScheme::kIssn, child_text(id, "IDValue"));
      }
    }
    // A series stands where a journal would: the publication that this is a
    // part of.
    if (publication.title.empty() && !title.empty()) {
      publication.title = std::move(title);
      publication.volume = std::move(number);
    }
  };
  for (const pugi::xml_node& node : parent.children("Series")) {
    read(node, "SeriesIdentifier", "SeriesIDType");
  }
  for (const pugi::xml_node& node : parent.children("Collection")) {
    read(node, "CollectionIdentifier", "CollectionIDType");
  }
}

std::string pages_of(const pugi::xml_node& detail) {
  for (const pugi::xml_node& extent : detail.children("Extent")) {
    // Code lists 23 and 24: the main content or all of it, in pages.
    const std::string type = child_text(extent, "ExtentType");
    if (child_text(extent, "ExtentUnit") != "03") continue;
    if (type == "00" || type == "05" || type == "06" || type == "08" || type == "10" ||
        type == "11") {
      const std::string value = child_text(extent, "ExtentValue");
      if (!value.empty()) return value + " pages";
    }
  }
  const std::string number = child_text(detail, "NumberOfPages");
  return number.empty() || number == "0" ? "" : number + " pages";
}

void read_languages(RecordReading& in, const pugi::xml_node& detail) {
  for (const pugi::xml_node& language : detail.children("Language")) {
    // Code list 22: 01 language of text, 02 of the original.
    const std::string role = child_text(language, "LanguageRole");
    if (role == "01" || role == "03" || role.empty()) {
      in.add_language(child_text(language, "LanguageCode"));
    }
  }
  if (in.record.languages.empty()) in.add_language(child_text(detail, "LanguageOfText"));
}

std::string original_title_in(const pugi::xml_node& detail) {
  for (const char* name : {"TitleDetail", "Title"}) {
    for (const pugi::xml_node& title : detail.children(name)) {
      if (child_text(title, "TitleType") != "03") continue;
      const pugi::xml_node element = title.child("TitleElement");
      return title_in(element ? element : title);
    }
  }
  return "";
}

// A chapter of the contents: its own title, names, pages, DOI and addresses.
Chapter chapter_of(RecordReading& in, const pugi::xml_node& node) {
  Chapter chapter;
  chapter.number = child_text(node, "ComponentNumber");
  const std::string kind = child_text(node, "ComponentTypeName");
  if (!kind.empty() && !chapter.number.empty()) chapter.number = kind + " " + chapter.number;
  chapter.title = title_in(node);
  chapter.contributors = contributors_in(in, node);
  for (const Contributor& one : chapter.contributors) {
    if (one.role != "author" && one.role != "collective") continue;
    if (!chapter.statement.empty()) chapter.statement += ", ";
    chapter.statement += (one.given.empty() ? "" : one.given + " ") + one.family;
  }
  const pugi::xml_node item = node.child("TextItem");
  for (const pugi::xml_node& id : item.children("TextItemIdentifier")) {
    if (child_text(id, "TextItemIDType") == "06") chapter.doi = child_text(id, "IDValue");
  }
  const pugi::xml_node run = item.child("PageRun");
  chapter.pages = page_range(child_text(run ? run : item, "FirstPageNumber"),
                             child_text(run ? run : item, "LastPageNumber"));
  chapter.url = child_text(node.child("Website"), "WebsiteLink");
  RecordReading texts{{}, {}, in.position};
  read_texts(texts, node);
  chapter.abstract = std::move(texts.record.abstract);
  return chapter;
}

}  // namespace

pugi::xml_node block(const pugi::xml_node& product, const char* name) {
  const pugi::xml_node inside = product.child(name);
  return inside ? inside : product;
}

void read_identifiers(RecordReading& in, const pugi::xml_node& product) {
  for (const pugi::xml_node& id : product.children("ProductIdentifier")) {
    add_number(in, child_text(id, "ProductIDType"), child_text(id, "IDValue"));
  }
  // The oldest files have elements of their own.
  in.add_identifier(IdentifierScheme::kIsbn, child_text(product, "ISBN"));
  if (const std::string ean = child_text(product, "EAN13"); is_book_number(ean)) {
    in.add_identifier(IdentifierScheme::kIsbn, ean);
  }
  in.add_identifier(IdentifierScheme::kDoi, child_text(product, "DOI"));
}

void read_description(RecordReading& in, const pugi::xml_node& product) {
  const pugi::xml_node detail = block(product, "DescriptiveDetail");
  Record& record = in.record;
  record.title = title_in(detail);
  record.original_title = original_title_in(detail);
  record.contributors = contributors_in(in, detail);
  record.publication.edition = line_of(detail.child("EditionStatement"));
  if (record.publication.edition.empty()) {
    record.publication.edition = child_text(detail, "EditionNumber");
  }
  record.publication.pages = pages_of(detail);
  read_languages(in, detail);
  read_series(in, detail);
  in.add_type(std::string(type_of_form(child_text(detail, "ProductForm"))));
}

std::vector<Chapter> chapters_in(RecordReading& in, const pugi::xml_node& product) {
  constexpr std::size_t kMaxChapters = 5'000;
  std::vector<Chapter> chapters;
  for (const pugi::xml_node& node : block(product, "ContentDetail").children("ContentItem")) {
    if (chapters.size() == kMaxChapters) {
      in.drop("too_many_chapters",
              "only the first " + with_thousands(kMaxChapters) + " content items were kept");
      break;
    }
    Chapter chapter = chapter_of(in, node);
    if (!chapter.title.empty()) chapters.push_back(std::move(chapter));
  }
  return chapters;
}

}  // namespace evidence::onix
