#include "store/sqlite_vocabulary.h"

#include <utility>

#include "base/ascii.h"
#include "base/log.h"
#include "base/text.h"
#include "model/label_key.h"
#include "store/vocabulary_file.h"
#include "store/vocabulary_queries.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxConnections = 4;
constexpr std::size_t kMaxNarrowerHeld = 200'000;  // headings; about 25 MB
constexpr std::size_t kMaxLabelBytes = 1'000;

// The interface has no errors: a vocabulary that cannot be read knows nothing, and the log says so.
template <typename Value>
Value value_or_log(Result<Value> result) {
  if (result.ok()) return std::move(result).value();
  log_error("vocabulary: " + result.error().message);
  return Value{};
}

// "D001249": a letter and digits.
bool is_id(std::string_view text) {
  return text.size() >= 7 && text.size() <= 16 && is_letter(text[0]) && all_digits(text.substr(1));
}

std::string upper_id(std::string_view id) {
  std::string upper(id);
  if (!upper.empty() && is_lower(upper[0])) upper[0] = static_cast<char>(upper[0] - 'a' + 'A');
  return upper;
}

}  // namespace

ConnectionPool::ConnectionPool(std::filesystem::path path, std::unique_ptr<Database> first)
    : path_(std::move(path)), open_(1) {
  auto loaded = first->query_text("SELECT value FROM meta WHERE key='load'");
  if (loaded.ok()) loaded_ = std::move(loaded).value();
  idle_.push_back(std::move(first));
}

ConnectionPool::Lease ConnectionPool::lease() {
  std::unique_lock lock(mutex_);
  if (idle_.empty() && open_ < kMaxConnections) {
    // The file may have been replaced by a newer load meanwhile: then the old connections serve on.
    auto another = open_vocabulary_file(path_, OpenMode::kReadOnly);
    const auto same_load = [&]() -> bool {
      if (!another.ok()) return false;
      const auto theirs = (*another)->query_text("SELECT value FROM meta WHERE key='load'");
      return theirs.ok() && *theirs == loaded_;
    };
    if (same_load()) {
      ++open_;
      return {*this, std::move(another).value()};
    }
  }
  returned_.wait(lock, [this] { return !idle_.empty(); });
  std::unique_ptr<Database> database = std::move(idle_.back());
  idle_.pop_back();
  return {*this, std::move(database)};
}

void ConnectionPool::give_back(std::unique_ptr<Database> database) {
  {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(database));
  }
  returned_.notify_one();
}

SqliteVocabulary::SqliteVocabulary(std::filesystem::path path, std::unique_ptr<Database> first,
                                   std::string version)
    : version_(std::move(version)), pool_(std::move(path), std::move(first)) {}

std::vector<FoundHeading> SqliteVocabulary::find(std::string_view label) const {
  label = trim(label);
  if (label.empty() || label.size() > kMaxLabelBytes) return {};
  const auto connection = pool_.lease();
  if (is_id(label)) {
    const auto heading = value_or_log(find_by_id(*connection, upper_id(label)));
    if (heading && heading->kind != HeadingKind::kQualifier) return {*heading};
  }
  const std::string key = label_key(label);
  if (key.empty()) return {};
  auto found = value_or_log(find_by_key(*connection, key));
  if (!found.empty()) return found;
  for (const std::string& form : {natural_key(label), spelled_key(key)}) {
    if (form.empty() || form == key) continue;
    found = value_or_log(find_by_key(*connection, form));
    if (!found.empty()) break;
  }
  for (FoundHeading& heading : found) {
    if (heading.by == FoundBy::kLabel) heading.by = FoundBy::kEntryTerm;
  }
  return found;
}

std::optional<FoundHeading> SqliteVocabulary::find_qualifier(std::string_view name) const {
  name = trim(name);
  if (name.empty() || name.size() > kMaxLabelBytes) return std::nullopt;
  const auto connection = pool_.lease();
  if (is_id(name)) {
    auto heading = value_or_log(find_by_id(*connection, upper_id(name)));
    if (heading && heading->kind == HeadingKind::kQualifier) return heading;
  }
  const std::string key = label_key(name);
  if (key.empty()) return std::nullopt;
  auto found = value_or_log(find_qualifier_by_key(*connection, key));
  if (!found) found = value_or_log(find_qualifier_by_key(*connection, spelled_key(key)));
  return found;
}

std::optional<VocabularyHeading> SqliteVocabulary::heading(std::string_view id) const {
  const auto connection = pool_.lease();
  return value_or_log(read_heading(*connection, upper_id(id)));
}

std::vector<FoundHeading> SqliteVocabulary::with_narrower(std::string_view id) const {
  const std::string key = upper_id(id);
  {
    const std::lock_guard lock(mutex_);
    const auto known = narrower_.find(key);
    if (known != narrower_.end()) return *known->second;
  }
  const auto connection = pool_.lease();
  auto found = std::make_shared<const std::vector<FoundHeading>>(
      value_or_log(read_with_narrower(*connection, key)));
  if (!found->empty()) {  // what is unknown is cheap to ask for again, and could be anything
    const std::lock_guard lock(mutex_);
    if (narrower_held_ > kMaxNarrowerHeld) {
      narrower_.clear();
      narrower_held_ = 0;
    }
    if (narrower_.emplace(key, found).second) narrower_held_ += found->size();
  }
  return *found;
}

std::vector<FoundHeading> SqliteVocabulary::narrower(std::string_view id) const {
  const auto connection = pool_.lease();
  return value_or_log(read_narrower(*connection, upper_id(id)));
}

std::vector<FoundHeading> SqliteVocabulary::broader(std::string_view id) const {
  const auto connection = pool_.lease();
  return value_or_log(read_broader(*connection, upper_id(id)));
}

std::vector<FoundHeading> SqliteVocabulary::with_action(std::string_view id) const {
  const auto connection = pool_.lease();
  return value_or_log(read_with_action(*connection, upper_id(id)));
}

std::vector<FoundHeading> SqliteVocabulary::suggest(std::string_view label,
                                                    std::size_t limit) const {
  const auto connection = pool_.lease();
  const auto list = words(*connection);
  return value_or_log(suggest_headings(*connection, *list, label, limit));
}

std::vector<FoundHeading> SqliteVocabulary::beginning_with(std::string_view letters,
                                                           std::size_t limit) const {
  const auto connection = pool_.lease();
  return value_or_log(read_beginning_with(*connection, label_key(letters), limit));
}

std::shared_ptr<const WordList> SqliteVocabulary::words(Database& database) const {
  const std::lock_guard lock(mutex_);
  if (!words_) words_ = std::make_shared<const WordList>(value_or_log(read_words(database)));
  return words_;
}

Result<std::unique_ptr<Vocabulary>> open_vocabulary(const std::filesystem::path& data_dir) {
  const std::filesystem::path path = data_dir / kVocabularyFile;
  EVIDENCE_ASSIGN(auto database, open_vocabulary_file(path, OpenMode::kReadOnly));
  EVIDENCE_ASSIGN(const std::string name,
                  database->query_text("SELECT value FROM meta WHERE key='name'"));
  EVIDENCE_ASSIGN(const std::string year,
                  database->query_text("SELECT value FROM meta WHERE key='year'"));
  return std::unique_ptr<Vocabulary>(
      std::make_unique<SqliteVocabulary>(path, std::move(database), name + " " + year));
}

Result<VocabularyStatus> vocabulary_status(const std::filesystem::path& data_dir) {
  EVIDENCE_ASSIGN(const auto database,
                  open_vocabulary_file(data_dir / kVocabularyFile, OpenMode::kReadOnly));
  return read_vocabulary_status(*database);
}

Result<std::vector<std::string>> check_vocabulary(const std::filesystem::path& data_dir) {
  EVIDENCE_ASSIGN(const auto database,
                  open_vocabulary_file(data_dir / kVocabularyFile, OpenMode::kReadOnly));
  std::vector<std::string> findings;
  EVIDENCE_ASSIGN(const std::string whole, database->query_text("PRAGMA integrity_check(1)"));
  if (whole != "ok") {
    findings.push_back("the file is damaged: " + whole + "; load the vocabulary again");
    return findings;
  }
  const auto count = [&](std::string_view sql, const std::string& said) -> Result<void> {
    EVIDENCE_ASSIGN(const std::int64_t number, database->query_number(sql));
    if (number > 0) findings.push_back(with_thousands(static_cast<std::uint64_t>(number)) + said);
    return {};
  };
  EVIDENCE_TRY(
      count("SELECT COUNT(*) FROM tree t WHERE instr(t.number, '.') > 0 AND NOT EXISTS "
            "(SELECT 1 FROM tree p WHERE p.number = rtrim(rtrim(t.number, "
            "'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'), '.'))",
            " tree numbers stand below one that no heading has"));
  EVIDENCE_TRY(
      count("SELECT COUNT(*) FROM label l WHERE NOT EXISTS (SELECT 1 FROM heading h WHERE "
            "h.number=l.heading)",
            " labels lead to no heading"));
  EVIDENCE_TRY(
      count("SELECT COUNT(*) FROM action a WHERE NOT EXISTS (SELECT 1 FROM heading h WHERE "
            "h.id=a.id)",
            " pharmacologic actions are of no loaded heading"));
  EVIDENCE_TRY(
      count("SELECT COUNT(*) FROM replacement r WHERE NOT EXISTS (SELECT 1 FROM heading h "
            "WHERE h.id=r.id)",
            " replacements lead to no loaded heading"));
  return findings;
}

}  // namespace evidence
