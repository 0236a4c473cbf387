// What a person pasted into the search box, if it is an identifier. Errs on the side of "not an
// identifier": a year, a dose or a phone number has to stay a search.
#include <algorithm>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "base/text.h"
#include "model/identifier.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxTyped = 2'048;
constexpr std::size_t kMaxIdentifiers = 200;

bool is_bare_pmid(std::string_view word) {
  // Four digits are a year and fewer are anything; nine-digit PMIDs do not exist yet.
  return word.size() >= 5 && word.size() <= 8 && std::all_of(word.begin(), word.end(), is_digit);
}

std::optional<Identifier> parsed(IdentifierScheme scheme, std::string_view text) {
  Result<Identifier> identifier = Identifier::parse(scheme, text);
  if (!identifier.ok()) return std::nullopt;
  return std::move(identifier).value();
}

// A quote or full stop that came along with the paste.
std::string_view without_wrapping(std::string_view text) {
  text = trim(text);
  while (!text.empty() && std::string_view("\"'.,;").find(text.back()) != std::string_view::npos) {
    text.remove_suffix(1);
  }
  while (!text.empty() && (text.front() == '"' || text.front() == '\'')) text.remove_prefix(1);
  if (text.size() > 2 &&
      ((text.front() == '(' && text.back() == ')') || (text.front() == '[' && text.back() == ']') ||
       (text.front() == '<' && text.back() == '>'))) {
    text = text.substr(1, text.size() - 2);
  }
  return trim(text);
}

bool has_label(std::string_view text, std::string_view label) {
  return starts_with_ignoring_case(text, label);
}

std::size_t digits_in(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_digit));
}

// "0-7020-1234-5", "978 0 7020 1234 5": groups as ISBNs are printed, so that two PMIDs of five
// digits, which together have ten, are not taken for one.
bool is_grouped_as_isbn(std::string_view text) {
  const auto separators =
      std::count_if(text.begin(), text.end(), [](char c) { return c == ' ' || c == '-'; });
  const std::size_t digits = digits_in(text);
  if (separators == 0) return digits >= 9;
  return digits >= 12 ? separators == 1 || separators == 4 : separators == 3;
}

// "2015-2019" passes an ISSN's check digit by chance.
bool is_year_range(std::string_view text) {
  const std::string_view first = text.substr(0, 4);
  const std::string_view last = text.substr(5);
  const auto is_year = [](std::string_view four) {
    return (four.starts_with("19") || four.starts_with("20")) &&
           std::all_of(four.begin(), four.end(), is_digit);
  };
  return is_year(first) && is_year(last) && first <= last;
}

std::optional<Identifier> recognise_one(std::string_view text) {
  if (auto doi = parsed(IdentifierScheme::kDoi, text)) return doi;
  if (has_label(text, "pmid") || has_label(text, "http")) {
    if (auto pmid = parsed(IdentifierScheme::kPmid, text)) return pmid;
  }
  if (has_label(text, "pmc") || has_label(text, "http")) {
    if (auto pmcid = parsed(IdentifierScheme::kPmcid, text)) return pmcid;
  }
  if (auto nct = parsed(IdentifierScheme::kNct, text)) return nct;
  const bool labelled_issn = has_label(text, "issn");
  // Without a label an ISSN needs its hyphen: eight bare digits are a PMID.
  if (labelled_issn || (text.size() == 9 && text[4] == '-' && !is_year_range(text))) {
    if (auto issn = parsed(IdentifierScheme::kIssn, text)) return issn;
  }
  if (has_label(text, "isbn") || is_grouped_as_isbn(text)) {
    if (auto isbn = parsed(IdentifierScheme::kIsbn, text)) return isbn;
  }
  if (is_bare_pmid(text)) return parsed(IdentifierScheme::kPmid, text);
  return std::nullopt;
}

// Splits at white space, commas and semicolons.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find_first_of(" \t\r\n,;", at), text.size());
    if (end > at) words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

}  // namespace

std::vector<Identifier> recognise_identifiers(std::string_view typed) {
  if (typed.size() > kMaxTyped) return {};
  const std::string_view text = without_wrapping(typed);
  if (text.empty()) return {};
  if (auto one = recognise_one(text)) return {*one};

  // A list: "PMID: 123, 456" or bare PMIDs. One word that is no PMID makes it a search.
  std::string_view rest = text;
  bool labelled = false;
  for (const std::string_view label : {"pmids", "pmid"}) {
    if (has_label(rest, label)) {
      rest = trim(rest.substr(label.size()));
      if (!rest.empty() && rest.front() == ':') rest.remove_prefix(1);
      labelled = true;
      break;
    }
  }
  const std::vector<std::string_view> words = words_of(rest);
  if (words.empty() || words.size() > kMaxIdentifiers) return {};
  std::vector<Identifier> found;
  for (const std::string_view word : words) {
    std::optional<Identifier> identifier;
    if (labelled || is_bare_pmid(word))
      identifier = parsed(IdentifierScheme::kPmid, word);
    else if (has_label(word, "pmc"))
      identifier = parsed(IdentifierScheme::kPmcid, word);
    if (!identifier) return {};
    if (std::find(found.begin(), found.end(), *identifier) == found.end()) {
      found.push_back(*std::move(identifier));
    }
  }
  return found;
}

}  // namespace evidence
