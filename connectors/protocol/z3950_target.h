// Where a Z39.50 target is and how it wants to be asked. Built from a source's file by the
// connector and by live searches. Plain values; kInvalidArgument where the settings make no target.
//
// Z39.50 has no encryption in practice (YAZ's own "ssl:" checks no certificate, so it is refused).
// A catalogue's public records are read in the clear, as everybody does; a password would travel
// in the clear too, so one is sent only where the source's file says allow_http = true.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.h"
#include "connectors/source_config.h"

namespace evidence {

struct Z3950Target {
  std::string host;  // name or address, IPv6 without brackets
  int port = 210;
  std::string database = "Default";  // several with '+'
  std::string syntax = "usmarc";     // preferredRecordSyntax
  std::string element_set = "F";
  bool as_xml = false;  // records are XML elements; otherwise ISO 2709
  bool cql = false;     // queries are CQL; otherwise PQF
  std::string user, group, password;
  std::chrono::milliseconds timeout{60'000};  // for each of connecting, searching, presenting
  bool allow_private_addresses = false;
};

Result<Z3950Target> z3950_target(const SourceConfig& source);

// "catalogue.example.org:210/BIBS", with "tcp:", "z39.50s://", "z39.50r://" or "z3950s://" before
// it or not; the port is 210 and the database "Default" where they are left out.
Result<Z3950Target> parse_z3950_address(std::string_view text);

}  // namespace evidence
