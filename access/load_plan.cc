#include "access/load_plan.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

#include "base/day.h"
#include "base/text.h"
#include "base/url.h"

namespace evidence {
namespace {

constexpr std::array<std::pair<NoticeKind, std::string_view>, 11> kNotices{{
    {NoticeKind::kPackageAdded, "package_added"},
    {NoticeKind::kPackageRemoved, "package_removed"},
    {NoticeKind::kTitleAdded, "title_added"},
    {NoticeKind::kTitleRemoved, "title_removed"},
    {NoticeKind::kCoverageChanged, "coverage_changed"},
    {NoticeKind::kMoved, "moved"},
    {NoticeKind::kDetailsChanged, "details_changed"},
    {NoticeKind::kSwitchedOn, "switched_on"},
    {NoticeKind::kSwitchedOff, "switched_off"},
    {NoticeKind::kLicenceChanged, "licence_changed"},
    {NoticeKind::kMoreChanges, "more_changes"},
}};

constexpr std::size_t kMostOfValue = 200;

std::string number_of_title(const Holding& holding) {
  if (holding.online_id) return holding.online_id->value();
  return holding.print_id ? holding.print_id->value() : std::string();
}

std::string platform_of(const Holding& holding) {
  const auto url = parse_web_url(holding.url);
  return url.ok() ? url->host : "no address";
}

ChangeNotice notice_of(const LoadPlan& plan, NoticeKind kind, const Holding& holding) {
  ChangeNotice notice;
  notice.kind = kind;
  notice.package = plan.package.id;
  notice.title = holding.title;
  notice.identifier = number_of_title(holding);
  return notice;
}

ChangeNotice notice_of(const LoadPlan& plan, const HoldingChange& change) {
  const Holding& before = plan.before[change.before];
  const Holding& after = plan.after[change.after];
  if (moved(change)) {
    ChangeNotice notice = notice_of(plan, NoticeKind::kMoved, after);
    notice.before = platform_of(before);
    notice.after = platform_of(after);
    return notice;
  }
  if (coverage_changed(change)) {
    ChangeNotice notice = notice_of(plan, NoticeKind::kCoverageChanged, after);
    notice.before = coverage_for_people(before) + (before.free ? ", free" : "");
    notice.after = coverage_for_people(after) + (after.free ? ", free" : "");
    return notice;
  }
  ChangeNotice notice = notice_of(plan, NoticeKind::kDetailsChanged, after);
  const auto shown = [](std::string& text, const std::string& column, const std::string& value) {
    text += (text.empty() ? "" : "; ") + column + ": " +
            std::string(truncate_utf8(value, kMostOfValue));
  };
  for (const ColumnChange& column : change.columns) {
    shown(notice.before, column.column, column.before);
    shown(notice.after, column.column, column.after);
  }
  return notice;
}

std::string day_text(std::chrono::sys_days day) { return format_date(date_of(day)); }

}  // namespace

std::string_view notice_name(NoticeKind kind) {
  const auto at = std::find_if(kNotices.begin(), kNotices.end(),
                               [=](const auto& one) { return one.first == kind; });
  return at == kNotices.end() ? std::string_view() : at->second;
}

std::optional<NoticeKind> notice_by_name(std::string_view name) {
  const auto at = std::find_if(kNotices.begin(), kNotices.end(),
                               [=](const auto& one) { return one.second == name; });
  if (at == kNotices.end()) return std::nullopt;
  return at->first;
}

bool LoadPlan::removes_most() const {
  return holdings_before >= 10 && difference.removed.size() * 2 > holdings_before;
}

bool LoadPlan::changes_nothing() const {
  return !new_package && difference.removed.empty() && difference.added.empty() &&
         difference.changed.empty();
}

LoadPlan plan_of_new_package(const Package& package, std::vector<Holding> holdings) {
  LoadPlan plan;
  plan.package = package;
  plan.new_package = true;
  plan.after = std::move(holdings);
  plan.difference.added.resize(plan.after.size());
  for (std::size_t i = 0; i < plan.after.size(); ++i) plan.difference.added[i] = i;
  return plan;
}

std::vector<ChangeNotice> notices_of(const LoadPlan& plan) {
  if (plan.new_package) {
    ChangeNotice notice;
    notice.kind = NoticeKind::kPackageAdded;
    notice.package = plan.package.id;
    notice.after = plan.package.name + ": " + with_thousands(plan.after.size()) + " holdings";
    return {notice};
  }
  std::vector<ChangeNotice> notices;
  if (plan.changes_nothing()) return notices;
  // A row more or less of a title that stays is a change of its coverage.
  std::unordered_set<std::string> stay;
  std::unordered_set<std::string> are_there;
  const std::unordered_set<std::size_t> added(plan.difference.added.begin(),
                                              plan.difference.added.end());
  for (std::size_t i = 0; i < plan.after.size(); ++i) {
    std::string key = holding_title_key(plan.after[i]);
    if (!added.contains(i)) stay.insert(key);
    are_there.insert(std::move(key));
  }
  std::uint64_t more = 0;
  const auto add = [&](ChangeNotice notice) {
    if (notices.size() < kNoticesOfLoad) {
      notices.push_back(std::move(notice));
    } else {
      ++more;
    }
  };
  for (const std::size_t place : plan.difference.removed) {
    const Holding& holding = plan.before[place];
    const bool stays = are_there.contains(holding_title_key(holding));
    ChangeNotice notice =
        notice_of(plan, stays ? NoticeKind::kCoverageChanged : NoticeKind::kTitleRemoved, holding);
    notice.before = coverage_for_people(holding);
    add(std::move(notice));
  }
  for (const std::size_t place : plan.difference.added) {
    const Holding& holding = plan.after[place];
    const bool stayed = stay.contains(holding_title_key(holding));
    ChangeNotice notice =
        notice_of(plan, stayed ? NoticeKind::kCoverageChanged : NoticeKind::kTitleAdded, holding);
    notice.after = coverage_for_people(holding);
    add(std::move(notice));
  }
  for (const HoldingChange& change : plan.difference.changed) add(notice_of(plan, change));
  if (more > 0) {
    ChangeNotice notice;
    notice.kind = NoticeKind::kMoreChanges;
    notice.package = plan.package.id;
    notice.after = with_thousands(more) + " more changes of this load are not listed one by one";
    notices.push_back(std::move(notice));
  }
  return notices;
}

std::string licence_for_people(const Subscription& subscription) {
  std::string text;
  if (subscription.starts) text = "from " + day_text(*subscription.starts);
  if (subscription.ends) {
    text += (text.empty() ? "to " : " to ") + day_text(*subscription.ends);
  }
  if (text.empty()) text = "without dates";
  text += ", " + std::string(connection_name(subscription.connection));
  if (!subscription.route_template.empty()) text += ", with a route of its own";
  return text;
}

}  // namespace evidence
