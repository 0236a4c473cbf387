#include "connectors/format/kbart_row.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "base/text.h"
#include "base/url.h"
#include "connectors/format/kbart_reader.h"
#include "connectors/format/list_date.h"

namespace evidence {
namespace {

bool contains_word(const std::string& plain, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&plain](std::string_view word) {
    return plain.find(word) != std::string::npos;
  });
}

}  // namespace

bool KbartRow::take(const std::vector<std::string>& cells) {
  cells_.clear();
  for (const std::string& one : cells) cells_.push_back(clean_text(one));
  const auto beyond =
      cells_.begin() + static_cast<std::ptrdiff_t>(std::min(columns_.size(), cells_.size()));
  const bool filled =
      std::any_of(beyond, cells_.end(), [](const std::string& one) { return !one.empty(); });
  if (cells_.size() < columns_.size() || filled) {
    tell_("column_count", "the row has " + std::to_string(cells_.size()) +
                              " columns where the header has " + std::to_string(columns_.size()) +
                              "; it is left out, because its values may stand in wrong columns");
    return false;
  }
  cells_.erase(beyond, cells_.end());
  if (!cell("publication_title").empty()) return true;
  tell_("no_title", "the row has no publication_title");
  return false;
}

std::string KbartRow::key() const { return kbart_key(columns_, cells_); }

std::string KbartRow::Date::text() const { return unread.empty() ? format_date(date) : unread; }

KbartRow::Date KbartRow::date(std::string_view column, bool last) {
  const std::string& raw = cell(column);
  if (raw.empty()) return {};
  const ListDate read = list_date(raw, last ? RangeEnd::kLast : RangeEnd::kFirst);
  if (read.open && last) return {};
  if (!read.date.known()) {
    tell_("bad_date", std::string(column) + " " + quoted_for_message(raw, 40) +
                          " is not a date; it is kept as it stands");
    return {{}, raw};
  }
  if (!read.warning.empty()) {
    tell_("uncertain_date",
          std::string(column) + " " + quoted_for_message(raw, 40) + ": " + read.warning);
  }
  return {read.date, ""};
}

bool KbartRow::is_book() const {
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

std::string KbartRow::depth() const {
  const std::string& raw = cell("coverage_depth");
  const std::string plain = plain_heading(raw);
  if (plain == "fulltext") return "fulltext";
  if (plain == "selectedarticles") return "selected articles";
  if (plain == "abstracts" || plain == "abstract") return "abstracts";
  return raw;
}

bool KbartRow::free() const { return equals_ignoring_case(cell("access_type"), "F"); }

std::vector<Identifier> KbartRow::identifiers(std::string_view column, bool book) {
  const IdentifierScheme expected = book ? IdentifierScheme::kIsbn : IdentifierScheme::kIssn;
  const IdentifierScheme other = book ? IdentifierScheme::kIssn : IdentifierScheme::kIsbn;
  std::vector<Identifier> found;
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
      tell_("bad_identifier", std::string(column) + ": " + identifier.error().message);
    } else if (std::find(found.begin(), found.end(), *identifier) == found.end()) {
      found.push_back(std::move(identifier).value());
    }
  }
  return found;
}

std::string KbartRow::link(const std::string& raw, std::string_view column) {
  if (raw.empty()) return {};
  Result<WebUrl> url = parse_web_url(raw);
  if (!url.ok() && starts_with_ignoring_case(raw, "www.")) {
    if (Result<WebUrl> whole = parse_web_url("https://" + raw); whole.ok()) {
      url = std::move(whole);
      tell_("link_completed", std::string(column) + " " + quoted_for_message(raw) +
                                  " has no https:// or http://; https:// is taken");
    }
  }
  if (url.ok()) return url->text;
  tell_("bad_link", std::string(column) + ": " + url.error().message);
  return {};
}

std::vector<std::string> KbartRow::links() {
  std::vector<std::string> links;
  const auto add = [&links](std::string url) {
    if (!url.empty() && std::find(links.begin(), links.end(), url) == links.end()) {
      links.push_back(std::move(url));
    }
  };
  add(link(cell("title_url"), "title_url"));
  // KB+: groups of name, role and address, of which only a host has the text itself.
  if (!columns_.has("platform_title_url")) return links;
  const std::vector<std::size_t> roles = columns_.all("platform_role");
  for (const std::size_t column : columns_.all("platform_title_url")) {
    if (column >= cells_.size()) continue;
    const auto role = std::find_if(roles.rbegin(), roles.rend(),
                                   [column](std::size_t one) { return one < column; });
    const bool host = role == roles.rend() || *role >= cells_.size() || cells_[*role].empty() ||
                      equals_ignoring_case(cells_[*role], "host");
    if (host) add(link(cells_[column], columns_.heading(column)));
  }
  return links;
}

std::string KbartRow::notes(bool (*placed)(std::string_view column)) const {
  std::vector<std::string> notes;
  if (!cell("notes").empty()) notes.push_back(cell("notes"));
  for (std::size_t i = 0; i < columns_.size() && i < cells_.size(); ++i) {
    if (cells_[i].empty()) continue;
    const std::string_view ours = columns_.ours(i);
    const bool repeated = !ours.empty() && columns_.all(ours).front() != i &&
                          !ours.starts_with("platform_") && cells_[i] != cell(ours);
    if (!ours.empty() && (ours == "notes" || placed(ours)) && !repeated) continue;
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

}  // namespace evidence
