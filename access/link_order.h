// The order of a work's links. Private to access/; pure, thread-safe.
#pragma once

#include <vector>

#include "access/link_resolver.h"

namespace evidence {

// LinkTarget::rank of a licensed link, before order_links() gives every link its own.
inline constexpr int kFederatedRank = 1;
inline constexpr int kProxiedRank = 2;

// Open version of record, licensed by sign-in at the platform, licensed through a proxy, open
// repository copy, may be licensed, abstracts, print, request; the publisher's page of what nobody
// licensed stands before abstracts while nothing is known of the title (`knows_title`), else after
// the request; registries last. Links of a platform that does not answer stand behind all that do.
// Links of one rank keep their order.
void order_links(std::vector<LinkTarget>& links, const PlatformHealth* health, bool knows_title);

}  // namespace evidence
