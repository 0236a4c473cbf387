// The chapters of a book as its record lists them: a line each in the table of
// contents and, where the source's file asks for it (chapters = "records"),
// records of their own. Used by the MARC and ONIX formats. Plain values and
// pure functions; what cannot be used is noted as a problem.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "connectors/connector.h"
#include "model/record.h"

namespace evidence {

enum class Chapters {
  kContents,  // one record per book, its chapters in the table of contents
  kRecords,   // and one record per chapter that the source names as such
};

// "contents" (also "") or "records"; kInvalidArgument for anything else.
Result<Chapters> chapters_option(std::string_view value);

struct Chapter {
  std::string number;  // "1", "Part 2."; "" if none
  std::string title;
  std::string statement;  // who wrote it, as printed
  std::string extent;     // what stands behind the title: "(5 p.)"
  std::string pages;
  std::string doi;                        // as written
  std::string url;                        // as written
  std::vector<Contributor> contributors;  // where the source names them one by one
  std::vector<AbstractSection> abstract;  // where the source has one
  bool named = true;                      // the source says that this is a title; false: a piece of
                                          // a running text
};

// "1. Asthma / J. Smith" for each chapter, at the end of the book's table of
// contents.
void add_to_contents(Record& book, const std::vector<Chapter>& chapters);

// A record for each named chapter: its number is the book's with "#" and the
// chapter's place in the contents; it is part of the book. Chapters that an
// earlier state of the book had go with it (ParsedEntry::families). A chapter without an
// address or DOI of its own has the book's link as a link to the title.
void add_chapter_records(const Record& book, const std::vector<Chapter>& chapters,
                         const std::string& position, ParsedEntry& parsed);

// "1. Asthma -- 2. COPD" → the titles, without the punctuation around them.
std::vector<std::string> split_contents(std::string_view text);

// "Jane Doe and John Smith" → two authors; what is not plainly a list of names
// stays one.
std::vector<Contributor> names_in_statement(std::string_view statement);

}  // namespace evidence
