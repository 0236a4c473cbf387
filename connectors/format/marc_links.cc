// 856: where it stands on the web; 506 and 540: who may read it.
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "base/url.h"
#include "connectors/format/marc_reading.h"
#include "connectors/format/marc_text.h"

namespace evidence::marc {
namespace {

// Words of link texts for what is about the book and not the book.
constexpr std::array<std::string_view, 14> kAbout{"cover",       "contents",
                                                  "description", "biograph",
                                                  "sample",      "excerpt",
                                                  "book review", "finding aid",
                                                  "inhalt",      "klappentext",
                                                  "bibliograph", "table des matières",
                                                  "umschlag",    "publisher's information"};

bool holds_any(std::string_view text, std::span<const std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [text](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

bool is_image(std::string_view url) {
  for (const std::string_view ending : {".jpg", ".jpeg", ".png", ".gif"}) {
    if (url.ends_with(ending)) return true;
  }
  return false;
}

bool says_limited(std::string_view text) {
  constexpr std::array<std::string_view, 6> kLimited{"restrict", "limited to", "subscri",
                                                     "log in",   "login",      "authenticat"};
  std::string words(text);
  const std::size_t at = words.find("unrestricted");
  if (at != std::string::npos) words.erase(at, 12);
  return holds_any(words, kLimited);
}

bool says_open(std::string_view text) {
  constexpr std::array<std::string_view, 7> kOpen{
      "open access",  "freely available",           "free access",   "free full text",
      "free to read", "unrestricted online access", "free of charge"};
  return holds_any(text, kOpen) && !says_limited(text);
}

std::string kind_of(const MarcField& field, std::string_view note, std::string_view url) {
  // Second indicator 2: a related resource, such as a cover or a publisher's
  // description.
  if (field.indicator2 == '2' || holds_any(note, kAbout) || is_image(url)) return "related";
  const std::string_view path = url.substr(0, url.find_first_of("?#"));
  return path.ends_with(".pdf") ? "pdf" : "fulltext";
}

// The DOI in "https://doi.org/10…", also behind a proxy's "…/login?url=".
void add_doi_of_link(Reading& in, std::string_view url) {
  const std::size_t at = url.find("doi.org/10.");
  if (at == std::string_view::npos) return;
  const auto& all = in.record.identifiers;
  if (std::any_of(all.begin(), all.end(),
                  [](const Identifier& one) { return one.scheme() == IdentifierScheme::kDoi; })) {
    return;
  }
  Result<Identifier> doi = Identifier::parse(IdentifierScheme::kDoi, url.substr(at + 8));
  if (doi.ok()) in.record.identifiers.push_back(std::move(doi).value());
}

}  // namespace

void read_link(Reading& in, const MarcField& field) {
  const std::string note = to_lower_ascii(field.joined("3yz"));
  bool found = false;
  for (const auto& [code, text] : field.subfields) {
    // Some systems put the address into $a.
    const bool misplaced = code == 'a' && field.first('u').empty() && text.starts_with("http");
    if (code != 'u' && !misplaced) continue;
    found = true;
    const Result<WebUrl> url = parse_web_url(text);
    if (!url.ok()) {
      in.problems.push_back({in.position, "bad_link", url.error().message});
      continue;
    }
    const std::string kind = kind_of(field, note, to_lower_ascii(url->text));
    const bool text_itself = kind != "related";
    const bool open =
        text_itself && !says_limited(note) &&
        (field.first('7') == "0" || says_open(note) || note == "free" || note.starts_with("free "));
    auto& links = in.record.links;
    if (std::none_of(links.begin(), links.end(),
                     [&](const Link& link) { return link.url == url->text; })) {
      links.push_back({url->text, kind, open});
    }
    if (open) in.record.open_access = OpenAccess::kOpen;
    // An address with materials of its own ($3) may be a chapter's.
    if (text_itself && field.first('3').empty()) add_doi_of_link(in, url->text);
  }
  if (!found && !field.first('a').empty() && !field.first('d').empty()) {
    in.problems.push_back(
        {in.position, "bad_link", "the link (856) has a host and a path but no address in $u"});
  }
}

void read_terms_of_use(Reading& in, const MarcField& field) {
  std::string text = field.joined(field.tag == "540" ? "afu" : "afu2");
  if (text.empty()) return;
  const std::string lower = to_lower_ascii(text);
  // A licence of the text; CC0 is mostly said of the description.
  const bool licence = lower.find("creativecommons.org/licenses/") != std::string::npos;
  if (licence || says_open(lower)) in.record.open_access = OpenAccess::kOpen;
  // What may be done with it (540) says more than who gets in (506).
  if (in.record.rights.empty() || field.tag == "540") in.record.rights = field.joined("afu");
}

}  // namespace evidence::marc
