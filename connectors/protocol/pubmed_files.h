// PubMed's bulk files: the baseline of a year and the daily update files after it, one sequence of
// numbers, each file checked against the .md5 beside it before it is read. From NCBI's server or a
// local copy. Used through connectors/harvester.h; one harvest at a time.
//
// The notebook says up to which number of which year all is read; the next harvest goes on behind
// it. A baseline of a new year begins anew at its number 1. A number that is missing in the
// sequence is kUnavailable "missing_file" and nothing behind it is read, for an update without the
// one before it could bring back what that deleted. Deletions stand in the files themselves.
#pragma once

#include <memory>
#include <span>

#include "connectors/registry.h"

namespace evidence {

Result<std::unique_ptr<Connector>> make_pubmed_files_connector(const SourceConfig& source,
                                                               const ConnectorParts& parts);
std::span<const OptionInfo> pubmed_files_options();

}  // namespace evidence
