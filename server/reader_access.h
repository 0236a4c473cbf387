// One reader's way to full text on this day: the organisation, what it has, and which platforms
// answer, held still for one request so that all links of a page agree.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "access/knowledge_base.h"
#include "access/link_resolver.h"
#include "search/external_filter.h"
#include "server/http_types.h"
#include "server/services.h"

namespace evidence::server {

class ReaderAccess {
 public:
  // `organisation` nullptr = not chosen.
  ReaderAccess(const Organisation* organisation, const Services& services);

  [[nodiscard]] const Organisation* organisation() const { return organisation_; }
  [[nodiscard]] const std::shared_ptr<const KnowledgeBase>& knowledge() const { return knowledge_; }
  [[nodiscard]] std::chrono::sys_days today() const { return today_; }
  // Best first; `words` as in AccessContext.
  [[nodiscard]] std::vector<LinkTarget> links(const Work& work, std::string_view words = {}) const;
  // Besides, the copies that configured services are known to name; what is not known yet is asked
  // for behind and never waited for. For the page of one work and for a click.
  [[nodiscard]] std::vector<LinkTarget> all_links(const Work& work,
                                                  std::string_view words = {}) const;

 private:
  [[nodiscard]] AccessContext context(std::string_view words) const;
  const Organisation* organisation_;
  const LinkResolver& resolver_;
  std::shared_ptr<const KnowledgeBase> knowledge_;
  std::shared_ptr<const PlatformHealth> health_;
  Enrichment* enrichment_;  // nullptr: none is configured
  std::chrono::sys_days today_;
};

// Of the organisation that the request or its cookie names (chosen_organisation).
ReaderAccess reader_access(const Request& request, const Services& services);

// What filter.access asks, for that reader.
std::shared_ptr<const ExternalFilter> access_filter(const Request& request,
                                                    const Services& services);

}  // namespace evidence::server
