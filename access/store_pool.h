// The stores over links.db, lent to one caller at a time.
#pragma once

#include "access/answer_cache.h"
#include "access/link_health_store.h"
#include "store/pool_of.h"

namespace evidence {

using LinkStorePool = PoolOf<LinkHealthStore>;
using AnswerCachePool = PoolOf<AnswerCache>;

}  // namespace evidence
