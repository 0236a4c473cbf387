#include "app/config.h"

#include <gtest/gtest.h>

#include <fstream>

#include "app/source_file.h"
#include "app/toml_reader.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

namespace evidence::app {
namespace {

namespace fs = std::filesystem;

const Environment kNoEnvironment = [](const std::string&) { return std::string(); };

struct ConfigFiles : ::testing::Test {
  test::TempDir dir;
  void write(const std::string& name, const std::string& text) const {
    const fs::path path = dir.path() / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }
  void SetUp() override {
    write("evidence.toml", "");
    write("ranking/plain.toml", "k1 = 1.0\n[field_weights]\ntitle = 0.5\n");
  }
  Result<Config> load(const Environment& environment = kNoEnvironment) const {
    return load_config((dir.path() / "evidence.toml").string(), environment);
  }
  void expect_finding(const std::string& text) const {
    const auto config = load();
    ASSERT_FALSE(config.ok());
    EXPECT_EQ(config.error().code, ErrorCode::kInvalidArgument);
    EXPECT_NE(config.error().message.find(text), std::string::npos) << config.error().message;
  }
};

TEST_F(ConfigFiles, TheShippedConfigurationLoads) {
  const auto config =
      load_config((test::source_dir() / "config/evidence.toml").string(), kNoEnvironment);
  ASSERT_TRUE(config.ok()) << config.error().message;
  EXPECT_TRUE(config->profiles.contains("plain"));
  EXPECT_FALSE(config->sources.empty());
  EXPECT_FALSE(config->organisations.empty());
}

TEST_F(ConfigFiles, DefaultsHoldWhereNothingIsSet) {
  const auto config = load();
  ASSERT_TRUE(config.ok()) << config.error().message;
  EXPECT_EQ(config->server.port, 8080);
  EXPECT_EQ(config->data_dir, fs::path("./evidence-data"));
  EXPECT_DOUBLE_EQ(config->profiles.at("plain").field_weights.at(Field::kTitle), 0.5);
}

TEST_F(ConfigFiles, LinksAreCheckedAndEnrichmentIsOffUnlessSet) {
  const auto shipped =
      load_config((test::source_dir() / "config/evidence.toml").string(), kNoEnvironment);
  const auto bare = load();
  ASSERT_TRUE(shipped.ok() && bare.ok());
  for (const Config* config : {&*shipped, &*bare}) {
    EXPECT_FALSE(config->enrichment.any());
    EXPECT_EQ(config->links.limit, 500U);
    EXPECT_EQ(config->links.rules.checks, 3U);
    EXPECT_EQ(config->links.rules.minutes, 30U);
    EXPECT_EQ(config->links.pause, std::chrono::milliseconds(2'000));
    EXPECT_EQ(config->links.reports_per_hour, 60U);
    EXPECT_EQ(config->enrichment.options.queue, 256U);
    EXPECT_EQ(config->enrichment.unpaywall_settings.base_url, "https://api.unpaywall.org");
  }
}

TEST_F(ConfigFiles, EachWrongSettingOfLinksIsRefused) {
  for (const auto& [text, finding] : std::vector<std::pair<std::string, std::string>>{
           {"[failing]\nchecks = 0\n", "failing.checks"},
           {"[failing]\nminutes = 1441\n", "failing.minutes"},
           {"[failing]\nstale_days = 0\n", "failing.stale_days"},
           {"[checks]\npause = 1\n", "unknown key checks.pause"},
           {"[reports]\nat_once = 0\n", "reports.at_once"}}) {
    write("links.toml", text);
    expect_finding(finding);
  }
}

TEST_F(ConfigFiles, EachWrongSettingOfEnrichmentIsRefused) {
  write("organisations/a.toml", "[[organisation]]\nid = \"a\"\nname = \"A\"\n");
  const std::string library =
      "[libkey]\nenabled = true\n[[libkey.library]]\norganisation = \"a\"\nlibrary_id = ";
  const std::string getftr = "[getftr]\nenabled = true\nbase_url = \"https://getftr.nhs.net\"\n";
  for (const auto& [text, finding] : std::vector<std::pair<std::string, std::string>>{
           {"[unpaywall]\nenabled = true\n", "email must be a real address"},
           {"[unpaywall]\nenabled = true\nemail = \"you@example.com\"\n",
            "email must be a real address"},
           {"[unpaywall]\nbase_url = \"http://api.unpaywall.org\"\n", "must be an https address"},
           {"[unpaywall]\nbase_url = \"https://10.0.0.1\"\n", "must be an https address"},
           {"[libkey]\nenabled = true\n", "without a [[libkey.library]]"},
           {library + "\"12\"\n", "EVIDENCE_LIBKEY_A_TOKEN"},
           {library + "\"x\"\n", "library_id must be a number"},
           {"[[libkey.library]]\norganisation = \"nobody\"\nlibrary_id = \"1\"\n",
            "\"nobody\", which is not in organisations/"},
           {"[libkey]\naccess_token = \"secret\"\n", "unknown key libkey.access_token"},
           {"[getftr]\nenabled = true\n", "base_url comes with your agreement"},
           {getftr, "without a [[getftr.organisation]]"},
           {getftr + "[[getftr.organisation]]\norganisation = \"a\"\n",
            "names neither entity_id nor ringgold_id"},
           {"empty_lifetime_hours = 200\n", "empty_lifetime_hours"}}) {
    write("enrichment.toml", text);
    expect_finding(finding);
  }
}

TEST_F(ConfigFiles, SecretsOfEnrichmentComeFromTheEnvironmentOrAFileOfMode0600) {
  write("organisations/a.toml", "[[organisation]]\nid = \"a-b\"\nname = \"A\"\n");
  write("token", "from-file\n");
  const fs::path token = dir.path() / "token";
  write("enrichment.toml",
        "[libkey]\nenabled = true\n[[libkey.library]]\norganisation = \"a-b\"\nlibrary_id = "
        "\"12\"\naccess_token_file = \"" +
            token.string() + "\"\n");
  fs::permissions(token, fs::perms::owner_read | fs::perms::group_read);
  expect_finding("can be read by others");
  fs::permissions(token, fs::perms::owner_read);
  const auto from_file = load();
  ASSERT_TRUE(from_file.ok()) << from_file.error().message;
  EXPECT_EQ(from_file->enrichment.libkey_settings.libraries.at("a-b").access_token, "from-file");
  const auto from_environment = load([](const std::string& name) {
    return std::string(name == "EVIDENCE_LIBKEY_A_B_TOKEN" ? "from-environment" : "");
  });
  ASSERT_TRUE(from_environment.ok());
  EXPECT_EQ(from_environment->enrichment.libkey_settings.libraries.at("a-b").access_token,
            "from-environment");
}

TEST_F(ConfigFiles, AnUnknownKeyIsNamedWithItsLine) {
  write("evidence.toml", "data_dir = \"x\"\n[server]\nprot = 80\n");
  expect_finding("evidence.toml:3:1: unknown key server.prot");
}

TEST_F(ConfigFiles, AWrongTypeIsNamedWithItsLine) {
  write("evidence.toml", "[server]\nport = \"80\"\n");
  expect_finding("evidence.toml:2:8: server.port must be a whole number");
}

TEST_F(ConfigFiles, AValueOutOfRangeIsRefused) {
  write("evidence.toml", "[server]\nport = 70000\n");
  expect_finding("from 0 to 65535");
}

TEST_F(ConfigFiles, BrokenTomlIsNamedWithItsLine) {
  write("evidence.toml", "[server\n");
  expect_finding("evidence.toml:1:");
}

TEST_F(ConfigFiles, EveryFindingOfEveryFileIsReportedAtOnce) {
  write("evidence.toml", "[log]\nlevel = \"loud\"\nnoise = 1\n");
  write("sources/a.toml", "id = \"bad id!\"\n");
  write("organisations/o.toml", "[[organisation]]\nid = \"x\"\nname = \"X\"\nroute = \"tunnel\"\n");
  const auto config = load();
  ASSERT_FALSE(config.ok());
  for (const char* text :
       {"log.noise", "log.level", "a.toml", "protocol is missing", "route must be"}) {
    EXPECT_NE(config.error().message.find(text), std::string::npos) << text;
  }
}

TEST_F(ConfigFiles, ADuplicateSourceIdIsRefused) {
  write("sources/a.toml", "id = \"one\"\nprotocol = \"file\"\n");
  write("sources/b.toml", "id = \"one\"\nprotocol = \"file\"\n");
  expect_finding("is used by another source file");
}

constexpr const char* kEutils =
    "protocol = \"eutils\"\nformat = \"pubmed-xml\"\nbase_url = \"https://example.org/\"\n";

TEST_F(ConfigFiles, TheEnvironmentOverridesTheFile) {
  write("evidence.toml", "data_dir = \"from-file\"\n");
  write("sources/a.toml", std::string("id = \"pub-med\"\n") + kEutils);
  const auto config = load([](const std::string& name) -> std::string {
    if (name == "EVIDENCE_DATA_DIR") return "from-environment";
    if (name == "EVIDENCE_SERVER_PORT") return "9000";
    if (name == "EVIDENCE_SOURCE_PUB_MED_API_KEY") return "secret";
    return "";
  });
  ASSERT_TRUE(config.ok()) << config.error().message;
  EXPECT_EQ(config->data_dir, fs::path("from-environment"));
  EXPECT_EQ(config->server.port, 9000);
  EXPECT_EQ(config->sources.at(0).api_key, "secret");
}

TEST_F(ConfigFiles, AKeyFileThatOthersCanReadIsRefused) {
  write("key", "secret\n");
  fs::permissions(dir.path() / "key", fs::perms::owner_read | fs::perms::others_read);
  write("sources/a.toml", std::string("id = \"a\"\n") + kEutils + "api_key_file = \"" +
                              (dir.path() / "key").string() + "\"\n");
  expect_finding("chmod 600");
  fs::permissions(dir.path() / "key", fs::perms::owner_read);
  const auto config = load();
  ASSERT_TRUE(config.ok()) << config.error().message;
  EXPECT_EQ(config->sources.at(0).api_key, "secret");
}

TEST_F(ConfigFiles, ASourceFileSaysEverythingThatASourceMayBe) {
  write("sources/a.toml", std::string("id = \"a\"\n") + kEutils + R"(
interval = "12h"
absence = "withdraw"
max_withdrawn_share = 0.2
keep_raw = false
raw_retention_days = 30
needs_api_key = true
agreement = "a key from example.org"
scope = "Everything"
owner = "The library"

[[map]]
when = "publication_type"
equals = "Article"
then = "add"
field = "subject"
value = "area:Surgery"
)");
  const auto config = load();
  ASSERT_TRUE(config.ok()) << config.error().message;
  const SourceConfig& source = config->sources.at(0);
  EXPECT_EQ(source.interval, std::chrono::hours(12));
  EXPECT_EQ(source.absence, Absence::kWithdraw);
  EXPECT_DOUBLE_EQ(source.max_withdrawn_share, 0.2);
  EXPECT_FALSE(source.keep_raw);
  EXPECT_EQ(source.raw_retention, std::chrono::hours(720));
  ASSERT_EQ(source.mapping.size(), 1U);
  EXPECT_EQ(source.mapping[0].test, MappingRule::Test::kEquals);
  EXPECT_EQ(source.mapping[0].action, MappingRule::Action::kAdd);
  const auto missing = missing_in(source, false);
  ASSERT_EQ(missing.size(), 2U);
  EXPECT_NE(missing[0].find("EVIDENCE_SOURCE_A_API_KEY"), std::string::npos);
  EXPECT_NE(missing[0].find("a key from example.org"), std::string::npos);
  EXPECT_NE(missing[1].find("contact"), std::string::npos);
}

TEST_F(ConfigFiles, ASourcesRecordsAreGivenOnOnlyWhereItsFileSaysSo) {
  write("sources/a.toml", "id = \"a\"\nprotocol = \"file\"\n");
  write("sources/b.toml", "id = \"b\"\nprotocol = \"file\"\nredistribute = true\n");
  write("evidence.toml", "[oai]\nrepository = \"library.example.org\"\npage_size = 7\n");
  const auto config = load();
  ASSERT_TRUE(config.ok()) << config.error().message;
  ASSERT_EQ(config->sources.size(), 2U);
  EXPECT_FALSE(config->sources.at(0).redistribute);
  EXPECT_TRUE(config->sources.at(1).redistribute);
  EXPECT_EQ(config->site.oai_repository, "library.example.org");
  EXPECT_EQ(config->site.oai_page_size, 7U);
  write("evidence.toml", "[oai]\nrepository = \"https://library.example.org/\"\n");
  expect_finding("oai.repository must be a domain name");
  const auto shipped =
      load_config((test::source_dir() / "config/evidence.toml").string(), kNoEnvironment);
  ASSERT_TRUE(shipped.ok());
  for (const SourceConfig& source : shipped->sources) {
    EXPECT_EQ(source.redistribute, source.sample) << source.id;
  }
}

TEST_F(ConfigFiles, WhatTheRegistryDoesNotKnowIsFound) {
  write("sources/a.toml", std::string("id = \"a\"\n") + kEutils + "[options]\ncolour = \"red\"\n");
  expect_finding("options.colour is not known");
  write("sources/a.toml", "id = \"a\"\nprotocol = \"carrier-pigeon\"\n");
  expect_finding("unknown protocol");
  write("sources/a.toml", std::string("id = \"a\"\n") + kEutils + "interval = \"often\"\n");
  expect_finding("interval must be a time");
  write("sources/a.toml",
        std::string("id = \"a\"\n") + kEutils + "[[map]]\nfield = \"colour\"\nvalue = \"red\"\n");
  expect_finding("cannot be changed");
  write("sources/a.toml", "id = \"a\"\nprotocol = \"eutils\"\nformat = \"pubmed-xml\"\n");
  expect_finding("missing: base_url");
}

TEST(Intervals, AreNumbersWithAUnit) {
  EXPECT_EQ(parse_interval("90s"), std::chrono::seconds(90));
  EXPECT_EQ(parse_interval("2w"), std::chrono::hours(336));
  for (const char* bad :
       {"", "d", "1", "1x", "-1d", "0d", "1.5d", "99999999999999999999d", "1 d"}) {
    EXPECT_FALSE(parse_interval(bad)) << bad;
  }
}

TEST_F(ConfigFiles, AMissingFileIsSaid) {
  const auto config = load_config("/nowhere/evidence.toml", kNoEnvironment);
  ASSERT_FALSE(config.ok());
  EXPECT_NE(config.error().message.find("/nowhere/evidence.toml"), std::string::npos);
}

}  // namespace
}  // namespace evidence::app
