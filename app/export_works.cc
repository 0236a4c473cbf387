#include "app/export_works.h"

#include <algorithm>
#include <cstdio>
#include <span>
#include <utility>

#include "app/found_ids.h"
#include "app/output_file.h"
#include "app/progress.h"
#include "app/search_setup.h"
#include "base/text.h"
#include "indexer/work_loader.h"
#include "server/ris.h"

namespace evidence::app {

namespace {

constexpr std::size_t kWorksPerPage = 200;

Error interrupted() {
  return {ErrorCode::kCancelled, "interrupted", "The export was interrupted.", ""};
}

bool shows_progress(const Context& context, const std::string& path) {
  return context.shows_progress() && !path.empty();
}

}  // namespace

Result<std::string> format_work(const Work& work, const WorkFormat& format) {
  if (format.ris) return server::work_to_ris(work, {format.members});
  const std::string text = work_to_json(work);
  if (!format.members) return text + "\n";
  EVIDENCE_ASSIGN(json::value value, parse_json(text, text.size()));
  json::array members;
  for (const Member& one : work.members) {
    members.emplace_back(one.source + ":" + one.source_record_id);
  }
  value.as_object()["members"] = std::move(members);  // where the list of objects stood
  return json::serialize(value) + "\n";
}

Result<ExportedWorks> write_store_works(Context& context, const WorkFormat& format,
                                        const std::string& path) {
  EVIDENCE_ASSIGN(const std::unique_ptr<RecordStore> store,
                  context.open_store(Context::Access::kRead));
  EVIDENCE_ASSIGN(OutputFile output, OutputFile::open(path));
  EVIDENCE_ASSIGN(const std::int64_t total, store->work_count());
  EVIDENCE_ASSIGN(const ChangeSequence before, store->last_change());
  const MergePolicy& policy = context.config().merge_policy;
  WorkLoader loader(*store, policy);
  Progress progress("export", "works", shows_progress(context, path));
  ExportedWorks counts;
  WorkId last;
  for (;;) {
    EVIDENCE_ASSIGN(const std::vector<WorkId> ids, store->works_after(last, kWorksPerPage));
    if (ids.empty()) break;
    std::string lines;
    for (const WorkId& id : ids) {
      if (context.stop().stop_requested()) return interrupted();
      EVIDENCE_ASSIGN(const std::optional<Work> work, loader.load(id));
      if (!work) continue;  // its last record went between the two reads
      EVIDENCE_ASSIGN(const std::string text, format_work(*work, format));
      lines += text;
      ++counts.works;
    }
    EVIDENCE_TRY(output.write(lines));
    progress.update(static_cast<std::uint64_t>(counts.works), static_cast<std::uint64_t>(total),
                    static_cast<std::uint64_t>(counts.works));
    last = ids.back();
  }
  EVIDENCE_TRY(output.finish());
  EVIDENCE_ASSIGN(const ChangeSequence after, store->last_change());
  counts.changed = after != before;
  return counts;
}

Result<ExportedWorks> write_found_works(Context& context, const SearchRequest& request,
                                        const WorkFormat& format, const std::string& path) {
  Result<SearcherOptions> searching = searcher_options(context);
  if (!searching.ok()) return searching.error();
  Searcher searcher(std::move(searching).value());
  EVIDENCE_ASSIGN(const FoundIds found, find_all_ids(searcher, request, context.stop()));
  for (const query::Message& message : found.warnings) {
    std::fprintf(stderr, "Note: %s\n", message.text.c_str());
  }
  EVIDENCE_ASSIGN(OutputFile output, OutputFile::open(path));
  Progress progress("export", "works", shows_progress(context, path));
  ExportedWorks counts;
  for (std::size_t at = 0; at < found.ids.size(); at += kWorksPerPage) {
    if (context.stop().stop_requested()) return interrupted();
    const auto page =
        std::span(found.ids).subspan(at, std::min(kWorksPerPage, found.ids.size() - at));
    EVIDENCE_ASSIGN(const std::vector<Work> works,
                    searcher.find_works(std::vector<WorkId>(page.begin(), page.end())));
    counts.missing += static_cast<std::int64_t>(page.size() - works.size());
    std::string lines;
    for (const Work& work : works) {
      EVIDENCE_ASSIGN(const std::string text, format_work(work, format));
      lines += text;
      ++counts.works;
    }
    EVIDENCE_TRY(output.write(lines));
    progress.update(at + page.size(), found.ids.size(), static_cast<std::uint64_t>(counts.works));
  }
  EVIDENCE_TRY(output.finish());
  return counts;
}

}  // namespace evidence::app
