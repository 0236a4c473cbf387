#include "connectors/format/kbart_title.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "base/url.h"
#include "connectors/format/kbart_reader.h"
#include "connectors/format/list_date.h"
#include "model/language.h"

namespace evidence {
namespace {

// RP-9: R or P, a length and D, M or Y; at most one of each, R first.
bool is_embargo(std::string_view text) {
  const std::vector<std::string_view> parts = split(text, ';');
  if (parts.size() > 2) return false;
  for (std::string_view part : parts) {
    part = trim(part);
    if (part.size() < 3 || part.size() > 6 || (part.front() != 'R' && part.front() != 'P') ||
        std::string_view("DMY").find(part.back()) == std::string_view::npos) {
      return false;
    }
    part = part.substr(1, part.size() - 2);
    if (!std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; })) {
      return false;
    }
  }
  return parts.size() == 1 || (trim(parts[0]).front() == 'R' && trim(parts[1]).front() == 'P');
}

// "Full text", "full-text" → "fulltext"; RP-9's three values, or the text as it is.
std::string depth_of(const std::string& raw) {
  const std::string plain = plain_heading(raw);
  if (plain == "fulltext") return "fulltext";
  if (plain == "selectedarticles") return "selected articles";
  if (plain == "abstracts" || plain == "abstract") return "abstracts";
  return raw;
}

bool contains_word(const std::string& plain, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&plain](std::string_view word) {
    return plain.find(word) != std::string::npos;
  });
}

// Columns that have a place of their own in the record; all others are kept as notes.
bool has_a_place(std::string_view column) {
  static constexpr std::array<std::string_view, 2> kNoted{"preceding_publication_title_id",
                                                          "platform_name"};
  return !column.empty() && std::find(kNoted.begin(), kNoted.end(), column) == kNoted.end();
}

}  // namespace

const std::string& KbartTitle::cell(std::string_view column) const {
  return columns_.cell(cells_, column);
}

void KbartTitle::problem(std::string code, std::string reason) {
  out_.problems.push_back({position_, std::move(code), std::move(reason)});
}

// The date as it is kept: ISO 8601 where it was understood, as it stands where not.
std::string KbartTitle::date_cell(std::string_view column, bool last, PartialDate& date) {
  const std::string& raw = cell(column);
  if (raw.empty()) return {};
  const ListDate read = list_date(raw, last ? RangeEnd::kLast : RangeEnd::kFirst);
  date = read.date;
  if (read.open && last) return {};
  if (!read.date.known()) {
    problem("bad_date", std::string(column) + " " + quoted_for_message(raw, 40) +
                            " is not a date; it is kept as it stands");
    return raw;
  }
  if (!read.warning.empty()) {
    problem("uncertain_date",
            std::string(column) + " " + quoted_for_message(raw, 40) + ": " + read.warning);
  }
  return format_date(read.date);
}

bool KbartTitle::is_book() const {
  const std::string type = plain_heading(cell("publication_type"));
  if (contains_word(type, {"monograph", "book"})) return true;
  if (contains_word(type, {"serial", "journal", "periodical", "magazine", "newspaper"}))
    return false;
  // Phase I has no type: an ISBN in place of an ISSN tells.
  for (const std::string_view column : {"online_identifier", "print_identifier"}) {
    const std::string& raw = cell(column);
    if (raw.empty()) continue;
    if (Identifier::parse(IdentifierScheme::kIssn, raw).ok()) return false;
    if (Identifier::parse(IdentifierScheme::kIsbn, raw).ok()) return true;
  }
  return !cell("date_monograph_published_online").empty() ||
         !cell("date_monograph_published_print").empty();
}

void KbartTitle::add_identifiers(bool book) {
  const IdentifierScheme expected = book ? IdentifierScheme::kIsbn : IdentifierScheme::kIssn;
  const IdentifierScheme other = book ? IdentifierScheme::kIssn : IdentifierScheme::kIsbn;
  const auto has = [this](const Identifier& one) {
    const auto& all = record_.identifiers;
    return std::find(all.begin(), all.end(), one) != all.end();
  };
  for (const std::string_view column : {"print_identifier", "online_identifier"}) {
    std::string raw = cell(column);
    std::replace(raw.begin(), raw.end(), ',', ';');
    for (const std::string_view piece : split(raw, ';')) {
      if (trim(piece).empty()) continue;
      Result<Identifier> identifier = Identifier::parse(expected, piece);
      if (!identifier.ok()) {
        // A series under its ISSN among books, a conference volume under its ISBN among journals.
        const Result<Identifier> second = Identifier::parse(other, piece);
        if (second.ok()) identifier = second;
      }
      if (!identifier.ok()) {
        problem("bad_identifier", std::string(column) + ": " + identifier.error().message);
      } else if (!has(*identifier)) {
        record_.identifiers.push_back(std::move(identifier).value());
      }
    }
  }
  const auto from_title_id = Identifier::parse(IdentifierScheme::kDoi, cell("title_id"));
  if (from_title_id.ok() && !has(*from_title_id)) record_.identifiers.push_back(*from_title_id);
  if (const std::string& raw = cell("doi"); !raw.empty()) {
    const auto doi = Identifier::parse(IdentifierScheme::kDoi, raw);
    if (doi.ok()) {
      if (!has(*doi)) record_.identifiers.push_back(*doi);
    } else if (parse_web_url(raw).ok()) {
      add_link(raw, "doi");  // some lists put the title's address here
    } else {
      problem("bad_identifier", "doi: " + doi.error().message);
    }
  }
}

void KbartTitle::add_link(const std::string& raw, std::string_view column) {
  if (raw.empty()) return;
  Result<WebUrl> url = parse_web_url(raw);
  if (!url.ok() && starts_with_ignoring_case(raw, "www.")) {
    if (Result<WebUrl> whole = parse_web_url("https://" + raw); whole.ok()) {
      url = std::move(whole);
      problem("link_completed", std::string(column) + " " + quoted_for_message(raw) +
                                    " has no https:// or http://; https:// is taken");
    }
  }
  if (!url.ok()) {
    problem("bad_link", std::string(column) + ": " + url.error().message);
    return;
  }
  const bool open = equals_ignoring_case(cell("access_type"), "F");
  for (Link& link : record_.links) {
    if (link.url == url->text) {
      link.open = link.open && open;  // free in part is not free
      return;
    }
  }
  record_.links.push_back({url->text, "title", open});
}

void KbartTitle::add_links() {
  add_link(cell("title_url"), "title_url");
  // KB+: groups of name, role and address, of which only a host has the text itself.
  const std::vector<std::size_t> roles = columns_.all("platform_role");
  for (const std::size_t column : columns_.all("platform_title_url")) {
    if (column >= cells_.size()) continue;
    const auto role = std::find_if(roles.rbegin(), roles.rend(),
                                   [column](std::size_t one) { return one < column; });
    const bool host = role == roles.rend() || *role >= cells_.size() || cells_[*role].empty() ||
                      equals_ignoring_case(cells_[*role], "host");
    if (host) add_link(cells_[column], columns_.heading(column));
  }
}

void KbartTitle::add_person(std::string_view column, const char* role) {
  const std::string& name = cell(column);
  if (name.empty()) return;
  Contributor person;
  person.family = name;  // RP-9 gives the family name alone
  person.role = role;
  record_.contributors.push_back(std::move(person));
}

// What has no place elsewhere, so that nothing is lost: "notes; heading: value; …".
std::string KbartTitle::notes() const {
  std::vector<std::string> notes;
  if (!cell("notes").empty()) notes.push_back(cell("notes"));
  for (std::size_t i = 0; i < columns_.size() && i < cells_.size(); ++i) {
    const std::string_view ours = columns_.ours(i);
    const bool repeated = !ours.empty() && columns_.all(ours).front() != i &&
                          !ours.starts_with("platform_") && cells_[i] != cell(ours);
    if (cells_[i].empty() || (has_a_place(ours) && !repeated)) continue;
    std::string note = columns_.heading(i) + ": " + cells_[i];
    if (ours == "platform_name" && i + 1 < cells_.size() &&
        columns_.ours(i + 1) == "platform_role" && !cells_[i + 1].empty()) {
      note += " (" + cells_[i + 1] + ")";
    }
    if (std::find(notes.begin(), notes.end(), note) == notes.end())
      notes.push_back(std::move(note));
  }
  return join(notes, "; ");
}

bool KbartTitle::begin_record() {
  const bool book = is_book();
  record_.source_record_id = kbart_key(columns_, cells_);
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
    PartialDate date;
    date_cell(column, false, date);
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
  cells_.clear();
  for (const std::string& one : cells) cells_.push_back(clean_text(one));
  const auto beyond =
      cells_.begin() + static_cast<std::ptrdiff_t>(std::min(columns_.size(), cells_.size()));
  const bool filled =
      std::any_of(beyond, cells_.end(), [](const std::string& one) { return !one.empty(); });
  if (cells_.size() < columns_.size() || filled) {
    problem("column_count", "the row has " + std::to_string(cells_.size()) +
                                " columns where the header has " + std::to_string(columns_.size()) +
                                "; it is left out, because its values may stand in wrong columns");
    return false;
  }
  cells_.erase(beyond, cells_.end());
  if (cell("publication_title").empty()) {
    problem("no_title", "the row has no publication_title");
    return false;
  }
  PartialDate first;
  PartialDate last;
  Coverage coverage;
  coverage.first_date = date_cell("date_first_issue_online", false, first);
  coverage.last_date = date_cell("date_last_issue_online", true, last);
  if (ends_before(last, first)) {
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
  if (!coverage.embargo.empty() && !is_embargo(coverage.embargo)) {
    problem("embargo_unparsed", "embargo_info " + quoted_for_message(coverage.embargo, 60) +
                                    " is not in RP-9's form; it is kept as it stands");
  }
  coverage.depth = depth_of(cell("coverage_depth"));
  coverage.notes = notes();
  coverage.access_type = cell("access_type");
  coverage.title_id = cell("title_id");
  const bool open = equals_ignoring_case(coverage.access_type, "F");
  if (rows_ == 0 && open) record_.open_access = OpenAccess::kOpen;
  if (!open) record_.open_access = OpenAccess::kUnknown;  // free in part is not free
  add_identifiers(book);
  add_links();
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
