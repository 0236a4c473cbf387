// LibKey of Third Iron: what a library's readers may open, by DOI or PMID. GET
// <base>/public/v1/libraries/{library}/articles/doi/{doi}?access_token=… or …/articles/pmid/{pmid}.
// Pure functions; fuzzed (fuzz_enrichment).
#pragma once

#include <map>
#include <memory>

#include "access/enrichment.h"

namespace evidence {

struct LibKeyLibrary {
  std::string library_id;    // digits
  std::string access_token;  // a secret: from the environment or a file
};

struct LibKeySettings {
  std::string base_url = "https://public-api.thirdiron.com";
  std::map<std::string, LibKeyLibrary> libraries;  // by our organisation's id
};

// By DOI where there is one. kInvalidArgument (doi_not_askable, bad_pmid, no_identifier).
Result<std::string> libkey_url(std::string_view base_url, const LibKeyLibrary& library,
                               const EnrichmentQuestion& question);
// The article stands in `data` or is the whole. An open one counts as open for everybody.
// Retraction and concern notices are read where the reply names them; that it does is not
// documented in what this was built from.
Result<EnrichmentAnswer> parse_libkey(std::string_view body);
std::unique_ptr<EnrichmentSource> make_libkey(LibKeySettings settings);

}  // namespace evidence
