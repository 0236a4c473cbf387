// The registry of file formats.
#include <algorithm>

#include "connectors/connector.h"
#include "connectors/format/bibtex.h"
#include "connectors/format/clinicaltrials.h"
#include "connectors/format/crossref.h"
#include "connectors/format/datacite.h"
#include "connectors/format/doaj.h"
#include "connectors/format/endnote_xml.h"
#include "connectors/format/europepmc.h"
#include "connectors/format/feed_format.h"
#include "connectors/format/isi.h"
#include "connectors/format/jats.h"
#include "connectors/format/jsonl.h"
#include "connectors/format/kbart.h"
#include "connectors/format/link_list.h"
#include "connectors/format/marc.h"
#include "connectors/format/marc_json.h"
#include "connectors/format/marcxml.h"
#include "connectors/format/mods.h"
#include "connectors/format/nbib.h"
#include "connectors/format/nice.h"
#include "connectors/format/oai_dc.h"
#include "connectors/format/oai_pmh_xml.h"
#include "connectors/format/onix.h"
#include "connectors/format/openalex.h"
#include "connectors/format/ovid.h"
#include "connectors/format/pubmed_xml.h"
#include "connectors/format/refer.h"
#include "connectors/format/ris.h"

namespace evidence {

const std::vector<const Format*>& formats() {
  static const OaiPmhFormat kOaiPmh;
  static const OaiDcFormat kOaiDc;
  static const PubmedXmlFormat kPubmedXml;
  static const JatsFormat kJats;
  static const MarcxmlFormat kMarcxml;
  static const MarcFormat kMarc;
  static const MarcJsonFormat kMarcJson;
  static const ModsFormat kMods;
  static const OnixFormat kOnix;
  static const FeedFormat kOpds(FeedFormat::Kind::kOpds);
  static const FeedFormat kAtom(FeedFormat::Kind::kAtom);
  static const FeedFormat kRss(FeedFormat::Kind::kRss);
  static const FeedFormat kFeed(FeedFormat::Kind::kAny);
  static const KbartFormat kKbart;
  static const LinkListFormat kLinkList;
  static const CrossrefFormat kCrossref;
  static const NiceFormat kNice;
  static const EuropePmcFormat kEuropePmc;
  static const DoajFormat kDoaj;
  static const OpenAlexFormat kOpenAlex;
  static const EndnoteXmlFormat kEndnoteXml;
  static const RisFormat kRis;
  static const NbibFormat kNbib;
  static const IsiFormat kIsi;
  static const OvidFormat kOvid;
  static const ReferFormat kRefer;
  static const ClinicalTrialsFormat kClinicalTrials;
  static const BibtexFormat kBibtex;
  static const DataCiteFormat kDataCite;
  static const JsonlFormat kJsonl;
  // Those that know themselves by the most certain marks first.
  static const std::vector<const Format*> kFormats{
      &kOaiPmh,   &kOaiDc,    &kPubmedXml,      &kJats,     &kMarcxml,  &kMarc,
      &kMarcJson, &kMods,     &kOnix,           &kOpds,     &kAtom,     &kRss,
      &kFeed,     &kKbart,    &kLinkList,       &kCrossref, &kNice,     &kEuropePmc,
      &kDoaj,     &kOpenAlex, &kEndnoteXml,     &kRis,      &kNbib,     &kIsi,
      &kOvid,     &kRefer,    &kClinicalTrials, &kBibtex,   &kDataCite, &kJsonl};
  return kFormats;
}

const Format* format_by_name(std::string_view name) {
  const auto& all = formats();
  const auto at = std::find_if(all.begin(), all.end(),
                               [name](const Format* format) { return format->name() == name; });
  return at == all.end() ? nullptr : *at;
}

}  // namespace evidence
