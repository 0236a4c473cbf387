// What one file under config/sources/ says, as a plain struct; app/ parses the TOML.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/mapping.h"

namespace evidence {

// What becomes of a record that a complete harvest no longer finds.
enum class Absence {
  kKeep,      // nothing: feeds drop what is old
  kWithdraw,  // it is withdrawn, unless so many are missing that a person has to confirm it
};

struct SourceConfig {
  std::string id;    // "pubmed"; letters, digits, '-', '_'
  std::string name;  // "PubMed"
  std::string description;
  std::string protocol;  // a name in connectors/registry.h, or "file" (import only)
  std::string format;    // "pubmed-xml"; a name in connectors/registry.h
  std::string base_url;
  std::string query;  // what to harvest, in the source's own syntax
  std::string tool = "evidence";
  std::string email;    // contact the source asks for
  std::string api_key;  // from the environment or a file, never from the source file itself
  bool needs_api_key = false;
  // What has to be in place before the source may be enabled and where to get it, for
  // `evidence check config`: "an API key: https://…", "a licence with …". "" = nothing.
  std::string agreement;
  double requests_per_second = 3.0;
  int page_size = 200;
  int max_retries = 3;
  std::chrono::milliseconds timeout{60'000};
  std::size_t max_page_bytes = 64U << 20U;  // of a decoded reply
  double max_problem_share = 0.1;
  bool enabled = true;
  bool allow_http = false;  // local servers only
  bool allow_private_addresses = false;
  bool sample = false;
  bool keep_raw = true;                 // raw pages, for `evidence reparse`
  std::chrono::hours raw_retention{0};  // 0 = for ever
  std::chrono::seconds interval{0};     // for `evidence harvest --due`; 0 = only when asked
  Absence absence = Absence::kKeep;
  double max_withdrawn_share = 0.05;  // more missing than this asks first
  // The protocol's and the format's own settings, from the table [options]; which there are stands
  // in connectors/registry.h. A number or a boolean stands as its text; a list as it is.
  std::map<std::string, std::vector<std::string>> options;
  // [columns]: our name → the file's column heading, for formats with columns.
  std::map<std::string, std::string> columns;
  std::vector<MappingRule> mapping;  // [[map]], in order
  std::string licence;
  std::string homepage;
  bool redistribute = false;  // its records may be given on to others: /oai, /feeds/changes
  // The source registry's own words: for people.
  std::string scope, owner, assessment, granularity;

  // The only or first value of an option; "" where it is not set.
  [[nodiscard]] std::string option(const std::string& key) const {
    const auto found = options.find(key);
    return found == options.end() || found->second.empty() ? std::string() : found->second.front();
  }
  [[nodiscard]] std::vector<std::string> option_list(const std::string& key) const {
    const auto found = options.find(key);
    return found == options.end() ? std::vector<std::string>() : found->second;
  }
};

}  // namespace evidence
