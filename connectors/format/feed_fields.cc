// PRISM, Dublin Core, identifiers and links: what entries of all feeds have in common.
#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "base/text.h"
#include "base/url.h"
#include "connectors/format/feed_date.h"
#include "connectors/format/feed_links.h"
#include "connectors/format/feed_parts.h"
#include "connectors/format/html_text.h"
#include "connectors/format/page_range.h"
#include "connectors/format/xml_fields.h"
#include "model/person_name.h"
#include "model/study_type.h"

namespace evidence::feed {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

std::string first_of(const pugi::xml_node& entry, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const std::vector<std::string> all = texts_of(entry, name);
    if (!all.empty()) return all.front();
  }
  return {};
}

std::size_t words_in(std::string_view text) {
  std::size_t words = 0;
  for (const std::string_view word : split(text, ' ')) words += word.empty() ? 0 : 1;
  return words;
}

// "Ann Made, Bob Bee" and "Made A, Bee B, et al." are lists, "Made, Ann" is one person.
std::vector<std::string> separate_names(const std::string& names) {
  std::vector<std::string> out;
  const char separator = names.find(';') != std::string::npos ? ';' : ',';
  bool list = true;
  for (const std::string_view part : split(names, separator)) {
    std::string name(trim(part));
    if (name.starts_with("and ")) name.erase(0, 4);
    const std::string lower = to_lower_ascii(name);
    if (name.empty() || lower == "et al." || lower == "et al") continue;
    list = list && words_in(name) >= 2;
    out.push_back(std::move(name));
  }
  if (separator == ',' && (!list || out.size() < 2)) {
    std::string all = names;
    for (const std::string_view end : {", et al.", " et al.", ", et al", " et al"}) {
      if (all.ends_with(end)) all.resize(all.size() - end.size());
    }
    out.assign(1, all);
  }
  // "Ann Made and Bob Bee"
  std::vector<std::string> single;
  for (const std::string& name : out) {
    const std::size_t both = name.find(" and ");
    const bool two = both != std::string::npos && words_in(name.substr(0, both)) >= 2 &&
                     words_in(name.substr(both + 5)) >= 2 && words_in(name) <= 8;
    if (two) {
      single.push_back(name.substr(0, both));
      single.push_back(name.substr(both + 5));
    } else {
      single.push_back(name);
    }
  }
  return single;
}

bool names_a_type(const std::string& name) {
  Record probe;
  probe.publication_types.push_back(name);
  return classify(probe) != StudyType::kNotStated;
}

// Parameters that only count where a visitor came from. Short names mean something elsewhere: they
// count only beside others of their kind.
bool is_tracking(std::string_view parameter, bool beside_utm) {
  const std::string name = to_lower_ascii(parameter.substr(0, parameter.find('=')));
  if (name.starts_with("utm_") || parameter == "af=R") return true;
  for (const std::string_view known : {"rss", "dgcid", "fbclid", "gclid", "ftrack", "track"}) {
    if (name == known) return true;
  }
  return beside_utm && (name == "ff" || name == "fc" || name == "v");
}

}  // namespace

std::string doi_in_url(std::string_view url) {
  const std::size_t query = std::min(url.find_first_of("?#"), url.size());
  const std::string_view path = url.substr(0, query);
  const auto checked = [](std::string_view doi) {
    const Result<Identifier> identifier = Identifier::parse(IdentifierScheme::kDoi, doi);
    return identifier.ok() ? identifier->value() : std::string();
  };
  for (const std::string_view host : {"//doi.org/", "//dx.doi.org/", "//www.doi.org/"}) {
    if (url.find(host) != kNone) return checked(url);
  }
  const std::size_t begin = path.find("/10.");
  if (begin == kNone) return {};
  std::string_view doi = path.substr(begin + 1);
  const bool marked = path.substr(0, begin + 1).find("/doi/") != kNone;
  const std::size_t slash = doi.find('/');
  if (slash == kNone) return {};
  // Without "/doi/" before it, only where nothing follows that might be the site's own.
  if (!marked && doi.find('/', slash + 1) != kNone) return {};
  for (const std::string_view end : {"/full", "/abstract", "/pdf", "/epdf", "/html", ".pdf", "/"}) {
    if (doi.ends_with(end)) doi.remove_suffix(end.size());
  }
  return checked(doi);
}

std::string without_tracking(std::string_view url) {
  // Spaces do occur, and nothing else can be meant by them.
  std::string text;
  for (const char c : trim(url)) text += c == ' ' ? "%20" : std::string(1, c);
  const std::size_t query = text.find('?');
  if (query == std::string::npos) return text;
  const std::size_t fragment = std::min(text.find('#', query), text.size());
  const std::string_view parameters =
      std::string_view(text).substr(query + 1, fragment - query - 1);
  const bool utm = parameters.find("utm_") != std::string_view::npos;
  std::string kept;
  for (const std::string_view parameter : split(parameters, '&')) {
    if (parameter.empty() || is_tracking(parameter, utm)) continue;
    kept += (kept.empty() ? "?" : "&") + std::string(parameter);
  }
  return text.substr(0, query) + kept + text.substr(fragment);
}

std::string normal_link(std::string_view url) {
  const Result<WebUrl> parsed = parse_web_url(without_tracking(url));
  if (!parsed.ok()) return {};
  std::string text = parsed->text.substr(0, parsed->text.find('#'));
  while (text.ends_with('/')) text.pop_back();
  return text;
}

std::string bounded_key(std::string key) {
  if (key.size() > 200) return "sha256:" + sha256_hex(key);
  return key;
}

bool add_any_identifier(Reading& in, std::string_view raw) {
  const std::string text(trim(raw));
  const std::string lower = to_lower_ascii(text.substr(0, 40));
  const auto take = [&in, &text](IdentifierScheme scheme, std::size_t skip) {
    in.add_identifier(scheme, trim(std::string_view(text).substr(skip)));
    return true;
  };
  if (lower.starts_with("urn:isbn:")) return take(IdentifierScheme::kIsbn, 9);
  if (lower.starts_with("isbn:")) return take(IdentifierScheme::kIsbn, 5);
  if (lower.starts_with("urn:issn:")) return take(IdentifierScheme::kIssn, 9);
  if (lower.starts_with("issn:")) return take(IdentifierScheme::kIssn, 5);
  if (lower.starts_with("pmid:")) return take(IdentifierScheme::kPmid, 5);
  if (lower.starts_with("pubmed:")) return take(IdentifierScheme::kPmid, 7);
  if (lower.starts_with("pmc:")) return take(IdentifierScheme::kPmcid, 4);
  if (lower.starts_with("doi:") || lower.starts_with("10.") || lower.starts_with("info:doi/") ||
      lower.starts_with("urn:doi:")) {
    return take(IdentifierScheme::kDoi, 0);
  }
  if (lower.starts_with("http")) {
    const std::string doi = doi_in_url(text);
    if (!doi.empty()) in.add_identifier(IdentifierScheme::kDoi, doi);
    return !doi.empty();
  }
  return false;
}

void add_link(Reading& in, std::string_view url, std::string kind, bool open) {
  if (trim(url).empty()) return;
  if (url.find('{') != kNone) {
    return in.drop("templated_link", "the link " + quoted_for_message(url) +
                                         " has gaps to be filled in by a reader's program");
  }
  in.add_link(without_tracking(url), std::move(kind), open);
}

void read_creators(Reading& in, const std::string& names, const char* role) {
  // RSS asks for "address (Name)".
  std::string text = names;
  const std::size_t open = text.find('(');
  if (text.find('@') != std::string::npos) {
    const std::size_t close = text.find(')', open == std::string::npos ? 0 : open);
    if (open == std::string::npos || close == std::string::npos) return;
    text = text.substr(open + 1, close - open - 1);
  }
  for (const std::string& name : separate_names(clean_text(text))) {
    Contributor person = parse_person_name(name);
    if (person.family.empty()) continue;
    if (person.role == "author") person.role = role;
    auto& all = in.record.contributors;
    if (std::find(all.begin(), all.end(), person) == all.end()) all.push_back(std::move(person));
  }
}

void read_prism(Reading& in, const pugi::xml_node& entry) {
  Record& record = in.record;
  for (const char* name : {"prism:doi", "arxiv:doi", "doi", "dc:identifier", "dcterms:identifier",
                           "dcterms:isVersionOf"}) {
    for (const std::string& text : texts_of(entry, name)) add_any_identifier(in, text);
  }
  for (const char* name : {"prism:issn", "prism:eIssn", "prism:eissn"}) {
    for (const std::string& text : texts_of(entry, name)) {
      in.add_identifier(IdentifierScheme::kIssn, text);
    }
  }
  for (const std::string& text : texts_of(entry, "prism:isbn")) {
    in.add_identifier(IdentifierScheme::kIsbn, text);
  }
  Publication& publication = record.publication;
  publication.title = first_of(entry, {"prism:publicationName", "prism:publicationTitle"});
  // Some publishers write the article's title there.
  if (publication.title == record.title) publication.title.clear();
  if (publication.title.empty()) publication.title = first_of(entry, {"dc:source"});
  if (publication.title.starts_with("http")) publication.title.clear();
  publication.volume = first_of(entry, {"prism:volume"});
  publication.issue = first_of(entry, {"prism:number", "prism:issueIdentifier"});
  publication.pages = first_of(entry, {"prism:startingPage"});
  if (!publication.pages.empty()) {
    publication.pages = page_range(publication.pages, first_of(entry, {"prism:endingPage"}));
  }
  if (publication.pages.empty()) publication.pages = first_of(entry, {"prism:pageRange"});
  publication.publisher = first_of(entry, {"dc:publisher", "dcterms:publisher"});
  for (const char* name : {"prism:coverDate", "prism:publicationDate", "dcterms:issued", "dc:date",
                           "pubDate", "published", "issued"}) {
    const std::string text = first_of(entry, {name});
    if (text.empty()) continue;
    const PartialDate date = parse_feed_date(text).date;
    if (date.known()) {
      publication.date = date;
      break;
    }
    in.bad_date("publication date", text);
  }
  for (const char* name : {"dc:language", "dcterms:language"}) {
    for (const std::string& text : texts_of(entry, name)) in.add_language(text);
  }
  for (const char* name :
       {"dc:type", "dcterms:type", "prism:section", "prism:genre", "prism:subsection1"}) {
    for (const std::string& text : texts_of(entry, name)) {
      if (names_a_type(text)) {
        record.publication_types.push_back(text);
      } else if (!text.starts_with("http")) {
        in.add_subject("journal-section", text);
      }
    }
  }
  for (const char* name : {"dc:subject", "dcterms:subject", "prism:keyword"}) {
    for (const std::string& text : texts_of(entry, name)) in.add_subject("keyword", text);
  }
  for (const char* name : {"cc:license", "creativeCommons:license", "dc:rights", "dcterms:rights",
                           "prism:copyright", "rights"}) {
    if (record.rights.empty()) record.rights = html_line(first_of(entry, {name}));
  }
  for (const char* name : {"dc:creator", "dcterms:creator"}) {
    for (const std::string& text : texts_of(entry, name)) read_creators(in, text, "author");
  }
}

void finish(Reading& in) {
  Record& record = in.record;
  Publication& publication = record.publication;
  const auto has = [&record](IdentifierScheme scheme) {
    return std::any_of(record.identifiers.begin(), record.identifiers.end(),
                       [scheme](const Identifier& one) { return one.scheme() == scheme; });
  };
  if (!has(IdentifierScheme::kIssn)) {
    for (const std::string& issn : in.channel.issns) {
      in.add_identifier(IdentifierScheme::kIssn, issn);
    }
  }
  const auto& types = record.publication_types;
  const bool book = std::find(types.begin(), types.end(), "Book") != types.end();
  if (publication.title.empty() && !book) publication.title = in.channel.journal;
  // A channel is a journal where its entries are articles; a site's news are not.
  const bool article = !book && (has(IdentifierScheme::kDoi) || !publication.volume.empty() ||
                                 !publication.pages.empty() || has(IdentifierScheme::kIssn));
  if (publication.title.empty() && article) publication.title = in.channel.title;
  if (publication.publisher.empty()) publication.publisher = in.channel.publisher;
  if (record.rights.empty()) record.rights = in.channel.rights;
  if (record.rights.find("creativecommons.org/") != std::string::npos) {
    record.open_access = OpenAccess::kOpen;
    for (Link& link : record.links) link.open = true;
  }
}

}  // namespace evidence::feed
