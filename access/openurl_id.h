// Identifiers as OpenURL names them: "info:doi/10.…", "pmid:1", "urn:ISBN:…", registries'
// addresses. Private to access/openurl*.cc. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/identifier.h"

namespace evidence {

// nullopt: of a scheme that is not ours ("info:oclcnum/1", any web address). An error: of ours, but
// wrong.
std::optional<Result<Identifier>> identifier_of_uri(std::string_view uri);

// "info:doi/…" and the like; the registry's address where there is no such name; "" for a local
// one.
std::string uri_of_identifier(const Identifier& identifier);

}  // namespace evidence
