#include "store/vocabulary_file.h"

#include <array>
#include <utility>

#include "base/json.h"

namespace evidence {

const std::string_view kVocabularyTables = R"(
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE file (name TEXT NOT NULL, part TEXT NOT NULL, sha256 TEXT NOT NULL,
  entries INTEGER NOT NULL, problems INTEGER NOT NULL, loaded TEXT NOT NULL) STRICT;
-- named: a subheading known only by the records of descriptors
CREATE TABLE heading (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind INTEGER NOT NULL,
  part TEXT NOT NULL, label TEXT NOT NULL, details TEXT NOT NULL) STRICT;
-- key: model/label_key.h; rank: LabelRank in store/vocabulary_file.h
CREATE TABLE label (key TEXT NOT NULL, rank INTEGER NOT NULL, heading INTEGER NOT NULL) STRICT;
CREATE TABLE qualifier (key TEXT NOT NULL, rank INTEGER NOT NULL, heading INTEGER NOT NULL) STRICT;
CREATE TABLE tree (number TEXT NOT NULL, heading INTEGER NOT NULL) STRICT;
CREATE TABLE action (id TEXT NOT NULL, heading INTEGER NOT NULL) STRICT;
-- the words of labels but those of supplementary concepts, for suggestions
CREATE TABLE word (word TEXT NOT NULL, heading INTEGER NOT NULL) STRICT;
CREATE TABLE replacement (old_label TEXT NOT NULL, id TEXT NOT NULL) STRICT;
PRAGMA application_id=1163284291;
PRAGMA user_version=1;
)";

const std::string_view kVocabularyIndices = R"(
CREATE INDEX label_key ON label (key, rank, heading);
CREATE INDEX qualifier_key ON qualifier (key, rank, heading);
CREATE INDEX tree_number ON tree (number, heading);
CREATE INDEX action_id ON action (id, heading);
CREATE INDEX word_word ON word (word, heading);
)";

const std::string_view kDropVocabularyIndices = R"(
DROP INDEX IF EXISTS label_key;
DROP INDEX IF EXISTS qualifier_key;
DROP INDEX IF EXISTS tree_number;
DROP INDEX IF EXISTS action_id;
DROP INDEX IF EXISTS word_word;
)";

namespace {

Error none_loaded(const std::filesystem::path& path) {
  return {ErrorCode::kNotFound, "no_vocabulary",
          "No vocabulary is loaded: there is no " + path.string() + ".",
          "Fetch MeSH from NLM and run `evidence vocabulary load desc2026.xml qual2026.xml "
          "supp2026.xml`."};
}

using ListMember = std::vector<std::string> VocabularyHeading::*;
constexpr std::array<std::pair<std::string_view, ListMember>, 7> kLists{
    {{"entry_terms", &VocabularyHeading::entry_terms},
     {"tree_numbers", &VocabularyHeading::tree_numbers},
     {"allowed_qualifiers", &VocabularyHeading::allowed_qualifiers},
     {"mapped_to", &VocabularyHeading::mapped_to},
     {"actions", &VocabularyHeading::pharmacologic_actions},
     {"see_related", &VocabularyHeading::see_related},
     {"previous", &VocabularyHeading::previous_labels}}};

using TextMember = std::string VocabularyHeading::*;
constexpr std::array<std::pair<std::string_view, TextMember>, 3> kTexts{
    {{"scope_note", &VocabularyHeading::scope_note},
     {"abbreviation", &VocabularyHeading::abbreviation},
     {"history_note", &VocabularyHeading::history_note}}};

}  // namespace

FoundBy found_by(LabelRank rank) {
  switch (rank) {
    case LabelRank::kLabel:
      return FoundBy::kLabel;
    case LabelRank::kEntryTerm:
    case LabelRank::kOtherForm:
      return FoundBy::kEntryTerm;
    case LabelRank::kPrevious:
    case LabelRank::kReplaced:
      return FoundBy::kPreviousLabel;
  }
  return FoundBy::kEntryTerm;
}

Result<std::unique_ptr<Database>> open_vocabulary_file(const std::filesystem::path& path,
                                                       OpenMode mode) {
  std::error_code ignored;
  if (mode != OpenMode::kCreate && !std::filesystem::exists(path, ignored)) {
    return none_loaded(path);
  }
  EVIDENCE_ASSIGN(auto database, Database::open(path, mode, std::chrono::seconds(5)));
  if (mode == OpenMode::kCreate) return database;
  EVIDENCE_ASSIGN(const std::int64_t application, database->query_number("PRAGMA application_id"));
  EVIDENCE_ASSIGN(const std::int64_t version, database->query_number("PRAGMA user_version"));
  if (application != kVocabularyApplicationId) {
    return Error{ErrorCode::kCorrupt, "not_a_vocabulary",
                 path.string() + " is not a vocabulary of Evidence.",
                 "Move it away and run `evidence vocabulary load` again."};
  }
  if (version > kVocabularyVersion) {
    return Error{ErrorCode::kNewerVersion, "newer_vocabulary",
                 "The vocabulary " + path.string() + " was written by a newer version of evidence.",
                 "Install the newer version, or load the vocabulary again with this one."};
  }
  return database;
}

Result<VocabularyStatus> read_vocabulary_status(Database& database) {
  VocabularyStatus status;
  EVIDENCE_ASSIGN(status.name, database.query_text("SELECT value FROM meta WHERE key='name'"));
  EVIDENCE_ASSIGN(status.loaded, database.query_text("SELECT value FROM meta WHERE key='loaded'"));
  EVIDENCE_ASSIGN(
      const std::int64_t year,
      database.query_number("SELECT CAST(value AS INTEGER) FROM meta WHERE key='year'"));
  status.year = static_cast<int>(year);
  {
    EVIDENCE_ASSIGN(Statement files,
                    database.prepare("SELECT name, part, sha256, entries, problems, loaded "
                                     "FROM file ORDER BY rowid"));
    for (;;) {
      EVIDENCE_ASSIGN(const bool row, files.step());
      if (!row) break;
      status.files.push_back(
          {std::string(files.text(0)), std::string(files.text(1)), std::string(files.text(2)),
           static_cast<std::uint64_t>(files.number(3)), static_cast<std::uint64_t>(files.number(4)),
           std::string(files.text(5))});
    }
  }
  {
    EVIDENCE_ASSIGN(Statement kinds,
                    database.prepare("SELECT kind, COUNT(*) FROM heading GROUP BY kind"));
    for (;;) {
      EVIDENCE_ASSIGN(const bool row, kinds.step());
      if (!row) break;
      status.headings[static_cast<HeadingKind>(kinds.number(0))] =
          static_cast<std::uint64_t>(kinds.number(1));
    }
  }
  EVIDENCE_ASSIGN(const std::int64_t labels, database.query_number("SELECT COUNT(*) FROM label"));
  EVIDENCE_ASSIGN(const std::int64_t trees, database.query_number("SELECT COUNT(*) FROM tree"));
  status.labels = static_cast<std::uint64_t>(labels);
  status.tree_numbers = static_cast<std::uint64_t>(trees);
  return status;
}

std::string heading_details(const VocabularyHeading& heading) {
  json::object object;
  for (const auto& [name, texts] : kLists) {
    if ((heading.*texts).empty()) continue;
    json::array array;
    for (const std::string& text : heading.*texts) array.emplace_back(text);
    object[name] = std::move(array);
  }
  for (const auto& [name, text] : kTexts) {
    if (!(heading.*text).empty()) object[name] = heading.*text;
  }
  return json::serialize(object);
}

Result<void> read_heading_details(std::string_view details, VocabularyHeading& heading) {
  EVIDENCE_ASSIGN(const json::value value, parse_json(details));
  const json::object* object = value.if_object();
  if (object == nullptr) {
    return Error{ErrorCode::kCorrupt, "vocabulary_damaged",
                 "The vocabulary's entry " + heading.id + " cannot be read.",
                 "Run `evidence vocabulary load` again."};
  }
  for (const auto& [name, texts] : kLists) {
    const json::value* list = member(*object, name);
    if (list == nullptr || !list->is_array()) continue;
    for (const json::value& text : list->get_array()) {
      if (text.is_string()) (heading.*texts).emplace_back(std::string_view(text.get_string()));
    }
  }
  for (const auto& [name, text] : kTexts) heading.*text = string_member(*object, name);
  return {};
}

}  // namespace evidence
