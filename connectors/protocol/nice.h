// NICE's syndication service: the index of guidance, read from its address and on along its links
// with rel="next". Used through connectors/harvester.h. Not thread-safe (one harvest). Failures:
// those of rest_pages.h; kBlocked "foreign_link" for a next page on another server; kBadContent
// "bad_reply" for an index without entries, which NICE's never is.
//
// NOT CONFIRMED on real replies: none could be had. Documented are the addresses below
// https://api.nice.org.uk/services/guidance, the header API-Key, the choice of JSON or XML by the
// header Accept, and links that carry rel. The service gives no window: every harvest reads all.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "connectors/connector.h"
#include "connectors/protocol/rest_reply.h"
#include "connectors/registry.h"

namespace evidence {

// `marks.next` is the link as it stands in the reply, perhaps relative.
Result<RestMarks> read_nice_page(std::string_view body, std::size_t max_bytes);

std::span<const OptionInfo> nice_options();
Result<std::unique_ptr<Connector>> make_nice_connector(const SourceConfig& source,
                                                       const ConnectorParts& parts);

}  // namespace evidence
