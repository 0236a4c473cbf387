// One printed reference: identifiers are taken out first, wherever they stand; then names are read
// from the front and the place from the back; what lies between is title and journal.
#include "query/citation.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/text.h"
#include "model/person_name.h"
#include "query/citation_parts.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMaxAuthorBytes = 300;  // of names that are no list: bodies, full names
constexpr std::size_t kLeastTitleBytes = 15;  // behind a year in brackets

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// One kind of dash, quotation mark and space.
std::string plain_signs(std::string text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 20> kSigns{
      {{"\u2010", "-"},  {"\u2011", "-"},  {"\u2012", "-"},   {"\u2013", "-"},  {"\u2014", "-"},
       {"\u2212", "-"},  {"\u2018", "'"},  {"\u2019", "'"},   {"\u201a", "'"},  {"\u201c", "\""},
       {"\u201d", "\""}, {"\u201e", "\""}, {"\u00ab", "\""},  {"\u00bb", "\""}, {"\u00a0", " "},
       {"\u2009", " "},  {"\u202f", " "},  {"\u2026", "..."}, {"``", "\""},     {"''", "\""}}};
  for (const auto& [sign, plain] : kSigns) replace_all(text, sign, plain);
  return text;
}

// "12. ", "12) ", "[12] ", "(12) " at the beginning; "" where there is none.
std::string take_number(std::string& text) {
  std::size_t at = 0;
  const bool opened = text.starts_with('[') || text.starts_with('(');
  if (opened) ++at;
  const std::size_t begin = at;
  while (at < text.size() && is_digit(text[at]) && at - begin < 3) ++at;
  if (at == begin || at >= text.size()) return {};
  const bool closed = text[at] == ']' || text[at] == ')' || (!opened && text[at] == '.');
  if (!closed || at + 1 >= text.size() || text[at + 1] != ' ') return {};
  std::string number = text.substr(begin, at - begin);
  text = std::string(trim(std::string_view(text).substr(at + 1)));
  return number;
}

// "[Internet]", "[cited 2011 Jan 5]", "[Epub ahead of print]": marks of lists, not of titles.
std::string without_marks(std::string text) {
  constexpr std::array<std::string_view, 9> kMarks{"internet", "cited",     "epub",
                                                   "online",   "serial",    "electronic",
                                                   "accessed", "published", "pdf"};
  for (std::size_t open = text.find('['); open != std::string::npos; open = text.find('[', open)) {
    const std::size_t close = text.find(']', open);
    if (close == std::string::npos) break;
    const std::string_view inside = std::string_view(text).substr(open + 1, close - open - 1);
    if (std::any_of(kMarks.begin(), kMarks.end(), [inside](std::string_view mark) {
          return starts_with_ignoring_case(inside, mark);
        })) {
      text.erase(open, close - open + 1);
      if (open > 0 && text[open - 1] == ' ') text.erase(--open, 1);
    } else {
      open = close;
    }
  }
  return text;
}

std::string_view bare(std::string_view text) {
  text = trim(text);
  while (!text.empty() && std::string_view(" .,;:").find(text.back()) != std::string_view::npos) {
    text.remove_suffix(1);
  }
  while (!text.empty() && std::string_view(" .,;:").find(text.front()) != std::string_view::npos) {
    text.remove_prefix(1);
  }
  return text;
}

std::size_t words_in(std::string_view text) {
  std::size_t count = 0;
  for (const std::string_view word : split(text, ' ')) count += word.empty() ? 0 : 1;
  return count;
}

// Where sentences begin: behind ". ", "? ", "! " outside brackets.
std::vector<std::size_t> sentences_of(std::string_view text) {
  std::vector<std::size_t> begins{0};
  int depth = 0;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] == '(' || text[i] == '[') ++depth;
    if ((text[i] == ')' || text[i] == ']') && depth > 0) --depth;
    const bool stop = text[i] == '.' || text[i] == '?' || text[i] == '!';
    if (stop && depth == 0 && text[i + 1] == ' ' && i + 2 < text.size()) begins.push_back(i + 2);
  }
  return begins;
}

// "Engl", "J", "Med", "Natl Acad": a part of a journal's name with full stops.
bool is_short_part(std::string_view text) {
  text = bare(text);
  if (text.empty() || words_in(text) > 2) return false;
  for (const std::string_view word : split(text, ' ')) {
    if (word.empty() || word.size() > 8 || !(is_upper(word.front()) || word == "of")) return false;
  }
  return true;
}

// Title and journal between the names and the place.
void split_middle(std::string_view middle, bool title_known, Citation& out) {
  middle = bare(middle);
  if (middle.empty()) return;
  if (title_known) {
    out.journal = middle;
    return;
  }
  const std::vector<std::size_t> begins = sentences_of(middle);
  if (begins.size() == 1) {
    if (words_in(middle) <= 5) {
      out.journal = middle;
      return;
    }
    const std::size_t comma = middle.rfind(", ");
    if (comma != std::string_view::npos && words_in(middle.substr(comma + 2)) <= 6 &&
        is_upper(middle[comma + 2])) {
      out.title = bare(middle.substr(0, comma));
      out.journal = bare(middle.substr(comma + 2));
    } else {
      out.title = middle;
    }
    return;
  }
  std::size_t last = begins.size() - 1;
  if (is_short_part(middle.substr(begins[last]))) {
    while (last > 1 &&
           is_short_part(middle.substr(begins[last - 1], begins[last] - begins[last - 1]))) {
      --last;
    }
  }
  out.title = bare(middle.substr(0, begins[last]));
  std::string_view journal = bare(middle.substr(begins[last]));
  if (starts_with_ignoring_case(journal, "in: ")) journal.remove_prefix(4);
  out.journal = journal;
}

// Without a place: the first sentence is the title; a short one behind it may be the journal.
void split_placeless(std::string_view text, bool title_known, Citation& out) {
  const std::vector<std::size_t> begins = sentences_of(text);
  std::size_t next = 0;
  if (!title_known) {
    next = begins.size() > 1 ? begins[1] : text.size();
    out.title = bare(text.substr(0, next));
  }
  std::string_view behind = bare(text.substr(std::min(next, text.size())));
  out.rest = behind;
  for (std::size_t i = 0; i < behind.size(); ++i) {
    const int year = year_at(behind, i);
    if (year == 0) continue;
    if (out.year == 0) out.year = year;
    const std::string_view journal = bare(behind.substr(0, i));
    const bool plain = journal.find_first_of(":;.(") == std::string_view::npos;
    if (plain && !journal.empty() && words_in(journal) <= 8) out.journal = journal;
    break;
  }
}

struct Closed {
  std::string_view inside;
  std::size_t end = 0;  // 0 = nothing quoted
};
// A title in quotation marks at `at`.
Closed quoted_at(std::string_view text, std::size_t at) {
  if (at >= text.size() || (text[at] != '"' && text[at] != '\'')) return {};
  const char mark = text[at];
  for (std::size_t end = text.find(mark, at + 1); end != std::string_view::npos;
       end = text.find(mark, end + 1)) {
    const char next = end + 1 < text.size() ? text[end + 1] : ' ';
    const bool closes =
        mark == '"' || std::string_view(" ,.;:)").find(next) != std::string_view::npos;
    if (closes && text[end - 1] != ' ') return {bare(text.substr(at + 1, end - at - 1)), end + 1};
  }
  return {};
}

// "(2010)", "(2010, March 5).", "2010.", "2010," behind the names.
std::size_t year_behind_names(std::string_view text, std::size_t at, int& year) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '.' || text[at] == ',')) ++at;
  const bool bracket = at < text.size() && (text[at] == '(' || text[at] == '[');
  const std::size_t digits = bracket ? at + 1 : at;
  const int found = year_at(text, digits);
  if (found == 0) return 0;
  std::size_t end = digits + 4;
  if (bracket) {
    end = text.find_first_of(")]", end);
    if (end == std::string_view::npos || end - digits > 40) return 0;
    ++end;
  } else if (end < text.size() && is_letter(text[end])) {
    ++end;
  }
  const char sign = end < text.size() ? text[end] : '\0';
  // "Smith J. 2010;340:c123" is a place.
  if (!bracket && sign != '.' && sign != ',' && sign != ':' && sign != ' ') return 0;
  while (end < text.size() && std::string_view(" .,:").find(text[end]) != std::string_view::npos)
    ++end;
  if (text.size() - end < kLeastTitleBytes) return 0;
  year = found;
  return end;
}

// Names that are no list of them: full names ("Smith, John, and Jane Doe") and bodies.
void add_loose_names(std::string_view text, Citation& out) {
  text = bare(text);
  if (text.empty()) return;
  const Contributor whole = parse_person_name(text);
  if (whole.role == "collective") {
    out.authors.push_back(whole);
    return;
  }
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos) {
    const std::size_t second = text.find(" and ");
    Contributor person = parse_person_name(text.substr(0, second));
    if (words_in(text) > 3 && second == std::string_view::npos) {
      person = {};
      person.family = text;
      person.role = "collective";
    }
    out.authors.push_back(std::move(person));
    out.more_authors = second != std::string_view::npos;
    return;
  }
  std::size_t end = text.find(',', comma + 1);
  const std::size_t second = text.find(" and ", comma + 1);
  end = std::min(end, second);
  out.authors.push_back(parse_person_name(text.substr(0, end)));
  out.more_authors = end != std::string_view::npos;
}

// Behind the authors and an early year; reads both into `out`.
std::size_t read_front(std::string_view text, Citation& out) {
  NameList names = read_names(text);
  std::size_t from = names.end;
  if (!names.names.empty()) {
    out.authors = std::move(names.names);
    out.more_authors = names.more;
    if (const std::size_t end = year_behind_names(text, from, out.year); end > 0) from = end;
    return from;
  }
  // Full names before a title in quotation marks.
  const std::size_t quote = text.substr(0, kMaxAuthorBytes).find(" \"");
  if (quote != std::string_view::npos &&
      quoted_at(text, quote + 1).inside.size() > kLeastTitleBytes && quote > 0 &&
      (text[quote - 1] == '.' || text[quote - 1] == ',')) {
    add_loose_names(text.substr(0, quote), out);
    return quote + 1;
  }
  const std::size_t bracket = text.substr(0, kMaxAuthorBytes).find(" (");
  if (bracket != std::string_view::npos) {
    if (const std::size_t end = year_behind_names(text, bracket + 1, out.year); end > 0) {
      add_loose_names(text.substr(0, bracket), out);
      return end;
    }
  }
  return 0;
}

}  // namespace

Citation parse_citation(std::string_view text) {
  Citation out;
  out.text = clean_text(truncate_utf8(text, kMaxCitationBytes));
  out.number = take_number(out.text);
  out.identifiers = recognise_identifiers(out.text);
  if (!out.identifiers.empty() || out.text.empty()) return out;
  const std::string taken = take_identifiers(plain_signs(out.text), out.identifiers);
  const std::string whole = without_marks(taken);
  const std::string_view view = whole;
  std::size_t from = read_front(view, out);
  const Closed quoted = quoted_at(view, from);
  if (quoted.end > 0) {
    out.title = quoted.inside;
    from = quoted.end;
  }
  const std::optional<Place> place = find_place(view, from, out.year > 0);
  if (place) {
    split_middle(view.substr(from, place->begin - from), quoted.end > 0, out);
    if (place->year > 0) out.year = place->year;
    out.volume = place->volume;
    out.issue = place->issue;
    out.pages = place->pages;
    out.rest = bare(view.substr(place->end));
  } else {
    split_placeless(view.substr(from), quoted.end > 0, out);
  }
  for (std::size_t i = place ? place->end : from; out.year == 0 && i < view.size(); ++i) {
    out.year = year_at(view, i);
  }
  // A body that is printed where authors stand: "Example Working Group. Title. …".
  if (out.authors.empty() && !out.title.empty()) {
    const std::size_t stop = out.title.find(". ");
    if (stop != std::string::npos && stop < kMaxAuthorBytes) {
      const Contributor group = parse_person_name(out.title.substr(0, stop));
      if (group.role == "collective" && words_in(group.family) <= 10) {
        out.authors.push_back(group);
        out.title.erase(0, stop + 2);
      }
    }
  }
  if (out.title.empty()) out.rest = whole;
  return out;
}

Result<Citation> citation_of(const CitationFields& fields) {
  Citation out;
  std::vector<std::string> said;
  std::size_t bytes = 0;
  for (const std::string* field : {&fields.author, &fields.title, &fields.journal, &fields.year,
                                   &fields.volume, &fields.issue, &fields.page}) {
    bytes += field->size();
    if (std::string clean = clean_text(truncate_utf8(*field, kMaxCitationBytes)); !clean.empty())
      said.push_back(std::move(clean));
  }
  if (bytes > kMaxCitationBytes) {
    return Error{ErrorCode::kTooLarge, "citations_too_large", "What was filled in is too long.",
                 "Fill in a few words of the title, not more."};
  }
  if (said.empty()) {
    return Error{ErrorCode::kInvalidArgument, "no_citations", "Nothing was filled in.",
                 "Fill in what you know: a few words of the title, or journal, year and page."};
  }
  const std::string typed_year = clean_text(fields.year);
  if (!typed_year.empty()) {
    out.year = year_at(typed_year, 0);
    if (out.year == 0 || typed_year.size() != 4) {
      return Error{ErrorCode::kInvalidArgument, "bad_year",
                   "The year is not one of four digits: " + quoted_for_message(typed_year) + ".",
                   "Type it as 2010, or leave it empty."};
    }
  }
  out.text = join(said, ". ");
  out.title = clean_text(fields.title);
  out.title_is_words = true;
  out.journal = clean_text(fields.journal);
  out.volume = clean_text(fields.volume);
  out.issue = clean_text(fields.issue);
  out.pages = clean_text(fields.page);
  if (const std::string author = clean_text(fields.author); !author.empty()) {
    NameList names = read_names(author);
    if (names.names.empty()) {
      add_loose_names(author, out);
    } else {
      out.authors = std::move(names.names);
    }
  }
  return out;
}

Record record_of(const Citation& citation) {
  Record record;
  record.source = "citation";
  record.identifiers = citation.identifiers;
  record.title = citation.title;
  record.contributors = citation.authors;
  record.publication.title = citation.journal;
  record.publication.volume = citation.volume;
  record.publication.issue = citation.issue;
  record.publication.pages = citation.pages;
  record.publication.date.year = citation.year;
  return record;
}

}  // namespace evidence::query
