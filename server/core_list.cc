#include "server/core_list.h"

#include <algorithm>
#include <tuple>

#include "access/package.h"
#include "base/text.h"

namespace evidence::server {
namespace {

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
  if (first < 'a' || first > 'z') return std::string(kOtherLetters);
  return {static_cast<char>(first - 'a' + 'A')};
}

bool has_word(std::string_view filed_title, std::string_view prefix) {
  for (std::size_t at = filed_title.find(prefix); at != std::string_view::npos;
       at = filed_title.find(prefix, at + 1)) {
    if (at == 0 || filed_title[at - 1] == ' ') return true;
  }
  return false;
}

}  // namespace

CoreList::CoreList(const KnowledgeBase& knowledge, std::chrono::sys_days today) {
  const std::vector<std::string> nation{std::string(kNationalSubscriber)};
  std::map<const Package*, CorePackage> packages;
  knowledge.each_title(nation, [&](const ListedTitle& one) {
    if (!one.package->national_core ||
        licence_on(*one.subscription, today) == LicenceState::kEnded) {
      return;
    }
    CorePackage& package = packages[one.package];
    package.package = one.package;
    package.subscription = one.subscription;
    ++package.titles;
    titles_.push_back({filed(one.title), one.number, one.package, one.subscription});
  });
  std::stable_sort(titles_.begin(), titles_.end(),
                   [](const Title& a, const Title& b) { return a.filed < b.filed; });
  for (const auto& [package, row] : packages) packages_.push_back(row);
  std::sort(packages_.begin(), packages_.end(), [](const CorePackage& a, const CorePackage& b) {
    return std::tuple(fold(a.package->name), a.package->id) <
           std::tuple(fold(b.package->name), b.package->id);
  });
  index();
}

void CoreList::index() {
  for (std::uint32_t i = 0; i < titles_.size(); ++i) {
    const std::string& key = titles_[i].filed;
    by_letter_[letter_of(key)].push_back(i);
    for (const std::string_view word : split(key, ' ')) {
      if (!word.empty()) words_.push_back({word, i});
    }
  }
  std::sort(words_.begin(), words_.end(), [](const Word& a, const Word& b) {
    return std::tie(a.text, a.title) < std::tie(b.text, b.title);
  });
}

std::vector<std::string> CoreList::letters() const {
  std::vector<std::string> letters;
  for (const auto& [letter, titles] : by_letter_) letters.push_back(letter);
  return letters;
}

std::span<const CoreList::Word> CoreList::with_prefix(std::string_view prefix) const {
  const auto from = std::lower_bound(
      words_.begin(), words_.end(), prefix,
      [](const Word& word, std::string_view wanted) { return word.text < wanted; });
  const auto to = std::partition_point(
      from, words_.end(), [&](const Word& word) { return word.text.starts_with(prefix); });
  return {from, to};
}

std::vector<std::uint32_t> CoreList::with_words(const Question& question) const {
  std::span<const Word> rarest = words_;
  for (const std::string& word : question.words) {
    const auto with = with_prefix(word);
    if (with.size() < rarest.size()) rarest = with;
  }
  std::vector<std::uint32_t> found;
  for (const Word& word : rarest) {
    const std::string& key = titles_[word.title].filed;
    if (!question.letter.empty() && letter_of(key) != question.letter) continue;
    if (std::all_of(question.words.begin(), question.words.end(),
                    [&key](const std::string& each) { return has_word(key, each); })) {
      found.push_back(word.title);
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

CoreList::Found CoreList::find(const Question& question) const {
  Found found;
  const auto show = [&](std::size_t total, const auto& place_of) {
    found.total = total;
    const std::size_t first = std::min(question.first, total);
    const std::size_t count = std::min(question.count, total - first);
    for (std::size_t i = first; i < first + count; ++i) found.shown.push_back(place_of(i));
  };
  if (!question.words.empty()) {
    const std::vector<std::uint32_t> all = with_words(question);
    show(all.size(), [&all](std::size_t i) { return all[i]; });
  } else if (question.letter.empty()) {
    show(titles_.size(), [](std::size_t i) { return static_cast<std::uint32_t>(i); });
  } else if (const auto all = by_letter_.find(question.letter); all != by_letter_.end()) {
    show(all->second.size(), [&all](std::size_t i) { return all->second[i]; });
  }
  return found;
}

std::shared_ptr<const CoreList> CoreLists::of(const std::shared_ptr<const KnowledgeBase>& knowledge,
                                              std::chrono::sys_days today) {
  const std::lock_guard lock(mutex_);
  if (list_ == nullptr || day_ != today || made_of_.lock() != knowledge) {
    list_.reset();  // not two at once
    list_ = std::make_shared<const CoreList>(*knowledge, today);
    made_of_ = knowledge;
    day_ = today;
  }
  return list_;
}

std::shared_ptr<CoreLists> make_core_lists() { return std::make_shared<CoreLists>(); }

}  // namespace evidence::server
