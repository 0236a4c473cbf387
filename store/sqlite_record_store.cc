#include "store/sqlite_record_store.h"

#include <optional>
#include <string>
#include <utility>

#include "store/change_queries.h"
#include "store/harvest_rows.h"
#include "store/page_writer.h"
#include "store/raw_page_rows.h"
#include "store/raw_pages.h"
#include "store/record_queries.h"
#include "store/rows.h"
#include "store/source_lock.h"
#include "store/sqlite.h"
#include "store/sqlite_merge_store.h"
#include "store/sqlite_open.h"
#include "store/store_check.h"
#include "store/work_events.h"

namespace evidence {

namespace {

class SqliteRecordStore final : public RecordStore {
 public:
  SqliteRecordStore(SqliteStoreOptions options, Clock& clock, std::shared_ptr<Database> database)
      : options_(std::move(options)),
        clock_(clock),
        database_(std::move(database)),
        raw_pages_(options_.directory),
        merging_(make_sqlite_merge_store(database_, clock_, options_.read_only)) {}

  MergeStore* merging() override { return merging_.get(); }

  Result<std::unique_ptr<SourceLock>> lock_source(const std::string& source) override {
    EVIDENCE_TRY(require_writable());
    return name_holder(lock_source_in(database_, options_.directory, source, clock_));
  }

  Result<std::int64_t> begin_run(const std::string& source, const std::string& kind) override {
    EVIDENCE_TRY(require_writable());
    EVIDENCE_TRY(check_source_name(source));
    EVIDENCE_ASSIGN(Transaction transaction, begin());
    EVIDENCE_ASSIGN(const std::int64_t number, find_or_add_source(*database_, source));
    EVIDENCE_ASSIGN(const std::int64_t run,
                    insert_run(*database_, number, kind, now_in_seconds(clock_)));
    EVIDENCE_TRY(transaction.commit());
    return run;
  }

  using RecordStore::end_run;
  Result<void> end_run(std::int64_t run, const RunEnd& end) override {
    EVIDENCE_TRY(require_writable());
    EVIDENCE_ASSIGN(Transaction transaction, begin());
    EVIDENCE_TRY(close_run(*database_, run, end, now_in_seconds(clock_)));
    return transaction.commit();
  }

  Result<PageCounts> apply_page(const PageWrite& page) override {
    EVIDENCE_TRY(require_writable());
    EVIDENCE_TRY(check_source_name(page.source));
    if (page.state && page.state->source != page.source) {
      return Error{ErrorCode::kInvalidArgument, "bad_state",
                   "The harvest state of source " + quoted_for_message(page.state->source) +
                       " came with a page of source '" + page.source + "'.",
                   ""};
    }
    EVIDENCE_ASSIGN(const std::vector<PreparedRecord> records, prepare_records(page));
    std::optional<KeptPage> kept;
    if (page.raw && options_.keep_raw_pages) {
      EVIDENCE_ASSIGN(kept, keep(*page.raw));
    }
    PageContext context;
    context.pass = page.pass;
    EVIDENCE_ASSIGN(Transaction transaction, begin());
    // Not before: having waited for another writer, the records would look older than they are, and
    // whoever asks for what is new would pass them by.
    context.now = now_in_seconds(clock_);
    EVIDENCE_ASSIGN(context.source, find_or_add_source(*database_, page.source));
    if (page.reparsed_page != 0) {
      context.raw_page = page.reparsed_page;
      context.reparsed = true;
    } else if (kept) {
      EVIDENCE_ASSIGN(context.raw_page,
                      note_raw_page(*database_, context.source, *kept, *page.raw, context.now));
    }
    const std::int64_t source = context.source;
    const std::int64_t now = context.now;
    EVIDENCE_ASSIGN(PageCounts counts, write_records(*database_, context, records, page.families));
    counts.read = static_cast<std::int64_t>(page.records.size());
    counts.problems = static_cast<std::int64_t>(page.problems.size());
    EVIDENCE_TRY(write_problems(*database_, source, page.run, page.problems, now));
    if (page.state) EVIDENCE_TRY(write_state(*database_, source, *page.state));
    if (page.run != 0) {
      EVIDENCE_TRY(count_page(*database_, page.run, source, counts, page.bytes));
    }
    EVIDENCE_TRY(transaction.commit());
    return counts;
  }

  Result<std::optional<HarvestState>> harvest_state(const std::string& source) override {
    return read_state(*database_, source);
  }
  Result<std::vector<ChangedWork>> changes_after(ChangeSequence after, std::size_t limit) override {
    return read_changes(*database_, after, limit);
  }
  Result<std::vector<WorkEvents>> work_events(const std::vector<WorkId>& works,
                                              ChangeSequence after, ChangeSequence until) override {
    return read_work_events(*database_, works, after, until);
  }
  Result<std::vector<WorkId>> works_changed(ChangeSequence after, ChangeSequence until,
                                            std::size_t limit) override {
    return read_works_changed(*database_, after, until, limit);
  }
  Result<std::vector<WorkId>> works_after(const WorkId& after, std::size_t limit) override {
    return read_works(*database_, after, limit);
  }
  Result<ChangeSequence> last_change() override {
    return database_->query_number("SELECT coalesce(max(seq), 0) FROM change_log");
  }
  Result<std::int64_t> work_count() override {
    return database_->query_number("SELECT value FROM counter WHERE name = 'live_works'");
  }
  Result<std::vector<Record>> records_of(const WorkId& work) override {
    return read_records_of(*database_, work);
  }
  Result<std::optional<StoredRecord>> find_record(const std::string& source,
                                                  const std::string& source_record_id) override {
    return read_record(*database_, source, source_record_id);
  }
  Result<ChangedRecords> records_changed(const ChangeWindow& window, const std::string& after,
                                         std::size_t limit) override {
    return read_changed_records(*database_, window, after, limit);
  }
  Result<std::int64_t> count_records_changed(const ChangeWindow& window,
                                             std::int64_t at_most) override {
    return count_changed_records(*database_, window, at_most);
  }
  Result<std::optional<std::string>> first_record_change(
      const std::vector<std::string>& sources) override {
    return read_first_change(*database_, sources);
  }
  Result<std::optional<WorkId>> resolve_work(const WorkId& id) override {
    return follow_redirects(*database_, id);
  }
  Result<std::int64_t> count_missing(const std::string& source, std::int64_t pass) override {
    return count_unseen(*database_, source, pass);
  }
  Result<std::vector<std::string>> missing_after(const std::string& source, std::int64_t pass,
                                                 std::size_t limit) override {
    return read_unseen(*database_, source, pass, limit);
  }
  Result<std::vector<RawPageRow>> raw_pages(const std::string& source, const RawPageRow* before,
                                            std::size_t limit) override {
    return read_raw_pages(*database_, source, before, limit);
  }
  Result<std::unique_ptr<ByteSource>> open_raw_page(const RawPageRow& page) override {
    return raw_pages_.open(page.sha256);
  }
  Result<std::int64_t> drop_raw_pages(const std::string& source,
                                      std::chrono::system_clock::time_point before) override {
    EVIDENCE_TRY(require_writable());
    EVIDENCE_ASSIGN(Transaction transaction, begin());
    EVIDENCE_ASSIGN(const DroppedPages dropped, forget_raw_pages(*database_, source, before));
    EVIDENCE_TRY(transaction.commit());
    // Only now: a page whose row is gone is rubbish, a row without its page would be damage.
    for (const std::string& sha256 : dropped.unnamed) raw_pages_.drop(sha256);
    return dropped.rows;
  }
  Result<std::vector<HarvestRun>> runs(const std::string& source, std::size_t limit) override {
    return read_runs(*database_, source, limit);
  }
  Result<std::vector<Problem>> problems(const std::string& source, std::size_t limit) override {
    return read_problems(*database_, source, limit);
  }
  Result<StoreStatus> status() override { return read_status(*database_); }
  Result<std::vector<SourceStatus>> source_status() override {
    return read_source_status(*database_);
  }
  Result<std::vector<std::string>> check() override {
    return check_record_store(*database_, raw_pages_);
  }

 private:
  [[nodiscard]] Result<void> require_writable() const {
    if (!options_.read_only) return {};
    return Error{ErrorCode::kInvalidArgument, "store_read_only",
                 "The store in " + options_.directory.string() + " is open for reading only.",
                 "Run a command that writes, such as `evidence import`."};
  }

  // SQLite does not say who holds its lock; the source locks mostly do.
  template <typename T>
  Result<T> name_holder(Result<T> outcome) {
    if (outcome.ok() || outcome.error().slug != "store_busy") return outcome;
    Error error = outcome.error();
    if (const std::string holders = holders_of_locks(*database_); !holders.empty()) {
      error.message += " Harvests and imports that are running: " + holders + ".";
    }
    return error;
  }

  Result<Transaction> begin() { return name_holder(Transaction::begin_write(*database_)); }

  // A file is hashed and kept once, however many of its pages name it.
  Result<KeptPage> keep(const RawPage& page) {
    if (page.file.empty()) return raw_pages_.keep(page.bytes);
    std::error_code failed;
    const auto size = std::filesystem::file_size(page.file, failed);
    const auto written = std::filesystem::last_write_time(page.file, failed);
    if (kept_file_ && kept_file_->path == page.file && kept_file_->size == size &&
        kept_file_->written == written) {
      return kept_file_->page;
    }
    EVIDENCE_ASSIGN(const KeptPage kept, raw_pages_.keep_file(page.file));
    kept_file_ = KeptFile{page.file, size, written, kept};
    return kept;
  }

  struct KeptFile {
    std::filesystem::path path;
    std::uintmax_t size = 0;
    std::filesystem::file_time_type written;
    KeptPage page;
  };

  SqliteStoreOptions options_;
  Clock& clock_;
  std::shared_ptr<Database> database_;  // shared with the source locks that it gave out
  RawPages raw_pages_;
  std::unique_ptr<MergeStore> merging_;
  std::optional<KeptFile> kept_file_;
};

}  // namespace

Result<std::unique_ptr<RecordStore>> open_sqlite_store(const SqliteStoreOptions& options,
                                                       Clock& clock) {
  EVIDENCE_ASSIGN(std::unique_ptr<Database> database,
                  open_record_database(options, clock, record_store_migrations()));
  return std::unique_ptr<RecordStore>(
      std::make_unique<SqliteRecordStore>(options, clock, std::move(database)));
}

}  // namespace evidence
