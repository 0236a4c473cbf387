// What loading a package's new list would do, shown before it is done, and the notices that are
// left of it. Values and pure functions; made and applied by the access store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/holdings_difference.h"
#include "access/package.h"
#include "model/holding.h"

namespace evidence {

enum class NoticeKind {
  kPackageAdded,
  kPackageRemoved,
  kTitleAdded,
  kTitleRemoved,
  kCoverageChanged,
  kMoved,           // to another platform
  kDetailsChanged,  // title, numbers, publisher, notes, address on the same platform
  kSwitchedOn,
  kSwitchedOff,
  kLicenceChanged,
  kMoreChanges,  // so many titles changed in one load that not each has a notice
};
std::string_view notice_name(NoticeKind kind);  // "title_added"
std::optional<NoticeKind> notice_by_name(std::string_view name);

struct ChangeNotice {
  std::int64_t id = 0;  // rises with time; given by the store
  std::string at = {};  // RFC 3339; given by the store
  std::string actor = {};
  NoticeKind kind = NoticeKind::kPackageAdded;
  std::string package = {};
  std::string subscriber = {};          // of switches and licences
  std::string title = {};               // of titles
  std::string identifier = {};          // an ISSN or ISBN of the title
  std::string before = {}, after = {};  // in words: coverage, dates, platform
};

struct LoadPlan {
  Package package;
  bool new_package = false;
  std::uint64_t holdings_before = 0;
  std::vector<Holding> after;             // the whole new list
  std::vector<Holding> before;            // of the old list, what the new one does not have just so
  std::vector<std::int64_t> before_rows;  // the store's own numbers of these
  HoldingsDifference difference;          // places in `before` and `after`
  std::string version;                    // of the store when it was made

  // More than half of what was there, where that was at least ten.
  [[nodiscard]] bool removes_most() const;
  [[nodiscard]] bool changes_nothing() const;
};

// Where nothing is known of the package: everything is added.
LoadPlan plan_of_new_package(const Package& package, std::vector<Holding> holdings);

// At most kNoticesOfLoad with a title each, then one that says how many more. Without actor.
inline constexpr std::size_t kNoticesOfLoad = 10'000;
std::vector<ChangeNotice> notices_of(const LoadPlan& plan);

// "from 2026-01-01 to 2026-12-31, federated" of a licence.
std::string licence_for_people(const Subscription& subscription);

}  // namespace evidence
