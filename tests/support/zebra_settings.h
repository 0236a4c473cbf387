// The files that make a Zebra server of a directory. Used by zebra.cc alone.
#pragma once

#include <filesystem>

namespace evidence::test {

// zebra.cfg, server.xml, the filter and its style sheets; register/ and records.xml are zebra.cc's.
void write_zebra_settings(const std::filesystem::path& directory, int port);

}  // namespace evidence::test
