// A record out of statements of Dublin Core. Used by the formats oai_dc and oai-pmh. Pure; every
// value that cannot be kept is a problem.
//
// Dublin Core leaves much open; this is how it is read. Date: the one called issued, else the
// earliest plain day, month or year; moments with a time of day are deposits and count only where
// there is nothing else; days after the record's own datestamp and a year are embargoes. Titles:
// the first, where several languages are marked the English one; another becomes the original
// title. A DOI among the relations is the article's own where the record names no other and only
// this one: repositories link the published version so. Journal: from a citation, a relation
// "is part of", else a plain relation or source beside an ISSN.
//
// source_record_id: DOI, else the first address or number among the identifiers, else "dc:" and a
// hash of title, first creator and date.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "connectors/connector.h"
#include "connectors/format/dc_statements.h"

namespace evidence {

// `datestamp`: when the source last changed the record, ISO 8601; "" = not said.
ParsedEntry dc_record(const std::vector<DcStatement>& statements, const std::string& position,
                      std::string_view datestamp);

}  // namespace evidence
