#include "curation/sqlite_directory_store.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "curation/directory_rows.h"
#include "curation/migrations.h"
#include "store/rows.h"
#include "store/sqlite_open.h"

namespace evidence::curation {
namespace {

constexpr std::int64_t kRowsDroppedAtOnce = 50'000;

Error not_as_expected(std::string message) {
  return {ErrorCode::kInvalidArgument, "directory_changed", std::move(message),
          "Nothing was changed. Look at what it is now, and run the command again."};
}

Error too_many_of(std::string_view what, std::int64_t limit) {
  return {ErrorCode::kTooLarge, "directory_full",
          "The directory holds at most " + with_thousands(static_cast<std::uint64_t>(limit)) + " " +
              std::string(what) + ".",
          ""};
}

Result<void> check_actor(const std::string& actor) {
  if (!trim(actor).empty() && actor.size() <= 200) return {};
  return Error{ErrorCode::kInvalidArgument, "no_actor",
               "Every change of the directory is kept with the name of who made it.",
               "Give it with --actor, in at most 200 bytes."};
}

class SqliteDirectoryStore final : public DirectoryStore {
 public:
  SqliteDirectoryStore(DirectoryLimits limits, Clock& clock, std::unique_ptr<Database> database)
      : limits_(limits), clock_(clock), database_(std::move(database)) {}

  Result<std::int64_t> version() override {
    return database_->query_number("SELECT value FROM counter WHERE name = 'directory_version'");
  }

  Result<std::string> state() override {
    EVIDENCE_ASSIGN(const std::string id,
                    database_->query_text("SELECT value FROM meta WHERE key = 'store_id'"));
    EVIDENCE_ASSIGN(const std::int64_t number, version());
    return id + ":" + std::to_string(number);
  }

  Result<std::vector<Library>> libraries() override { return stored_libraries(*database_); }

  Result<Library> library(const std::string& code) override {
    EVIDENCE_ASSIGN(auto found, find_library_row(*database_, code));
    if (found) return *std::move(found);
    return Error{ErrorCode::kNotFound, "unknown_library",
                 "There is no library with the code " + quoted_for_message(code) + ".",
                 "`evidence library list` and the page /libraries show those that there are."};
  }

  Result<void> apply(const std::vector<LibraryChange>& changes, const std::string& actor,
                     std::optional<std::int64_t> expected) override {
    EVIDENCE_TRY(check_actor(actor));
    EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
    EVIDENCE_TRY(check_version(expected));
    for (const LibraryChange& change : changes) EVIDENCE_TRY(apply_one(change, actor));
    EVIDENCE_ASSIGN(const std::int64_t count,
                    database_->query_number("SELECT count(*) FROM library"));
    if (count > limits_.libraries) return too_many_of("libraries", limits_.libraries);
    if (!changes.empty()) EVIDENCE_TRY(raise_version());
    return transaction.commit();
  }

  Result<std::vector<LibraryEvent>> history(const std::string& code, std::size_t limit) override {
    return read_events(*database_, code, limit);
  }

  Result<std::vector<OdsOrganisation>> organisations() override {
    return stored_organisations(*database_);
  }

  Result<void> replace_organisations(const std::vector<OdsOrganisation>& organisations,
                                     const std::string& actor, const std::string& file,
                                     std::optional<std::int64_t> expected) override {
    EVIDENCE_TRY(check_actor(actor));
    if (static_cast<std::int64_t>(organisations.size()) > limits_.organisations) {
      return too_many_of("organisations", limits_.organisations);
    }
    EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
    EVIDENCE_TRY(check_version(expected));
    EVIDENCE_TRY(database_->execute("DELETE FROM ods_organisation"));
    for (const OdsOrganisation& each : organisations) {
      EVIDENCE_TRY(write_organisation_row(*database_, each));
    }
    EVIDENCE_TRY(write_load(
        *database_,
        {"organisations", "", actor, file, static_cast<std::int64_t>(organisations.size())},
        now_in_seconds(clock_)));
    EVIDENCE_TRY(raise_version());
    return transaction.commit();
  }

  Result<void> begin_postcodes() override {
    EVIDENCE_ASSIGN(const std::int64_t present, present_load());
    EVIDENCE_TRY(drop_loads_but(present));
    load_ = present + 1;
    loaded_ = 0;
    return {};
  }

  Result<void> add_postcodes(const std::vector<PostcodePlace>& places) override {
    if (load_ == 0) return not_begun();
    loaded_ += static_cast<std::int64_t>(places.size());
    if (loaded_ > limits_.postcodes) return too_many_of("postcodes", limits_.postcodes);
    EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
    {
      EVIDENCE_ASSIGN(Statement write,
                      database_->prepare("INSERT INTO postcode (load, postcode, lat, lon) VALUES "
                                         "(?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING"));
      for (const PostcodePlace& place : places) {
        write.bind(1, load_).bind(2, place.postcode);
        write.bind(3, std::int64_t{place.place.lat}).bind(4, std::int64_t{place.place.lon});
        EVIDENCE_TRY(write.run());
      }
    }
    return transaction.commit();
  }

  Result<std::int64_t> finish_postcodes(const std::string& actor,
                                        const std::string& file) override {
    EVIDENCE_TRY(check_actor(actor));
    if (load_ == 0) return not_begun();
    std::int64_t count = 0;
    {
      EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
      EVIDENCE_ASSIGN(const std::int64_t present, present_load());
      // Two loads at once would have filled one set together.
      if (present + 1 != load_) {
        return not_as_expected("Other coordinates were loaded at the same time.");
      }
      EVIDENCE_ASSIGN(count, count_of_load());
      EVIDENCE_TRY(make_outcodes());
      EVIDENCE_ASSIGN(
          Statement use,
          database_->prepare("UPDATE counter SET value = ?1 WHERE name = 'postcode_load'"));
      EVIDENCE_TRY(use.bind(1, load_).run());
      EVIDENCE_TRY(
          write_load(*database_, {"postcodes", "", actor, file, count}, now_in_seconds(clock_)));
      EVIDENCE_TRY(raise_version());
      EVIDENCE_TRY(transaction.commit());
    }
    const std::int64_t used = std::exchange(load_, 0);
    EVIDENCE_TRY(drop_loads_but(used));
    return count;
  }

  Result<std::optional<Located>> locate(const Postcode& postcode) override {
    EVIDENCE_ASSIGN(const std::int64_t load, present_load());
    EVIDENCE_ASSIGN(auto exact, place_of("SELECT lat, lon FROM postcode WHERE load = ?1 AND "
                                         "postcode = ?2",
                                         load, postcode.key()));
    if (exact) return std::optional<Located>(Located{*exact, false});
    EVIDENCE_ASSIGN(auto mean, place_of("SELECT lat, lon FROM outcode WHERE load = ?1 AND "
                                        "outcode = ?2",
                                        load, postcode.outward));
    if (mean) return std::optional<Located>(Located{*mean, true});
    return std::optional<Located>();
  }

  Result<std::vector<DirectoryLoad>> loads() override { return read_loads(*database_); }

 private:
  static Error not_begun() {
    return {ErrorCode::kInternal, "not_begun", "Coordinates were added without a beginning.", ""};
  }

  Result<void> check_version(std::optional<std::int64_t> expected) {
    EVIDENCE_ASSIGN(const std::int64_t present, version());
    if (!expected || *expected == present) return {};
    return not_as_expected("The directory has been changed by somebody else meanwhile.");
  }

  Result<std::int64_t> present_load() {
    return database_->query_number("SELECT value FROM counter WHERE name = 'postcode_load'");
  }

  Result<void> raise_version() {
    return database_->execute(
        "UPDATE counter SET value = value + 1 WHERE name = 'directory_version'");
  }

  Result<void> apply_one(const LibraryChange& change, const std::string& actor) {
    const std::int64_t now = now_in_seconds(clock_);
    const std::string today = timestamp_of_seconds(now).substr(0, 10);
    EVIDENCE_ASSIGN(const auto present, find_library_row(*database_, change.code));
    if (change.kind == LibraryChange::Kind::kAdded && present) {
      return not_as_expected("There is a library " + change.code + " already.");
    }
    if (change.kind != LibraryChange::Kind::kAdded && !present) {
      return not_as_expected("There is no library " + change.code + " any more.");
    }
    for (const FieldChange& field : change.fields) {
      if (present && present->get(field.field) != field.from) {
        return not_as_expected("The field " + field.field + " of " + change.code +
                               " is not what it was any more.");
      }
    }
    EVIDENCE_TRY(write_events(*database_, change, actor, now));
    if (change.kind == LibraryChange::Kind::kRemoved) {
      return delete_library_row(*database_, change.code);
    }
    Library after = present ? with_change(*present, change) : change.after;
    if (change.kind != LibraryChange::Kind::kConfirmed) after.updated = today;
    if (after.checked.empty() && change.kind == LibraryChange::Kind::kAdded) after.checked = today;
    return write_library_row(*database_, after);
  }

  // The row as it is now may differ from the one that the change was made of.
  static Library with_change(Library library, const LibraryChange& change) {
    for (const FieldChange& field : change.fields) {
      if (field.to.empty()) {
        library.fields.erase(field.field);
      } else {
        library.fields[field.field] = field.to;
      }
    }
    library.checked = std::max(library.checked, change.after.checked);
    return library;
  }

  Result<std::int64_t> count_of_load() {
    EVIDENCE_ASSIGN(Statement find,
                    database_->prepare("SELECT count(*) FROM postcode WHERE load = ?1"));
    EVIDENCE_ASSIGN(const bool row, find.bind(1, load_).step());
    return row ? find.number(0) : 0;
  }

  Result<void> make_outcodes() {
    EVIDENCE_ASSIGN(
        Statement make,
        database_->prepare("INSERT INTO outcode (load, outcode, lat, lon, postcodes) SELECT load, "
                           "substr(postcode, 1, length(postcode) - 3), CAST(round(avg(lat)) AS "
                           "INTEGER), CAST(round(avg(lon)) AS INTEGER), count(*) FROM postcode "
                           "WHERE load = ?1 GROUP BY 1, 2 ORDER BY 2"));
    return make.bind(1, load_).run();
  }

  // In short transactions, so that other writers come in between.
  Result<void> drop_loads_but(std::int64_t kept) {
    for (const std::string_view sql :
         {"DELETE FROM postcode WHERE (load, postcode) IN (SELECT load, postcode FROM postcode "
          "WHERE load <> ?1 LIMIT ?2)",
          "DELETE FROM outcode WHERE (load, outcode) IN (SELECT load, outcode FROM outcode WHERE "
          "load <> ?1 LIMIT ?2)"}) {
      std::int64_t dropped = kRowsDroppedAtOnce;
      while (dropped == kRowsDroppedAtOnce) {
        EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
        {
          EVIDENCE_ASSIGN(Statement drop, database_->prepare(sql));
          EVIDENCE_TRY(drop.bind(1, kept).bind(2, kRowsDroppedAtOnce).run());
          dropped = database_->changed_rows();
        }
        EVIDENCE_TRY(transaction.commit());
      }
    }
    return {};
  }

  Result<std::optional<Coordinate>> place_of(std::string_view sql, std::int64_t load,
                                             const std::string& key) {
    EVIDENCE_ASSIGN(Statement find, database_->prepare(sql));
    EVIDENCE_ASSIGN(const bool row, find.bind(1, load).bind(2, key).step());
    if (!row) return std::optional<Coordinate>();
    return std::optional<Coordinate>(Coordinate{static_cast<std::int32_t>(find.number(0)),
                                                static_cast<std::int32_t>(find.number(1))});
  }

  const DirectoryLimits limits_;
  Clock& clock_;
  const std::unique_ptr<Database> database_;
  std::int64_t load_ = 0;  // being filled; 0 = none
  std::int64_t loaded_ = 0;
};

}  // namespace

Result<std::unique_ptr<DirectoryStore>> open_sqlite_directory(const SqliteDirectoryOptions& options,
                                                              Clock& clock) {
  SqliteStoreOptions file;
  file.directory = options.directory;
  file.create = options.create;
  file.busy_timeout = options.busy_timeout;
  EVIDENCE_ASSIGN(auto database, open_database(kCurationFile, file, clock, curation_migrations()));
  return std::unique_ptr<DirectoryStore>(
      std::make_unique<SqliteDirectoryStore>(options.limits, clock, std::move(database)));
}

}  // namespace evidence::curation
