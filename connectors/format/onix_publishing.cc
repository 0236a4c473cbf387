// Publisher and dates, licence, links, related products.
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "connectors/format/onix_reading.h"
#include "connectors/format/xml_fields.h"

namespace evidence::onix {
namespace {

std::string publisher_of(const pugi::xml_node& detail) {
  std::string other;
  for (const pugi::xml_node& node : detail.children("Publisher")) {
    std::string name = line_of(node.child("PublisherName"));
    const std::string role = child_text(node, "PublishingRole");
    if (role == "01" || role.empty()) return name;  // code list 45: 01 publisher
    if (other.empty()) other = std::move(name);
  }
  if (!other.empty()) return other;
  std::string name = line_of(detail.child("PublisherName"));
  return name.empty() ? line_of(detail.child("Imprint").child("ImprintName")) : name;
}

PartialDate date_published(RecordReading& in, const pugi::xml_node& detail) {
  PartialDate nominal, first;
  for (const pugi::xml_node& node : detail.children("PublishingDate")) {
    // Code list 163: 01 publication, 11 first publication, 19 of the printed
    // form.
    const std::string role = child_text(node, "PublishingDateRole");
    PartialDate& into = role == "01" ? nominal : first;
    if (role != "01" && role != "11" && role != "19") continue;
    if (!into.known()) into = date_of(in, node.child("Date"), "publication date");
  }
  if (nominal.known()) return nominal;
  PartialDate date = date_of(in, detail.child("PublicationDate"), "publication date");
  if (date.known()) return date;
  if (first.known()) return first;
  date = date_of(in, detail.child("CopyrightYear"), "copyright year");
  return date.known() ? date : date_of(in, detail.child("YearFirstPublished"), "year");
}

void read_licence(RecordReading& in, const pugi::xml_node& detail) {
  for (const pugi::xml_node& licence : detail.children("EpubLicense")) {
    std::string text = line_of(licence.child("EpubLicenseName"));
    for (const pugi::xml_node& expression : licence.children("EpubLicenseExpression")) {
      const std::string link = child_text(expression, "EpubLicenseExpressionLink");
      if (!link.empty()) text += (text.empty() ? "" : " ") + link;
    }
    const std::string lower = to_lower_ascii(text);
    if (lower.find("creativecommons.org") != std::string::npos ||
        lower.find("creative commons") != std::string::npos) {
      in.record.open_access = OpenAccess::kOpen;
    }
    if (in.record.rights.empty()) in.record.rights = std::move(text);
  }
}

// Digital and for nothing (code list 57: 01 free of charge).
void read_prices(RecordReading& in, const pugi::xml_node& product) {
  const auto& types = in.record.publication_types;
  if (std::find(types.begin(), types.end(), "Ebook") == types.end()) return;
  const auto is_free = [](const pugi::xml_node& supply) {
    if (child_text(supply, "UnpricedItemType") == "01") return true;
    for (const pugi::xml_node& price : supply.children("Price")) {
      if (child_text(price, "UnpricedItemType") == "01") return true;
    }
    return false;
  };
  bool open = false;
  for (const pugi::xml_node& supply : product.children("SupplyDetail")) {
    open = open || is_free(supply);
  }
  for (const pugi::xml_node& market : product.children("ProductSupply")) {
    for (const pugi::xml_node& supply : market.children("SupplyDetail")) {
      open = open || is_free(supply);
    }
  }
  if (open) in.record.open_access = OpenAccess::kOpen;
}

// Code list 73: which pages are about the product, and which are the product.
std::string kind_of_site(const std::string& role) {
  if (role == "29") return "fulltext";
  if (role.empty() || role == "00" || role == "02" || role == "05" || role == "36") {
    return "publisher";
  }
  return "related";
}

void add_site(RecordReading& in, const pugi::xml_node& site, const char* link, bool open) {
  std::string url = child_text(site, link);
  if (url.starts_with("www.")) url.insert(0, "http://");
  const std::string kind = kind_of_site(child_text(site, "WebsiteRole"));
  in.add_link(url, kind, open && kind == "fulltext");
}

}  // namespace

void read_publishing(RecordReading& in, const pugi::xml_node& product) {
  const pugi::xml_node detail = block(product, "PublishingDetail");
  in.record.publication.publisher = publisher_of(detail);
  in.record.publication.date = date_published(in, detail);
  read_licence(in, block(product, "DescriptiveDetail"));
  read_prices(in, product);
}

void read_links(RecordReading& in, const pugi::xml_node& product) {
  const bool open = in.record.open_access == OpenAccess::kOpen;
  for (const pugi::xml_node& site : product.children("Website")) {
    add_site(in, site, "WebsiteLink", open);
  }
  for (const pugi::xml_node& site : product.children("ProductWebsite")) {
    add_site(in, site, "ProductWebsiteLink", open);
  }
  const auto only_of_product = [&](const pugi::xml_node& owner) {
    for (const pugi::xml_node& site : owner.children("Website")) {
      // The publisher's or supplier's home page says nothing about this
      // product.
      if (kind_of_site(child_text(site, "WebsiteRole")) != "related" &&
          !child_text(site, "WebsiteRole").empty()) {
        add_site(in, site, "WebsiteLink", open);
      }
    }
  };
  for (const pugi::xml_node& node : block(product, "PublishingDetail").children("Publisher")) {
    only_of_product(node);
  }
  for (const pugi::xml_node& market : product.children("ProductSupply")) {
    for (const pugi::xml_node& supply : market.children("SupplyDetail")) {
      only_of_product(supply.child("Supplier"));
    }
  }
}

void read_related(RecordReading& in, const pugi::xml_node& product) {
  for (const pugi::xml_node& node : block(product, "RelatedMaterial").children("RelatedProduct")) {
    // Code list 51.
    std::string code = child_text(node, "ProductRelationCode");
    if (code.empty()) code = child_text(node, "RelationCode");
    for (const pugi::xml_node& id : node.children("ProductIdentifier")) {
      const std::string type = child_text(id, "ProductIDType");
      const std::string value = child_text(id, "IDValue");
      const bool isbn = type == "02" || type == "15" ||
                        (type == "03" && (value.starts_with("978") || value.starts_with("979")));
      if (!isbn) continue;
      if (code == "06" || code == "13" || code == "26" || code == "27") {
        // The same book in another form.
        in.add_identifier(IdentifierScheme::kIsbn, value);
      } else if (code == "01") {
        in.add_relation(RelationType::kHasPart, IdentifierScheme::kIsbn, value);
      } else if (code == "02") {
        in.add_relation(RelationType::kPartOf, IdentifierScheme::kIsbn, value);
      } else if (code == "03") {
        in.add_relation(RelationType::kUpdates, IdentifierScheme::kIsbn, value);
      } else if (code == "05") {
        in.add_relation(RelationType::kUpdatedBy, IdentifierScheme::kIsbn, value);
      }
      if (type == "15") break;  // the others say the same number
    }
  }
}

}  // namespace evidence::onix
