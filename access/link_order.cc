#include "access/link_order.h"

#include <algorithm>

#include "access/platform_health.h"
#include "base/url.h"

namespace evidence {
namespace {

constexpr std::string_view kPmc = "pmc.ncbi.nlm.nih.gov";
constexpr int kFailing = 100;  // behind every rank of links that answer

int rank_of(const LinkTarget& link, bool knows_title) {
  switch (link.access) {
    case AccessState::kOpen:
      // A repository's copy may be the accepted manuscript; PMC's is the article as published, or
      // says what it is. What version it is the sources do not say.
      return link.kind == "repository" && link.platform != kPmc ? 3 : 0;
    case AccessState::kLicensed:
      return link.rank == kFederatedRank ? 1 : 2;
    case AccessState::kMaybe:
      return 4;
    case AccessState::kAbstracts:
      return 6;
    case AccessState::kPrint:
      return 7;
    case AccessState::kRequest:
      return 8;
    case AccessState::kUnknown:
      break;
  }
  if (link.kind == "registry" || link.kind == "related") return 10;
  return knows_title ? 9 : 5;
}

}  // namespace

void order_links(std::vector<LinkTarget>& links, const PlatformHealth* health, bool knows_title) {
  // Mostly every platform answers; then no address is looked into.
  const bool any_fails = health != nullptr && health->failing_count() > 0;
  for (LinkTarget& link : links) {
    link.rank = rank_of(link, knows_title);
    if (!any_fails || link.local || link.target.empty()) continue;
    const auto url = parse_web_url(link.target);
    if (!url.ok()) continue;
    if (const auto failing = health->failing(url->host)) {
      link.failing = failing->why + ".";
      link.rank += kFailing;
    }
  }
  std::stable_sort(links.begin(), links.end(),
                   [](const LinkTarget& a, const LinkTarget& b) { return a.rank < b.rank; });
}

}  // namespace evidence
