#include "server/access_filter.h"

#include <map>
#include <optional>
#include <utility>

#include "access/package.h"

namespace evidence::server {
namespace {

constexpr std::string_view kFree = "free";
constexpr std::string_view kFullText = "full-text";
constexpr std::string_view kLibrary = "library";

std::string sortable(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  return sortable_date({static_cast<int>(date.year()),
                        static_cast<int>(static_cast<unsigned>(date.month())),
                        static_cast<int>(static_cast<unsigned>(date.day()))});
}

bool is_first_of_month(std::chrono::sys_days day) {
  return std::chrono::year_month_day(day).day() == std::chrono::day(1);
}

bool is_new_year(std::chrono::sys_days day) {
  return is_first_of_month(day) && std::chrono::year_month_day(day).month() == std::chrono::January;
}

// The index holds partial dates with zeros, which sort before the days they stand for. A work whose
// month or year begins on `day` is published since then, whatever its day was.
std::string since_key(std::chrono::sys_days day) {
  std::string key = sortable(day);
  if (is_first_of_month(day)) key.replace(6, 2, "00");
  if (is_new_year(day)) key.replace(4, 2, "00");
  return key;
}

// Works by the days that they were published on for certain; each bound is looked up once.
class Days {
 public:
  explicit Days(WorkFinder& finder) : finder_(finder) {}

  IdSet within(const OpenWindow& days) {
    IdSet set = days.from ? since(*days.from) : finder_.all();
    if (days.to) set &= until(*days.to);
    return set;
  }

 private:
  const IdSet& since(std::chrono::sys_days day) {
    const auto [at, added] = since_.try_emplace(day);
    if (added) at->second = finder_.between(Slot::kDate, since_key(day), "");
    return at->second;
  }

  const IdSet& until(std::chrono::sys_days day) {
    const auto [at, added] = until_.try_emplace(day);
    if (!added) return at->second;
    const std::string key = sortable(day);
    at->second = finder_.between(Slot::kDate, "1", key);
    // Of which only the year or month of the bound is known: it may be later.
    const std::chrono::sys_days next = day + std::chrono::days(1);
    if (!is_new_year(next)) without(at->second, key.substr(0, 4) + "0000");
    if (!is_first_of_month(next)) without(at->second, key.substr(0, 6) + "00");
    return at->second;
  }

  void without(IdSet& set, const std::string& key) {
    set -= finder_.between(Slot::kDate, key, key);
  }

  WorkFinder& finder_;
  std::map<std::chrono::sys_days, IdSet> since_, until_;
};

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
  Days days(finder);
  IdSet works;
  for (const auto& [bounds, numbers] : titles) {
    IdSet found = finder.with_values(Field::kIssn, numbers.issns);
    found |= finder.with_values(Field::kIdentifier, numbers.isbns);
    if (found.empty()) continue;
    if (bounds.first || bounds.second) found &= days.within({bounds.first, bounds.second});
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
  version_ = sortable(today) + "/" + (knowledge_ == nullptr ? "-" : knowledge_->version());
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
