#include "app/links_file.h"

#include <algorithm>
#include <cctype>

#include "app/secret.h"
#include "base/text.h"
#include "base/url.h"

namespace evidence::app {
namespace {

template <typename Count>
void read_whole(TomlTable& table, std::string_view key, Count& out, std::int64_t minimum,
                std::int64_t maximum) {
  auto value = static_cast<std::int64_t>(out);
  table.read(key, value, minimum, maximum);
  out = static_cast<Count>(value);
}

// Without the slash at its end; http only for what stands inside the network.
void read_base_url(TomlTable& table, bool may_be_local, std::string& url) {
  table.read("base_url", url);
  while (url.ends_with('/')) url.pop_back();
  if (url.empty()) return;
  const auto parsed = parse_web_url(url, may_be_local);
  if (!parsed.ok() || (!parsed->https && !may_be_local)) {
    table.report("base_url must be an https address, not " + quoted_for_message(url));
  }
}

void read_hours(TomlTable& table, std::string_view key, std::chrono::hours& hours,
                std::int64_t maximum) {
  std::int64_t value = hours.count();
  table.read(key, value, 1, maximum);
  hours = std::chrono::hours(value);
}

void read_unpaywall(TomlTable table, EnrichmentSettings& settings) {
  table.read("enabled", settings.unpaywall);
  read_base_url(table, settings.allow_private_addresses, settings.unpaywall_settings.base_url);
  table.read("email", settings.unpaywall_settings.email);
  if (settings.unpaywall && is_placeholder_email(settings.unpaywall_settings.email)) {
    table.report("email must be a real address: Unpaywall refuses placeholders");
  }
  table.finish();
}

bool is_digits(std::string_view text) {
  return !text.empty() && text.size() <= 20 &&
         std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return std::isdigit(c) != 0; });
}

void read_libkey(TomlTable table, const SecretSource& environment, EnrichmentSettings& settings) {
  table.read("enabled", settings.libkey);
  read_base_url(table, settings.allow_private_addresses, settings.libkey_settings.base_url);
  for (TomlTable& library : table.tables("library")) {
    std::string organisation;
    LibKeyLibrary one;
    library.read("organisation", organisation);
    library.read("library_id", one.library_id);
    if (organisation.empty()) library.report("organisation names one of organisations/*.toml");
    if (!is_digits(one.library_id)) library.report("library_id must be a number in quotes");
    one.access_token =
        read_secret(library, "access_token_file",
                    secret_variable("EVIDENCE_LIBKEY_" + organisation + "_TOKEN"), environment);
    if (settings.libkey && one.access_token.empty()) {
      library.report("there is no access token: set access_token_file or " +
                     secret_variable("EVIDENCE_LIBKEY_" + organisation + "_TOKEN"));
    }
    library.finish();
    settings.libkey_settings.libraries[organisation] = std::move(one);
  }
  if (settings.libkey && settings.libkey_settings.libraries.empty()) {
    table.report("libkey is enabled without a [[libkey.library]]");
  }
  table.finish();
}

bool is_header_word(std::string_view text) {
  return !text.empty() && text.size() <= 100 &&
         std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_'; });
}

void read_getftr(TomlTable table, const SecretSource& environment, EnrichmentSettings& settings) {
  GetFtrSettings& getftr = settings.getftr_settings;
  table.read("enabled", settings.getftr);
  read_base_url(table, settings.allow_private_addresses, getftr.base_url);
  table.read("key_header", getftr.key_header);
  getftr.key = read_secret(table, "key_file", "EVIDENCE_GETFTR_KEY", environment);
  for (TomlTable& one : table.tables("organisation")) {
    std::string organisation;
    GetFtrOrganisation names;
    one.read("organisation", organisation);
    one.read("entity_id", names.entity_id);
    one.read("openathens_org_id", names.openathens_org_id);
    one.read("ringgold_id", names.ringgold_id);
    if (organisation.empty()) one.report("organisation names one of organisations/*.toml");
    if (const auto good = validate(names); !good.ok()) one.report(good.error().message);
    one.finish();
    getftr.organisations[organisation] = std::move(names);
  }
  if (settings.getftr && getftr.base_url.empty()) {
    table.report("base_url comes with your agreement with GetFTR; it has no default");
  }
  if (!getftr.key.empty() && !is_header_word(getftr.key_header)) {
    table.report("key_header names the header that carries the key, as your agreement says");
  }
  if (settings.getftr && getftr.organisations.empty()) {
    table.report("getftr is enabled without a [[getftr.organisation]]");
  }
  table.finish();
}

}  // namespace

void read_links_file(const std::filesystem::path& path, Findings& findings,
                     LinkSettings& settings) {
  std::error_code absent;
  if (!std::filesystem::exists(path, absent)) return;
  TomlFile file = TomlFile::load(path, findings);
  TomlTable root = file.root();
  TomlTable checks = root.table("checks");
  checks.read_milliseconds("pause_ms", settings.pause, 0, 600'000);
  checks.read_milliseconds("timeout_ms", settings.timeout, 100, 120'000);
  read_whole(checks, "limit", settings.limit, 1, 100'000);
  read_whole(checks, "older_than_days", settings.older_than_days, 0, 365);
  read_whole(checks, "suspect_minutes", settings.suspect_minutes, 1, 1'440);
  read_whole(checks, "sample_works", settings.sample_works, 0, 10'000'000);
  checks.read("allow_private_addresses", settings.allow_private_addresses);
  checks.finish();
  TomlTable failing = root.table("failing");
  read_whole(failing, "checks", settings.rules.checks, 1, 20);
  read_whole(failing, "minutes", settings.rules.minutes, 0, 1'440);
  read_whole(failing, "stale_days", settings.rules.stale_days, 1, 90);
  failing.finish();
  TomlTable reports = root.table("reports");
  read_whole(reports, "at_once", settings.reports_at_once, 1, 1'000);
  read_whole(reports, "per_hour", settings.reports_per_hour, 1, 10'000);
  read_whole(reports, "all_at_once", settings.all_reports_at_once, 1, 10'000);
  read_whole(reports, "all_per_hour", settings.all_reports_per_hour, 1, 100'000);
  reports.finish();
  root.finish();
}

void read_enrichment_file(const std::filesystem::path& path, const SecretSource& environment,
                          Findings& findings, EnrichmentSettings& settings) {
  std::error_code absent;
  if (!std::filesystem::exists(path, absent)) return;
  TomlFile file = TomlFile::load(path, findings);
  TomlTable root = file.root();
  EnricherOptions& options = settings.options;
  read_whole(root, "queue", options.queue, 1, 10'000);
  read_hours(root, "lifetime_hours", options.lifetime, 2'160);
  read_hours(root, "empty_lifetime_hours", options.empty_lifetime, 2'160);
  root.read_milliseconds("timeout_ms", options.timeout, 100, 60'000);
  root.read_milliseconds("pause_ms", options.pause, 0, 60'000);
  root.read("allow_private_addresses", settings.allow_private_addresses);
  if (const auto good = validate(options); !good.ok()) root.report(good.error().message);
  read_unpaywall(root.table("unpaywall"), settings);
  read_libkey(root.table("libkey"), environment, settings);
  read_getftr(root.table("getftr"), environment, settings);
  root.finish();
}

}  // namespace evidence::app
