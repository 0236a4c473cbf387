// The searcher as the configuration describes it, for the commands that search.
#pragma once

#include "app/context.h"
#include "search/searcher.h"

namespace evidence::app {

SearcherOptions searcher_options(const Context& context);

}  // namespace evidence::app
