// What one file under config/sources/ says, as a plain struct; app/ parses the TOML.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace evidence {

struct SourceConfig {
  std::string id;    // "pubmed"; letters, digits, '-', '_'
  std::string name;  // "PubMed"
  std::string description;
  std::string protocol;  // "eutils", "file" (import only)
  std::string format;    // "pubmed-xml"
  std::string base_url;
  std::string query;  // what to harvest, in the source's own syntax
  std::string tool = "evidence";
  std::string email;    // contact the source asks for
  std::string api_key;  // from the environment or a file, never from the source file itself
  double requests_per_second = 3.0;
  int page_size = 200;
  int max_retries = 3;
  std::chrono::milliseconds timeout{60'000};
  double max_problem_share = 0.1;
  bool enabled = true;
  bool allow_http = false;  // local servers only
  bool allow_private_addresses = false;
  bool sample = false;
  std::string licence;
  std::string homepage;
};

}  // namespace evidence
