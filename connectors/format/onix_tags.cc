// Short tags of ONIX and the reference names that they stand for, as far as
// this format reads them.
#include <algorithm>
#include <array>
#include <cstring>

#include "connectors/format/onix_reading.h"

namespace evidence::onix {
namespace {

struct ShortTag {
  std::string_view tag;
  const char* name;
};

// Sorted by tag.
constexpr std::array kTags{
    ShortTag{"a001", "RecordReference"},
    ShortTag{"a002", "NotificationType"},
    ShortTag{"audience", "Audience"},
    ShortTag{"b003", "PublicationDate"},
    ShortTag{"b004", "ISBN"},
    ShortTag{"b005", "EAN13"},
    ShortTag{"b009", "DOI"},
    ShortTag{"b012", "ProductForm"},
    ShortTag{"b018", "TitleOfSeries"},
    ShortTag{"b019", "NumberWithinSeries"},
    ShortTag{"b028", "DistinctiveTitle"},
    ShortTag{"b029", "Subtitle"},
    ShortTag{"b030", "TitlePrefix"},
    ShortTag{"b031", "TitleWithoutPrefix"},
    ShortTag{"b034", "SequenceNumber"},
    ShortTag{"b035", "ContributorRole"},
    ShortTag{"b036", "PersonName"},
    ShortTag{"b037", "PersonNameInverted"},
    ShortTag{"b039", "NamesBeforeKey"},
    ShortTag{"b040", "KeyNames"},
    ShortTag{"b046", "Affiliation"},
    ShortTag{"b047", "CorporateName"},
    ShortTag{"b057", "EditionNumber"},
    ShortTag{"b058", "EditionStatement"},
    ShortTag{"b059", "LanguageOfText"},
    ShortTag{"b061", "NumberOfPages"},
    ShortTag{"b064", "BASICMainSubject"},
    ShortTag{"b065", "BICMainSubject"},
    ShortTag{"b067", "SubjectSchemeIdentifier"},
    ShortTag{"b069", "SubjectCode"},
    ShortTag{"b070", "SubjectHeadingText"},
    ShortTag{"b073", "AudienceCode"},
    ShortTag{"b079", "ImprintName"},
    ShortTag{"b081", "PublisherName"},
    ShortTag{"b087", "CopyrightYear"},
    ShortTag{"b088", "YearFirstPublished"},
    ShortTag{"b171", "SubjectSchemeName"},
    ShortTag{"b191", "MainSubjectSchemeIdentifier"},
    ShortTag{"b202", "TitleType"},
    ShortTag{"b203", "TitleText"},
    ShortTag{"b204", "AudienceCodeType"},
    ShortTag{"b206", "AudienceCodeValue"},
    ShortTag{"b207", "AudienceDescription"},
    ShortTag{"b218", "ExtentType"},
    ShortTag{"b219", "ExtentValue"},
    ShortTag{"b220", "ExtentUnit"},
    ShortTag{"b221", "ProductIDType"},
    ShortTag{"b233", "IDTypeName"},
    ShortTag{"b244", "IDValue"},
    ShortTag{"b247", "PrefixToKey"},
    ShortTag{"b248", "SuffixToKey"},
    ShortTag{"b252", "LanguageCode"},
    ShortTag{"b253", "LanguageRole"},
    ShortTag{"b273", "SeriesIDType"},
    ShortTag{"b284", "LevelSequenceNumber"},
    ShortTag{"b285", "TextItemIDType"},
    ShortTag{"b286", "FirstPageNumber"},
    ShortTag{"b287", "LastPageNumber"},
    ShortTag{"b288", "ComponentTypeName"},
    ShortTag{"b289", "ComponentNumber"},
    ShortTag{"b290", "TextItemType"},
    ShortTag{"b291", "PublishingRole"},
    ShortTag{"b294", "WebsiteDescription"},
    ShortTag{"b295", "WebsiteLink"},
    ShortTag{"b306", "Date"},
    ShortTag{"b333", "ProductFormDetail"},
    ShortTag{"b367", "WebsiteRole"},
    ShortTag{"b394", "PublishingStatus"},
    ShortTag{"collateraldetail", "CollateralDetail"},
    ShortTag{"collection", "Collection"},
    ShortTag{"collectionidentifier", "CollectionIdentifier"},
    ShortTag{"contentdetail", "ContentDetail"},
    ShortTag{"contentitem", "ContentItem"},
    ShortTag{"contributor", "Contributor"},
    ShortTag{"d102", "TextTypeCode"},
    ShortTag{"d103", "TextFormat"},
    ShortTag{"d104", "Text"},
    ShortTag{"descriptivedetail", "DescriptiveDetail"},
    ShortTag{"epublicense", "EpubLicense"},
    ShortTag{"epublicenseexpression", "EpubLicenseExpression"},
    ShortTag{"extent", "Extent"},
    ShortTag{"f123", "ProductWebsiteLink"},
    ShortTag{"h208", "RelationCode"},
    ShortTag{"imprint", "Imprint"},
    ShortTag{"j192", "UnpricedItemType"},
    ShortTag{"j260", "DateFormat"},
    ShortTag{"language", "Language"},
    ShortTag{"mainsubject", "MainSubject"},
    ShortTag{"nameidentifier", "NameIdentifier"},
    ShortTag{"othertext", "OtherText"},
    ShortTag{"pagerun", "PageRun"},
    ShortTag{"personnameidentifier", "PersonNameIdentifier"},
    ShortTag{"price", "Price"},
    ShortTag{"product", "Product"},
    ShortTag{"productidentifier", "ProductIdentifier"},
    ShortTag{"productsupply", "ProductSupply"},
    ShortTag{"productwebsite", "ProductWebsite"},
    ShortTag{"professionalaffiliation", "ProfessionalAffiliation"},
    ShortTag{"publisher", "Publisher"},
    ShortTag{"publishingdate", "PublishingDate"},
    ShortTag{"publishingdetail", "PublishingDetail"},
    ShortTag{"relatedmaterial", "RelatedMaterial"},
    ShortTag{"relatedproduct", "RelatedProduct"},
    ShortTag{"series", "Series"},
    ShortTag{"seriesidentifier", "SeriesIdentifier"},
    ShortTag{"subject", "Subject"},
    ShortTag{"supplier", "Supplier"},
    ShortTag{"supplydetail", "SupplyDetail"},
    ShortTag{"textcontent", "TextContent"},
    ShortTag{"textitem", "TextItem"},
    ShortTag{"textitemidentifier", "TextItemIdentifier"},
    ShortTag{"title", "Title"},
    ShortTag{"titledetail", "TitleDetail"},
    ShortTag{"titleelement", "TitleElement"},
    ShortTag{"website", "Website"},
    ShortTag{"x344", "CollectionIDType"},
    ShortTag{"x409", "TitleElementLevel"},
    ShortTag{"x410", "PartNumber"},
    ShortTag{"x415", "NameIDType"},
    ShortTag{"x419", "EditionType"},
    ShortTag{"x425", "MainSubject"},
    ShortTag{"x426", "TextType"},
    ShortTag{"x448", "PublishingDateRole"},
    ShortTag{"x455", "ProductRelationCode"},
    ShortTag{"x508", "EpubLicenseExpressionType"},
    ShortTag{"x510", "EpubLicenseExpressionLink"},
    ShortTag{"x511", "EpubLicenseName"},
};

const char* reference_name(std::string_view tag) {
  const auto at = std::lower_bound(
      kTags.begin(), kTags.end(), tag,
      [](const ShortTag& known, std::string_view wanted) { return known.tag < wanted; });
  return at != kTags.end() && at->tag == tag ? at->name : nullptr;
}

void name_one(pugi::xml_node& node, bool short_tags) {
  const char* name = node.name();
  if (const char* colon = std::strchr(name, ':'); colon != nullptr) {
    const std::string local = colon + 1;
    node.set_name(local.c_str());
    name = node.name();
  }
  if (!short_tags) return;
  if (const char* reference = reference_name(name); reference != nullptr) {
    node.set_name(reference);
  }
}

}  // namespace

void name_by_reference(pugi::xml_node root) {
  static_assert(std::is_sorted(kTags.begin(), kTags.end(),
                               [](const ShortTag& a, const ShortTag& b) { return a.tag < b.tag; }));
  const std::string_view name = root.name();
  const bool short_tags = name.ends_with("product");
  // In document order; the parser has limited the depth.
  pugi::xml_node node = root;
  while (node) {
    if (node.type() == pugi::node_element) name_one(node, short_tags);
    // A text's own markup keeps its names.
    const bool is_text = std::string_view(node.name()) == "Text";
    if (!is_text && node.first_child()) {
      node = node.first_child();
      continue;
    }
    while (node && node != root && !node.next_sibling()) node = node.parent();
    node = node == root ? pugi::xml_node() : node.next_sibling();
  }
}

}  // namespace evidence::onix
