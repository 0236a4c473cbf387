#include "store/source_lock.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <utility>
#include <vector>

#include "base/file.h"
#include "base/text.h"
#include "store/rows.h"

namespace evidence {

namespace {

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

// Tells process ids of before a restart from those of now.
std::string boot_id() {
  const auto id = read_file("/proc/sys/kernel/random/boot_id", 100);
  return id.ok() ? std::string(trim(*id)) : std::string();
}

std::string describe_holder(const Statement& row) {
  return "process " + std::to_string(row.number(0)) + " on " + quoted_for_message(row.text(1)) +
         " since " + timestamp_of_seconds(row.number(2));
}

Error held_by(Database& database, const std::string& source, const Error& lock_error) {
  Error busy{ErrorCode::kBusy, "source_locked", "", "Try again when it has ended."};
  auto find = database.prepare(
      "SELECT pid, host, l.started FROM source_lock l "
      "JOIN source s ON s.id = l.source WHERE s.name = ?1");
  if (find.ok()) {
    const auto found = find->bind(1, source).step();
    if (found.ok() && *found) {
      busy.message = "The source '" + source + "' is being harvested or imported by " +
                     describe_holder(*find) + ".";
      return busy;
    }
  }
  // Taken a moment ago, its row not yet written: the lock file knows the process.
  busy.message = "The source '" + source + "' is being harvested or imported by another process. " +
                 lock_error.message;
  return busy;
}

class SqliteSourceLock final : public SourceLock {
 public:
  SqliteSourceLock(std::shared_ptr<Database> database, FileLock file, std::int64_t source)
      : database_(std::move(database)), file_(std::move(file)), source_(source) {}
  SqliteSourceLock(const SqliteSourceLock&) = delete;
  SqliteSourceLock& operator=(const SqliteSourceLock&) = delete;
  // A row that cannot be deleted now is overwritten by the next owner: the file decides.
  ~SqliteSourceLock() override {
    auto remove = database_->prepare("DELETE FROM source_lock WHERE source = ?1 AND pid = ?2");
    if (!remove.ok()) return;
    [[maybe_unused]] const auto removed =
        remove->bind(1, source_).bind(2, static_cast<std::int64_t>(::getpid())).run();
  }

 private:
  std::shared_ptr<Database> database_;
  FileLock file_;
  std::int64_t source_;
};

}  // namespace

Result<std::unique_ptr<SourceLock>> lock_source_in(const std::shared_ptr<Database>& database,
                                                   const std::filesystem::path& directory,
                                                   const std::string& source, const Clock& clock) {
  EVIDENCE_TRY(check_source_name(source));
  EVIDENCE_TRY(make_directories(directory / "locks"));
  auto file = FileLock::acquire(directory / "locks" / ("source-" + source + ".lock"));
  if (!file.ok()) {
    if (file.error().code != ErrorCode::kBusy) return file.error();
    return held_by(*database, source, file.error());
  }
  EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database));
  EVIDENCE_ASSIGN(const std::int64_t number, find_or_add_source(*database, source));
  {
    EVIDENCE_ASSIGN(Statement put, database->prepare("INSERT OR REPLACE INTO source_lock "
                                                     "VALUES (?1, ?2, ?3, ?4, ?5)"));
    const std::string host = host_name();
    const std::string boot = boot_id();
    put.bind(1, number).bind(2, static_cast<std::int64_t>(::getpid())).bind(3, host);
    EVIDENCE_TRY(put.bind(4, boot).bind(5, now_in_seconds(clock)).run());
  }
  EVIDENCE_TRY(transaction.commit());
  return std::unique_ptr<SourceLock>(
      std::make_unique<SqliteSourceLock>(database, std::move(*file), number));
}

std::string holders_of_locks(Database& database) {
  auto list = database.prepare(
      "SELECT pid, host, l.started, s.name, boot_id FROM source_lock l "
      "JOIN source s ON s.id = l.source ORDER BY s.name");
  if (!list.ok()) return {};
  const std::string host = host_name();
  const std::string boot = boot_id();
  std::vector<std::string> holders;
  while (holders.size() < 10) {
    const auto row = list->step();
    if (!row.ok() || !*row) break;
    const bool here = list->text(1) == host;
    const auto process = static_cast<pid_t>(list->number(0));
    if (here && (list->text(4) != boot || process == ::getpid())) continue;
    // Signal 0 asks only whether the process is there.
    if (here && ::kill(process, 0) != 0 && errno == ESRCH) continue;
    holders.push_back(describe_holder(*list) + " (source " + std::string(list->text(3)) + ")");
  }
  return join(holders, ", ");
}

}  // namespace evidence
