#include "model/identifier.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "base/ascii.h"
#include "base/text.h"
#include "base/url.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxDoiBytes = 1'024;
constexpr std::size_t kMaxLocalBytes = 200;

constexpr std::array<std::pair<IdentifierScheme, std::string_view>, 7> kSchemes{{
    {IdentifierScheme::kDoi, "doi"},
    {IdentifierScheme::kPmid, "pmid"},
    {IdentifierScheme::kPmcid, "pmcid"},
    {IdentifierScheme::kIssn, "issn"},
    {IdentifierScheme::kIsbn, "isbn"},
    {IdentifierScheme::kNct, "nct"},
    {IdentifierScheme::kLocal, "local"},
}};

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; }

Error not_an_identifier(IdentifierScheme scheme, std::string_view raw, std::string_view why) {
  return {ErrorCode::kInvalidArgument, "bad_identifier",
          quoted_for_message(raw) + " is not a valid " + std::string(scheme_name(scheme)) + ": " +
              std::string(why),
          ""};
}

// Drops `prefix` from the front, whatever its case; says whether it stood there.
bool drop_prefix(std::string_view& text, std::string_view prefix) {
  if (!starts_with_ignoring_case(text, prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// "PMID: 123", "pmid 123", "PMID123" → "123". The label alone is not dropped from "pmidx".
void drop_label(std::string_view& text, std::string_view label) {
  std::string_view rest = text;
  if (!drop_prefix(rest, label)) return;
  rest = trim(rest);
  if (!rest.empty() && rest.front() == ':') rest = trim(rest.substr(1));
  text = rest;
}

bool drop_web_prefix(std::string_view& text, std::initializer_list<std::string_view> hosts) {
  std::string_view rest = text;
  if (!drop_prefix(rest, "https://")) drop_prefix(rest, "http://");
  for (const std::string_view host : hosts) {
    if (drop_prefix(rest, host)) {
      text = rest;
      return true;
    }
  }
  return false;
}

// Hyphens and dashes of all kinds and white space out; upper case.
std::string compact(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '-' || c == ' ' || c == '\t') continue;
    // U+2010 … U+2015 (E2 80 90–95) and U+2212 (E2 88 92); no-break space (C2 A0).
    if (c == '\xE2' && i + 2 < text.size() &&
        ((text[i + 1] == '\x80' && text[i + 2] >= '\x90' && text[i + 2] <= '\x95') ||
         (text[i + 1] == '\x88' && text[i + 2] == '\x92'))) {
      i += 2;
      continue;
    }
    if (c == '\xC2' && i + 1 < text.size() && text[i + 1] == '\xA0') {
      ++i;
      continue;
    }
    out.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return out;
}

bool replace_all(std::string& text, std::string_view what, std::string_view with) {
  bool found = false;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), with);
    at += with.size();
    found = true;
  }
  return found;
}

// 10.<4–9 digits>[.<digits>…]/<something>
bool has_doi_shape(std::string_view doi) {
  if (!doi.starts_with("10.")) return false;
  const std::size_t slash = doi.find('/');
  if (slash == std::string_view::npos || slash + 1 == doi.size()) return false;
  std::string_view registrant = doi.substr(3, slash - 3);
  bool first = true;
  for (const std::string_view part : split(registrant, '.')) {
    if (!all_digits(part)) return false;
    if (first && (part.size() < 4 || part.size() > 9)) return false;
    first = false;
  }
  return !first && registrant.size() <= 40;
}

Result<std::string> normal_doi(std::string_view raw) {
  const auto fail = [raw](std::string_view why) {
    return not_an_identifier(IdentifierScheme::kDoi, raw, why);
  };
  if (raw.size() > 3 * kMaxDoiBytes) return fail("too long");
  std::string_view text = trim(raw);
  bool from_url = false;
  for (int i = 0; i < 3; ++i) {  // "doi: https://doi.org/10.…" does occur
    if (drop_prefix(text, "info:doi/") || drop_prefix(text, "urn:doi:")) continue;
    if (drop_web_prefix(text, {"doi.org/", "dx.doi.org/", "www.doi.org/"})) {
      from_url = true;
      continue;
    }
    drop_label(text, "doi");
  }
  std::string doi(text);
  if (from_url) {
    // A query string such as "?utm_source=…" belongs to the URL; a '?' inside a DOI is encoded
    // there.
    if (const std::size_t mark = doi.find('?');
        mark != std::string::npos && doi.find('=', mark) != std::string::npos) {
      doi.resize(mark);
    }
  }
  if (doi.find('%') != std::string::npos && (from_url || doi.find('/') == std::string::npos)) {
    Result<std::string> decoded = percent_decode(doi, false);
    if (decoded.ok())
      doi = std::move(decoded).value();
    else if (!from_url)
      return fail(decoded.error().message);
  }
  // Feeds that escaped twice leave "&lt;"; no DOI contains these entities.
  while (replace_all(doi, "&amp;", "&") || replace_all(doi, "&lt;", "<") ||
         replace_all(doi, "&gt;", ">")) {
  }
  if (!has_doi_shape(doi)) return fail("it does not look like 10.1234/suffix");
  if (doi.size() > kMaxDoiBytes) return fail("too long");
  if (!is_valid_utf8(doi)) return fail("it is not valid UTF-8");
  for (const char c : doi) {
    if (is_control(c) || c == ' ') return fail("it contains white space");
  }
  return to_lower_ascii(doi);
}

Result<std::string> normal_pmid(std::string_view raw) {
  std::string_view text = trim(raw);
  if (drop_web_prefix(text, {"pubmed.ncbi.nlm.nih.gov/", "www.ncbi.nlm.nih.gov/pubmed/"})) {
    text = text.substr(0, text.find_first_of("/?#"));
  }
  drop_label(text, "pmid");
  if (!all_digits(text) || text.size() > 9 || text.front() == '0') {
    return not_an_identifier(IdentifierScheme::kPmid, raw,
                             "it has to be 1 to 9 digits without a leading zero");
  }
  return std::string(text);
}

Result<std::string> normal_pmcid(std::string_view raw) {
  std::string_view text = trim(raw);
  if (drop_web_prefix(text, {"pmc.ncbi.nlm.nih.gov/articles/", "www.ncbi.nlm.nih.gov/pmc/articles/",
                             "europepmc.org/article/PMC/"})) {
    text = text.substr(0, text.find_first_of("/?#"));
  }
  drop_label(text, "pmcid");
  drop_label(text, "pmc");
  // A version, "PMC13901.1", names the same article.
  if (const std::size_t dot = text.find('.');
      dot != std::string_view::npos && all_digits(text.substr(dot + 1))) {
    text = text.substr(0, dot);
  }
  if (!all_digits(text) || text.size() > 9 || text.front() == '0') {
    return not_an_identifier(IdentifierScheme::kPmcid, raw, "it has to be PMC and 1 to 9 digits");
  }
  return "PMC" + std::string(text);
}

Result<std::string> normal_issn(std::string_view raw) {
  std::string_view text = trim(raw);
  drop_label(text, "issn");
  const std::string digits = compact(text.substr(0, 64));
  if (text.size() > 64 || digits.size() != 8 ||
      !all_digits(std::string_view(digits).substr(0, 7)) ||
      !(is_digit(digits[7]) || digits[7] == 'X')) {
    return not_an_identifier(IdentifierScheme::kIssn, raw, "it has to look like 1234-567X");
  }
  int sum = 0;
  for (int i = 0; i < 7; ++i) sum += (8 - i) * (digits[static_cast<std::size_t>(i)] - '0');
  const int check = (11 - sum % 11) % 11;
  const char expected = check == 10 ? 'X' : static_cast<char>('0' + check);
  if (digits[7] != expected || digits == "00000000") {
    return not_an_identifier(IdentifierScheme::kIssn, raw, "its check digit is wrong");
  }
  return digits.substr(0, 4) + "-" + digits.substr(4);
}

char isbn13_check(std::string_view twelve) {
  int sum = 0;
  for (std::size_t i = 0; i < 12; ++i) sum += (twelve[i] - '0') * (i % 2 == 0 ? 1 : 3);
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

Result<std::string> normal_isbn(std::string_view raw) {
  const auto fail = [raw](std::string_view why) {
    return not_an_identifier(IdentifierScheme::kIsbn, raw, why);
  };
  std::string_view text = trim(raw);
  drop_label(text, "isbn-13");
  drop_label(text, "isbn-10");
  drop_label(text, "isbn");
  if (text.size() > 64) return fail("too long");
  const std::string digits = compact(text);
  if (digits.size() == 13 && all_digits(digits)) {
    if (!digits.starts_with("978") && !digits.starts_with("979")) {
      return fail("13 digits have to begin with 978 or 979");
    }
    if (digits[12] != isbn13_check(digits)) return fail("its check digit is wrong");
    return digits;
  }
  if (digits.size() != 10 || !all_digits(std::string_view(digits).substr(0, 9)) ||
      !(is_digit(digits[9]) || digits[9] == 'X')) {
    return fail("it has to have 10 or 13 digits");
  }
  int sum = 0;
  for (int i = 0; i < 9; ++i) sum += (10 - i) * (digits[static_cast<std::size_t>(i)] - '0');
  sum += digits[9] == 'X' ? 10 : digits[9] - '0';
  if (sum % 11 != 0 || digits == "0000000000") return fail("its check digit is wrong");
  std::string thirteen = "978" + digits.substr(0, 9);
  thirteen.push_back(isbn13_check(thirteen));
  return thirteen;
}

Result<std::string> normal_nct(std::string_view raw) {
  std::string_view text = trim(raw);
  if (drop_web_prefix(text,
                      {"clinicaltrials.gov/study/", "clinicaltrials.gov/ct2/show/",
                       "www.clinicaltrials.gov/study/", "www.clinicaltrials.gov/ct2/show/"})) {
    text = text.substr(0, text.find_first_of("/?#"));
  }
  std::string_view digits = text;
  if (!drop_prefix(digits, "nct") || digits.size() != 8 || !all_digits(digits)) {
    return not_an_identifier(IdentifierScheme::kNct, raw, "it has to be NCT and 8 digits");
  }
  return "NCT" + std::string(digits);
}

Result<std::string> normal_local(std::string_view raw) {
  const std::string_view text = trim(raw);
  if (text.empty() || text.size() > kMaxLocalBytes || !is_valid_utf8(text) ||
      std::any_of(text.begin(), text.end(), is_control)) {
    return not_an_identifier(IdentifierScheme::kLocal, raw,
                             "it has to be 1 to 200 bytes without control characters");
  }
  return std::string(text);
}

}  // namespace

Result<Identifier> Identifier::parse(IdentifierScheme scheme, std::string_view raw) {
  const auto normal = [scheme, raw]() -> Result<std::string> {
    switch (scheme) {
      case IdentifierScheme::kDoi:
        return normal_doi(raw);
      case IdentifierScheme::kPmid:
        return normal_pmid(raw);
      case IdentifierScheme::kPmcid:
        return normal_pmcid(raw);
      case IdentifierScheme::kIssn:
        return normal_issn(raw);
      case IdentifierScheme::kIsbn:
        return normal_isbn(raw);
      case IdentifierScheme::kNct:
        return normal_nct(raw);
      case IdentifierScheme::kLocal:
        return normal_local(raw);
    }
    return not_an_identifier(scheme, raw, "unknown scheme");
  };
  EVIDENCE_ASSIGN(std::string value, normal());
  return Identifier(scheme, std::move(value));
}

std::string_view scheme_name(IdentifierScheme scheme) {
  for (const auto& [known, name] : kSchemes) {
    if (known == scheme) return name;
  }
  return "local";
}

std::optional<IdentifierScheme> scheme_by_name(std::string_view name) {
  for (const auto& [scheme, known] : kSchemes) {
    if (known == name) return scheme;
  }
  return std::nullopt;
}

std::string registry_url(const Identifier& identifier) {
  const std::string& value = identifier.value();
  switch (identifier.scheme()) {
    case IdentifierScheme::kDoi: {
      // Slashes stay: encoded, they would be encoded once more where the address is put into a
      // sign-in link, and OpenAthens' own links keep them. A path of dots would be resolved away.
      std::string url = "https://doi.org";
      for (const std::string_view part : split(value, '/')) {
        url += "/";
        url += part == "." ? "%2E" : part == ".." ? "%2E%2E" : percent_encode(part);
      }
      return url;
    }
    case IdentifierScheme::kPmid:
      return "https://pubmed.ncbi.nlm.nih.gov/" + value + "/";
    case IdentifierScheme::kPmcid:
      return "https://pmc.ncbi.nlm.nih.gov/articles/" + value + "/";
    case IdentifierScheme::kNct:
      return "https://clinicaltrials.gov/study/" + value;
    case IdentifierScheme::kIssn:
    case IdentifierScheme::kIsbn:
    case IdentifierScheme::kLocal:
      return "";
  }
  return "";
}

}  // namespace evidence
