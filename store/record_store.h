// The store of records: the truth from which every index is built. An interface, so that SQLite and
// later PostgreSQL pass the same contract tests (tests/unit/store/contract.h).
// One object serves one thread; open several for several threads or processes. Failures: kBusy when
// another writer holds the store longer than the busy time-out, kStorageFull, kCorrupt,
// kNewerVersion, kIo. A failed apply_page changed nothing.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/byte_source.h"
#include "base/result.h"
#include "model/work.h"

namespace evidence {

// Order of commit: a reader that has seen n never later meets a new change numbered n or less.
using ChangeSequence = std::int64_t;

struct Problem {
  std::string source;
  std::string position;  // "file.xml.gz article 1203 (PMID 123)", as exact as is known
  std::string code;      // "no_identifier", "bad_xml" …
  std::string reason;    // for a person
};

struct PageCounts {
  std::int64_t read = 0, added = 0, changed = 0, unchanged = 0, deleted = 0, problems = 0;
  PageCounts& operator+=(const PageCounts& other);
  bool operator==(const PageCounts&) const = default;
};

// Where a harvest or a file import stands; the cursor's meaning is the connector's own.
struct HarvestState {
  std::string source;
  std::string cursor;       // "" = at the start
  std::string window_from;  // datestamps being harvested, ISO 8601
  std::string window_to;
  std::string last_success;  // timestamp of the last harvest that reached its end
  bool finished = true;
  std::string notebook = {};  // the connector's own, kept from harvest to harvest
  std::int64_t pass = 0;      // number of the complete harvest under way or last done; 0 = none yet
};

struct HarvestRun {
  std::int64_t id = 0;
  std::string source, kind;    // "harvest", "import"
  std::string started, ended;  // timestamps; ended "" while running or after a crash
  std::string outcome;         // "", "finished", "stopped", "failed: …"
  std::int64_t pages = 0, bytes = 0;
  PageCounts counts;
  // Seconds since the harvest before it that reached its end: how old the copy had become.
  std::optional<std::int64_t> lag;
  std::int64_t waiting = 0;  // withdrawals that wait for a person's word
};

// Withdrawals that still wait, from runs newest first: as the newest run that read the source's
// whole list, or carried withdrawals out, left them. Parsing again or adding a file decides
// nothing.
std::int64_t waiting_withdrawals(const std::vector<HarvestRun>& newest_first);

struct RunEnd {
  std::string outcome;  // as HarvestRun::outcome
  std::optional<std::int64_t> lag;
  std::int64_t waiting = 0;
};

struct RawPage {
  std::string bytes;       // as received, decoded from transfer and content encoding
  std::string media_type;  // "application/xml"
  std::string url;         // or file name
  // Instead of bytes: a file on disk, plain or gzip, of any size; kept once however many of its
  // pages name it.
  std::filesystem::path file = {};
};

// A page that was kept, for parsing again.
struct RawPageRow {
  std::int64_t id = 0;
  std::string sha256;  // 32 bytes
  std::string media_type, url;
  std::int64_t bytes = 0;
  std::string last_fetched;  // timestamp
};

// One page of a harvest, applied in one transaction.
struct PageWrite {
  std::string source;
  std::int64_t run = 0;         // id from begin_run, 0 = none
  std::vector<Record> records;  // deleted ones are tombstones
  std::vector<Problem> problems;
  std::optional<RawPage> raw;         // stored (content-addressed, fsynced) before the transaction
  std::optional<HarvestState> state;  // the cursor after this page
  std::int64_t bytes = 0;
  // Above 0: the records were met by this complete harvest (see missing_after).
  std::int64_t pass = 0;
  // Above 0: the page is that kept one, parsed again. Records whose newest content another page
  // gave are left as they are and count as unchanged.
  std::int64_t reparsed_page = 0;
  // Keys whose parts ("<key>#1", …) are all in `records`: other live parts of theirs are deleted.
  std::vector<std::string> families = {};
};

struct StoredRecord {
  Record record;
  WorkId work;
  std::string content_hash;
  std::string first_seen, last_changed;
};

// Which records, by the time of their last change in this store; a deletion is a change.
struct ChangeWindow {
  std::vector<std::string> sources;  // empty = all; one that the store does not know has none
  std::string from, until;           // timestamps, both included; "" = open
};

// A page of them, the longest unchanged first, tombstones among them.
struct ChangedRecords {
  std::vector<StoredRecord> records;
  std::string next;  // where to go on, opaque; "" = there are no more
};

struct ChangedWork {
  WorkId work;
  ChangeSequence sequence = 0;  // its newest change
};

// What became of a work in a span of the change log.
struct WorkEvents {
  WorkId work;
  WorkId current;            // where its id leads after joins; "" where the store does not know it
  bool live = false;         // `current` has records
  ChangeSequence first = 0;  // its own first change; 0: none
  std::vector<std::string> kinds;  // of its own changes in the span, each once, sorted
};

struct StoreStatus {
  std::int64_t records = 0, deleted_records = 0, works = 0, problems = 0;
  ChangeSequence last_change = 0;
  std::string store_id;  // UUID of this store; a copy of an index of another store is refused
  std::int64_t bytes = 0;
  int schema_version = 0;
};

struct SourceStatus {
  std::string source;
  std::int64_t records = 0, deleted = 0, problems = 0;
  std::string last_success;
  std::optional<HarvestRun> last_run;
};

// Held for as long as the object lives; another process gets kBusy naming the holder. A lock whose
// owner process died is taken over.
class SourceLock {
 public:
  virtual ~SourceLock() = default;
};

class MergeStore;  // store/merge_store.h

class RecordStore {
 public:
  virtual ~RecordStore() = default;

  // What merging keeps, in the same store; nullptr where it keeps none and each record is a work.
  virtual MergeStore* merging() { return nullptr; }

  virtual Result<std::unique_ptr<SourceLock>> lock_source(const std::string& source) = 0;
  virtual Result<std::int64_t> begin_run(const std::string& source, const std::string& kind) = 0;
  virtual Result<void> end_run(std::int64_t run, const RunEnd& end) = 0;
  Result<void> end_run(std::int64_t run, const std::string& outcome) {
    return end_run(run, RunEnd{outcome, std::nullopt, 0});
  }

  // Upserts by (source, source_record_id) and content hash; tombstones delete; every real change
  // is appended to the change log under its work id. New records get a new work each.
  virtual Result<PageCounts> apply_page(const PageWrite& page) = 0;

  virtual Result<std::optional<HarvestState>> harvest_state(const std::string& source) = 0;

  // Works changed after `after`, each once with its newest sequence, ascending, at most `limit`.
  virtual Result<std::vector<ChangedWork>> changes_after(ChangeSequence after,
                                                         std::size_t limit) = 0;
  // Of each of these works, in this order, its changes numbered above `after` and at most `until`.
  virtual Result<std::vector<WorkEvents>> work_events(const std::vector<WorkId>& works,
                                                      ChangeSequence after,
                                                      ChangeSequence until) = 0;
  // The works with such a change, in id order; kTooLarge "too_many_changes" where there are more.
  virtual Result<std::vector<WorkId>> works_changed(ChangeSequence after, ChangeSequence until,
                                                    std::size_t limit) = 0;
  // Every live work id after `after` in id order, for a full rebuild.
  virtual Result<std::vector<WorkId>> works_after(const WorkId& after, std::size_t limit) = 0;
  virtual Result<ChangeSequence> last_change() = 0;
  virtual Result<std::int64_t> work_count() = 0;

  // Live records of a work, ordered by source and key; empty when the work has none left.
  virtual Result<std::vector<Record>> records_of(const WorkId& work) = 0;
  virtual Result<std::optional<StoredRecord>> find_record(const std::string& source,
                                                          const std::string& source_record_id) = 0;
  // At most `limit` records of the window behind `after` ("" = its beginning; else `next` of the
  // page before), fewer where they are large. A record that changes meanwhile moves to the window's
  // end or out of it; none is skipped. kInvalidArgument: bad_window, bad_place.
  virtual Result<ChangedRecords> records_changed(const ChangeWindow& window,
                                                 const std::string& after, std::size_t limit) = 0;
  // How many there are, counted up to `at_most`.
  virtual Result<std::int64_t> count_records_changed(const ChangeWindow& window,
                                                     std::int64_t at_most) = 0;
  // The earliest last change of a record of the sources (empty = all); nullopt: they have none.
  virtual Result<std::optional<std::string>> first_record_change(
      const std::vector<std::string>& sources) = 0;
  // Where an old id leads after joins; the id itself when it is current; nullopt when unknown.
  virtual Result<std::optional<WorkId>> resolve_work(const WorkId& id) = 0;

  // Live records of the source that the complete harvest `pass` did not meet: how many, and the
  // keys of the first `limit`, in order.
  virtual Result<std::int64_t> count_missing(const std::string& source, std::int64_t pass) = 0;
  virtual Result<std::vector<std::string>> missing_after(const std::string& source,
                                                         std::int64_t pass, std::size_t limit) = 0;

  // The source's kept pages, newest first, those fetched at the same time by falling id; `before`
  // is the last row seen, nullptr at the start.
  virtual Result<std::vector<RawPageRow>> raw_pages(const std::string& source,
                                                    const RawPageRow* before,
                                                    std::size_t limit) = 0;
  // kNotFound and kCorrupt as in store/raw_pages.h.
  virtual Result<std::unique_ptr<ByteSource>> open_raw_page(const RawPageRow& page) = 0;
  // Forgets pages of the source that were last fetched before that moment; gives how many.
  virtual Result<std::int64_t> drop_raw_pages(const std::string& source,
                                              std::chrono::system_clock::time_point before) = 0;

  // The newest first.
  virtual Result<std::vector<HarvestRun>> runs(const std::string& source, std::size_t limit) = 0;

  virtual Result<std::vector<Problem>> problems(const std::string& source, std::size_t limit) = 0;
  virtual Result<StoreStatus> status() = 0;
  virtual Result<std::vector<SourceStatus>> source_status() = 0;
  // Integrity, foreign keys, content hashes, raw pages present: one line a finding; empty = good.
  virtual Result<std::vector<std::string>> check() = 0;
};

}  // namespace evidence
