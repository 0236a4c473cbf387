#include "server/access_filter.h"

#include <map>
#include <optional>
#include <utility>

#include "access/package.h"
#include "base/day.h"

namespace evidence::server {
namespace {

constexpr std::string_view kFree = "free";
constexpr std::string_view kFullText = "full-text";
constexpr std::string_view kLibrary = "library";

// Was it published within, whatever its day was where only month or year are known?
bool is_certainly_within(std::uint32_t published, const OpenWindow& days) {
  using std::chrono::day, std::chrono::month, std::chrono::year;
  const year in_year(static_cast<int>(published / 10'000));
  const month in_month(published / 100 % 100);
  const day on_day(published % 100);
  const month first_month = in_month == month(0) ? std::chrono::January : in_month;
  const month last_month = in_month == month(0) ? std::chrono::December : in_month;
  const std::chrono::sys_days first = in_year / first_month / (on_day == day(0) ? day(1) : on_day);
  const std::chrono::sys_days last =
      on_day == day(0) ? std::chrono::sys_days(in_year / last_month / std::chrono::last) : first;
  return (!days.from || first >= *days.from) && (!days.to || last <= *days.to);
}

struct Titles {
  std::vector<std::string> issns, isbns;
};

// All titles of a kind with the same days, so that each pair of bounds is met once.
using ByDays =
    std::map<std::pair<std::optional<std::chrono::sys_days>, std::optional<std::chrono::sys_days>>,
             Titles>;

void add_title(const Holding& holding, std::chrono::sys_days today, ByDays& titles) {
  const auto days = certain_days(holding, today);
  if (!days) return;
  Titles& with = titles[{days->from, days->to}];
  for (const auto* number : {&holding.print_id, &holding.online_id}) {
    if (!*number) continue;
    if ((*number)->scheme() == IdentifierScheme::kIssn) with.issns.push_back((*number)->value());
    if ((*number)->scheme() == IdentifierScheme::kIsbn) {
      with.isbns.push_back("isbn:" + (*number)->value());
    }
  }
}

IdSet works_of(const ByDays& titles, WorkFinder& finder) {
  IdSet works;
  for (const auto& [bounds, numbers] : titles) {
    IdSet found = finder.with_values(Field::kIssn, numbers.issns);
    found |= finder.with_values(Field::kIdentifier, numbers.isbns);
    if (found.empty()) continue;
    if (bounds.first || bounds.second) {
      const OpenWindow days{bounds.first, bounds.second};
      found = finder.with_day(found, Slot::kDate, [&days](std::uint32_t day) {
        return is_certainly_within(day, days);
      });
    }
    works |= found;
  }
  return works;
}

bool is_free(const Entitlement& entitlement) {
  return entitlement.holding.free || entitlement.subscription->connection == Connection::kOpen;
}

}  // namespace

AccessFilter::AccessFilter(std::shared_ptr<const KnowledgeBase> knowledge,
                           std::vector<std::string> subscribers, std::chrono::sys_days today)
    : knowledge_(std::move(knowledge)), subscribers_(std::move(subscribers)), today_(today) {
  version_ =
      sortable_date(date_of(today)) + "/" + (knowledge_ == nullptr ? "-" : knowledge_->version());
  for (const std::string& subscriber : subscribers_) version_ += "/" + subscriber;
}

std::vector<ExternalValue> AccessFilter::values() const {
  std::vector<ExternalValue> values{{std::string(kFree), "Free full text"}};
  if (!subscribers_.empty() && knowledge_ != nullptr) {
    values.insert(values.begin(), {std::string(kFullText), "Full text for you"});
    values.push_back({std::string(kLibrary), "In your library, licensed or in print"});
  }
  return values;
}

Result<IdSet> AccessFilter::works(std::string_view value, WorkFinder& finder) const {
  if (value != kFree && value != kFullText && value != kLibrary) {
    return Error{ErrorCode::kInvalidArgument, "invalid_filter",
                 "The filter access has no value " + std::string(value) + ".",
                 "Write free, full-text or library."};
  }
  ByDays titles;
  if (knowledge_ != nullptr) {
    knowledge_->each(subscribers_, [&](const Entitlement& entitlement) {
      if (licence_on(*entitlement.subscription, today_) != LicenceState::kRunning) return;
      const CoverageDepth depth = entitlement.holding.depth;
      const bool print = depth == CoverageDepth::kPrint;
      if (!print && depth != CoverageDepth::kFullText) return;
      // What no address leads to cannot be opened, whatever the licence says.
      if (!print && entitlement.holding.url.empty() && !entitlement.package->article_by_doi) return;
      const bool free = is_free(entitlement) && !print;
      const bool wanted = value == kFree ? free : value == kLibrary ? !free : !print;
      if (wanted) add_title(entitlement.holding, today_, titles);
    });
  }
  IdSet works = works_of(titles, finder);
  if (value != kLibrary) {
    const std::vector<std::string> open{"open"}, text{"free_full_text"};
    works |= finder.with_values(Field::kOpenAccess, open);
    works |= finder.with_values(Field::kHas, text);
  }
  return works;
}

}  // namespace evidence::server
