// A watched folder: every file in it that matches a pattern, read in place. Used through
// connectors/harvester.h; see files_connector.h for what is skipped, resumed and reported. Files
// that were written to within the settle time wait for the next harvest.
#pragma once

#include <memory>
#include <span>

#include "connectors/registry.h"

namespace evidence {

Result<std::unique_ptr<Connector>> make_folder_connector(const SourceConfig& source,
                                                         const ConnectorParts& parts);
std::span<const OptionInfo> folder_options();

}  // namespace evidence
