// What `evidence serve` gives the endpoints of the directory: the snapshot over its store, and the
// table of who may use what. One per process; its parts are thread-safe.
#pragma once

#include "app/config.h"
#include "base/clock.h"
#include "curation/directory_desk.h"
#include "server/directory_services.h"

namespace evidence::app {

class DirectoryRoom {
 public:
  DirectoryRoom(const Config& config, Clock& clock);
  [[nodiscard]] server::DirectoryServices& services() { return services_; }

 private:
  curation::DirectoryDesk desk_;
  server::DirectoryServices services_;
};

}  // namespace evidence::app
