// Unpaywall, version 2: open copies of a DOI. GET <base>/v2/<doi>?email=<a real address>; a
// placeholder address is refused with 422, at most 100,000 requests a day are allowed. Pure
// functions; fuzzed (fuzz_enrichment).
#pragma once

#include <memory>

#include "access/enrichment.h"

namespace evidence {

struct UnpaywallSettings {
  std::string base_url = "https://api.unpaywall.org";
  std::string email;
};

// kInvalidArgument (bad_email, doi_not_askable).
Result<std::string> unpaywall_url(const UnpaywallSettings& settings, std::string_view doi);
// An address that Unpaywall would refuse, or that is none.
bool is_placeholder_email(std::string_view email);
Result<EnrichmentAnswer> parse_unpaywall(std::string_view body);
std::unique_ptr<EnrichmentSource> make_unpaywall(UnpaywallSettings settings);

}  // namespace evidence
