// One row of a link list made a record. Used by link_list.cc alone. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "connectors/connector.h"
#include "connectors/format/link_list.h"
#include "connectors/format/table_columns.h"

namespace evidence {

TableColumns link_list_columns(const std::map<std::string, std::string>& configured,
                               const std::vector<std::string>& headings);
bool is_link_list_column(std::string_view ours);

// The row's key, see link_list.h; "" for a row without title.
std::string link_list_key(const TableColumns& columns, const std::vector<std::string>& cells);

ParsedEntry parse_link_row(const TableColumns& columns, const std::vector<std::string>& cells,
                           const std::string& position, const LinkListOptions& options);

// "MeSH:Asthma/drug therapy|D001249", "Asthma" → a subject; the id is empty where it is not one of
// its scheme, and `problem` says so.
Subject subject_from_heading(std::string_view heading, std::string& problem);

// The name that study types know for what a curator wrote ("Topic" → "Point of care summary"); ""
// where it is known already or stands for none.
std::string_view standard_type(std::string_view type);

}  // namespace evidence
