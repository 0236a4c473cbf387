#include "app/source_file.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "app/secret.h"
#include "base/file.h"
#include "base/text.h"
#include "connectors/registry.h"

namespace evidence::app {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::int64_t kTenYearsInDays = 3'660;

std::string key_variable(const std::string& id) {
  return secret_variable("EVIDENCE_SOURCE_" + id + "_API_KEY");
}

// An api_key stands in a file of its own or in the environment, never in the source file.
void read_api_key(TomlTable& table, const Environment& environment, SourceConfig& source) {
  source.api_key = read_secret(table, "api_key_file", key_variable(source.id), environment);
}

void read_int(TomlTable& table, std::string_view key, int& out, int minimum, int maximum) {
  std::int64_t value = out;
  table.read(key, value, minimum, maximum);
  out = static_cast<int>(value);
}

void read_fetching(TomlTable& table, SourceConfig& source) {
  table.read("requests_per_second", source.requests_per_second, 0.001, 1'000);
  read_int(table, "page_size", source.page_size, 1, 10'000);
  read_int(table, "max_retries", source.max_retries, 0, 100);
  table.read_milliseconds("timeout_ms", source.timeout, 100, kHourMs);
  auto page_bytes = static_cast<std::int64_t>(source.max_page_bytes);
  table.read("max_page_bytes", page_bytes, 1'024, 1LL << 30);
  source.max_page_bytes = static_cast<std::size_t>(page_bytes);
  table.read("max_problem_share", source.max_problem_share, 0, 1);
  table.read("allow_http", source.allow_http);
  table.read("allow_private_addresses", source.allow_private_addresses);
}

void read_keeping(TomlTable& table, SourceConfig& source) {
  table.read("keep_raw", source.keep_raw);
  std::int64_t days = 0;
  table.read("raw_retention_days", days, 0, kTenYearsInDays);
  source.raw_retention = std::chrono::hours(24 * days);
  std::string interval;
  table.read("interval", interval);
  if (!interval.empty()) {
    if (const auto parsed = parse_interval(interval)) {
      source.interval = *parsed;
    } else {
      table.report("interval must be a time such as \"12h\", \"1d\" or \"2w\", not \"" + interval +
                   "\"");
    }
  }
  std::string absence = "keep";
  table.read("absence", absence);
  if (absence == "withdraw") {
    source.absence = Absence::kWithdraw;
  } else if (absence != "keep") {
    table.report("absence must be \"keep\" or \"withdraw\"");
  }
  table.read("max_withdrawn_share", source.max_withdrawn_share, 0, 1);
}

void read_words(TomlTable& table, SourceConfig& source) {
  table.read("name", source.name);
  table.read("description", source.description);
  table.read("licence", source.licence);
  table.read("homepage", source.homepage);
  table.read("redistribute", source.redistribute);
  table.read("scope", source.scope);
  table.read("owner", source.owner);
  table.read("assessment", source.assessment);
  table.read("granularity", source.granularity);
  table.read("needs_api_key", source.needs_api_key);
  table.read("agreement", source.agreement);
}

void read_options(TomlTable& table, SourceConfig& source) {
  TomlTable options = table.table("options");
  for (const std::string& key : options.keys()) options.read_values(key, source.options[key]);
  options.finish();
  TomlTable columns = table.table("columns");
  for (const std::string& key : columns.keys()) columns.read(key, source.columns[key]);
  columns.finish();
}

void read_test(TomlTable& table, std::string_view key, MappingRule::Test test, MappingRule& rule) {
  std::string against;
  table.read(key, against);
  if (against.empty()) return;
  if (rule.test != MappingRule::Test::kAlways) {
    table.report("only one of equals, contains and starts_with may stand in a [[map]]");
  }
  rule.test = test;
  rule.against = std::move(against);
}

void read_mapping(TomlTable& table, SourceConfig& source) {
  for (TomlTable& entry : table.tables("map")) {
    MappingRule rule;
    std::string action = "set";
    entry.read("when", rule.when);
    read_test(entry, "equals", MappingRule::Test::kEquals, rule);
    read_test(entry, "contains", MappingRule::Test::kContains, rule);
    read_test(entry, "starts_with", MappingRule::Test::kStartsWith, rule);
    entry.read("then", action);
    entry.read("field", rule.field);
    entry.read("value", rule.value);
    if (action == "add") {
      rule.action = MappingRule::Action::kAdd;
    } else if (action == "remove") {
      rule.action = MappingRule::Action::kRemove;
    } else if (action != "set") {
      entry.report("then must be \"set\", \"add\" or \"remove\"");
    }
    entry.finish();
    source.mapping.push_back(std::move(rule));
  }
}

}  // namespace

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 64 &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return (std::isalnum(c) != 0) || c == '-' || c == '_';
         });
}

std::optional<std::chrono::seconds> parse_interval(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  std::int64_t count = 0;
  const char* end = text.data() + text.size() - 1;
  const auto [stopped, failed] = std::from_chars(text.data(), end, count);
  if (failed != std::errc() || stopped != end || count <= 0) return std::nullopt;
  std::int64_t unit = 0;
  switch (text.back()) {
    case 's':
      unit = 1;
      break;
    case 'm':
      unit = 60;
      break;
    case 'h':
      unit = 3'600;
      break;
    case 'd':
      unit = 86'400;
      break;
    case 'w':
      unit = 7 * 86'400;
      break;
    default:
      return std::nullopt;
  }
  if (count > kTenYearsInDays * 86'400 / unit) return std::nullopt;
  return std::chrono::seconds(count * unit);
}

void read_source_file(const fs::path& path, const Environment& environment, Findings& findings,
                      std::vector<SourceConfig>& sources) {
  TomlFile file = TomlFile::load(path, findings);
  TomlTable table = file.root();
  SourceConfig source;
  table.read("id", source.id);
  table.read("protocol", source.protocol);
  table.read("format", source.format);
  table.read("base_url", source.base_url);
  table.read("query", source.query);
  table.read("tool", source.tool);
  table.read("email", source.email);
  table.read("enabled", source.enabled);
  table.read("sample", source.sample);
  read_words(table, source);
  read_fetching(table, source);
  read_keeping(table, source);
  read_options(table, source);
  read_mapping(table, source);
  if (!is_name(source.id)) {
    table.report("id must be 1 to 64 letters, digits, '-' or '_'");
  } else if (std::any_of(sources.begin(), sources.end(),
                         [&](const SourceConfig& other) { return other.id == source.id; })) {
    table.report("id \"" + source.id + "\" is used by another source file");
  }
  if (source.protocol.empty()) {
    table.report("protocol is missing");
  } else {
    for (const std::string& finding : findings_in(source)) table.report(finding);
  }
  read_api_key(table, environment, source);
  table.finish();
  if (source.name.empty()) source.name = source.id;
  sources.push_back(std::move(source));
}

std::vector<std::string> missing_in(const SourceConfig& source, bool has_contact) {
  std::vector<std::string> missing = missing_settings(source);
  if (source.needs_api_key && source.api_key.empty()) {
    missing.push_back("an API key in " + key_variable(source.id) + " or api_key_file" +
                      (source.agreement.empty() ? "" : " (" + source.agreement + ")"));
  }
  const bool remote = source.protocol != "file" && source.protocol != "folder";
  if (remote && source.email.empty() && !has_contact) {
    missing.push_back(
        "a contact, so that its owner can reach you: set email in its file or "
        "harvest.contact");
  }
  return missing;
}

}  // namespace evidence::app
