#include "access/title_licence.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "access/proxy.h"
#include "base/day.h"
#include "base/url.h"

namespace evidence {
namespace {

std::string day_for_people(std::chrono::sys_days day) {
  return format_date_for_people(date_of(day));
}

std::string where(const TitleLicence& licence) {
  return licence.entitlement.package->name.empty() ? licence.entitlement.package->id
                                                   : licence.entitlement.package->name;
}

void judge(const Record& record, std::chrono::sys_days today, TitleLicence& licence) {
  const Entitlement& entitlement = licence.entitlement;
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
  if (entitlement.holding.depth != CoverageDepth::kFullText) {
    licence.coverage = coverage_for_people(entitlement.holding);
  }
  const Publication& publication = record.publication;
  CoverageAnswer answer = coverage_of(
      entitlement.holding, {publication.date, publication.volume, publication.issue}, today);
  licence.covered = answer.answer;
  if (entitlement.match == TitleMatch::kTitle && licence.covered == Covered::kYes) {
    licence.covered = Covered::kMaybe;
    licence.reason = "Found in the list of " + where(licence) +
                     " by its title or the list's own number, not by an ISSN or ISBN.";
  } else if (licence.covered != Covered::kYes) {
    licence.reason = where(licence) + ": " + answer.note + ".";
  }
  if (!licence.coverage.empty() || licence.covered == Covered::kNo) return;
  // Of what is covered the answer says no more than the coverage.
  licence.coverage = answer.answer == Covered::kYes ? std::move(answer.note)
                                                    : coverage_for_people(entitlement.holding);
}

// A list's address passed parse_web_url when it was read; only one that leads through a proxy has
// to be read anew.
void read_address(TitleLicence& licence) {
  std::string& address = licence.entitlement.holding.url;
  if (address.empty()) return;
  if (address.find("url=") != std::string::npos || address.find("proxy.") != std::string::npos) {
    const auto url = parse_web_url(without_proxy(address));
    licence.host = url.ok() ? url->host : "";
    address = url.ok() ? url->text : "";
    return;
  }
  const std::size_t host = address.find("://") + 3;
  licence.host = address.substr(host, address.find_first_of("/:?#", host) - host);
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
  std::vector<TitleLicence> found;
  for (Entitlement& entitlement : knowledge.entitlements(record, subscribers)) {
    TitleLicence& licence = found.emplace_back();
    licence.entitlement = std::move(entitlement);
    read_address(licence);
    judge(record, today, licence);
  }
  // Places are sorted, not licences: these are large.
  std::vector<std::tuple<int, std::ptrdiff_t, std::size_t>> order;
  order.reserve(found.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    const std::string& buyer = found[i].entitlement.subscription->subscriber;
    order.emplace_back(
        order_of(found[i]),
        std::find(subscribers.begin(), subscribers.end(), buyer) - subscribers.begin(), i);
  }
  std::sort(order.begin(), order.end());
  std::vector<TitleLicence> licences;
  licences.reserve(found.size());
  for (const auto& place : order) licences.push_back(std::move(found[std::get<2>(place)]));
  return licences;
}

}  // namespace evidence
