// filter.access: what a reader of one organisation can open, for certain, on one day. Holdings are
// turned into sets of works by title number and publication date; what the resolver calls "may be"
// is in none of them. docs/access.md.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "access/knowledge_base.h"
#include "access/organisation.h"
#include "search/external_filter.h"

namespace evidence::server {

inline constexpr std::string_view kAccessFilter = "access";

// "free": anybody may read it; "full-text": that, or licensed for the organisation; "library":
// licensed, or in print there. Without an organisation only what is free.
class AccessFilter final : public ExternalFilter {
 public:
  // `knowledge` may be nullptr: then open access alone counts. `subscribers`: subscribers_of() the
  // organisation, empty where none is chosen.
  AccessFilter(std::shared_ptr<const KnowledgeBase> knowledge, std::vector<std::string> subscribers,
               std::chrono::sys_days today);

  [[nodiscard]] std::string_view name() const override { return kAccessFilter; }
  [[nodiscard]] std::string version() const override { return version_; }
  [[nodiscard]] std::vector<ExternalValue> values() const override;
  [[nodiscard]] Result<IdSet> works(std::string_view value, WorkFinder& finder) const override;

 private:
  std::shared_ptr<const KnowledgeBase> knowledge_;
  std::vector<std::string> subscribers_;
  std::chrono::sys_days today_;
  std::string version_;
};

}  // namespace evidence::server
