// GetFTR, version 2: whether an organisation's readers are entitled to a DOI. POST
// <base>/v2/entitlements with {"org":{…},"dois":[…]}. Its address and the header that carries the
// key come with the agreement: both are configured, neither has a default. Pure functions; fuzzed
// (fuzz_enrichment).
#pragma once

#include <map>
#include <memory>

#include "access/enrichment.h"

namespace evidence {

// Exactly one names the organisation; openAthensOrgID only beside entityID.
struct GetFtrOrganisation {
  std::string entity_id;
  std::string openathens_org_id;
  std::string ringgold_id;
};

struct GetFtrSettings {
  std::string base_url;    // "" = not set up
  std::string key_header;  // the header's name
  std::string key;         // a secret: from the environment or a file
  std::map<std::string, GetFtrOrganisation> organisations;  // by our organisation's id
};

// kInvalidArgument (bad_getftr_organisation).
Result<void> validate(const GetFtrOrganisation& organisation);
std::string getftr_url(std::string_view base_url);
std::string getftr_body(const GetFtrOrganisation& organisation, std::string_view doi);
// What the reply says of this DOI: entitled "yes" or "maybe" gives copies, an access type of open,
// free or permFree open ones. An element of status 404 knows nothing. kBadContent where no element
// is about it.
Result<EnrichmentAnswer> parse_getftr(std::string_view body, std::string_view doi);
std::unique_ptr<EnrichmentSource> make_getftr(GetFtrSettings settings);

}  // namespace evidence
