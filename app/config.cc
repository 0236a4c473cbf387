#include "app/config.h"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <set>

#include "app/directory_files.h"
#include "app/filter_file.h"
#include "app/links_file.h"
#include "app/merging_file.h"
#include "app/organisation_file.h"
#include "app/source_file.h"
#include "app/term_lists_file.h"
#include "app/toml_reader.h"
#include "base/file.h"
#include "base/text.h"
#include "server/oai_names.h"

namespace evidence::app {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kHourMs = 3'600'000;

// The shipped configuration: installed beside the program, or in the source tree above a build.
Result<fs::path> find_config_file(const std::string& given) {
  if (!given.empty()) {
    if (fs::is_regular_file(given)) return fs::path(given);
    return Error{ErrorCode::kInvalidArgument, "config_not_found",
                 "There is no configuration file " + quoted_for_message(given, 200) + ".",
                 "Check --config or EVIDENCE_CONFIG."};
  }
  std::vector<fs::path> candidates = {"/etc/evidence/evidence.toml"};
  std::error_code failed;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed);
  if (!failed) {
    candidates.push_back(program.parent_path().parent_path() /
                         "share/evidence/config/evidence.toml");
    fs::path above = program.parent_path();
    for (int level = 0; level < 4; ++level, above = above.parent_path()) {
      candidates.push_back(above / "config/evidence.toml");
    }
  }
  candidates.emplace_back("config/evidence.toml");
  for (const fs::path& candidate : candidates) {
    if (fs::is_regular_file(candidate)) return candidate;
  }
  return Error{
      ErrorCode::kInvalidArgument, "config_not_found",
      "No configuration was found: neither /etc/evidence/evidence.toml nor a config/ folder "
      "beside the program.",
      "Name one with --config FILE."};
}

std::vector<fs::path> toml_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

template <typename Unsigned>
void read_count(TomlTable& table, std::string_view key, Unsigned& out, std::int64_t minimum,
                std::int64_t maximum) {
  auto value = static_cast<std::int64_t>(out);
  table.read(key, value, minimum, maximum);
  out = static_cast<Unsigned>(value);
}

void read_server(TomlTable table, server::HttpServerOptions& out) {
  table.read("address", out.address);
  read_count(table, "port", out.port, 0, 65'535);
  read_count(table, "io_threads", out.io_threads, 1, 64);
  read_count(table, "lane_threads", out.lane_threads, 1, 256);
  read_count(table, "lane_queue", out.lane_queue, 1, 100'000);
  read_count(table, "max_connections", out.max_connections, 1, 100'000);
  read_count(table, "max_connections_per_address", out.max_connections_per_address, 1, 100'000);
  read_count(table, "max_body_bytes", out.max_body_bytes, 1'024, 64 << 20);
  table.read_milliseconds("header_timeout_ms", out.header_timeout, 100, kHourMs);
  table.read_milliseconds("body_timeout_ms", out.body_timeout, 100, kHourMs);
  table.read_milliseconds("write_timeout_ms", out.write_timeout, 100, kHourMs);
  table.read_milliseconds("idle_timeout_ms", out.idle_timeout, 100, kHourMs);
  table.read_milliseconds("request_deadline_ms", out.request_deadline, 100, kHourMs);
  table.read_milliseconds("drain_timeout_ms", out.drain_timeout, 100, kHourMs);
  table.read("trusted_proxies", out.trusted_proxies);
  table.finish();
}

void read_site(TomlTable table, server::SiteOptions& out) {
  table.read("service_name", out.service_name);
  table.read("base_url", out.base_url);
  table.read("contact_email", out.contact_email);
  table.read("footer_note", out.footer_note);
  table.read_milliseconds("search_deadline_ms", out.search_deadline, 50, 600'000);
  table.finish();
}

void read_oai(TomlTable table, server::SiteOptions& out) {
  table.read("repository", out.oai_repository);
  if (!out.oai_repository.empty() && !server::is_domain_name(out.oai_repository)) {
    table.report("oai.repository must be a domain name such as \"evidence.example.org\"");
  }
  read_count(table, "page_size", out.oai_page_size, 1, 1'000);
  table.finish();
}

void read_count(TomlTable& table, std::string_view key, std::size_t& out, std::int64_t maximum) {
  auto number = static_cast<std::int64_t>(out);
  table.read(key, number, 0, maximum);
  out = static_cast<std::size_t>(number);
}

void read_later_stages(TomlTable& table, RankingProfile& profile) {
  read_count(table, "depth", profile.depth, kMaxLimit);
  table.read("words", profile.words, 0, 100);
  table.read("coverage", profile.coverage, 0, 10);
  TomlTable feedback = table.table("feedback");
  read_count(feedback, "works", profile.feedback.works, 100);
  feedback.read("power", profile.feedback.power, 0, 10);
  read_count(feedback, "stems", profile.feedback.stems, 500);
  feedback.read("share", profile.feedback.share, 0, 1);
  feedback.read("weight", profile.feedback.weight, 0, 100);
  feedback.read("widens", profile.feedback.widens);
  feedback.read("synonyms", profile.feedback.synonyms, 0, 10);
  feedback.finish();
  TomlTable meaning = table.table("meaning");
  meaning.read("query", profile.meaning.query, 0, 100);
  meaning.read("best", profile.meaning.best, 0, 100);
  read_count(meaning, "works", profile.meaning.works, 100);
  meaning.read("mixed", profile.meaning.mixed, 0, 100);
  read_count(meaning, "neighbours", profile.meaning.neighbours, 100);
  meaning.read("lent", profile.meaning.lent, 0, 10);
  meaning.finish();
  TomlTable standing = table.table("standing");
  standing.read("evidence", profile.standing.evidence, 0, 10);
  for (std::size_t level = 1; level < std::size(profile.standing.levels); ++level) {
    standing.read("level_" + std::to_string(level), profile.standing.levels[level], 0, 1);
  }
  standing.read("recency", profile.standing.recency, 0, 10);
  standing.read("half_life", profile.standing.half_life, 0.5, 1'000);
  standing.read("topical", profile.standing.topical, 0, 1);
  read_count(standing, "candidates", profile.standing.candidates, 200);
  read_count(standing, "nearby", profile.standing.nearby, 50);
  standing.read("most", profile.standing.most, 0.1, 1);
  standing.finish();
}

void read_profile(const fs::path& path, Findings& findings,
                  std::map<std::string, RankingProfile>& profiles) {
  TomlFile file = TomlFile::load(path, findings);
  TomlTable table = file.root();
  RankingProfile profile;
  profile.name = path.stem().string();
  table.read("description", profile.description);
  table.read("k1", profile.k1, 0, 100);
  table.read("b", profile.b, 0, 1);
  table.read("k3", profile.k3, 0, 1'000);
  table.read("any_weight", profile.any_weight, 0, 100);
  table.read("phrase_bonus", profile.phrase_bonus, 0, 100);
  TomlTable weights = table.table("field_weights");
  for (const std::string& name : weights.keys()) {
    const auto field = field_by_name(name);
    if (!field || field_info(*field).kind != FieldKind::kText) {
      weights.report("field_weights." + name + " is not a text field");
      continue;
    }
    weights.read(name, profile.field_weights[*field], 0, 100);
  }
  weights.finish();
  read_later_stages(table, profile);
  table.finish();
  profiles[profile.name] = std::move(profile);
}

void apply_environment(const Environment& environment, Config& config, Findings& findings) {
  const auto text = [&](const char* name, std::string& out) {
    if (std::string value = environment(name); !value.empty()) out = std::move(value);
  };
  std::string data_dir;
  text("EVIDENCE_DATA_DIR", data_dir);
  if (!data_dir.empty()) config.data_dir = data_dir;
  text("EVIDENCE_LOG_LEVEL", config.log_level);
  text("EVIDENCE_LOG_FORMAT", config.log_format);
  text("EVIDENCE_SERVER_ADDRESS", config.server.address);
  text("EVIDENCE_SITE_BASE_URL", config.site.base_url);
  text("EVIDENCE_SITE_SERVICE_NAME", config.site.service_name);
  text("EVIDENCE_CONTACT", config.contact);
  std::string port;
  text("EVIDENCE_SERVER_PORT", port);
  if (!port.empty()) {
    char* end = nullptr;
    const long value = std::strtol(port.c_str(), &end, 10);
    if (*end != '\0' || value < 0 || value > 65'535) {
      findings.push_back("EVIDENCE_SERVER_PORT must be a number from 0 to 65535");
    } else {
      config.server.port = static_cast<std::uint16_t>(value);
    }
  }
}

void check_values(const Config& config, Findings& findings) {
  static const std::set<std::string> kLevels = {"debug", "info", "warning", "error", "off"};
  if (!kLevels.contains(config.log_level)) {
    findings.push_back("log.level must be debug, info, warning, error or off");
  }
  if (config.log_format != "text" && config.log_format != "json") {
    findings.push_back("log.format must be text or json");
  }
  if (!config.profiles.contains("plain")) {
    findings.push_back(config.directory.string() + "/ranking/plain.toml is missing");
  }
  for (const auto& [setting, name] : {std::pair{"default_profile", &config.default_profile},
                                      std::pair{"line_profile", &config.line_profile}}) {
    if (config.profiles.contains(*name)) continue;
    findings.push_back("search." + std::string(setting) + " names \"" + *name +
                       "\", which is not a file in ranking/");
  }
  const auto check_organisation = [&](std::string_view service, const std::string& id) {
    const bool known =
        std::any_of(config.organisations.begin(), config.organisations.end(),
                    [&](const Organisation& organisation) { return organisation.id == id; });
    if (!known) {
      findings.push_back("enrichment.toml: " + std::string(service) + " names the organisation \"" +
                         id + "\", which is not in organisations/");
    }
  };
  for (const auto& [id, library] : config.enrichment.libkey_settings.libraries) {
    check_organisation("libkey", id);
  }
  for (const auto& [id, names] : config.enrichment.getftr_settings.organisations) {
    check_organisation("getftr", id);
  }
  if (const auto valid = validate(config.organisations); !valid.ok()) {
    findings.push_back("organisations: " + valid.error().message);
  }
}

}  // namespace

Environment process_environment() {
  return [](const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return std::string(value == nullptr ? "" : value);
  };
}

Result<Config> load_config(const std::string& file, const Environment& environment) {
  Findings findings;
  Config config;
  EVIDENCE_ASSIGN(config.file,
                  find_config_file(file.empty() ? environment("EVIDENCE_CONFIG") : file));
  config.directory = fs::absolute(config.file).parent_path();

  TomlFile main = TomlFile::load(config.file, findings);
  TomlTable root = main.root();
  std::string data_dir = config.data_dir.string();
  root.read("data_dir", data_dir);
  config.data_dir = data_dir;
  TomlTable log = root.table("log");
  log.read("level", config.log_level);
  log.read("format", config.log_format);
  log.finish();
  read_server(root.table("server"), config.server);
  read_site(root.table("site"), config.site);
  read_oai(root.table("oai"), config.site);
  TomlTable search = root.table("search");
  read_count(search, "readers", config.search_readers, 1, 256);
  search.read("default_profile", config.default_profile);
  search.read("line_profile", config.line_profile);
  search.finish();
  TomlTable guidelines = root.table("guidelines");
  read_count(guidelines, "warn_after_days", config.site.guideline_warn_days, 1, 3'650);
  guidelines.finish();
  TomlTable index = root.table("index");
  read_count(index, "shards", config.index_shards, 1, 64);
  index.read("vectors", config.index_vectors);
  index.finish();
  TomlTable harvest = root.table("harvest");
  harvest.read("contact", config.contact);
  harvest.read("http_proxy", config.http_proxy);
  harvest.read("ca_file", config.ca_file);
  read_count(harvest, "concurrency", config.harvest_concurrency, 1, 64);
  harvest.finish();
  root.finish();

  for (const fs::path& path : toml_files(config.directory / "sources")) {
    read_source_file(path, environment, findings, config.sources);
  }
  for (const fs::path& path : toml_files(config.directory / "organisations")) {
    read_organisations(path, findings, config.organisations);
  }
  for (const fs::path& path : toml_files(config.directory / "ranking")) {
    read_profile(path, findings, config.profiles);
  }
  config.term_lists = read_term_lists(config.directory / "vocabulary", findings);
  read_filter_folder(config.directory / "filters", false, findings, config.filters);
  read_merging_file(config.directory / "merging.toml", findings, config.match_rules,
                    config.merge_policy);
  read_links_file(config.directory / "links.toml", findings, config.links);
  read_enrichment_file(config.directory / "enrichment.toml", environment, findings,
                       config.enrichment);
  config.areas = read_area_files(config.directory / "directory", findings);
  config.eligibility =
      read_eligibility_file(config.directory / "directory" / "eligibility.toml", findings);
  apply_environment(environment, config, findings);
  check_values(config, findings);
  if (!findings.empty()) {
    return Error{ErrorCode::kInvalidArgument, "config_invalid", join(findings, "\n"),
                 "Mend the configuration and run `evidence check config`."};
  }
  return config;
}

std::vector<std::string> read_own_filters(Config& config) {
  Findings findings;
  read_filter_folder(config.data_dir / kOwnFilters, true, findings, config.filters);
  return findings;
}

}  // namespace evidence::app
