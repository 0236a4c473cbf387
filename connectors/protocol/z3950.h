// A library catalogue over Z39.50, through YAZ: one search whose result stays on the connection,
// presented in chunks by position. Used through connectors/harvester.h; one thread (one harvest).
// Failures: those of z3950_session.h; "cursor_expired" where the result, searched again over a new
// connection, has another size: positions then mean other records.
//
// A page's bytes are the records one after the other as ISO 2709 (format "marc"), or, for every
// other format, as XML elements in one <collection>. Every harvest reads everything unless
// `date_query` says how the target is asked for what is new.
#pragma once

#include <array>
#include <memory>

#include "connectors/connector.h"
#include "connectors/registry.h"
#include "connectors/source_config.h"

namespace evidence {

inline constexpr std::array kZ3950Options = {
    OptionInfo{"database", "the database, where base_url does not end in it; several with +"},
    OptionInfo{"syntax", "record syntax; without it usmarc for format marc, else xml"},
    OptionInfo{"element_set", "element set name: F (without it), B, marcxml, mods …"},
    OptionInfo{"query_type", "pqf (without it) or cql: how query is written"},
    OptionInfo{"date_query",
               "the query for what is new, such as @attr 1=1012 @attr 2=4 {from_compact}; without "
               "it every harvest reads everything"},
    OptionInfo{"user", "user name; the source's api_key is the password"},
    OptionInfo{"group", "group name"},
};

Result<std::unique_ptr<Connector>> make_z3950_connector(const SourceConfig& source,
                                                        const ConnectorParts& parts);

}  // namespace evidence
