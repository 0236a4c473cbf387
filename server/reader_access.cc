#include "server/reader_access.h"

#include "server/access_filter.h"
#include "server/link_services.h"
#include "server/pages.h"

namespace evidence::server {

ReaderAccess::ReaderAccess(const Organisation* organisation, const Services& services)
    : organisation_(organisation),
      resolver_(services.links),
      knowledge_(services.knowledge ? services.knowledge() : nullptr),
      health_(services.link_desk != nullptr ? services.link_desk->health.current() : nullptr),
      enrichment_(services.link_desk != nullptr ? services.link_desk->enrichment : nullptr),
      today_(std::chrono::floor<std::chrono::days>(services.clock.now())) {}

AccessContext ReaderAccess::context(std::string_view words) const {
  AccessContext context;
  context.organisation = organisation_;
  context.words = words;
  context.knowledge = knowledge_.get();
  context.health = health_.get();
  context.today = today_;
  return context;
}

std::vector<LinkTarget> ReaderAccess::links(const Work& work, std::string_view words) const {
  return resolver_.resolve(work, context(words));
}

std::vector<LinkTarget> ReaderAccess::all_links(const Work& work, std::string_view words) const {
  if (enrichment_ == nullptr) return links(work, words);
  EnrichmentQuestion question;
  if (organisation_ != nullptr) question.organisation = organisation_->id;
  for (const Identifier& identifier : work.record.identifiers) {
    if (identifier.scheme() == IdentifierScheme::kDoi && question.doi.empty()) {
      question.doi = identifier.value();
    }
    if (identifier.scheme() == IdentifierScheme::kPmid && question.pmid.empty()) {
      question.pmid = identifier.value();
    }
  }
  const EnrichmentLookup found = enrichment_->lookup(question);
  AccessContext with = context(words);
  with.found = found.answers;
  return resolver_.resolve(work, with);
}

ReaderAccess reader_access(const Request& request, const Services& services) {
  return {chosen_organisation(request, services), services};
}

std::shared_ptr<const ExternalFilter> access_filter(const Request& request,
                                                    const Services& services) {
  const ReaderAccess access = reader_access(request, services);
  std::vector<std::string> subscribers;
  if (access.organisation() != nullptr) {
    subscribers = subscribers_of(*access.organisation(), services.links.organisations());
  }
  return std::make_shared<AccessFilter>(access.knowledge(), std::move(subscribers), access.today());
}

}  // namespace evidence::server
