#include "access/title_licence.h"

#include <algorithm>
#include <utility>

#include "access/proxy.h"
#include "base/url.h"

namespace evidence {
namespace {

std::string day_for_people(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  return format_date_for_people({static_cast<int>(date.year()),
                                 static_cast<int>(static_cast<unsigned>(date.month())),
                                 static_cast<int>(static_cast<unsigned>(date.day()))});
}

std::string where(const TitleLicence& licence) {
  return licence.entitlement.package->name.empty() ? licence.entitlement.package->id
                                                   : licence.entitlement.package->name;
}

void judge(const Record& record, std::chrono::sys_days today, TitleLicence& licence) {
  const Entitlement& entitlement = licence.entitlement;
  licence.coverage = coverage_for_people(entitlement.holding);
  switch (licence_on(*entitlement.subscription, today)) {
    case LicenceState::kEnded:
      licence.reason = "The licence for " + where(licence) + " ended on " +
                       day_for_people(*entitlement.subscription->ends) + ".";
      return;
    case LicenceState::kNotYet:
      licence.reason = "The licence for " + where(licence) + " begins on " +
                       day_for_people(*entitlement.subscription->starts) + ".";
      return;
    case LicenceState::kRunning:
      break;
  }
  const Publication& publication = record.publication;
  const CoverageAnswer answer = coverage_of(
      entitlement.holding, {publication.date, publication.volume, publication.issue}, today);
  licence.covered = answer.answer;
  if (entitlement.match == TitleMatch::kTitle && licence.covered == Covered::kYes) {
    licence.covered = Covered::kMaybe;
    licence.reason = "Found in the list of " + where(licence) +
                     " by its title or the list's own number, not by an ISSN or ISBN.";
  } else if (licence.covered != Covered::kYes) {
    licence.reason = where(licence) + ": " + answer.note + ".";
  }
}

int order_of(const TitleLicence& licence) {
  const int covered = licence.covered == Covered::kYes     ? 0
                      : licence.covered == Covered::kMaybe ? 1
                                                           : 4;
  const bool abstracts = licence.entitlement.holding.depth == CoverageDepth::kAbstracts;
  return covered + (abstracts && covered < 4 ? 2 : 0);
}

}  // namespace

std::vector<TitleLicence> title_licences(const KnowledgeBase& knowledge, const Record& record,
                                         std::span<const std::string> subscribers,
                                         std::chrono::sys_days today) {
  std::vector<TitleLicence> licences;
  for (Entitlement& entitlement : knowledge.entitlements(record, subscribers)) {
    TitleLicence licence{std::move(entitlement), "", Covered::kNo, "", ""};
    if (const std::string address = licence.entitlement.holding.url; !address.empty()) {
      const auto url = parse_web_url(without_proxy(address));
      licence.host = url.ok() ? url->host : "";
      licence.entitlement.holding.url = url.ok() ? url->text : "";
    }
    judge(record, today, licence);
    licences.push_back(std::move(licence));
  }
  const auto buyer = [&](const TitleLicence& licence) {
    return std::find(subscribers.begin(), subscribers.end(),
                     licence.entitlement.subscription->subscriber) -
           subscribers.begin();
  };
  std::stable_sort(licences.begin(), licences.end(),
                   [&](const TitleLicence& a, const TitleLicence& b) {
                     return std::pair(order_of(a), buyer(a)) < std::pair(order_of(b), buyer(b));
                   });
  return licences;
}

}  // namespace evidence
