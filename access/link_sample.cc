#include "access/link_sample.h"

#include <algorithm>

#include "access/link_resolver.h"
#include "access/proxy.h"
#include "base/url.h"

namespace evidence {
namespace {

constexpr std::size_t kWorksAtOnce = 200;
constexpr std::string_view kMark = "sample";

void add(std::string_view text, std::vector<CheckTarget>& targets) {
  if (text.empty()) return;
  const auto url = parse_web_url(without_proxy(text));
  if (!url.ok()) return;
  const bool there = std::any_of(targets.begin(), targets.end(),
                                 [&](const CheckTarget& one) { return one.url == url->text; });
  if (!there) targets.push_back({url->text, url->host});
}

}  // namespace

std::vector<CheckTarget> check_targets(const Record& record) {
  std::vector<CheckTarget> targets;
  for (const Link& link : record.links) {
    if (link.kind != kSearchInside) add(link.url, targets);
  }
  for (const Identifier& identifier : record.identifiers) add(registry_url(identifier), targets);
  return targets;
}

Result<SampleWalk> offer_sample(RecordStore& records, LinkHealthStore& links, std::size_t works,
                                const StopFlag& stop) {
  SampleWalk walk;
  EVIDENCE_ASSIGN(WorkId last, links.mark(std::string(kMark)));
  while (walk.works < works) {
    if (stop.stop_requested()) {
      return Error{ErrorCode::kCancelled, "interrupted", "The check was interrupted.", ""};
    }
    EVIDENCE_ASSIGN(const std::vector<WorkId> ids,
                    records.works_after(last, std::min(kWorksAtOnce, works - walk.works)));
    std::vector<CheckTarget> targets;
    for (const WorkId& id : ids) {
      EVIDENCE_ASSIGN(const std::vector<Record> members, records.records_of(id));
      for (const Record& record : members) {
        for (CheckTarget& target : check_targets(record)) targets.push_back(std::move(target));
      }
    }
    EVIDENCE_TRY(links.offer(targets));
    walk.works += ids.size();
    walk.targets += targets.size();
    walk.began_again = ids.empty();
    last = ids.empty() ? WorkId() : ids.back();
    EVIDENCE_TRY(links.set_mark(std::string(kMark), last));
    if (ids.empty()) break;
  }
  return walk;
}

}  // namespace evidence
