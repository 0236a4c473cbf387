// journal-meta and article-meta: what an article is, where and when it appeared.
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "base/url.h"
#include "connectors/format/jats_parts.h"
#include "connectors/format/page_range.h"
#include "connectors/format/xml_fields.h"
#include "model/language.h"
#include "model/study_type.h"

namespace evidence::jats {
namespace {

std::string_view attribute(const pugi::xml_node& node, const char* name) {
  return node.attribute(name).value();
}

void read_journal(Reading& in, const pugi::xml_node& journal) {
  Publication& publication = in.record.publication;
  publication.title = child_text(journal.child("journal-title-group"), "journal-title");
  if (publication.title.empty()) publication.title = child_text(journal, "journal-title");
  for (const char* type : {"iso-abbrev", "nlm-ta"}) {
    if (!publication.abbreviation.empty()) break;
    publication.abbreviation =
        node_text(journal.find_child_by_attribute("journal-id", "journal-id-type", type));
  }
  if (publication.abbreviation.empty()) {
    publication.abbreviation =
        child_text(journal.child("journal-title-group"), "abbrev-journal-title");
  }
  if (publication.title.empty()) publication.title = publication.abbreviation;
  for (const char* name : {"issn", "issn-l"}) {
    for (const pugi::xml_node& issn : journal.children(name)) {
      in.add_identifier(IdentifierScheme::kIssn, node_text(issn));
    }
  }
  publication.publisher = child_text(journal.child("publisher"), "publisher-name");
}

void read_ids(Reading& in, const pugi::xml_node& meta) {
  for (const pugi::xml_node& id : meta.children("article-id")) {
    const std::string type(attribute(id, "pub-id-type"));
    const std::string text = node_text(id);
    if (text.empty()) continue;
    in.own_ids.emplace(type.empty() ? "other" : type, text);
    if (type == "doi") in.add_identifier(IdentifierScheme::kDoi, text);
    if (type == "pmid") in.add_identifier(IdentifierScheme::kPmid, text);
    if (type == "pmc" || type == "pmcid") in.add_identifier(IdentifierScheme::kPmcid, text);
  }
}

std::string pages_of(const pugi::xml_node& meta) {
  const std::string range = child_text(meta, "page-range");
  if (!range.empty()) return expand_pages(range);
  const std::string first = child_text(meta, "fpage");
  if (first.empty()) return child_text(meta, "elocation-id");
  return expand_pages(page_range(first, child_text(meta, "lpage")));
}

// JATS article types and what MEDLINE calls the same; the others are known by their own names.
struct TypeName {
  std::string_view jats;
  std::string_view standard;
};
constexpr std::array kTypes{
    TypeName{"research-article", "Journal Article"},
    TypeName{"brief-report", "Journal Article"},
    TypeName{"rapid-communication", "Journal Article"},
    TypeName{"methods-article", "Journal Article"},
    TypeName{"data-paper", "Journal Article"},
    TypeName{"review-article", "Review"},
    TypeName{"systematic-review", "Systematic Review"},
    TypeName{"meta-analysis", "Meta-Analysis"},
    TypeName{"case-report", "Case Reports"},
    TypeName{"case-study", "Case Reports"},
    TypeName{"correction", "Published Erratum"},
    TypeName{"corrigendum", "Published Erratum"},
    TypeName{"retraction", "Retraction of Publication"},
    TypeName{"partial-retraction", "Partial Retraction"},
    TypeName{"expression-of-concern", "Expression of Concern"},
    TypeName{"article-commentary", "Comment"},
    TypeName{"editorial", "Editorial"},
    TypeName{"letter", "Letter"},
    TypeName{"reply", "Letter"},
    TypeName{"news", "News"},
    TypeName{"book-review", "Book Review"},
    TypeName{"clinical-trial", "Clinical Trial"},
    TypeName{"guideline", "Practice Guideline"},
    TypeName{"study-protocol", "Study Protocol"},
};

// "research-article" → "Research article".
std::string readable(std::string_view type) {
  std::string text(type);
  std::replace(text.begin(), text.end(), '-', ' ');
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

void add_type(Record& record, std::string name) {
  const auto same = [&name](const std::string& known) { return equals_ignoring_case(known, name); };
  auto& all = record.publication_types;
  if (!name.empty() && std::none_of(all.begin(), all.end(), same)) all.push_back(std::move(name));
}

bool names_a_type(const std::string& heading) {
  Record probe;
  probe.publication_types.push_back(heading);
  return classify(probe) != StudyType::kNotStated;
}

void read_subjects(Reading& in, const pugi::xml_node& group, const std::string& outer_type,
                   int depth) {
  std::string type = to_lower_ascii(attribute_text(group, "subj-group-type"));
  if (type.empty()) type = outer_type;
  const bool heading = type.empty() || type == "heading" || type == "article-type";
  for (const pugi::xml_node& subject : group.children()) {
    if (name_is(subject, "subj-group")) {
      if (depth < 16) read_subjects(in, subject, type, depth + 1);
      continue;
    }
    std::string label = node_text(subject);
    if (!name_is(subject, "subject") || label.empty()) continue;
    if (heading && names_a_type(label)) {
      add_type(in.record, std::move(label));
      continue;
    }
    // A section's number says nothing to anybody.
    if (std::all_of(label.begin(), label.end(), [](char c) { return c >= '0' && c <= '9'; })) {
      continue;
    }
    Subject made;
    made.scheme = heading ? "journal-section" : type;
    made.label = std::move(label);
    auto& all = in.record.subjects;
    if (std::find(all.begin(), all.end(), made) == all.end()) all.push_back(std::move(made));
  }
}

std::string_view after_title(std::string_view title) {
  const bool stops =
      title.ends_with('?') || title.ends_with('!') || title.ends_with(':') || title.ends_with('.');
  return stops ? " " : ": ";
}

std::string titled(const pugi::xml_node& group, const char* title_name, const char* subtitle_name) {
  std::string title = child_text(group, title_name);
  for (const pugi::xml_node& part : group.children(subtitle_name)) {
    const std::string subtitle = node_text(part);
    if (subtitle.empty()) continue;
    if (!title.empty()) title += after_title(title);
    title += subtitle;
  }
  return title;
}

}  // namespace

void read_titles(Reading& in, const pugi::xml_node& group, std::string_view language,
                 const char* title_name) {
  Record& record = in.record;
  record.title = titled(group, title_name, "subtitle");
  const bool english = language.empty() || language == "eng";
  for (const pugi::xml_node& translated : group.children()) {
    const bool old_form = name_is(translated, "trans-title");
    if (!old_form && !name_is(translated, "trans-title-group")) continue;
    std::string title =
        old_form ? node_text(translated) : titled(translated, "trans-title", "trans-subtitle");
    const std::string code = language_code(attribute(translated, "xml:lang"));
    if (title.empty()) continue;
    if (record.title.empty()) {
      record.title = std::move(title);
    } else if (!english && (code == "eng" || code.empty()) && record.original_title.empty()) {
      record.original_title = std::exchange(record.title, std::move(title));
    }
    // Titles in further languages have no place in a record; the article's own stays.
  }
}

void read_article_types(Reading& in, const pugi::xml_node& meta) {
  const auto known = std::find_if(kTypes.begin(), kTypes.end(), [&in](const TypeName& one) {
    return one.jats == in.article_type;
  });
  if (known != kTypes.end()) add_type(in.record, std::string(known->standard));
  const bool says_little =
      in.article_type.empty() || in.article_type == "other" || in.article_type == "article";
  if (!says_little && known == kTypes.end()) add_type(in.record, readable(in.article_type));
  for (const pugi::xml_node& group : meta.child("article-categories").children("subj-group")) {
    read_subjects(in, group, "", 0);
  }
}

PartialDate read_date(const pugi::xml_node& date) {
  if (!date) return {};
  const PartialDate plain =
      date_from_parts(child_text(date, "year"), child_text(date, "month"), child_text(date, "day"));
  if (plain.known()) return plain;
  const std::string_view iso = attribute(date, "iso-8601-date");
  if (const auto parsed = parse_date(iso.substr(0, 10))) return *parsed;
  return date_from_medline(child_text(date, "string-date"));
}

// The issue's date; where that is only a year, the day of electronic publication in the same year
// says more. Dates of other events (received, released to PMC, retracted) are not looked at.
PartialDate publication_date(const pugi::xml_node& meta) {
  PartialDate print, collection, electronic, other;
  for (const pugi::xml_node& date : meta.children("pub-date")) {
    std::string_view type = attribute(date, "pub-type");
    if (type.empty()) type = attribute(date, "date-type");
    const std::string_view medium = attribute(date, "publication-format");
    PartialDate* place = nullptr;
    if (type == "ppub" || (type == "pub" && medium == "print")) {
      place = &print;
    } else if (type == "collection" || type == "issue-pub" || type == "epub-ppub") {
      place = &collection;
    } else if (type == "epub" || type == "pub" || type == "first-pub" || type == "ecollection") {
      place = &electronic;
    } else if (type.empty()) {
      place = &other;
    }
    if (place != nullptr && !place->known()) *place = read_date(date);
  }
  const PartialDate issue = print.known() ? print : collection;
  if (!issue.known()) return electronic.known() ? electronic : other;
  return issue.month == 0 && electronic.year == issue.year ? electronic : issue;
}

void read_keywords(Reading& in, const pugi::xml_node& meta) {
  for (const pugi::xml_node& group : meta.children("kwd-group")) {
    const std::string kind = to_lower_ascii(attribute_text(group, "kwd-group-type"));
    if (kind == "abbreviations") continue;  // a list of what short forms mean
    // Groups that are only called "MESH" hold headings taken apart at their commas; those whose
    // vocabulary is named hold the headings themselves.
    const bool mesh = to_lower_ascii(attribute(group, "vocab")) == "mesh";
    for (const pugi::xml_node& keyword : group.children()) {
      if (!name_is(keyword, "kwd") && !name_is(keyword, "compound-kwd")) continue;
      Subject subject;
      subject.scheme = mesh ? "mesh" : "keyword";
      subject.label = node_text(keyword);
      if (mesh) subject.id = attribute_text(keyword, "vocab-term-identifier");
      if (const std::size_t slash = subject.id.rfind('/'); slash != std::string::npos) {
        subject.id.erase(0, slash + 1);
      }
      if (!subject.label.empty()) in.record.subjects.push_back(std::move(subject));
    }
  }
}

void read_permissions(Reading& in, const pugi::xml_node& meta) {
  Record& record = in.record;
  const pugi::xml_node permissions = meta.child("permissions");
  bool open = false;
  std::string words;
  for (const pugi::xml_node& license : permissions.children("license")) {
    std::string type = to_lower_ascii(attribute_text(license, "license-type"));
    std::erase_if(type, [](char c) { return c == '-' || c == ' '; });
    std::string url = href_of(license);
    for (const pugi::xml_node& child : license.children()) {
      if (url.empty() && local_name_is(child, "license_ref")) url = node_text(child);
      if (local_name_is(child, "free_to_read")) open = true;
      if (words.empty() && (name_is(child, "license-p") || name_is(child, "p"))) {
        words = node_text(child);
      }
    }
    if (url.empty()) {
      const pugi::xml_node link = license.find_node([](const pugi::xml_node& node) {
        return name_is(node, "ext-link") &&
               href_of(node).find("creativecommons.org") != std::string::npos;
      });
      url = href_of(link);
    }
    open = open || type.starts_with("openaccess") || type.starts_with("cc") ||
           type.starts_with("creativecommons") || type == "publicdomain" ||
           url.find("creativecommons.org") != std::string::npos;
    if (record.rights.empty()) record.rights = url;
  }
  for (const pugi::xml_node& child : permissions.children()) {
    open = open || local_name_is(child, "free_to_read");
  }
  if (record.rights.empty()) record.rights = words;
  if (record.rights.empty()) record.rights = child_text(permissions, "copyright-statement");
  if (record.rights.empty()) record.rights = child_text(meta, "copyright-statement");
  if (open) record.open_access = OpenAccess::kOpen;
}

void read_article(Reading& in, pugi::xml_node article) {
  const pugi::xml_node front = article.child("front");
  const pugi::xml_node meta = front.child("article-meta");
  Record& record = in.record;
  in.article_type = to_lower_ascii(attribute_text(article, "article-type"));
  // The DTDs' own default.
  const pugi::xml_attribute lang = article.attribute("xml:lang");
  const std::string language = lang ? language_code(lang.value()) : std::string("eng");
  if (!language.empty()) record.languages.push_back(language);
  read_journal(in, front.child("journal-meta"));
  read_ids(in, meta);
  read_article_types(in, meta);
  read_titles(in, meta.child("title-group"), language, "article-title");
  if (record.title.empty()) {
    // Book reviews carry only what they review.
    record.title = child_text(meta.child("product"), "source");
    if (!record.title.empty())
      in.drop("title_from_product", "no title; the reviewed work's stands");
  }
  read_people(in, meta);
  record.publication.date = publication_date(meta);
  record.publication.volume = child_text(meta, "volume");
  record.publication.issue = child_text(meta, "issue");
  record.publication.pages = pages_of(meta);
  read_permissions(in, meta);
  read_abstracts(in, meta, language);
  read_keywords(in, meta);
  read_relations(in, meta);
  read_registrations(in, meta);
  for (const pugi::xml_node& uri : meta.children("self-uri")) {
    std::string url = href_of(uri);
    if (url.empty()) url = node_text(uri);
    // File names of the package are no addresses.
    if (!url.starts_with("http://") && !url.starts_with("https://")) continue;
    const bool pdf = attribute(uri, "content-type").find("pdf") != std::string_view::npos ||
                     url.ends_with(".pdf");
    in.add_link(url, pdf ? "pdf" : "publisher", false);
  }
  // The PDF of an open article is open where the publisher has it.
  for (Link& link : record.links) {
    if (record.open_access == OpenAccess::kOpen) link.open = true;
  }
}

}  // namespace evidence::jats
