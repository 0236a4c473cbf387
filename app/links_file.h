// links.toml: how links are checked, when a platform is called failing, how many reports are taken.
// enrichment.toml: which services are asked for copies. Both may be missing. Used by app/config.cc.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "access/enricher.h"
#include "access/getftr.h"
#include "access/libkey.h"
#include "access/link_check_run.h"
#include "access/unpaywall.h"
#include "app/toml_reader.h"

namespace evidence::app {

struct LinkSettings {
  HealthRules rules;
  std::chrono::milliseconds pause{2'000};
  std::chrono::milliseconds timeout{20'000};
  std::size_t limit = 500;  // checks of one run
  std::size_t older_than_days = 7;
  std::size_t suspect_minutes = 15;   // a platform that failed is due again after
  std::size_t sample_works = 20'000;  // read of the store at each run
  bool allow_private_addresses = false;
  std::size_t reports_at_once = 10, reports_per_hour = 60;            // of one address
  std::size_t all_reports_at_once = 200, all_reports_per_hour = 600;  // of everybody
};

struct EnrichmentSettings {
  bool unpaywall = false, libkey = false, getftr = false;
  UnpaywallSettings unpaywall_settings;
  LibKeySettings libkey_settings;
  GetFtrSettings getftr_settings;
  EnricherOptions options;
  bool allow_private_addresses = false;
  [[nodiscard]] bool any() const { return unpaywall || libkey || getftr; }
};

// As app/config.h has it.
using SecretSource = std::function<std::string(const std::string& name)>;

void read_links_file(const std::filesystem::path& path, Findings& findings, LinkSettings& settings);
// Secrets are looked for only where their service is enabled.
void read_enrichment_file(const std::filesystem::path& path, const SecretSource& environment,
                          Findings& findings, EnrichmentSettings& settings);

}  // namespace evidence::app
