#include "indexer/indexer.h"

#include "base/xapian_error.h"
#include "indexer/document_builder.h"
#include "indexer/index_run.h"

namespace evidence {

Result<IndexOutcome> run_index(RecordStore& store, const IndexOptions& options, Clock& clock) {
  if (options.batch_documents == 0 || options.batch_bytes == 0) {
    return Error{ErrorCode::kInvalidArgument, "bad_batch_size",
                 "a batch of the indexer must take at least one document and one byte", ""};
  }
  return guard_xapian("indexing", [&]() -> Result<IndexOutcome> {
    return IndexRun(store, options, clock, build_document).run();
  });
}

}  // namespace evidence
