#include "app/store_sink.h"

namespace evidence::app {

Result<SinkCounts> StoreSink::write(SinkPage page) {
  PageWrite write;
  write.source = source_;
  write.run = run_;
  write.pass = options_.pass;
  write.records = std::move(page.records);
  write.families = std::move(page.families);
  write.bytes = page.bytes;
  for (EntryProblem& problem : page.problems) {
    write.problems.push_back(
        {source_, std::move(problem.position), std::move(problem.code), std::move(problem.reason)});
  }
  if (options_.keep_raw && (!page.raw_bytes.empty() || !page.raw_file.empty())) {
    write.raw = RawPage{std::move(page.raw_bytes), std::move(page.raw_media_type),
                        std::move(page.raw_url), std::move(page.raw_file)};
  }
  if (options_.state) {
    HarvestState after = *options_.state;
    after.cursor = std::move(page.cursor_after);
    // Only the end of the whole run says that a harvest is finished.
    after.finished = false;
    if (page.notebook) after.notebook = std::move(*page.notebook);
    write.state = std::move(after);
  }
  EVIDENCE_ASSIGN(const PageCounts counts, store_.apply_page(write));
  if (write.state) options_.state = std::move(write.state);
  return SinkCounts{counts.read,      counts.added,   counts.changed,
                    counts.unchanged, counts.deleted, counts.problems};
}

PageCounts to_page_counts(const SinkCounts& counts) {
  return {counts.read,      counts.added,   counts.changed,
          counts.unchanged, counts.deleted, counts.problems};
}

}  // namespace evidence::app
