// What the repository says of itself: Identify, ListMetadataFormats, ListSets.
#include <algorithm>
#include <array>

#include "server/dublin_core.h"
#include "server/marcxml.h"
#include "server/oai.h"
#include "server/oai_names.h"

namespace evidence::server {
namespace {

void write_dublin_core(XmlWriter& out, const StoredRecord& stored) {
  write_oai_dc(out, stored.record);
}

constexpr std::array kFormats{
    OaiFormat{"oai_dc", kOaiDcSchema, kOaiDcNamespace, write_dublin_core},
    OaiFormat{"marcxml", kMarcSchema, kMarcNamespace, write_marcxml},
    OaiFormat{"marc21", kMarcSchema, kMarcNamespace, write_marcxml},  // as many harvesters call it
};

}  // namespace

const OaiFormat* oai_format(std::string_view prefix) {
  const auto at = std::find_if(kFormats.begin(), kFormats.end(),
                               [prefix](const OaiFormat& one) { return one.prefix == prefix; });
  return at == kFormats.end() ? nullptr : &*at;
}

OaiOutcome oai_identify(const OaiReply& reply) {
  EVIDENCE_ASSIGN(const auto first, reply.records.first_change());
  const std::string repository = oai_repository(reply.site);
  XmlWriter& out = reply.out;
  out.open("Identify");
  out.element("repositoryName", reply.site.service_name);
  out.element("baseURL", oai_base_url(reply.request, reply.site));
  out.element("protocolVersion", "2.0");
  out.element("adminEmail", oai_admin_email(reply.site));
  out.element("earliestDatestamp", first.value_or(reply.now));
  out.element("deletedRecord", "persistent");
  out.element("granularity", "YYYY-MM-DDThh:mm:ssZ");
  out.element("compression", "gzip");
  if (is_domain_name(repository)) {
    const auto& sources = reply.records.sources();
    out.open("description");
    out.open("oai-identifier", {{"xmlns", "http://www.openarchives.org/OAI/2.0/oai-identifier"},
                                {"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"},
                                {"xsi:schemaLocation",
                                 "http://www.openarchives.org/OAI/2.0/oai-identifier "
                                 "http://www.openarchives.org/OAI/2.0/oai-identifier.xsd"}});
    out.element("scheme", "oai");
    out.element("repositoryIdentifier", repository);
    out.element("delimiter", ":");
    out.element("sampleIdentifier",
                oai_identifier(repository, sources.empty() ? "source" : sources.front().id, "1"));
    out.close();
    out.close();
  }
  out.close();
  return std::optional<OaiFault>();
}

OaiOutcome oai_metadata_formats(const OaiReply& reply, const OaiRequest& asked) {
  if (asked.has("identifier")) {
    const std::string& identifier = asked.argument("identifier");
    const auto named = parse_oai_identifier(oai_repository(reply.site), identifier);
    std::optional<StoredRecord> stored;
    if (named) {
      EVIDENCE_ASSIGN(stored, reply.records.find(named->first, named->second));
    }
    if (!stored) {
      return std::optional(OaiFault{
          "idDoesNotExist", "There is no record " + quoted_for_message(identifier, 200) + "."});
    }
  }
  XmlWriter& out = reply.out;
  out.open("ListMetadataFormats");
  for (const OaiFormat& format : kFormats) {
    out.open("metadataFormat");
    out.element("metadataPrefix", format.prefix);
    out.element("schema", format.schema);
    out.element("metadataNamespace", format.name_space);
    out.close();
  }
  out.close();
  return std::optional<OaiFault>();
}

OaiOutcome oai_sets(const OaiReply& reply, const OaiRequest& asked) {
  if (asked.has("resumptionToken")) {
    return std::optional(
        OaiFault{"badResumptionToken", "The list of sets has one part; there is no other."});
  }
  XmlWriter& out = reply.out;
  out.open("ListSets");
  out.open("set");
  out.element("setSpec", kAllSources);
  out.element("setName", "All sources");
  out.close();
  for (const SourceSummary& source : reply.records.sources()) {
    out.open("set");
    out.element("setSpec", oai_set_of(source.id));
    out.element("setName", source.name.empty() ? source.id : source.name);
    out.close();
  }
  out.close();
  return std::optional<OaiFault>();
}

}  // namespace evidence::server
