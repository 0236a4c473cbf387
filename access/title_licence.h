// What the knowledge base says of one work for one organisation on one day, judged: does this
// holding cover it, is its licence running. Private to access/; pure, thread-safe.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <vector>

#include "access/knowledge_base.h"
#include "access/organisation.h"

namespace evidence {

struct TitleLicence {
  Entitlement entitlement;
  std::string host;  // of the title's address; "" where the list gives none
  Covered covered = Covered::kNo;
  std::string coverage;  // "Full text from 2004, not the newest 12 months"
  // Why it does not open the work, or only may: "The licence of Example Trust for this ended on
  // 31 December 2025."
  std::string reason;
};

// What covers first, then what may, then abstracts, then what does not; the organisation's own
// before its consortia's and the nation's. Addresses are unwrapped from any proxy.
std::vector<TitleLicence> title_licences(const KnowledgeBase& knowledge, const Record& record,
                                         std::span<const std::string> subscribers,
                                         std::chrono::sys_days today);

}  // namespace evidence
