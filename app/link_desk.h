// What `evidence serve` gives the endpoints of links: their store, limits, the health of platforms,
// and enrichment where it is configured. One per process; its parts are thread-safe.
#pragma once

#include <memory>

#include "access/enricher.h"
#include "access/sqlite_link_store.h"
#include "app/context.h"
#include "server/link_services.h"

namespace evidence::app {

// The client that checks links or asks services; `stop` ends its exchanges.
Result<std::unique_ptr<HttpClient>> make_outward_client(const Config& config, bool allow_private,
                                                        bool allow_http, const StopFlag& stop);

class LinkDesk {
 public:
  // Fails where enrichment is configured and cannot be started.
  static Result<std::unique_ptr<LinkDesk>> open(Context& context);
  [[nodiscard]] server::LinkServices& services() { return services_; }

 private:
  explicit LinkDesk(Context& context);

  LinkStorePool store_;
  server::RateLimit reports_, all_reports_;
  PlatformHealthCell health_;
  std::unique_ptr<Enricher> enricher_;
  server::LinkServices services_;
};

}  // namespace evidence::app
