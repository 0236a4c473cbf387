#include "app/store_sink.h"

namespace evidence::app {

Result<SinkCounts> StoreSink::write(SinkPage page) {
  PageWrite write;
  write.source = source_;
  write.run = run_;
  write.records = std::move(page.records);
  write.bytes = page.bytes;
  for (EntryProblem& problem : page.problems) {
    write.problems.push_back(
        {source_, std::move(problem.position), std::move(problem.code), std::move(problem.reason)});
  }
  if (!page.raw_bytes.empty()) {
    write.raw =
        RawPage{std::move(page.raw_bytes), std::move(page.raw_media_type), std::move(page.raw_url)};
  }
  if (state_ != nullptr) {
    HarvestState after = *state_;
    after.cursor = std::move(page.cursor_after);
    after.finished = page.last;
    write.state = std::move(after);
  }
  EVIDENCE_ASSIGN(const PageCounts counts, store_.apply_page(write));
  return SinkCounts{counts.read,      counts.added,   counts.changed,
                    counts.unchanged, counts.deleted, counts.problems};
}

PageCounts to_page_counts(const SinkCounts& counts) {
  return {counts.read,      counts.added,   counts.changed,
          counts.unchanged, counts.deleted, counts.problems};
}

}  // namespace evidence::app
