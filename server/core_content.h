// The A to Z of core content: what the nation bought for everybody, with the licence's days and
// what changed. Its page and its API share it. Pure but for services; thread-safe.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "access/knowledge_base.h"
#include "server/core_list.h"
#include "server/http_types.h"
#include "server/services.h"

namespace evidence::server {

struct CoreTitle {
  Holding holding;
  const Package* package = nullptr;
  const Subscription* subscription = nullptr;
};

struct CoreContent {
  std::shared_ptr<const KnowledgeBase> knowledge;  // holds what the rows point into
  std::vector<CorePackage> packages;               // by name
  std::vector<CoreTitle> titles;                   // the part asked for, as filed
  std::vector<std::string> letters;  // that titles begin with: "A" … "Z", "0-9" for all others
  std::size_t total = 0;             // titles of the letter or words asked for
  std::size_t all = 0;               // titles without letter and words
};

struct CoreQuestion {
  std::string letter;                // as in `letters`, "" for every one
  std::string words;                 // that begin words of the title, "" for none
  std::size_t first = 0, count = 0;  // which of what is found
};

// kInvalidArgument (bad_letter). Licences that are over are left out, those that begin later stay.
Result<CoreContent> core_content(const Services& services, const CoreQuestion& question,
                                 std::chrono::sys_days today);

// "from 1 April 2026 to 31 March 2027", "until …", "from …"; "no end is stated".
std::string licence_days_for_people(const Subscription& subscription);

// "Journal of X (1234-5679) was added"; without who did it.
std::string notice_sentence(const ChangeNotice& notice);

// Newest first, of packages of core content. Empty where the service keeps none.
Result<std::vector<ChangeNotice>> core_changes(const Services& services,
                                               const CoreContent& content);

}  // namespace evidence::server
