// The titles of core content in the order in which librarians file them, made once for a state of
// the holdings and a day: a page of it costs what it shows. CoreList is immutable; both classes are
// thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/knowledge_base.h"

namespace evidence::server {

struct CorePackage {
  const Package* package = nullptr;
  const Subscription* subscription = nullptr;
  std::size_t titles = 0;
};

// Its pointers are into the knowledge base that it was made of, which it does not keep alive.
class CoreList {
 public:
  struct Title {
    std::string filed;         // folded, without a leading article
    std::uint32_t number = 0;  // for KnowledgeBase::holding
    const Package* package = nullptr;
    const Subscription* subscription = nullptr;
  };

  // Licences that are over on `today` are left out, those that begin later stay.
  CoreList(const KnowledgeBase& knowledge, std::chrono::sys_days today);
  CoreList(const CoreList&) = delete;
  CoreList& operator=(const CoreList&) = delete;

  [[nodiscard]] const std::vector<Title>& titles() const { return titles_; }            // as filed
  [[nodiscard]] const std::vector<CorePackage>& packages() const { return packages_; }  // by name
  // "A" … "Z", and "0-9" for titles that begin with anything else; those that there are.
  [[nodiscard]] std::vector<std::string> letters() const;

  struct Question {
    std::string letter;              // as in letters(), "" for any
    std::vector<std::string> words;  // folded; each begins a word of the title. None: any title
    std::size_t first = 0, count = 0;
  };
  struct Found {
    std::size_t total = 0;
    std::vector<std::uint32_t> shown;  // places in titles(), rising: `count` from `first` on
  };
  // Of words it looks only at titles with the rarest.
  [[nodiscard]] Found find(const Question& question) const;

 private:
  struct Word {
    std::string_view text;  // in a title's `filed`
    std::uint32_t title = 0;
  };
  void index();
  [[nodiscard]] std::span<const Word> with_prefix(std::string_view prefix) const;
  [[nodiscard]] std::vector<std::uint32_t> with_words(const Question& question) const;

  std::vector<Title> titles_;
  std::vector<CorePackage> packages_;
  std::map<std::string, std::vector<std::uint32_t>> by_letter_;
  std::vector<Word> words_;  // by text, title
};

inline constexpr std::string_view kOtherLetters = "0-9";

// The last list that was made. One thread makes it, others that want it wait for it.
class CoreLists {
 public:
  std::shared_ptr<const CoreList> of(const std::shared_ptr<const KnowledgeBase>& knowledge,
                                     std::chrono::sys_days today);

 private:
  std::mutex mutex_;  // guards what follows, and is held while a list is made
  std::weak_ptr<const KnowledgeBase> made_of_;  // so that old holdings are not kept
  std::chrono::sys_days day_{};
  std::shared_ptr<const CoreList> list_;
};

std::shared_ptr<CoreLists> make_core_lists();

}  // namespace evidence::server
