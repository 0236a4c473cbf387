#include "server/core_content.h"

#include <algorithm>

#include "access/package.h"
#include "base/day.h"
#include "base/text.h"

namespace evidence::server {
namespace {

constexpr std::size_t kMaxWords = 200;       // bytes of what was typed
constexpr std::size_t kNoticesRead = 2'000;  // of all packages
constexpr std::size_t kNoticesShown = 50;

std::vector<std::string> folded_words(std::string_view text) {
  std::vector<std::string> words;
  const std::string folded = fold(text);
  for (const std::string_view word : split(folded, ' ')) {
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

std::string day_text(std::chrono::sys_days day) { return format_date_for_people(date_of(day)); }

}  // namespace

Result<CoreContent> core_content(const Services& services, const CoreQuestion& question,
                                 std::chrono::sys_days today) {
  const std::string& letter = question.letter;
  const bool known = letter.empty() || letter == kOtherLetters ||
                     (letter.size() == 1 && letter.front() >= 'A' && letter.front() <= 'Z');
  if (!known) {
    return Error{ErrorCode::kInvalidArgument, "bad_letter",
                 "There is no letter " + quoted_for_message(letter, 20) + ".",
                 "Write one of A to Z, or 0-9."};
  }
  CoreContent content;
  content.knowledge = services.knowledge ? services.knowledge() : nullptr;
  if (content.knowledge == nullptr) return content;
  const auto list = services.core_lists->of(content.knowledge, today);
  content.packages = list->packages();
  content.letters = list->letters();
  content.all = list->titles().size();
  const CoreList::Found found =
      list->find({letter, folded_words(truncate_utf8(question.words, kMaxWords)), question.first,
                  question.count});
  content.total = found.total;
  for (const std::uint32_t place : found.shown) {
    const CoreList::Title& title = list->titles()[place];
    content.titles.push_back(
        {content.knowledge->holding(title.number), title.package, title.subscription});
  }
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
