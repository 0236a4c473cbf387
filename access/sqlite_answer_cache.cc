#include <utility>

#include "access/link_migrations.h"
#include "access/sqlite_link_store.h"
#include "store/rows.h"
#include "store/sqlite_open.h"

namespace evidence {
namespace {

std::int64_t size_of(std::string_view key, std::string_view body) {
  return static_cast<std::int64_t>(key.size() + body.size());
}

class SqliteAnswerCache final : public AnswerCache {
 public:
  SqliteAnswerCache(AnswerLimits limits, Clock& clock, std::unique_ptr<Database> database)
      : limits_(limits), clock_(clock), database_(std::move(database)) {}

  Result<std::optional<CachedAnswer>> find(const std::string& key) override {
    EVIDENCE_ASSIGN(Statement find,
                    database_->prepare("SELECT body, fetched, expires FROM answer WHERE key = ?1 "
                                       "AND expires > ?2"));
    find.bind(1, key).bind(2, now_in_seconds(clock_));
    EVIDENCE_ASSIGN(const bool found, find.step());
    if (!found) return std::optional<CachedAnswer>();
    return std::optional<CachedAnswer>({std::string(find.text(0)), find.number(1), find.number(2)});
  }

  Result<void> put(const std::string& key, const std::string& body,
                   std::int64_t lives_seconds) override {
    if (size_of(key, body) > limits_.bytes) {
      return Error{ErrorCode::kTooLarge, "answer_too_large", "The answer is too large to keep.",
                   ""};
    }
    EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
    EVIDENCE_TRY(forget(key));
    const std::int64_t now = now_in_seconds(clock_);
    EVIDENCE_TRY(make_room(size_of(key, body), now));
    {
      EVIDENCE_ASSIGN(Statement insert,
                      database_->prepare("INSERT INTO answer (key, fetched, expires, body) VALUES "
                                         "(?1, ?2, ?3, ?4)"));
      insert.bind(1, key).bind(2, now).bind(3, now + lives_seconds).bind(4, body);
      EVIDENCE_TRY(insert.run());
    }
    EVIDENCE_TRY(count_by(1, size_of(key, body)));
    return transaction.commit();
  }

  Result<std::int64_t> count() override {
    return database_->query_number("SELECT value FROM counter WHERE name = 'answers'");
  }

 private:
  Result<void> count_by(std::int64_t answers, std::int64_t bytes) {
    EVIDENCE_ASSIGN(Statement update,
                    database_->prepare("UPDATE counter SET value = max(0, value + ?1) WHERE name = "
                                       "?2"));
    update.bind(1, answers).bind(2, "answers");
    EVIDENCE_TRY(update.run());
    update.bind(1, bytes).bind(2, "answer_bytes");
    return update.run();
  }

  Result<void> forget(const std::string& key) {
    std::int64_t bytes = 0;
    {
      EVIDENCE_ASSIGN(Statement find,
                      database_->prepare("SELECT length(CAST(key AS BLOB)) + length(CAST(body AS "
                                         "BLOB)) FROM answer WHERE key = ?1"));
      EVIDENCE_ASSIGN(const bool found, find.bind(1, key).step());
      if (!found) return {};
      bytes = find.number(0);
    }
    EVIDENCE_ASSIGN(Statement drop, database_->prepare("DELETE FROM answer WHERE key = ?1"));
    EVIDENCE_TRY(drop.bind(1, key).run());
    return count_by(-1, -bytes);
  }

  // Expired ones go as they are met; where there are still too many, those that expire next.
  Result<void> make_room(std::int64_t bytes, std::int64_t now) {
    for (int left = 1'000; left > 0; --left) {
      EVIDENCE_ASSIGN(const std::int64_t answers, count());
      EVIDENCE_ASSIGN(
          const std::int64_t held,
          database_->query_number("SELECT value FROM counter WHERE name = 'answer_bytes'"));
      std::string oldest;
      {
        EVIDENCE_ASSIGN(
            Statement next,
            database_->prepare("SELECT key, expires FROM answer ORDER BY expires LIMIT 1"));
        EVIDENCE_ASSIGN(const bool found, next.step());
        const bool full = answers >= limits_.answers || held + bytes > limits_.bytes;
        // A few expired ones at each turn keep up with what comes in.
        if (!found || (!full && (next.number(1) > now || left <= 990))) return {};
        oldest = next.text(0);
      }
      EVIDENCE_TRY(forget(oldest));
    }
    return Error{ErrorCode::kStorageFull, "answers_full", "There is no room for the answer.", ""};
  }

  const AnswerLimits limits_;
  Clock& clock_;
  const std::unique_ptr<Database> database_;
};

}  // namespace

Result<std::unique_ptr<AnswerCache>> open_sqlite_answers(const SqliteLinkOptions& options,
                                                         const AnswerLimits& limits, Clock& clock) {
  SqliteStoreOptions file;
  file.directory = options.directory;
  file.create = options.create;
  file.busy_timeout = options.busy_timeout;
  EVIDENCE_ASSIGN(auto database, open_database(kLinksFile, file, clock, link_migrations()));
  return std::unique_ptr<AnswerCache>(
      std::make_unique<SqliteAnswerCache>(limits, clock, std::move(database)));
}

}  // namespace evidence
