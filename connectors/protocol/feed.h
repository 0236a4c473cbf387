// RSS, Atom and OPDS over HTTP: a list of feeds, each read with its further pages (rel="next", RFC
// 5005) and, for OPDS, the catalogues that it leads to. Used through connectors/harvester.h. Not
// thread-safe (one harvest).
//
// A feed keeps only what is new, so absence says nothing; an OPDS catalogue with its further pages
// is read whole, and only then does it. Feeds are asked with the ETag and Last-Modified of the last
// harvest that read them to their end (catalogues never: all of them has to be seen).
//
// Where a feed of several cannot be read after all tries, a problem says so, the others are read,
// and the harvest then ends with kUpstream "upstream_rejected" naming the feeds: it is not
// finished, and the next harvest begins with all of them again. Of a feed that is cut short or
// becomes unreadable the entries before that are kept. The same holds where a catalogue could not
// be walked whole (limits, other hosts): nothing may then be taken for withdrawn. Otherwise
// failures are those of polite_http.h; kBadContent "not_a_feed"; kUpstream "cursor_expired" where
// the settings changed since the place was stored; kInvalidArgument for a bad source or place.
#pragma once

#include <memory>
#include <span>

#include "connectors/connector.h"
#include "connectors/registry.h"

namespace evidence {

std::span<const OptionInfo> feed_options();
Result<std::unique_ptr<Connector>> make_feed_connector(const SourceConfig& source,
                                                       const ConnectorParts& parts);

}  // namespace evidence
