#include "server/core_content.h"

#include <algorithm>
#include <map>
#include <set>

#include "access/package.h"
#include "base/text.h"

namespace evidence::server {
namespace {

constexpr std::size_t kMaxWords = 200;       // bytes of what was typed
constexpr std::size_t kNoticesRead = 2'000;  // of all packages
constexpr std::size_t kNoticesShown = 50;
constexpr std::string_view kOthers = "0-9";

// The title without a leading article, as librarians file it.
std::string filed(std::string_view title) {
  std::string text = fold(title);
  for (const std::string_view article : {"the ", "an ", "a "}) {
    if (text.starts_with(article)) return text.substr(article.size());
  }
  return text;
}

std::string letter_of(const std::string& filed_title) {
  const char first = filed_title.empty() ? '\0' : filed_title.front();
  if (first < 'a' || first > 'z') return std::string(kOthers);
  return {static_cast<char>(first - 'a' + 'A')};
}

std::vector<std::string> folded_words(std::string_view text) {
  std::vector<std::string> words;
  const std::string folded = fold(text);
  for (const std::string_view word : split(folded, ' ')) {
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

bool has_words(const std::string& filed_title, const std::vector<std::string>& typed) {
  const std::string padded = " " + filed_title;
  return std::all_of(typed.begin(), typed.end(), [&](const std::string& word) {
    return padded.find(" " + word) != std::string::npos;
  });
}

std::string day_text(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  return format_date_for_people({static_cast<int>(date.year()),
                                 static_cast<int>(static_cast<unsigned>(date.month())),
                                 static_cast<int>(static_cast<unsigned>(date.day()))});
}

}  // namespace

Result<CoreContent> core_content(const Services& services, std::string_view letter,
                                 std::string_view words, std::chrono::sys_days today) {
  const bool known = letter.empty() || letter == kOthers ||
                     (letter.size() == 1 && letter.front() >= 'A' && letter.front() <= 'Z');
  if (!known) {
    return Error{ErrorCode::kInvalidArgument, "bad_letter",
                 "There is no letter " + quoted_for_message(letter, 20) + ".",
                 "Write one of A to Z, or 0-9."};
  }
  CoreContent content;
  content.knowledge = services.knowledge ? services.knowledge() : nullptr;
  if (content.knowledge == nullptr) return content;
  const std::vector<std::string> typed = folded_words(truncate_utf8(words, kMaxWords));
  std::set<std::string> letters;
  std::vector<std::pair<std::string, CoreTitle>> found;
  std::map<const Package*, CorePackage> packages;
  const std::vector<std::string> nation{std::string(kNationalSubscriber)};
  content.knowledge->each(nation, [&](const Entitlement& entitlement) {
    if (!entitlement.package->national_core ||
        licence_on(*entitlement.subscription, today) == LicenceState::kEnded) {
      return;
    }
    CorePackage& package = packages[entitlement.package];
    package.package = entitlement.package;
    package.subscription = entitlement.subscription;
    ++package.titles;
    ++content.all;
    std::string key = filed(entitlement.holding.title);
    const std::string begins = letter_of(key);
    letters.insert(begins);
    if ((!letter.empty() && begins != letter) || !has_words(key, typed)) return;
    found.emplace_back(std::move(key), CoreTitle{entitlement.holding, entitlement.package,
                                                 entitlement.subscription});
  });
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  content.titles.reserve(found.size());
  for (auto& [key, title] : found) content.titles.push_back(std::move(title));
  content.letters.assign(letters.begin(), letters.end());
  for (auto& [package, row] : packages) content.packages.push_back(row);
  std::sort(content.packages.begin(), content.packages.end(), [](const auto& a, const auto& b) {
    return fold(a.package->name) < fold(b.package->name);
  });
  return content;
}

std::string licence_days_for_people(const Subscription& subscription) {
  if (subscription.starts && subscription.ends) {
    return "from " + day_text(*subscription.starts) + " to " + day_text(*subscription.ends);
  }
  if (subscription.starts) return "from " + day_text(*subscription.starts);
  if (subscription.ends) return "until " + day_text(*subscription.ends);
  return "no end is stated";
}

std::string notice_sentence(const ChangeNotice& notice) {
  const std::string what =
      notice.title.empty()
          ? notice.package
          : notice.title + (notice.identifier.empty() ? "" : " (" + notice.identifier + ")");
  const std::string change =
      notice.before.empty()  ? (notice.after.empty() ? "" : ": " + notice.after)
      : notice.after.empty() ? ": " + notice.before
                             : ": " + notice.before + ", now " + notice.after;
  switch (notice.kind) {
    case NoticeKind::kPackageAdded:
      return what + " was added" + change;
    case NoticeKind::kPackageRemoved:
      return what + " was removed" + change;
    case NoticeKind::kTitleAdded:
      return what + " was added" + change;
    case NoticeKind::kTitleRemoved:
      return what + " was removed" + change;
    case NoticeKind::kCoverageChanged:
      return "Coverage of " + what + " changed" + change;
    case NoticeKind::kMoved:
      return what + " moved to another platform" + change;
    case NoticeKind::kDetailsChanged:
      return "Details of " + what + " changed" + change;
    case NoticeKind::kSwitchedOn:
      return what + " was switched on" + change;
    case NoticeKind::kSwitchedOff:
      return what + " was switched off" + change;
    case NoticeKind::kLicenceChanged:
      return "The licence of " + what + " changed" + change;
    case NoticeKind::kMoreChanges:
      return "More titles of " + what + " changed" + change;
  }
  return what;
}

Result<std::vector<ChangeNotice>> core_changes(const Services& services,
                                               const CoreContent& content) {
  std::vector<ChangeNotice> shown;
  if (!services.holdings_changes || content.knowledge == nullptr) return shown;
  EVIDENCE_ASSIGN(std::vector<ChangeNotice> notices, services.holdings_changes(kNoticesRead));
  for (ChangeNotice& notice : notices) {
    const Package* package = content.knowledge->package(notice.package);
    if (package == nullptr || !package->national_core) continue;
    // What is switched on or off for one organisation is its own business.
    if (!notice.subscriber.empty() && notice.subscriber != kNationalSubscriber) continue;
    if (notice.title.empty()) notice.package = package->name;
    shown.push_back(std::move(notice));
    if (shown.size() == kNoticesShown) break;
  }
  return shown;
}

}  // namespace evidence::server
