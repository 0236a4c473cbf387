// The numbers and addresses in a reference.
#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/text.h"
#include "base/url.h"
#include "connectors/format/reference_builder.h"
#include "connectors/format/reference_pieces.h"
#include "connectors/format/reference_text.h"

namespace evidence {
namespace {

// What lies on the exporting person's own disk is no link of the publication.
bool is_private_path(std::string_view url) {
  return url.starts_with("internal-pdf:") || url.starts_with("file:") || url.starts_with("/") ||
         url.starts_with("files/") || (url.size() > 2 && url[1] == ':' && url[2] == '\\');
}

// What follows the last "/mark/" of a PubMed or PMC address, if it is a number.
std::string_view number_after(std::string_view url, std::string_view mark) {
  const std::size_t at = url.find(mark);
  if (at == std::string_view::npos) return {};
  std::string_view rest = url.substr(at + mark.size());
  std::size_t digits = 0;
  while (digits < rest.size() && is_digit(rest[digits])) ++digits;
  return rest.substr(0, digits);
}

}  // namespace

void ReferenceBuilder::add_serial(std::string_view raw) {
  std::vector<std::string> numbers = serial_numbers(raw);
  if (numbers.empty()) {
    // "978 0 306 40615 7": an ISBN cut by spaces.
    std::string joined;
    std::copy_if(raw.begin(), raw.end(), std::back_inserter(joined),
                 [](char c) { return c != ' '; });
    numbers = serial_numbers(joined);
  }
  if (numbers.empty() && !trim(raw).empty()) {
    return note("bad_identifier",
                "there is no ISSN or ISBN in " + quoted_for_message(reference_text(raw)));
  }
  for (const std::string& number : numbers) {
    const auto digits =
        number.size() - static_cast<std::size_t>(std::count(number.begin(), number.end(), '-'));
    add_identifier(digits <= 8 ? IdentifierScheme::kIssn : IdentifierScheme::kIsbn, number);
  }
}

void ReferenceBuilder::add_link(std::string_view raw, const char* kind) {
  std::string text(raw);
  std::replace(text.begin(), text.end(), '\n', ' ');
  // A path on a disk may hold spaces; what stands before it is still good.
  if (const std::size_t at = text.find("internal-pdf:"); at != std::string::npos) text.resize(at);
  if (const std::string_view path = trim(text); is_private_path(path)) return;
  // EndNote's link into the Web of Science: "<Go to ISI>://WOS:0001".
  if (const std::size_t at = text.find("ISI>://"); at != std::string::npos) {
    return add_accession(trim(std::string_view(text).substr(at + 7)));
  }
  // PsycINFO files its authors' e-mail addresses and ORCIDs here.
  if (starts_with_ignoring_case(trim(text), "orcid")) return;
  for (std::string_view piece : split(text, ' ')) {
    while (!piece.empty() && (piece.back() == ',' || piece.back() == ';')) piece.remove_suffix(1);
    if (piece.empty() || is_private_path(piece)) continue;
    if (piece.find('@') != std::string_view::npos && piece.find("://") == std::string_view::npos) {
      continue;
    }
    std::string url = decoded_lines(piece);
    if (starts_with_ignoring_case(url, "www.")) url.insert(0, "https://");
    const Result<WebUrl> parsed = parse_web_url(url);
    if (!parsed.ok()) {
      note("bad_link", parsed.error().message);
      continue;
    }
    if (host_is_within(parsed->host, "doi.org")) {
      add_identifier(IdentifierScheme::kDoi, url);
      continue;
    }
    if (host_is_within(parsed->host, "ncbi.nlm.nih.gov")) {
      std::string_view pmid = number_after(parsed->text, "/pubmed/");
      if (pmid.empty()) pmid = number_after(parsed->text, "pubmed.ncbi.nlm.nih.gov/");
      const std::string_view pmcid = number_after(parsed->text, "/PMC");
      if (!pmid.empty()) add_identifier(IdentifierScheme::kPmid, pmid);
      if (!pmcid.empty()) add_identifier(IdentifierScheme::kPmcid, "PMC" + std::string(pmcid));
      if (!pmcid.empty()) continue;
    }
    // The page of a database is where the reference stands, not the publication.
    bool database = false;
    for (const std::string_view host :
         {"ovid.com", "ebscohost.com", "scopus.com", "embase.com", "proquest.com",
          "webofscience.com", "webofknowledge.com", "dimensions.ai", "lens.org", "ncbi.nlm.nih.gov",
          "elsevier.com"}) {
      database = database || host_is_within(parsed->host, host);
    }
    const std::string_view as = database ? std::string_view("registry") : std::string_view(kind);
    auto& links = in_.record.links;
    if (std::none_of(links.begin(), links.end(),
                     [&](const Link& link) { return link.url == parsed->text; })) {
      links.push_back({parsed->text, std::string(as), false});
    }
  }
}

void ReferenceBuilder::add_accession(std::string_view raw) {
  const std::string text = reference_text(truncate_utf8(raw, 300));
  if (text.empty()) return;
  if (starts_with_ignoring_case(text, "pmc") && all_digits(std::string_view(text).substr(3))) {
    add_identifier(IdentifierScheme::kPmcid, text);
  }
  if (starts_with_ignoring_case(text, "medline:")) {
    add_identifier(IdentifierScheme::kPmid, std::string_view(text).substr(8));
    return;
  }
  if (accession_.empty()) accession_ = text;
}

// "35957633 [PMID]", "PMC4756000[pmcid]", "10.1/x [doi]", "PMC2891641", or anything else.
void ReferenceBuilder::add_custom_id(std::string_view raw) {
  for (const std::string_view piece : pieces_of(raw)) {
    const std::string lower = to_lower_ascii(piece);
    const std::size_t open = lower.rfind('[');
    const std::string_view bare = trim(piece.substr(0, std::min(open, piece.size())));
    const std::string_view kind =
        open == std::string::npos ? std::string_view() : std::string_view(lower).substr(open);
    if (kind == "[pmid]")
      add_identifier(IdentifierScheme::kPmid, bare);
    else if (kind == "[pmcid]" || kind == "[pmc]")
      add_identifier(IdentifierScheme::kPmcid, bare);
    else if (kind == "[doi]")
      add_identifier(IdentifierScheme::kDoi, bare);
    else if (lower.starts_with("doi:"))
      add_identifier(IdentifierScheme::kDoi, piece);
    else if (lower.starts_with("pmc") && all_digits(bare.substr(3))) {
      add_identifier(IdentifierScheme::kPmcid, "PMC" + std::string(bare.substr(3)));
    }
  }
}

// People's and tools' notes hold identifiers that the reference has nowhere else.
void ReferenceBuilder::look_into_note(std::string_view raw) {
  const std::string text = decoded_lines(raw);
  for (const std::string_view line : pieces_of(text)) {
    const std::string lower = to_lower_ascii(line.substr(0, 60));
    const auto value_after = [&](std::string_view label) {
      const std::size_t at = lower.find(label);
      if (at == std::string::npos) return std::string_view();
      const std::string_view rest = trim(line.substr(at + label.size()));
      return rest.substr(0, rest.find_first_of(" ,;<"));
    };
    if (lower.starts_with("doi:") || lower.starts_with("10.")) {
      if (Identifier::parse(IdentifierScheme::kDoi, line).ok()) {
        add_identifier(IdentifierScheme::kDoi, line);
      }
    } else if (lower.starts_with("pmid:")) {
      if (const auto number = value_after("pmid:"); all_digits(number)) {
        add_identifier(IdentifierScheme::kPmid, number);
      }
    } else if (lower.starts_with("accession number:")) {
      add_accession(value_after("accession number:"));
    } else if (lower.find("accession-num:") != std::string::npos) {
      add_accession(value_after("accession-num:"));
    } else if (line.size() == 9 && Identifier::parse(IdentifierScheme::kIssn, line).ok()) {
      add_identifier(IdentifierScheme::kIssn, line);
    }
  }
}

}  // namespace evidence
