#include "access/link_order.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "access/link_resolver.h"
#include "access/platform_health.h"

namespace evidence {
namespace {

LinkTarget link_at(std::string id, AccessState access, std::string target) {
  LinkTarget link;
  link.id = std::move(id);
  link.access = access;
  link.target = link.url = std::move(target);
  link.kind = "publisher";
  return link;
}

std::string ids_of(const std::vector<LinkTarget>& links) {
  std::string ids;
  for (const LinkTarget& link : links) ids += link.id + " ";
  return ids;
}

TEST(LinkOrder, APlatformThatFailsStandsBehindThoseThatAnswer) {
  HealthRules rules;
  rules.checks = 1;
  rules.minutes = 0;
  const PlatformState failing = after({"down.example", 0, 0, LinkCause::kOk, 1, 0, {}, 0, 0},
                                      {1'000, "a", LinkCause::kTimeout, false}, rules);
  const PlatformHealth health({failing}, rules, 1'000);
  ASSERT_TRUE(health.failing("down.example").has_value());
  const std::vector<LinkTarget> both{link_at("down", AccessState::kOpen, "https://down.example/a"),
                                     link_at("up", AccessState::kUnknown, "https://up.example/a")};
  std::vector<LinkTarget> links = both;
  order_links(links, &health, false);
  EXPECT_EQ(ids_of(links), "up down ");
  EXPECT_NE(links[1].failing.find("down.example"), std::string::npos);
  EXPECT_EQ(links[0].failing, "");
  links = both;
  order_links(links, nullptr, false);
  EXPECT_EQ(ids_of(links), "down up ");
}

TEST(LinkOrder, ThePublishersPageStandsBehindTheRequestWhereTheTitleIsKnown) {
  LinkTarget request = link_at("request", AccessState::kRequest, "/request/w1");
  request.local = true;
  const std::vector<LinkTarget> both{
      link_at("page", AccessState::kUnknown, "https://press.example/a"), request};
  std::vector<LinkTarget> links = both;
  order_links(links, nullptr, true);
  EXPECT_EQ(ids_of(links), "request page ");
  links = both;
  order_links(links, nullptr, false);
  EXPECT_EQ(ids_of(links), "page request ");
}

TEST(LinkOrder, CopiesThatAnotherServiceNamesStandWhereTheyBelong) {
  const LinkResolver resolver({});
  Work work;
  work.id = "w1";
  work.record.links = {{"https://press.example/a", "publisher", false}};
  EnrichmentAnswer answer;
  answer.source = "unpaywall";
  answer.open = {{"https://repository.example/a.pdf", "accepted", "repository", "", true},
                 {"https://press.example/a.pdf", "published", "publisher", "cc-by", true},
                 {"javascript:alert(1)", "published", "publisher", "", false}};
  answer.licensed = {{"https://host.example/a", "", "", "", false, false}};
  AccessContext context;
  context.found = {&answer, 1};
  const std::vector<LinkTarget> links = resolver.resolve(work, context);
  EXPECT_EQ(ids_of(links), "unpaywall-766470bb unpaywall-94c48380 publisher-1 ");
  EXPECT_EQ(links[0].label, "Free full text (PDF)");
  EXPECT_EQ(links[1].label, "Free full text (PDF): accepted manuscript");
  EXPECT_NE(links[0].why.find("unpaywall"), std::string::npos);
}

TEST(LinkOrder, IdsOfFoundCopiesStayWhateverElseIsFound) {
  const LinkResolver resolver({});
  Work work;
  work.id = "w1";
  EnrichmentAnswer first, second;
  first.source = "unpaywall";
  first.open = {{"https://new.example/a", "published", "publisher", "", false}};
  second.source = "getftr";
  second.open = {{"https://press.example/a.pdf", "published", "publisher", "", true}};
  AccessContext context;
  context.found = {&second, 1};
  const std::string alone = ids_of(resolver.resolve(work, context));
  EXPECT_EQ(alone, "getftr-766470bb ");
  const EnrichmentAnswer both[] = {first, second};
  context.found = both;
  EXPECT_NE(ids_of(resolver.resolve(work, context)).find(alone), std::string::npos);
}

TEST(LinkOrder, AnOpenCopyOfWhichTheServiceIsNotSureMayBeOpen) {
  const LinkResolver resolver({});
  Work work;
  work.id = "w1";
  EnrichmentAnswer answer;
  answer.source = "getftr";
  answer.open = {{"https://press.example/a", "", "", "", false, false}};
  AccessContext context;
  context.found = {&answer, 1};
  const std::vector<LinkTarget> links = resolver.resolve(work, context);
  ASSERT_EQ(links.size(), 1U);
  EXPECT_EQ(links[0].access, AccessState::kMaybe);
  EXPECT_EQ(links[0].label, "Full text");
}

TEST(LinkOrder, AManuscriptIsOneWhereverItLies) {
  const LinkResolver resolver({});
  Work work;
  work.id = "w1";
  EnrichmentAnswer answer;
  answer.source = "unpaywall";
  answer.open = {{"https://a.example/1", "submitted", "publisher", "", false},
                 {"https://b.example/2", "", "repository", "", false},
                 {"https://c.example/3", "published", "repository", "", false}};
  AccessContext context;
  context.found = {&answer, 1};
  std::string kinds;
  for (const LinkTarget& link : resolver.resolve(work, context)) {
    kinds += link.platform.substr(0, 1) + ":" + link.kind + " ";
  }
  EXPECT_NE(kinds.find("a:repository"), std::string::npos) << kinds;
  EXPECT_NE(kinds.find("b:repository"), std::string::npos) << kinds;
  EXPECT_NE(kinds.find("c:fulltext"), std::string::npos) << kinds;
}

}  // namespace
}  // namespace evidence
