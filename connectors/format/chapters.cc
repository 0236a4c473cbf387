#include "connectors/format/chapters.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "base/url.h"
#include "connectors/format/identifier_links.h"
#include "connectors/format/marc_text.h"
#include "model/person_name.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxChapterRecords = 2'000;
constexpr std::size_t kMaxNames = 100;
constexpr std::size_t kNone = std::string_view::npos;

// "isbn:…", "doi:…" of the book; "" where it has neither.
std::string target_of(const Record& book) {
  for (const IdentifierScheme scheme : {IdentifierScheme::kIsbn, IdentifierScheme::kDoi}) {
    for (const Identifier& one : book.identifiers) {
      if (one.scheme() == scheme) return std::string(scheme_name(scheme)) + ":" + one.value();
    }
  }
  return "";
}

bool leads_to_text(const Link& link) {
  return link.kind == "fulltext" || link.kind == "publisher" || link.kind == "title" ||
         link.kind == "pdf";
}

void add_own_links(const Chapter& chapter, const std::string& position, Record& record,
                   std::vector<EntryProblem>& problems) {
  if (!chapter.doi.empty()) {
    Result<Identifier> doi = Identifier::parse(IdentifierScheme::kDoi, chapter.doi);
    if (doi.ok()) {
      record.identifiers.push_back(std::move(doi).value());
    } else {
      problems.push_back({position, "bad_identifier", doi.error().message});
    }
  }
  if (!chapter.url.empty()) {
    const Result<WebUrl> url = parse_web_url(chapter.url);
    if (url.ok()) {
      const Result<Identifier> doi = url->host.ends_with("doi.org")
                                         ? Identifier::parse(IdentifierScheme::kDoi, url->text)
                                         : Result<Identifier>(Error{});
      if (doi.ok()) record.identifiers.push_back(*doi);
      record.links.push_back({url->text, "fulltext", record.open_access == OpenAccess::kOpen});
    } else {
      problems.push_back({position, "bad_link", url.error().message});
    }
  }
  if (record.links.empty()) add_identifier_links(record);
}

Record chapter_record(const Record& book, const Chapter& chapter, std::size_t number,
                      const std::string& position, std::vector<EntryProblem>& problems) {
  Record record;
  record.source_record_id = book.source_record_id + "#" + std::to_string(number);
  record.datestamp = book.datestamp;
  record.title = chapter.title;
  record.abstract = chapter.abstract;
  record.contributors = chapter.contributors;
  if (record.contributors.empty()) record.contributors = names_in_statement(chapter.statement);
  record.publication = book.publication;
  record.publication.title = book.title;
  record.publication.volume = chapter.number;
  record.publication.pages = chapter.pages;
  record.publication_types = {"Book Chapter"};
  record.languages = book.languages;
  record.rights = book.rights;
  record.open_access = book.open_access;
  record.relations.push_back({RelationType::kPartOf, target_of(book), book.title});
  add_own_links(chapter, position, record, problems);
  if (record.links.empty()) {
    const auto link = std::find_if(book.links.begin(), book.links.end(), leads_to_text);
    if (link != book.links.end()) record.links.push_back({link->url, "title", link->open});
  }
  apply_limits(record);
  return record;
}

std::size_t words_in(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1;
}

std::vector<std::string> parts_of(std::string_view text, std::string_view separator) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; parts.size() < kMaxNames;) {
    const std::size_t at = text.find(separator, from);
    const std::string_view part = trim(text.substr(from, at - from));
    if (!part.empty()) parts.emplace_back(part);
    if (at == std::string_view::npos) break;
    from = at + separator.size();
  }
  return parts;
}

// Where the next dash between two chapters begins. A dash inside a word is
// none, but where there are no others, catalogues without spaces meant it.
std::size_t next_dash(std::string_view text, std::size_t from, bool spaced_only) {
  for (std::size_t at = text.find("--", from); at != kNone; at = text.find("--", at + 1)) {
    const bool spaced =
        at == 0 || text[at - 1] == ' ' || at + 2 == text.size() || text[at + 2] == ' ';
    if (spaced || !spaced_only) return at;
  }
  return kNone;
}

}  // namespace

Result<Chapters> chapters_option(std::string_view value) {
  if (value.empty() || value == "contents") return Chapters::kContents;
  if (value == "records") return Chapters::kRecords;
  return Error{ErrorCode::kInvalidArgument, "bad_option",
               "options.chapters is " + quoted_for_message(value, 40) +
                   "; it can be \"contents\" or \"records\"",
               "\"contents\" keeps one record per book; \"records\" adds one "
               "per chapter."};
}

void add_to_contents(Record& book, const std::vector<Chapter>& chapters) {
  std::string& contents = book.table_of_contents;
  for (const Chapter& chapter : chapters) {
    std::string line;
    for (const std::string* part : {&chapter.number, &chapter.title, &chapter.extent}) {
      if (part->empty()) continue;
      if (!line.empty()) line.push_back(' ');
      line += *part;
    }
    if (!chapter.statement.empty()) line += (line.empty() ? "" : " / ") + chapter.statement;
    if (line.empty()) continue;
    if (!contents.empty()) contents.push_back('\n');
    contents += line;
  }
}

void add_chapter_records(const Record& book, const std::vector<Chapter>& chapters,
                         const std::string& position, ParsedEntry& parsed) {
  if (book.source_record_id.empty()) return;
  parsed.families.push_back(book.source_record_id);
  if (book.deleted) return;
  std::size_t made = 0;
  for (std::size_t i = 0; i < chapters.size(); ++i) {
    if (!chapters[i].named || chapters[i].title.empty()) continue;
    if (++made > kMaxChapterRecords) {
      parsed.problems.push_back({position, "too_many_chapters",
                                 "only the first " + with_thousands(kMaxChapterRecords) +
                                     " chapters became records of their own"});
      return;
    }
    parsed.records.push_back(chapter_record(book, chapters[i], i + 1, position, parsed.problems));
  }
}

std::vector<std::string> split_contents(std::string_view text) {
  const bool spaced_only = next_dash(text, 0, true) != kNone;
  std::vector<std::string> pieces;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t dash = std::min(next_dash(text, from, spaced_only), text.size());
    if (std::string piece = without_isbd(text.substr(from, dash - from)); !piece.empty()) {
      pieces.push_back(std::move(piece));
    }
    from = dash + 2;
    while (from < text.size() && text[from] == '-') ++from;
  }
  return pieces;
}

std::vector<Contributor> names_in_statement(std::string_view statement) {
  std::string text = without_isbd(statement);
  if (starts_with_ignoring_case(text, "by ")) text.erase(0, 3);
  for (const std::string_view word : {" and ", " & ", " ; "}) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
      text.replace(at, word.size(), "; ");
    }
  }
  std::vector<Contributor> names;
  for (const std::string& part : parts_of(text, ";")) {
    std::vector<std::string> pieces = parts_of(part, ",");
    // "John Smith, Jane Doe" is a list, "Smith, John" or "John Smith, MD" one
    // name.
    const bool list = std::all_of(pieces.begin(), pieces.end(),
                                  [](const std::string& piece) { return words_in(piece) > 1; });
    if (!list) pieces = {part};
    for (std::string& piece : pieces) {
      if (starts_with_ignoring_case(piece, "and ")) piece.erase(0, 4);
      if (names.size() == kMaxNames || piece.empty()) break;
      names.push_back(parse_person_name(piece));
    }
  }
  return names;
}

}  // namespace evidence
