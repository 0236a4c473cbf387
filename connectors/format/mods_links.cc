// Subjects, identifiers, related items, addresses and terms of use.
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "connectors/format/marc_text.h"
#include "connectors/format/mods_parts.h"
#include "connectors/format/page_range.h"
#include "connectors/format/xml_fields.h"

namespace evidence::mods {
namespace {

std::string type_of(const pugi::xml_node& node) {
  return to_lower_ascii(node.attribute("type").value());
}

struct Known {
  std::string_view type;
  IdentifierScheme scheme;
};
constexpr std::array kKnown{
    Known{"doi", IdentifierScheme::kDoi},    Known{"isbn", IdentifierScheme::kIsbn},
    Known{"issn", IdentifierScheme::kIssn},  Known{"issn-l", IdentifierScheme::kIssn},
    Known{"eissn", IdentifierScheme::kIssn}, Known{"e-issn", IdentifierScheme::kIssn},
    Known{"pmid", IdentifierScheme::kPmid},  Known{"pubmed", IdentifierScheme::kPmid},
    Known{"pmc", IdentifierScheme::kPmcid},  Known{"pmcid", IdentifierScheme::kPmcid},
};

const Known* known_type(std::string_view type) {
  const auto at = std::find_if(kKnown.begin(), kKnown.end(),
                               [type](const Known& one) { return one.type == type; });
  return at == kKnown.end() ? nullptr : &*at;
}

std::string identifier_text(const Known& known, const pugi::xml_node& node) {
  std::string text = node_text(node);
  if (known.scheme == IdentifierScheme::kIsbn) return std::string(isbn_part(text));
  return text;
}

bool is_invalid(const pugi::xml_node& node) {
  return std::string_view(node.attribute("invalid").value()) == "yes";
}

void read_part(RecordReading& in, const pugi::xml_node& part) {
  Publication& publication = in.record.publication;
  for (const pugi::xml_node& detail : part.children("detail")) {
    const std::string type = type_of(detail);
    std::string number = child_text(detail, "number");
    if (number.empty()) number = child_text(detail, "caption");
    if (type == "volume")
      publication.volume = std::move(number);
    else if (type == "issue" || type == "number")
      publication.issue = std::move(number);
  }
  for (const pugi::xml_node& extent : part.children("extent")) {
    const std::string unit = to_lower_ascii(extent.attribute("unit").value());
    if (!unit.empty() && unit.find("page") == std::string::npos && unit != "pp") continue;
    std::string pages = page_range(child_text(extent, "start"), child_text(extent, "end"));
    if (pages.empty()) pages = child_text(extent, "list");
    if (!pages.empty()) publication.pages = expand_pages(pages);
  }
  const PartialDate date = date_of(part.child("date"));
  if (date.known() && !publication.date.known()) publication.date = date;
}

void read_host(RecordReading& in, const pugi::xml_node& host) {
  Publication& publication = in.record.publication;
  for (const pugi::xml_node& info : host.children("titleInfo")) {
    const bool abbreviated = type_of(info) == "abbreviated";
    std::string& into = abbreviated ? publication.abbreviation : publication.title;
    if (into.empty()) into = title_of(info);
  }
  for (const pugi::xml_node& part : host.children("part")) read_part(in, part);
  for (const pugi::xml_node& origin : host.children("originInfo")) read_origin(in, origin);
  const std::string target = target_of(host);
  // The journal's number says who may read the article.
  if (target.starts_with("issn:")) in.add_identifier(IdentifierScheme::kIssn, target.substr(5));
  in.add_relation(RelationType::kPartOf, target, publication.title);
}

void add_topic(const pugi::xml_node& node, std::vector<std::string>& parts) {
  std::string text;
  const std::string_view name = node.name();
  if (name == "name") {
    for (const pugi::xml_node& part : node.children("namePart")) {
      text += (text.empty() ? "" : " ") + node_text(part);
    }
  } else if (name == "titleInfo") {
    text = title_of(node);
  } else if (name == "topic" || name == "geographic" || name == "temporal" || name == "genre" ||
             name == "occupation") {
    text = node_text(node);
  }
  text = without_isbd(text);
  if (!text.empty()) parts.push_back(std::move(text));
}

std::string scheme_of(const pugi::xml_node& subject) {
  std::string scheme = to_lower_ascii(attribute_text(subject, "authority"));
  if (scheme.empty()) {
    scheme = to_lower_ascii(attribute_text(subject.first_child(), "authority"));
  }
  return scheme;
}

std::string number_of(const pugi::xml_node& subject) {
  std::string uri = attribute_text(subject, "valueURI");
  if (uri.empty()) uri = attribute_text(subject.first_child(), "valueURI");
  return uri.substr(uri.rfind('/') + 1);
}

}  // namespace

void read_subject(RecordReading& in, const pugi::xml_node& subject) {
  std::string scheme = scheme_of(subject);
  if (std::string_view(subject.name()) == "classification") {
    const std::string number = node_text(subject);
    in.add_subject(scheme.empty() ? "class" : scheme, number, number);
    return;
  }
  std::vector<std::string> parts;
  for (const pugi::xml_node& child : subject.children()) add_topic(child, parts);
  if (parts.empty()) return;
  if (scheme.empty()) {
    // Without a vocabulary they are keywords, and often all in one element.
    for (std::string& part : parts) in.add_subject("keyword", std::move(part));
    return;
  }
  if (scheme != "mesh") {
    in.add_subject(std::move(scheme), join(parts, " -- "), number_of(subject));
    return;
  }
  Subject heading;
  heading.scheme = "mesh";
  heading.label = parts.front();
  const std::string number = number_of(subject);
  if (number.starts_with('D')) {
    const std::size_t end = number.find('Q');
    heading.id = number.substr(0, end);
    if (end != std::string::npos) heading.qualifier_id = number.substr(end);
  }
  if (parts.size() > 1) heading.qualifier = parts[1];
  auto& all = in.record.subjects;
  if (std::find(all.begin(), all.end(), heading) == all.end()) all.push_back(std::move(heading));
}

void read_identifier(RecordReading& in, const pugi::xml_node& node) {
  if (is_invalid(node)) return;
  const std::string type = type_of(node);
  const std::string text = node_text(node);
  if (text.empty()) return;
  if (const Known* known = known_type(type)) {
    in.add_identifier(known->scheme, identifier_text(*known, node));
    return;
  }
  if (text.find("doi.org/10.") != std::string::npos || text.starts_with("10.") ||
      text.starts_with("doi:")) {
    const Result<Identifier> doi = Identifier::parse(IdentifierScheme::kDoi, text);
    if (doi.ok()) in.record.identifiers.push_back(*doi);
    return;
  }
  if (type == "uri" || type == "hdl" || type.empty()) {
    if (text.starts_with("http")) in.add_link(text, "repository", false);
    return;
  }
  // "oclc", "local", "lccn": another system's number, with its name.
  const bool oclc = type == "oclc" || type == "oclcnum";
  const Result<Identifier> local =
      Identifier::parse(IdentifierScheme::kLocal,
                        oclc ? "(OCoLC)" + text : (type == "local" ? text : type + ":" + text));
  if (local.ok()) in.record.identifiers.push_back(*local);
}

std::string target_of(const pugi::xml_node& related) {
  for (const IdentifierScheme scheme :
       {IdentifierScheme::kIsbn, IdentifierScheme::kIssn, IdentifierScheme::kDoi}) {
    for (const pugi::xml_node& node : related.children("identifier")) {
      const Known* known = known_type(type_of(node));
      if (known == nullptr || known->scheme != scheme || is_invalid(node)) continue;
      const Result<Identifier> number = Identifier::parse(scheme, identifier_text(*known, node));
      if (number.ok()) return std::string(scheme_name(scheme)) + ":" + number->value();
    }
  }
  return "";
}

void read_related(RecordReading& in, const pugi::xml_node& related) {
  const std::string type = type_of(related);
  const std::string title = title_of(related.child("titleInfo"));
  if (type == "host") {
    read_host(in, related);
  } else if (type == "series") {
    if (const std::string target = target_of(related); !target.empty()) {
      in.add_relation(RelationType::kPartOf, target, title);
    }
    // A series stands where a journal would: the publication that this is a part of.
    if (in.record.publication.title.empty()) in.record.publication.title = title;
  } else if (type == "constituent") {
    in.add_relation(RelationType::kHasPart, target_of(related), title);
    std::string& contents = in.record.table_of_contents;
    if (!title.empty()) contents += (contents.empty() ? "" : "\n") + title;
  } else if (type == "otherformat") {
    for (const pugi::xml_node& node : related.children("identifier")) {
      const std::string number = type_of(node);
      if (number == "isbn" || number == "issn") read_identifier(in, node);
    }
  } else if (type == "reviewof") {
    in.add_relation(RelationType::kCommentsOn, target_of(related), title);
  }
}

void read_location(RecordReading& in, const pugi::xml_node& location) {
  const auto add = [&in](const pugi::xml_node& url) {
    const std::string text = node_text(url);
    const std::string_view access = url.attribute("access").value();
    const std::string lower = to_lower_ascii(text);
    const bool pdf = lower.ends_with(".pdf");
    const char* kind = access == "preview"             ? "related"
                       : pdf                           ? "pdf"
                       : access == "object in context" ? "repository"
                                                       : "fulltext";
    in.add_link(text, kind, false);
  };
  const auto is_primary = [](const pugi::xml_node& url) {
    return std::string_view(url.attribute("usage").value()).starts_with("primary");
  };
  for (const pugi::xml_node& url : location.children("url")) {
    if (is_primary(url)) add(url);
  }
  for (const pugi::xml_node& url : location.children("url")) {
    if (!is_primary(url)) add(url);
  }
}

void read_access(RecordReading& in, const pugi::xml_node& condition) {
  std::string text = node_text(condition);
  std::string link = attribute_text(condition, "xlink:href");
  if (link.empty()) link = attribute_text(condition, "href");
  if (!link.empty() && text.find(link) == std::string::npos) {
    text += (text.empty() ? "" : " ") + link;
  }
  if (text.empty()) return;
  const std::string lower = to_lower_ascii(text);
  const auto holds = [&lower](std::string_view words) {
    return lower.find(words) != std::string::npos;
  };
  if (holds("creativecommons.org/") || holds("creative commons") || holds("openaccess") ||
      (holds("open access") && !holds("not open access"))) {
    in.record.open_access = OpenAccess::kOpen;
  }
  const bool use = type_of(condition).find("use") != std::string::npos;
  if (in.record.rights.empty() || use) in.record.rights = std::move(text);
}

}  // namespace evidence::mods
