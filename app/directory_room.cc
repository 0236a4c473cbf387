#include "app/directory_room.h"

#include "curation/sqlite_directory_store.h"

namespace evidence::app {

DirectoryRoom::DirectoryRoom(const Config& config, Clock& clock)
    : desk_(
          [directory = config.data_dir, &clock] {
            return curation::open_sqlite_directory({directory, true, std::chrono::seconds(2), {}},
                                                   clock);
          },
          config.areas, clock),
      services_{desk_, config.eligibility} {}

}  // namespace evidence::app
