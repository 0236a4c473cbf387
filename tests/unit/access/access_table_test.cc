// The table that says what a reader gets: record × organisation × day → the exact address or the
// exact reason. tests/cases/access/.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "access/knowledge_base.h"
#include "access/link_resolver.h"
#include "base/text.h"
#include "tests/support/source_dir.h"

namespace evidence {
namespace {

using TableRow = std::vector<std::string>;

std::vector<TableRow> access_rows(const std::string& name, std::size_t cells) {
  std::ifstream file(test::source_dir().string() + "/tests/cases/access/" + name);
  EXPECT_TRUE(file.is_open()) << name;
  std::vector<TableRow> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    TableRow row;
    for (const std::string_view cell : split(line, '\t')) row.emplace_back(cell);
    EXPECT_EQ(row.size(), cells) << name << ": " << line;
    row.resize(cells);
    rows.push_back(std::move(row));
  }
  EXPECT_FALSE(rows.empty()) << name;
  return rows;
}

std::chrono::sys_days day_of(const std::string& text) {
  const PartialDate date = parse_date(text).value_or(PartialDate{});
  return std::chrono::year(date.year) / date.month / date.day;
}

std::optional<std::chrono::sys_days> limit_of(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return day_of(text);
}

Identifier title_number(const std::string& text) {
  const auto scheme = text.size() == 9 ? IdentifierScheme::kIssn : IdentifierScheme::kIsbn;
  auto identifier = Identifier::parse(scheme, text);
  EXPECT_TRUE(identifier.ok()) << text;
  return *identifier;
}

Holding holding_of(const TableRow& row) {
  Holding holding;
  holding.title = row[1];
  holding.print_id = title_number(row[2]);
  if (holding.print_id->scheme() == IdentifierScheme::kIsbn) holding.kind = HoldingKind::kMonograph;
  holding.first = parse_date(row[3]).value_or(PartialDate{});
  holding.last = parse_date(row[4]).value_or(PartialDate{});
  holding.embargo = parse_embargo(row[5]);
  holding.depth = depth_by_name(row[6]).value_or(CoverageDepth::kFullText);
  holding.free = row[7] == "F";
  holding.url = row[8];
  return holding;
}

std::shared_ptr<const KnowledgeBase> table_knowledge() {
  std::vector<Package> packages;
  for (const TableRow& row : access_rows("packages.tsv", 3)) {
    Package package;
    package.id = row[0];
    package.name = row[1];
    package.article_by_doi = row[2] == "doi";
    packages.push_back(package);
  }
  std::vector<Subscription> subscriptions;
  for (const TableRow& row : access_rows("subscriptions.tsv", 6)) {
    Subscription subscription{row[0], row[1], limit_of(row[2]), limit_of(row[3])};
    subscription.connection = connection_by_name(row[4]).value_or(Connection::kFederated);
    subscription.route_template = row[5];
    subscriptions.push_back(subscription);
  }
  KnowledgeBaseBuilder builder("1", packages, subscriptions);
  for (const TableRow& row : access_rows("holdings.tsv", 9)) builder.add(row[0], holding_of(row));
  return builder.build();
}

std::vector<Organisation> table_organisations() {
  Organisation trust;
  trust.id = "trust";
  trust.name = "Example Trust";
  trust.member_of = {"consortium"};
  trust.route = Route::kOpenAthens;
  trust.openathens_domain = "athensdemo.net";
  trust.entity_id = "https://idp.trust.example/openathens";
  trust.library_name = "Trust Library";
  trust.library_email = "library@trust.example";
  Organisation university = trust;
  university.id = "university";
  university.name = "Example University";
  university.member_of = {};
  university.route = Route::kEzproxy;
  university.ezproxy_prefix = "https://login.proxy.university.example/login?qurl=%u";
  Organisation clinic = university;
  clinic.id = "clinic";
  clinic.name = "Example Clinic";
  clinic.route = Route::kWayfless;
  clinic.wayfless_template = "https://sso.press.example/in?entityID={entityID}&target={target_enc}";
  ResourceRoute press;
  press.host = "press.example";
  press.route = Route::kWayfless;
  press.deep_links = false;
  press.home_url = "https://press.example/";
  press.link_template = "https://sso.press.example/home?entityID={entityID}";
  press.product = "Example Press";
  clinic.resources = {press};
  Organisation hospice = university;
  hospice.id = "hospice";
  hospice.name = "Example Hospice";
  hospice.route = Route::kNone;
  hospice.library_email = "";
  Organisation wide = trust;  // whole platforms besides its lists
  wide.id = "wide";
  wide.name = "Wide Trust";
  wide.member_of = {};
  wide.openathens_domain = "wide.example";
  wide.licensed_hosts = {"doi.org", "whole.example"};
  Organisation nation;
  nation.id = "nation";
  nation.name = "England";
  nation.kind = OrganisationKind::kNation;
  Organisation consortium;
  consortium.id = "consortium";
  consortium.name = "Example Consortium";
  consortium.kind = OrganisationKind::kConsortium;
  return {trust, university, clinic, hospice, wide, nation, consortium};
}

std::map<std::string, Work> table_works() {
  std::map<std::string, Work> works;
  for (const TableRow& row : access_rows("records.tsv", 7)) {
    Work work;
    work.id = "w" + row[0];
    work.record.source = "test";
    work.record.title = row[1];
    work.record.identifiers.push_back(title_number(row[2]));
    work.record.publication.date = parse_date(row[3]).value_or(PartialDate{});
    if (!row[4].empty()) {
      work.record.identifiers.push_back(*Identifier::parse(IdentifierScheme::kDoi, row[4]));
    }
    if (const std::size_t at = row[5].find_first_of("=+"); at != std::string::npos) {
      work.record.links.push_back({row[5].substr(at + 1), row[5].substr(0, at), row[5][at] == '+'});
    }
    if (row[6] == "open") work.record.open_access = OpenAccess::kOpen;
    works.emplace(row[0], std::move(work));
  }
  return works;
}

TEST(AccessTable, HoldsForEveryRecordOrganisationAndDay) {
  const auto knowledge = table_knowledge();
  const std::vector<Organisation> organisations = table_organisations();
  const auto valid = validate(organisations);
  ASSERT_TRUE(valid.ok()) << valid.error().message;
  const LinkResolver resolver(organisations);
  const std::map<std::string, Work> works = table_works();
  const std::vector<TableRow> rows = access_rows("resolve.tsv", 7);
  EXPECT_GE(rows.size(), 60U);
  for (const TableRow& row : rows) {
    SCOPED_TRACE(row[0] + " for " + row[1] + " on " + row[2]);
    ASSERT_TRUE(works.contains(row[0]));
    AccessContext context;
    context.organisation = row[1] == "-" ? nullptr : resolver.find(row[1]);
    ASSERT_TRUE(row[1] == "-" || context.organisation != nullptr);
    context.knowledge = knowledge.get();
    context.today = day_of(row[2]);
    const std::vector<LinkTarget> links = resolver.resolve(works.at(row[0]), context);
    if (row[3] == "none") {
      EXPECT_TRUE(links.empty()) << links.front().url;
      continue;
    }
    EXPECT_FALSE(links.empty());
    if (links.empty()) continue;
    const LinkTarget& first = links.front();
    EXPECT_EQ(access_name(first.access), row[3]);
    EXPECT_EQ(first.via, row[4]);
    EXPECT_EQ(first.url, row[5]);
    EXPECT_EQ(first.why + (first.note.empty() ? "" : " | " + first.note), row[6]);
  }
}

TEST(AccessTable, OrdersAllTheWaysToOneWork) {
  const LinkResolver resolver(table_organisations());
  const auto knowledge = table_knowledge();
  Work work = table_works().at("open-manuscript");
  work.record.links.push_back({"https://press.example/pdf/6", "pdf", true});
  work.record.identifiers.push_back(*Identifier::parse(IdentifierScheme::kPmid, "99000001"));
  AccessContext context;
  context.organisation = resolver.find("trust");
  context.knowledge = knowledge.get();
  context.today = day_of("2026-11-30");
  std::string order;
  for (const LinkTarget& link : resolver.resolve(work, context)) {
    order += link.id + ":" + std::string(access_name(link.access)) + " ";
  }
  EXPECT_EQ(order, "open-2:open doi:licensed open-1:open request:request pubmed-1:unknown ");
}

TEST(AccessTable, SubscribersAreTheOrganisationItsGroupsAndTheNation) {
  const std::vector<Organisation> all = table_organisations();
  EXPECT_EQ(subscribers_of(all[0], all),
            (std::vector<std::string>{"trust", "consortium", "national"}));
  EXPECT_EQ(subscribers_of(all[1], all), (std::vector<std::string>{"university", "national"}));
}

}  // namespace
}  // namespace evidence
