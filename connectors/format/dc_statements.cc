#include "connectors/format/dc_statements.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.h"
#include "connectors/format/marked_text.h"
#include "connectors/format/xml_fields.h"

namespace evidence {
namespace {

constexpr std::size_t kMostStatements = 5'000;

constexpr std::array<std::string_view, 15> kElements{
    "title",  "creator",    "subject", "description", "publisher", "contributor", "date",  "type",
    "format", "identifier", "source",  "language",    "relation",  "coverage",    "rights"};

// DCMI's refinements, and elements of others that say the same, by name in lower case.
struct Refined {
  std::string_view name, element, refinement;
};
constexpr std::array kRefined{
    Refined{"alternative", "title", "alternative"},
    Refined{"abstract", "description", "abstract"},
    Refined{"tableofcontents", "description", "tableofcontents"},
    Refined{"issued", "date", "issued"},
    Refined{"published", "date", "issued"},
    Refined{"publicationyear", "date", "issued"},
    Refined{"created", "date", "created"},
    Refined{"available", "date", "available"},
    Refined{"dateaccepted", "date", "accepted"},
    Refined{"datesubmitted", "date", "submitted"},
    Refined{"datecopyrighted", "date", "copyrighted"},
    Refined{"modified", "date", "modified"},
    Refined{"valid", "date", "valid"},
    Refined{"bibliographiccitation", "identifier", "citation"},
    Refined{"ispartof", "relation", "ispartof"},
    Refined{"haspart", "relation", "haspart"},
    Refined{"isversionof", "relation", "isversionof"},
    Refined{"hasversion", "relation", "hasversion"},
    Refined{"isreplacedby", "relation", "isreplacedby"},
    Refined{"replaces", "relation", "replaces"},
    Refined{"isreferencedby", "relation", "isreferencedby"},
    Refined{"references", "relation", "references"},
    Refined{"isformatof", "relation", "isformatof"},
    Refined{"hasformat", "relation", "hasformat"},
    Refined{"isrequiredby", "relation", "isrequiredby"},
    Refined{"requires", "relation", "requires"},
    Refined{"conformsto", "relation", "conformsto"},
    Refined{"accessrights", "rights", "access"},
    Refined{"license", "rights", "licence"},
    Refined{"rightsholder", "rights", "holder"},
    Refined{"spatial", "coverage", "spatial"},
    Refined{"temporal", "coverage", "temporal"},
    Refined{"extent", "format", "extent"},
    Refined{"medium", "format", "medium"},
    Refined{"provenance", "description", "provenance"},
};

std::string local_name(std::string_view qualified) {
  const std::size_t colon = qualified.find(':');
  return to_lower_ascii(colon == std::string_view::npos ? qualified : qualified.substr(colon + 1));
}

std::string text_in(const pugi::xml_node& node) {
  std::string text = node_text(node);
  if (text.empty()) text = attribute_text(node, "rdf:resource");
  // Many repositories send HTML as characters.
  if (text.find('<') != std::string::npos || text.find('&') != std::string::npos) {
    text = plain_text(text);
  }
  return text;
}

void add(std::vector<DcStatement>& all, DcStatement statement) {
  if (statement.text.empty() || all.size() >= kMostStatements) return;
  all.push_back(std::move(statement));
}

// An element of Dublin Core, plain or refined; false for anything else.
bool name_element(std::string_view name, DcStatement& statement) {
  if (std::find(kElements.begin(), kElements.end(), name) != kElements.end()) {
    statement.element = name;
    return true;
  }
  const auto at = std::find_if(kRefined.begin(), kRefined.end(),
                               [name](const Refined& refined) { return refined.name == name; });
  if (at == kRefined.end()) return false;
  statement.element = at->element;
  statement.refinement = at->refinement;
  return true;
}

void add_plain(std::vector<DcStatement>& all, const pugi::xml_node& node) {
  DcStatement statement;
  if (!name_element(local_name(node.name()), statement)) return;
  statement.scheme = attribute_text(node, "xsi:type");
  if (statement.scheme.empty()) statement.scheme = attribute_text(node, "scheme");
  statement.language = attribute_text(node, "xml:lang");
  statement.text = text_in(node);
  add(all, std::move(statement));
}

// DSpace: <dim:field mdschema="dc" element="date" qualifier="issued">.
void add_field(std::vector<DcStatement>& all, const pugi::xml_node& node) {
  const std::string schema = attribute_text(node, "mdschema");
  if (!schema.empty() && schema != "dc" && schema != "dcterms") return;
  DcStatement statement;
  if (!name_element(to_lower_ascii(attribute_text(node, "element")), statement)) return;
  if (std::string qualifier = to_lower_ascii(attribute_text(node, "qualifier"));
      !qualifier.empty()) {
    statement.refinement = std::move(qualifier);
  }
  statement.language = attribute_text(node, "lang");
  statement.text = text_in(node);
  add(all, std::move(statement));
}

void add_as(std::vector<DcStatement>& all, std::string element, const pugi::xml_node& node,
            const char* refined_by, const char* scheme = "") {
  DcStatement statement;
  statement.element = std::move(element);
  statement.refinement = to_lower_ascii(attribute_text(node, refined_by));
  statement.scheme = attribute_text(node, scheme);
  statement.language = attribute_text(node, "xml:lang");
  statement.text = text_in(node);
  add(all, std::move(statement));
}

// creatorName or contributorName with its ORCID behind it.
void add_person(std::vector<DcStatement>& all, std::string element, const pugi::xml_node& node) {
  DcStatement statement;
  statement.element = std::move(element);
  statement.refinement = to_lower_ascii(attribute_text(node, "contributorType"));
  std::string orcid;
  for (const pugi::xml_node& child : node.children()) {
    const std::string name = local_name(child.name());
    if (name == "creatorname" || name == "contributorname") statement.text = text_in(child);
    if (name == "nameidentifier" &&
        to_lower_ascii(attribute_text(child, "nameIdentifierScheme")) == "orcid") {
      orcid = text_in(child);
    }
  }
  if (!statement.text.empty() && !orcid.empty()) statement.text += " [" + orcid + "]";
  add(all, std::move(statement));
}

void add_datacite(std::vector<DcStatement>& all, const pugi::xml_node& group) {
  const std::string name = local_name(group.name());
  if (name == "identifier") return add_as(all, "identifier", group, "", "identifierType");
  if (name == "publisher" || name == "language") return add_as(all, name, group, "");
  if (name == "publicationyear") return add_plain(all, group);
  if (name == "resourcetype") {
    add_as(all, "type", group, "");
    DcStatement general;
    general.element = "type";
    general.text = attribute_text(group, "resourceTypeGeneral");
    return add(all, std::move(general));
  }
  for (const pugi::xml_node& node : group.children()) {
    if (name == "titles") add_as(all, "title", node, "titleType");
    if (name == "creators") add_person(all, "creator", node);
    if (name == "contributors") add_person(all, "contributor", node);
    if (name == "subjects") add_as(all, "subject", node, "", "subjectScheme");
    if (name == "dates") add_as(all, "date", node, "dateType");
    if (name == "descriptions") add_as(all, "description", node, "descriptionType");
    if (name == "alternateidentifiers") add_as(all, "identifier", node, "");
    if (name == "relatedidentifiers") {
      add_as(all, "relation", node, "relationType", "relatedIdentifierType");
    }
    if (name == "rightslist") {
      add_as(all, "rights", node, "");
      DcStatement uri;
      uri.element = "rights";
      uri.text = attribute_text(node, "rightsURI");
      add(all, std::move(uri));
    }
  }
}

// The element whose children are the statements: a Description inside RDF, a payload's resource.
pugi::xml_node inner_root(const pugi::xml_node& root) {
  const std::string name = local_name(root.name());
  if (name == "rdf") {
    for (const pugi::xml_node& node : root.children()) {
      if (node.type() == pugi::node_element) return node;
    }
  }
  if (name == "oai_datacite") {
    return root.find_node(
        [](const pugi::xml_node& node) { return local_name_is(node, "resource"); });
  }
  return root;
}

bool has_namespace(const pugi::xml_node& root, std::string_view part) {
  return std::any_of(
      root.attributes_begin(), root.attributes_end(), [part](const pugi::xml_attribute& attribute) {
        return std::string_view(attribute.name()).starts_with("xmlns") &&
               std::string_view(attribute.value()).find(part) != std::string_view::npos;
      });
}

}  // namespace

bool is_dublin_core(const pugi::xml_node& root) {
  const std::string name = local_name(root.name());
  if (name == "dc" || name == "qdc" || name == "qualifieddc" || name == "dcterms" ||
      name == "dim" || name == "oai_datacite") {
    return true;
  }
  if (name == "thesis") return true;  // ETD-MS
  if (name == "resource") return has_namespace(root, "datacite.org");
  const pugi::xml_node inner = name == "rdf" ? inner_root(root) : root;
  if (name != "rdf" && !has_namespace(root, "purl.org/dc/")) return false;
  return std::any_of(inner.begin(), inner.end(), [](const pugi::xml_node& node) {
    return std::string_view(node.name()).starts_with("dc");
  });
}

std::vector<DcStatement> dc_statements(const pugi::xml_node& root) {
  const pugi::xml_node inner = inner_root(root);
  const std::string name = local_name(inner.name());
  std::vector<DcStatement> all;
  for (const pugi::xml_node& node : inner.children()) {
    if (node.type() != pugi::node_element) continue;
    if (name == "dim") {
      add_field(all, node);
    } else if (name == "resource") {
      add_datacite(all, node);
    } else {
      add_plain(all, node);
    }
  }
  return all;
}

}  // namespace evidence
