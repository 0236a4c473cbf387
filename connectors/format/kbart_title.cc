#include "connectors/format/kbart_title.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "base/url.h"
#include "connectors/format/kbart_reader.h"
#include "connectors/format/list_date.h"
#include "model/embargo.h"
#include "model/language.h"

namespace evidence {
namespace {

// Columns that have a place of their own in the record; all others are kept as notes.
bool has_a_place(std::string_view column) {
  static constexpr std::array<std::string_view, 2> kNoted{"preceding_publication_title_id",
                                                          "platform_name"};
  return !column.empty() && std::find(kNoted.begin(), kNoted.end(), column) == kNoted.end();
}

}  // namespace

void KbartTitle::problem(std::string code, std::string reason) {
  out_.problems.push_back({position_, std::move(code), std::move(reason)});
}

void KbartTitle::add_identifiers(bool book) {
  const auto has = [this](const Identifier& one) {
    const auto& all = record_.identifiers;
    return std::find(all.begin(), all.end(), one) != all.end();
  };
  for (const std::string_view column : {"print_identifier", "online_identifier"}) {
    for (Identifier& one : row_.identifiers(column, book)) {
      if (!has(one)) record_.identifiers.push_back(std::move(one));
    }
  }
  const auto from_title_id = Identifier::parse(IdentifierScheme::kDoi, cell("title_id"));
  if (from_title_id.ok() && !has(*from_title_id)) record_.identifiers.push_back(*from_title_id);
  if (const std::string& raw = cell("doi"); !raw.empty()) {
    const auto doi = Identifier::parse(IdentifierScheme::kDoi, raw);
    if (doi.ok()) {
      if (!has(*doi)) record_.identifiers.push_back(*doi);
    } else if (parse_web_url(raw).ok()) {
      add_link(row_.link(raw, "doi"));  // some lists put the title's address here
    } else {
      problem("bad_identifier", "doi: " + doi.error().message);
    }
  }
}

void KbartTitle::add_link(const std::string& url) {
  if (url.empty()) return;
  const bool open = row_.free();
  for (Link& link : record_.links) {
    if (link.url == url) {
      link.open = link.open && open;  // free in part is not free
      return;
    }
  }
  record_.links.push_back({url, "title", open});
}

void KbartTitle::add_person(std::string_view column, const char* role) {
  const std::string& name = cell(column);
  if (name.empty()) return;
  Contributor person;
  person.family = name;  // RP-9 gives the family name alone
  person.role = role;
  record_.contributors.push_back(std::move(person));
}

bool KbartTitle::begin_record() {
  const bool book = row_.is_book();
  record_.source_record_id = row_.key();
  record_.title = cell("publication_title");
  record_.publication_types.emplace_back(book ? "Book" : "Journal");
  const std::string& type = cell("publication_type");
  if (!type.empty() && !equals_ignoring_case(type, "serial") &&
      !equals_ignoring_case(type, "monograph") &&
      !equals_ignoring_case(type, record_.publication_types.front())) {
    record_.publication_types.push_back(type);
  }
  record_.publication.publisher = cell("publisher_name");
  record_.publication.edition = cell("monograph_edition");
  record_.publication.volume = cell("monograph_volume");
  for (const char* column : {"date_monograph_published_online", "date_monograph_published_print"}) {
    const PartialDate date = row_.date(column, false).date;
    if (!record_.publication.date.known()) record_.publication.date = date;
  }
  add_person("first_author", "author");
  add_person("first_editor", "editor");
  for (const std::string_view part : split(cell("subject"), ';')) {
    if (!trim(part).empty()) {
      record_.subjects.push_back({"keyword", "", std::string(trim(part)), "", "", false});
    }
  }
  if (const std::string& raw = cell("language"); !raw.empty()) {
    const std::string code = language_code(raw);
    if (code.empty()) {
      problem("unknown_language", "language " + quoted_for_message(raw, 40) + " is not known");
    } else {
      record_.languages.push_back(code);
    }
  }
  if (const std::string& parent = cell("parent_publication_title_id"); !parent.empty()) {
    Relation relation;
    relation.type = RelationType::kPartOf;
    relation.citation = "title " + parent + " of the same list";
    for (const IdentifierScheme scheme :
         {IdentifierScheme::kDoi, IdentifierScheme::kIsbn, IdentifierScheme::kIssn}) {
      const auto identifier = Identifier::parse(scheme, parent);
      if (!identifier.ok()) continue;
      relation.target = std::string(scheme_name(scheme)) + ":" + identifier->value();
      break;
    }
    record_.relations.push_back(std::move(relation));
  }
  return book;
}

bool KbartTitle::add_row(const std::vector<std::string>& cells, const std::string& position) {
  position_ = position;
  if (!row_.take(cells)) return false;
  const KbartRow::Date first = row_.date("date_first_issue_online", false);
  const KbartRow::Date last = row_.date("date_last_issue_online", true);
  Coverage coverage;
  coverage.first_date = first.text();
  coverage.last_date = last.text();
  if (ends_before(last.date, first.date)) {
    problem("date_range", "the coverage ends (" + coverage.last_date + ") before it begins (" +
                              coverage.first_date + "); the row is left out");
    return false;
  }
  const bool book = rows_ == 0 ? begin_record() : record_.publication_types.front() == "Book";
  coverage.first_volume = cell("num_first_vol_online");
  coverage.first_issue = cell("num_first_issue_online");
  coverage.last_volume = cell("num_last_vol_online");
  coverage.last_issue = cell("num_last_issue_online");
  coverage.embargo = cell("embargo_info");
  if (!parse_embargo(coverage.embargo).unparsed.empty()) {
    problem("embargo_unparsed", "embargo_info " + quoted_for_message(coverage.embargo, 60) +
                                    " is not in RP-9's form; it is kept as it stands");
  }
  coverage.depth = row_.depth();
  coverage.notes = row_.notes(has_a_place);
  coverage.access_type = cell("access_type");
  coverage.title_id = cell("title_id");
  const bool open = row_.free();
  if (rows_ == 0 && open) record_.open_access = OpenAccess::kOpen;
  if (!open) record_.open_access = OpenAccess::kUnknown;  // free in part is not free
  add_identifiers(book);
  for (const std::string& url : row_.links()) add_link(url);
  if (const std::string& title = cell("publication_title");
      rows_ > 0 && fold(title) != fold(record_.title)) {
    const Subject other{"synonym", "", title, "", "", false};
    if (std::find(record_.subjects.begin(), record_.subjects.end(), other) ==
        record_.subjects.end()) {
      problem("titles_differ", "the same title is also called " + quoted_for_message(title) +
                                   "; both names are kept");
      record_.subjects.push_back(other);
    }
  }
  auto& all = record_.coverage;
  if (std::find(all.begin(), all.end(), coverage) == all.end()) all.push_back(std::move(coverage));
  ++rows_;
  return true;
}

Record KbartTitle::take() {
  apply_limits(record_);
  return std::move(record_);
}

}  // namespace evidence
