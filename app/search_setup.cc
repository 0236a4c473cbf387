#include "app/search_setup.h"

#include "model/index_format.h"

namespace evidence::app {

SearcherOptions searcher_options(const Context& context) {
  SearcherOptions options;
  options.stub = context.data_dir() / kIndexFolder / kStubName;
  options.readers = context.config().search_readers;
  options.profiles = context.config().profiles;
  return options;
}

}  // namespace evidence::app
