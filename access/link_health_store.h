// Where readers' reports of broken links, the outcomes of checks and the states of platforms are
// kept. An interface, so that SQLite and later PostgreSQL pass the same contract tests
// (tests/unit/access/link_health_contract.h). One object serves one thread. Times are seconds since
// 1970. Failures: kNotFound (unknown_report), kInvalidArgument, kStorageFull (reports_full), kBusy,
// kCorrupt, kIo.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "access/link_check.h"
#include "access/platform_health.h"
#include "base/result.h"

namespace evidence {

struct LinkStoreLimits {
  std::int64_t open_reports = 20'000;
  std::int64_t open_reports_of_link = 20;  // of a work; further ones are counted at the newest
  std::int64_t closed_reports = 100'000;   // the oldest are forgotten
  std::int64_t unrepeated_days = 180;  // an open report that nobody repeated is closed by its age
  unsigned targets_of_platform = 40;   // from which checks choose
  std::int64_t targets = 1'000'000;
};

// What a reader reported: nothing of the reader.
struct LinkReport {
  std::int64_t id = 0;
  std::int64_t first_at = 0, last_at = 0;
  unsigned times = 0;  // how often the same was reported
  std::string work, citation;
  std::string link;    // its id within the work
  std::string target;  // where it leads
  std::string url;     // where this organisation's readers are sent: with the proxy's prefix
  std::string organisation, route;  // "" where none was chosen
  std::string platform;             // host of the target
  std::string choice;               // of report_choices(); "" not said
  std::string comment;
  std::int64_t closed_at = 0;  // 0: open
  std::string closed_by, note;
  bool operator==(const LinkReport&) const = default;
};

// Which reports: each that is given has to hold; at least one is.
struct ReportChosen {
  std::string platform;     // host; ""
  std::int64_t before = 0;  // last reported before; 0
};

struct CheckTarget {
  std::string url, host;
  bool operator==(const CheckTarget&) const = default;
};

struct PlannedCheck {
  CheckTarget target;
  bool reported = false;
  bool operator==(const PlannedCheck&) const = default;
};

struct CheckPlan {
  std::int64_t older_than = 0;  // what was checked since then is left out, but for …
  // … platforms in a streak of failures: they are due again once last checked before this. The
  // time since then is doubled with every third check that fails, up to 32 times.
  std::int64_t suspects_older_than = 0;
  std::size_t limit = 500;
  std::string platform;  // only this one; "" all
};

struct TargetRow {
  std::string url, host;
  LinkCause cause = LinkCause::kOk;
  int status = 0;
  std::string final_url, detail;
  std::int64_t checked = 0, since = 0;  // since: of this cause
};

struct PlatformRow {
  PlatformState state;
  std::int64_t checked_targets = 0, broken_targets = 0;  // as each was last seen
  std::int64_t open_reports = 0;
};

class LinkHealthStore {
 public:
  virtual ~LinkHealthStore() = default;

  // The report's time is the store's clock's. One that adds nothing to an open one of the last day
  // is counted there; words added within the hour complete it. Old ones that nobody repeated are
  // closed first. Gives the report's id.
  virtual Result<std::int64_t> add_report(const LinkReport& report) = 0;
  // Newest first.
  virtual Result<std::vector<LinkReport>> reports(bool open_only, std::size_t limit) = 0;
  virtual Result<LinkReport> report(std::int64_t id) = 0;
  // kInvalidArgument "report_closed" where it was closed before.
  virtual Result<void> close_report(std::int64_t id, const std::string& actor,
                                    const std::string& note) = 0;
  // All open ones that the choice names; how many. kInvalidArgument "no_choice" where it names
  // none.
  virtual Result<std::int64_t> close_reports(const ReportChosen& chosen, const std::string& actor,
                                             const std::string& note) = 0;
  virtual Result<std::int64_t> open_reports() = 0;

  // Targets that were met in records. A platform that has enough of them gives up one that was
  // broken for two weeks, else the one that was longest found good, so that the sample goes round
  // and a platform that moved is met at its new addresses.
  virtual Result<void> offer(std::span<const CheckTarget> targets) = 0;
  // One target of each platform that is due; then targets of open reports; then the rest, longest
  // unchecked first. Each address once. Platforms that failed at their last check stand between the
  // others with three targets each, in a quarter of the checks at most, and are asked less and less
  // often while they fail.
  virtual Result<std::vector<PlannedCheck>> plan(const CheckPlan& plan) = 0;
  // One good target of each of the platforms that answered last, newest first; of none of
  // `but_not`. Where they are silent too, the fault is ours.
  virtual Result<std::vector<CheckTarget>> witnesses(const std::set<std::string>& but_not,
                                                     std::size_t limit) = 0;
  // Keeps the outcome and takes the platforms that it tells of on to their next states.
  virtual Result<void> record(const LinkCheck& check, bool reported, const HealthRules& rules) = 0;

  virtual Result<std::vector<PlatformState>> platform_states() = 0;
  // Failing ones first, then by broken targets, then by name.
  virtual Result<std::vector<PlatformRow>> platforms(std::size_t limit) = 0;
  // Of one platform, or of all (""), those that were last found broken, newest first.
  virtual Result<std::vector<TargetRow>> broken_targets(const std::string& platform,
                                                        std::size_t limit) = 0;

  // Small marks between runs: where the sample goes on.
  virtual Result<std::string> mark(const std::string& name) = 0;  // "" where there is none
  virtual Result<void> set_mark(const std::string& name, const std::string& value) = 0;
};

}  // namespace evidence
