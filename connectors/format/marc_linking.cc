// 773, 774, 776 and the series: what it is a part of, what is a part of it, its
// other forms.
#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "base/text.h"
#include "connectors/format/marc_reading.h"
#include "connectors/format/marc_text.h"
#include "connectors/format/page_range.h"

namespace evidence::marc {
namespace {

std::string target_of(const MarcField& field) {
  const Result<Identifier> isbn =
      Identifier::parse(IdentifierScheme::kIsbn, isbn_part(field.first('z')));
  if (isbn.ok()) return "isbn:" + isbn->value();
  const Result<Identifier> issn =
      Identifier::parse(IdentifierScheme::kIssn, without_isbd(field.first('x')));
  if (issn.ok()) return "issn:" + issn->value();
  for (const auto& [code, text] : field.subfields) {
    if (code != 'o' && code != 'u' && code != 'r') continue;
    const std::size_t at = text.find("10.");
    if (at == std::string::npos) continue;
    const Result<Identifier> doi =
        Identifier::parse(IdentifierScheme::kDoi, std::string_view(text).substr(at));
    if (doi.ok()) return "doi:" + doi->value();
  }
  return "";
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

// What stands behind one of the words: "12" in "Vol. 12, no. 3".
std::string behind(std::string_view text, std::span<const std::string_view> words) {
  const std::string lower = to_lower_ascii(text);
  for (const std::string_view word : words) {
    for (std::size_t at = lower.find(word); at != std::string::npos;
         at = lower.find(word, at + 1)) {
      if (at > 0 && is_word(lower[at - 1])) continue;
      std::size_t from = at + word.size();
      while (from < text.size() && (text[from] == ' ' || text[from] == '.')) ++from;
      std::size_t to = from;
      while (to < text.size() && (is_word(text[to]) || text[to] == '-' || text[to] == '/')) ++to;
      const std::string value(text.substr(from, to - from));
      if (value.find_first_of("0123456789ivxlcIVXLC") == 0 || word.size() > 3) {
        if (!value.empty()) return value;
      }
    }
  }
  return "";
}

// $q "24:B:9<235": volume, issue and first page; $g the same in words.
void read_place_in_host(Reading& in, const MarcField& field) {
  constexpr std::array<std::string_view, 4> kVolume{"vol.", "volume", "v.", "bd."};
  constexpr std::array<std::string_view, 6> kIssue{"no.", "issue", "nr.", "heft", "iss.", "n°"};
  constexpr std::array<std::string_view, 5> kPages{"pages", "pp.", "p.", "page", "s."};
  Publication& publication = in.record.publication;
  const std::string_view coded = field.first('q');
  const std::string words = field.joined("g");
  const std::size_t page = coded.find('<');
  const std::string_view enumeration = coded.substr(0, page);
  const std::size_t colon = enumeration.find(':');
  publication.volume = behind(words, kVolume);
  publication.issue = behind(words, kIssue);
  if (publication.volume.empty()) publication.volume = trim(enumeration.substr(0, colon));
  if (publication.issue.empty() && colon != std::string_view::npos) {
    publication.issue = trim(enumeration.substr(colon + 1));
    std::replace(publication.issue.begin(), publication.issue.end(), ':', '.');
  }
  std::string pages = behind(words, kPages);
  if (pages.empty() && page != std::string_view::npos) pages = trim(coded.substr(page + 1));
  if (!pages.empty()) publication.pages = expand_pages(pages);
  if (const std::string year = year_in(words); !publication.date.known() && !year.empty()) {
    publication.date = date_from_parts(year, "", "");
  }
}

void add_relation(Reading& in, Relation relation) {
  auto& all = in.record.relations;
  if (std::find(all.begin(), all.end(), relation) == all.end()) all.push_back(std::move(relation));
}

std::string citation_of(const MarcField& field) { return without_isbd(field.joined("atdg")); }

}  // namespace

void read_host(Reading& in, const MarcField& field) {
  std::string target = target_of(field);
  const std::string title =
      without_isbd(!field.first('t').empty()
                       ? field.first('t')
                       : (!field.first('s').empty() ? field.first('s') : field.first('p')));
  if (title.empty() && target.empty() && field.joined("gw").empty()) return;
  std::string citation = citation_of(field);
  if (target.empty() && citation.empty()) citation = field.joined("wgq");
  in.host_is_journal = in.host_is_journal || target.starts_with("issn:");
  // A whole book names the package that it was bought in here; only a part has
  // a host to cite.
  if (in.component) {
    if (!title.empty()) in.record.publication.title = title;
    read_place_in_host(in, field);
    // The journal's number says who may read the article.
    if (target.starts_with("issn:")) add_identifier(in, IdentifierScheme::kIssn, target.substr(5));
  }
  add_relation(in, {RelationType::kPartOf, std::move(target), std::move(citation)});
}

void read_part(Reading& in, const MarcField& field) {
  std::string target = target_of(field);
  if (target.empty() && field.first('t').empty()) return;
  add_relation(in, {RelationType::kHasPart, std::move(target), citation_of(field)});
}

void read_other_form(Reading& in, const MarcField& field) {
  // Print and online forms are the same book or journal.
  for (const auto& [code, text] : field.subfields) {
    if (code != 'z' && code != 'x') continue;
    const Result<Identifier> number =
        code == 'z' ? Identifier::parse(IdentifierScheme::kIsbn, isbn_part(text))
                    : Identifier::parse(IdentifierScheme::kIssn, without_isbd(text));
    if (number.ok()) {
      in.record.identifiers.push_back(*number);
    } else {
      in.problems.push_back({in.position, "bad_identifier", number.error().message});
    }
  }
}

void read_series(Reading& in, const MarcField& field) {
  std::string title = without_isbd(field.joined(field.tag == "830" ? "anp" : "a"));
  if (title.empty()) return;
  const std::string volume = without_isbd(field.first('v'));
  const Result<Identifier> issn =
      Identifier::parse(IdentifierScheme::kIssn, without_isbd(field.first('x')));
  if (issn.ok()) {
    Relation series{RelationType::kPartOf, "issn:" + issn->value(),
                    title + (volume.empty() ? "" : " ; " + volume)};
    auto& all = in.record.relations;
    if (std::none_of(all.begin(), all.end(),
                     [&](const Relation& one) { return one.target == series.target; })) {
      all.push_back(std::move(series));
    }
  }
  if (in.series.empty()) {
    in.series = std::move(title);
    in.series_volume = volume;
  }
}

}  // namespace evidence::marc
