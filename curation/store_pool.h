// The stores over curation.db, lent to one caller at a time.
#pragma once

#include "curation/directory_store.h"
#include "curation/strategy_store.h"
#include "store/pool_of.h"

namespace evidence::curation {

using StorePool = PoolOf<StrategyStore>;
using DirectoryPool = PoolOf<DirectoryStore>;

}  // namespace evidence::curation
