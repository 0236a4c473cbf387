// evidence reparse SOURCE: reads the kept raw pages of a source again, after a parser or a mapping
// rule has changed, without asking the source.
#include <algorithm>
#include <cstdio>

#include "app/commands.h"
#include "app/progress.h"
#include "base/text.h"
#include "connectors/entry_parser.h"
#include "connectors/registry.h"

namespace evidence::app {

namespace {

constexpr std::size_t kPagesListed = 200;
constexpr std::size_t kRecordsOfWrite = 500;

struct ReparseArguments {
  std::string source;
  std::string format;
};

SourceConfig source_for(const Context& context, const ReparseArguments& arguments) {
  SourceConfig source;
  source.id = arguments.source;
  for (const SourceConfig& one : context.config().sources) {
    if (one.id == arguments.source) source = one;
  }
  if (!arguments.format.empty()) source.format = arguments.format;
  return source;
}

class Reparse {
 public:
  Reparse(Context& context, const SourceConfig& source, const Format& format, RecordStore& store,
          std::int64_t run)
      : context_(context), source_(source), format_(format), store_(store), run_(run) {}

  // Newest page first: a record that only failed before is taken from the newest page that has it.
  Result<void> run() {
    Progress progress(source_.id, "pages", context_.shows_progress());
    RawPageRow last;
    while (true) {
      EVIDENCE_ASSIGN(const std::vector<RawPageRow> pages,
                      store_.raw_pages(source_.id, pages_ == 0 ? nullptr : &last, kPagesListed));
      if (pages.empty()) return {};
      for (const RawPageRow& page : pages) {
        if (context_.stop().stop_requested()) {
          return Error{ErrorCode::kCancelled, "interrupted",
                       "interrupted after " + std::to_string(pages_) + " pages",
                       "Run it again: what is done already stays unchanged."};
        }
        EVIDENCE_TRY(parse_page(page));
        ++pages_;
        progress.update(pages_, 0, pages_);
      }
      last = pages.back();
    }
  }

  [[nodiscard]] const PageCounts& counts() const { return counts_; }
  [[nodiscard]] std::uint64_t pages() const { return pages_; }
  [[nodiscard]] const std::optional<Error>& first_unreadable() const { return unreadable_; }

 private:
  // A page that cannot be read is reported, and the others are read all the same.
  Result<void> parse_page(const RawPageRow& page) {
    ParsedPage parsed;
    Result<std::unique_ptr<ByteSource>> bytes = store_.open_raw_page(page);
    if (!bytes.ok()) return note_unreadable(page, bytes.error(), std::move(parsed));
    EntryStream stream(format_, **bytes);
    while (true) {
      Result<std::optional<EntryReader::Entry>> entry = stream.next();
      if (!entry.ok()) return note_unreadable(page, entry.error(), std::move(parsed));
      if (!entry->has_value()) return write(page, std::move(parsed));
      parse_entry(source_, format_, std::move(**entry), parsed);
      if (parsed.records.size() >= kRecordsOfWrite || parsed.problems.size() >= kRecordsOfWrite) {
        EVIDENCE_TRY(write(page, std::exchange(parsed, ParsedPage{})));
      }
    }
  }

  Result<void> note_unreadable(const RawPageRow& page, const Error& error, ParsedPage parsed) {
    parsed.problems.push_back({"page " + page.url, "unreadable_page", error.message});
    if (!unreadable_) unreadable_ = error;
    return write(page, std::move(parsed));
  }

  Result<void> write(const RawPageRow& page, ParsedPage parsed) {
    PageWrite out;
    out.source = source_.id;
    out.run = run_;
    out.records = std::move(parsed.records);
    out.families = std::move(parsed.families);
    out.bytes = page.bytes;
    out.reparsed_page = page.id;
    for (EntryProblem& problem : parsed.problems) {
      out.problems.push_back({source_.id, std::move(problem.position), std::move(problem.code),
                              std::move(problem.reason)});
    }
    EVIDENCE_ASSIGN(const PageCounts counts, store_.apply_page(out));
    counts_ += counts;
    return {};
  }

  Context& context_;
  const SourceConfig& source_;
  const Format& format_;
  RecordStore& store_;
  std::int64_t run_;
  PageCounts counts_;
  std::uint64_t pages_ = 0;
  std::optional<Error> unreadable_;
};

int reparse(Context& context, const ReparseArguments& arguments) {
  const SourceConfig source = source_for(context, arguments);
  if (source.format.empty()) {
    return context.fail({ErrorCode::kInvalidArgument, "no_format",
                         "Source " + quoted_for_message(source.id) +
                             " has no file under sources/, so its format is not known.",
                         "Name it with --format."});
  }
  const auto format = make_format(source);
  if (!format.ok()) return context.fail(format.error());
  auto opened = context.open_store(Context::Access::kWrite);
  if (!opened.ok()) return context.fail(opened.error());
  RecordStore& store = **opened;
  const auto lock = store.lock_source(source.id);
  if (!lock.ok()) return context.fail(lock.error());
  const auto first = store.raw_pages(source.id, nullptr, 1);
  if (!first.ok()) return context.fail(first.error());
  if (first->empty()) {
    return context.fail({ErrorCode::kNotFound, "no_raw_pages",
                         "No raw pages of source " + quoted_for_message(source.id) + " are kept.",
                         "Pages are kept by `evidence harvest` unless keep_raw is false."});
  }
  const auto run = store.begin_run(source.id, "reparse");
  if (!run.ok()) return context.fail(run.error());
  Reparse work(context, source, **format, store, *run);
  const Result<void> outcome = work.run();
  const std::optional<Error> error =
      outcome.ok() ? work.first_unreadable() : std::optional<Error>(outcome.error());
  const auto ended = store.end_run(*run, error ? "failed: " + error->message : "finished");
  if (context.options().json) {
    json::object object = to_json(work.counts());
    object["pages"] = work.pages();
    context.print_json(object);
  } else {
    const PageCounts& counts = work.counts();
    context.print(source.id + ": " + std::to_string(work.pages()) + " pages parsed again; " +
                  std::to_string(counts.added) + " added, " + std::to_string(counts.changed) +
                  " changed, " + std::to_string(counts.unchanged) + " unchanged, " +
                  std::to_string(counts.deleted) + " deleted, " + std::to_string(counts.problems) +
                  " problems");
  }
  if (error) return context.fail(*error);
  if (!ended.ok()) return context.fail(ended.error());
  return 0;
}

}  // namespace

void add_reparse(CLI::App& program, Run& run) {
  auto arguments = std::make_shared<ReparseArguments>();
  CLI::App* command = program.add_subcommand(
      "reparse", "Parse a source's kept raw pages again, without fetching them");
  command->footer("Records that a later page gave are left as they are.");
  command->add_option("source", arguments->source, "Id of the source")->required();
  command->add_option("--format", arguments->format, "Another format than the source's own");
  command->callback([arguments, &run] {
    run = [arguments](Context& context) { return reparse(context, *arguments); };
  });
}

}  // namespace evidence::app
