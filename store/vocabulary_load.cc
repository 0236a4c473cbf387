#include <algorithm>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"
#include "model/label_key.h"
#include "store/sync_file.h"
#include "store/vocabulary_file.h"
#include "store/vocabulary_store.h"

namespace evidence {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPartPrefix = ".vocabulary.db.part-";
constexpr std::size_t kMaxKeyBytes = 500;
constexpr std::string_view kReplacements = "replacements";
// A part of subheadings known only from the records of descriptors.
constexpr std::string_view kNamed = "named";

void remove_leftovers(const fs::path& data_dir) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(data_dir, ignored)) {
    if (entry.path().filename().string().starts_with(kPartPrefix)) {
      fs::remove(entry.path(), ignored);
    }
  }
}

class Load final : public VocabularyLoad {
 public:
  Load(fs::path data_dir, FileLock lock, Clock& clock)
      : data_dir_(std::move(data_dir)), lock_(std::move(lock)), clock_(clock) {}
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  ~Load() override {
    transaction_.reset();
    database_.reset();
    if (!committed_) remove_leftovers(data_dir_);
  }

  Result<void> begin(int year) {
    remove_leftovers(data_dir_);
    part_ = data_dir_ / (std::string(kPartPrefix) + random_id(12));
    const fs::path current = data_dir_ / kVocabularyFile;
    bool go_on = false;
    std::error_code failed;
    if (fs::exists(current, failed)) {
      const auto old = open_vocabulary_file(current, OpenMode::kReadOnly);
      if (old.ok()) {
        const auto status = read_vocabulary_status(**old);
        go_on = status.ok() && status->year == year;
        if (status.ok() && !go_on) {
          for (const VocabularyFile& file : status->files) note_dropped(file.part);
        }
      }  // a damaged one is replaced
    }
    if (go_on) {
      fs::copy_file(current, part_, failed);
      if (failed) return file_error(failed.value(), part_, "write");
    }
    EVIDENCE_ASSIGN(database_,
                    open_vocabulary_file(part_, go_on ? OpenMode::kReadWrite : OpenMode::kCreate));
    // Nobody else knows the file, and it is synchronised before it gets its name.
    EVIDENCE_TRY(database_->execute(
        "PRAGMA page_size=8192; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE;"));
    EVIDENCE_ASSIGN(Transaction transaction, Transaction::begin_write(*database_));
    transaction_ = std::make_unique<Transaction>(std::move(transaction));
    if (go_on) {
      EVIDENCE_TRY(database_->execute(kDropVocabularyIndices));
      return read_known();
    }
    EVIDENCE_TRY(database_->execute(kVocabularyTables));
    EVIDENCE_TRY(set_meta("name", "mesh"));
    return set_meta("year", std::to_string(year));
  }

  Result<void> begin_part(std::string_view part) override {
    if (!begun_.emplace(part).second) return {};
    std::erase_if(dropped_, [&](const std::string& name) { return name == part; });
    if (part == kReplacements) {
      EVIDENCE_TRY(database_->execute("DELETE FROM replacement"));
    } else {
      EVIDENCE_ASSIGN(Statement numbers,
                      database_->prepare("SELECT number, id FROM heading WHERE part=?1"));
      numbers.bind(1, part);
      for (;;) {
        EVIDENCE_ASSIGN(const bool row, numbers.step());
        if (!row) break;
        forget(numbers.number(0), numbers.text(1));
      }
      if (part == "descriptors") EVIDENCE_TRY(begin_part(kNamed));
    }
    EVIDENCE_ASSIGN(Statement files, database_->prepare("DELETE FROM file WHERE part=?1"));
    return files.bind(1, part).run();
  }

  Result<void> add(const VocabularyHeading& heading, std::string_view part) override {
    if (const auto known = numbers_.find(heading.id); known != numbers_.end()) {
      forget(known->second, heading.id);
    }
    const std::int64_t number = ++last_number_;
    const std::string details = heading_details(heading);
    {
      EVIDENCE_ASSIGN(Statement insert,
                      database_->prepare("INSERT INTO heading VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
                                         "ON CONFLICT (id) DO UPDATE SET number=excluded.number, "
                                         "kind=excluded.kind, part=excluded.part, "
                                         "label=excluded.label, details=excluded.details"));
      insert.bind(1, number).bind(2, heading.id).bind(3, static_cast<std::int64_t>(heading.kind));
      EVIDENCE_TRY(insert.bind(4, part).bind(5, heading.label).bind(6, details).run());
    }
    numbers_[heading.id] = number;
    if (heading.kind != HeadingKind::kSupplementary) {
      by_key_[label_key(heading.label)] = heading.id;
    }
    EVIDENCE_TRY(add_labels(heading, number));
    for (const std::string& tree : heading.tree_numbers) {
      EVIDENCE_TRY(add_pair("INSERT INTO tree VALUES (?1, ?2)", tree, number));
    }
    for (const std::string& action : heading.pharmacologic_actions) {
      EVIDENCE_TRY(add_pair("INSERT INTO action VALUES (?1, ?2)", action, number));
    }
    return {};
  }

  Result<void> add_named_qualifier(const VocabularyHeading& qualifier) override {
    if (numbers_.contains(qualifier.id)) return {};
    return add(qualifier, kNamed);
  }

  Result<bool> add_replacement(std::string_view old_label, std::string_view new_label) override {
    const std::string old_key = label_key(old_label);
    const auto known = by_key_.find(label_key(new_label));
    const std::string id = known != by_key_.end() ? known->second : std::string(new_label);
    const auto old = by_key_.find(old_key);
    const bool still_a_heading = old != by_key_.end() && numbers_.contains(old->second);
    if (old_key.empty() || old_key.size() > kMaxKeyBytes || !numbers_.contains(id) ||
        still_a_heading) {
      return false;
    }
    EVIDENCE_ASSIGN(Statement insert,
                    database_->prepare("INSERT INTO replacement VALUES (?1, ?2)"));
    EVIDENCE_TRY(insert.bind(1, old_label).bind(2, id).run());
    return true;
  }

  Result<void> add_file(const VocabularyFile& file) override {
    EVIDENCE_ASSIGN(Statement insert,
                    database_->prepare("INSERT INTO file VALUES (?1, ?2, ?3, ?4, ?5, ?6)"));
    insert.bind(1, file.name).bind(2, file.part).bind(3, file.sha256).bind(6, file.loaded);
    return insert.bind(4, static_cast<std::int64_t>(file.entries))
        .bind(5, static_cast<std::int64_t>(file.problems))
        .run();
  }

  Result<VocabularyStatus> commit() override {
    EVIDENCE_TRY(remove_forgotten());
    EVIDENCE_ASSIGN(const std::int64_t descriptors,
                    database_->query_number("SELECT COUNT(*) FROM heading WHERE kind<4"));
    if (descriptors == 0) {
      return Error{ErrorCode::kInvalidArgument, "no_descriptors",
                   "There would be no heading in the vocabulary, only what belongs to headings.",
                   "Load the file of descriptors (desc…) of the same year first, or with it."};
    }
    EVIDENCE_TRY(write_replacements());
    EVIDENCE_TRY(set_meta("load", random_id(16)));
    EVIDENCE_TRY(set_meta("loaded", format_timestamp(clock_.now())));
    EVIDENCE_TRY(database_->execute(kVocabularyIndices));
    EVIDENCE_TRY(transaction_->commit());
    transaction_.reset();
    EVIDENCE_TRY(database_->execute("ANALYZE"));
    EVIDENCE_ASSIGN(VocabularyStatus status, read_vocabulary_status(*database_));
    status.dropped = dropped_;
    database_.reset();
    EVIDENCE_TRY(sync_file(part_));
    std::error_code failed;
    const fs::path current = data_dir_ / kVocabularyFile;
    fs::rename(part_, current, failed);
    if (failed) return file_error(failed.value(), current, "rename the new vocabulary to");
    committed_ = true;
    EVIDENCE_TRY(sync_directory(data_dir_));
    lock_.reset();
    return status;
  }

 private:
  void note_dropped(const std::string& part) {
    if (std::find(dropped_.begin(), dropped_.end(), part) == dropped_.end()) {
      dropped_.push_back(part);
    }
  }

  Result<void> read_known() {
    EVIDENCE_ASSIGN(Statement rows,
                    database_->prepare("SELECT number, id, kind, label FROM heading"));
    for (;;) {
      EVIDENCE_ASSIGN(const bool row, rows.step());
      if (!row) return {};
      const std::string id(rows.text(1));
      numbers_[id] = rows.number(0);
      last_number_ = std::max(last_number_, rows.number(0));
      if (static_cast<HeadingKind>(rows.number(2)) != HeadingKind::kSupplementary) {
        by_key_[label_key(rows.text(3))] = id;
      }
    }
  }

  // Its rows are removed at the end, all of them in one pass.
  void forget(std::int64_t number, std::string_view id) {
    const auto known = numbers_.find(std::string(id));
    if (known == numbers_.end() || known->second != number) return;
    numbers_.erase(known);
    forgotten_.push_back(number);
  }

  Result<void> remove_forgotten() {
    if (forgotten_.empty()) return {};
    EVIDENCE_TRY(database_->execute("CREATE TEMP TABLE gone (number INTEGER PRIMARY KEY)"));
    for (const std::int64_t number : forgotten_) {
      EVIDENCE_ASSIGN(Statement insert,
                      database_->prepare("INSERT OR IGNORE INTO gone VALUES (?1)"));
      EVIDENCE_TRY(insert.bind(1, number).run());
    }
    EVIDENCE_TRY(
        database_->execute("DELETE FROM heading WHERE number IN (SELECT number FROM gone)"));
    for (const char* table : {"label", "qualifier", "tree", "action", "word"}) {
      EVIDENCE_TRY(database_->execute(std::string("DELETE FROM ") + table +
                                      " WHERE heading IN (SELECT number FROM gone)"));
    }
    return database_->execute("DROP TABLE gone");
  }

  Result<void> add_pair(std::string_view sql, std::string_view text, std::int64_t number) {
    EVIDENCE_ASSIGN(Statement insert, database_->prepare(sql));
    return insert.bind(1, text).bind(2, number).run();
  }

  // Every form of every label once, under its best rank.
  Result<void> add_labels(const VocabularyHeading& heading, std::int64_t number) {
    std::map<std::string, LabelRank> keys;
    std::set<std::string> words;
    const auto add_key = [&](std::string key, LabelRank rank) {
      if (!key.empty() && key.size() <= kMaxKeyBytes) keys.emplace(std::move(key), rank);
    };
    const auto add_forms = [&](std::string_view label) {
      const std::string key = label_key(label);
      const std::string natural = natural_key(label);
      for (const std::string& form : {natural, spelled_key(key), spelled_key(natural)}) {
        add_key(form, LabelRank::kOtherForm);
      }
      for (const std::string_view word : split(key, ' ')) words.emplace(word);
    };
    add_key(label_key(heading.label), LabelRank::kLabel);
    for (const std::string& term : heading.entry_terms) {
      add_key(label_key(term), LabelRank::kEntryTerm);
    }
    add_forms(heading.label);
    for (const std::string& term : heading.entry_terms) add_forms(term);
    const bool qualifier = heading.kind == HeadingKind::kQualifier;
    const std::string abbreviation = label_key(heading.abbreviation);
    if (qualifier && !abbreviation.empty()) keys.emplace(abbreviation, LabelRank::kEntryTerm);
    {
      EVIDENCE_ASSIGN(Statement insert,
                      database_->prepare(qualifier ? "INSERT INTO qualifier VALUES (?1, ?2, ?3)"
                                                   : "INSERT INTO label VALUES (?1, ?2, ?3)"));
      for (const auto& [key, rank] : keys) {
        insert.bind(1, key).bind(2, static_cast<std::int64_t>(rank)).bind(3, number);
        EVIDENCE_TRY(insert.run());
      }
      // Also where it is an entry term: that the heading once was called so is worth saying.
      for (const std::string& label : heading.previous_labels) {
        const std::string key = label_key(label);
        if (key.empty() || key.size() > kMaxKeyBytes) continue;
        insert.bind(1, key).bind(2, static_cast<std::int64_t>(LabelRank::kPrevious));
        EVIDENCE_TRY(insert.bind(3, number).run());
      }
    }
    if (qualifier || heading.kind == HeadingKind::kSupplementary) return {};
    for (const std::string& word : words) {
      if (word.size() > 100) continue;
      EVIDENCE_TRY(add_pair("INSERT INTO word VALUES (?1, ?2)", word, number));
    }
    return {};
  }

  Result<void> write_replacements() {
    EVIDENCE_TRY(database_->execute("DELETE FROM label WHERE rank=4"));
    std::vector<std::pair<std::string, std::int64_t>> rows;
    {
      EVIDENCE_ASSIGN(Statement read,
                      database_->prepare("SELECT r.old_label, h.number FROM replacement r "
                                         "JOIN heading h ON h.id=r.id"));
      for (;;) {
        EVIDENCE_ASSIGN(const bool row, read.step());
        if (!row) break;
        rows.emplace_back(label_key(read.text(0)), read.number(1));
      }
    }
    for (const auto& [key, number] : rows) {
      EVIDENCE_ASSIGN(Statement insert, database_->prepare("INSERT INTO label VALUES (?1, 4, ?2)"));
      EVIDENCE_TRY(insert.bind(1, key).bind(2, number).run());
    }
    return {};
  }

  Result<void> set_meta(std::string_view key, const std::string& value) {
    EVIDENCE_ASSIGN(Statement insert,
                    database_->prepare("INSERT OR REPLACE INTO meta VALUES (?1, ?2)"));
    return insert.bind(1, key).bind(2, value).run();
  }

  fs::path data_dir_;
  fs::path part_;
  std::optional<FileLock> lock_;  // until the load is committed
  Clock& clock_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<Transaction> transaction_;
  std::unordered_map<std::string, std::int64_t> numbers_;  // id → its row
  std::unordered_map<std::string, std::string> by_key_;    // key of a preferred label → id
  std::int64_t last_number_ = 0;
  std::vector<std::int64_t> forgotten_;
  std::set<std::string, std::less<>> begun_;
  std::vector<std::string> dropped_;
  bool committed_ = false;
};

}  // namespace

Result<std::unique_ptr<VocabularyLoad>> begin_vocabulary_load(const fs::path& data_dir, int year,
                                                              Clock& clock) {
  EVIDENCE_TRY(make_directories(data_dir / "locks"));
  EVIDENCE_ASSIGN(FileLock lock, FileLock::acquire(data_dir / "locks" / "vocabulary.lock"));
  auto load = std::make_unique<Load>(data_dir, std::move(lock), clock);
  EVIDENCE_TRY(load->begin(year));
  return std::unique_ptr<VocabularyLoad>(std::move(load));
}

}  // namespace evidence
