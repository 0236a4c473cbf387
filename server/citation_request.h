// References as a request gives them, matched: for /api/v1/citations/match and the page /citations.
// Thread-safe. Failures beside those of query/citation.h and the Searcher: too_many_runs_at_once
// (kBusy).
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "search/citation_report.h"
#include "server/body_fields.h"
#include "server/services.h"

namespace evidence::server {

// A list of 2 MB, each byte escaped as a form does.
inline constexpr std::size_t kCitationBodyBytes = 7U << 20U;

// What the form of one citation sends; the names of its fields.
inline constexpr std::array<std::string_view, 7> kCitationFieldNames{
    "journal", "year", "volume", "issue", "page", "author", "title"};

// The first of a parameter, "" where it is not given.
using FieldValue = std::function<std::string(std::string_view name)>;
query::CitationFields citation_fields(const FieldValue& value);
bool is_empty(const query::CitationFields& fields);

// `listed` (each text one reference), else `text` (split into references), else the fields.
Result<CitationReport> match_request(const std::vector<std::string>& listed,
                                     const std::string& text, const query::CitationFields& fields,
                                     const Request& request, Services& services);

}  // namespace evidence::server
