// Headings as a table: number, name and, where there is a third column, tree number, separated by
// tabs; a heading stands on one line for each of its tree numbers, next to each other. A first line
// "mesh_id…" names the columns. Private to connectors/format; see mesh_xml.h for failures.
#pragma once

#include <memory>
#include <string_view>

#include "connectors/format/auto_format.h"
#include "connectors/format/mesh_xml.h"

namespace evidence {

bool looks_like_mesh_table(std::string_view head);
std::unique_ptr<MeshReader> open_mesh_table(std::unique_ptr<PeekSource> source);

}  // namespace evidence
