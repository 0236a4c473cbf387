#include "app/vocabulary_files.h"

#include <fstream>
#include <utility>

#include "base/hash.h"
#include "base/text.h"
#include "connectors/format/line_reader.h"
#include "connectors/format/mesh_xml.h"

namespace evidence::app {
namespace {

constexpr std::size_t kMaxProblemsKept = 100;
constexpr std::uint64_t kRecordsBetweenLooks = 500;

Result<std::string> sha256_of_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return Error{ErrorCode::kNotFound, "file_not_found",
                 "The file " + path.string() + " cannot be read.", "Check its name."};
  }
  Digest digest(Digest::Kind::kSha256);
  std::vector<char> buffer(std::size_t{1} << 20U);
  while (file) {
    file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    digest.update({buffer.data(), static_cast<std::size_t>(file.gcount())});
  }
  return digest.hex();
}

class FileLoad {
 public:
  FileLoad(VocabularyLoad& load, const VocabularyLoadOptions& options, Clock& clock,
           VocabularyLoadOutcome& outcome)
      : load_(load), options_(options), clock_(clock), outcome_(outcome) {}

  Result<void> run(const std::filesystem::path& path) {
    VocabularyFile file;
    EVIDENCE_TRY(begin(path, file));
    EVIDENCE_ASSIGN(const auto source, open_file(path));
    auto opened = open_mesh_file(*source);
    if (!opened.ok()) return refused(opened.error(), path);
    const std::unique_ptr<MeshReader> reader = std::move(opened).value();
    for (std::uint64_t records = 0;; ++records) {
      if (records % kRecordsBetweenLooks == 0) EVIDENCE_TRY(look(file.name, *source, records));
      auto outcome = reader->next();
      if (!outcome.ok()) return refused(outcome.error(), path);
      std::optional<MeshEntry> entry = std::move(outcome).value();
      if (!entry) break;
      for (EntryProblem& problem : entry->problems) note(file, std::move(problem));
      if (entry->heading.id.empty()) continue;
      const std::string part(mesh_part_name(entry->part));
      if (file.part.empty()) {
        file.part = part;
        EVIDENCE_TRY(load_.begin_part(part));
      }
      EVIDENCE_TRY(load_.add(entry->heading, part));
      for (const VocabularyHeading& qualifier : entry->qualifiers) {
        EVIDENCE_TRY(load_.add_named_qualifier(qualifier));
      }
      ++file.entries;
    }
    if (file.entries == 0 || unreadable_ * 10 > file.entries) {
      return Error{
          ErrorCode::kBadContent, "vocabulary_unreadable",
          with_thousands(unreadable_) + " records of " + path.string() + " cannot be read, " +
              with_thousands(file.entries) + " can" +
              (outcome_.problems.empty() ? "."
                                         : ": " + outcome_.problems.front().position + ": " +
                                               outcome_.problems.front().reason + "."),
          "The vocabulary is as it was. Fetch the file again."};
    }
    EVIDENCE_TRY(load_.add_file(file));
    outcome_.files.push_back(std::move(file));
    return {};
  }

  Result<void> run_replacements(const std::filesystem::path& path) {
    VocabularyFile file;
    EVIDENCE_TRY(begin(path, file));
    file.part = "replacements";
    EVIDENCE_TRY(load_.begin_part(file.part));
    EVIDENCE_ASSIGN(const auto source, open_file(path));
    LineReader lines(*source, 4'096);
    for (;;) {
      EVIDENCE_ASSIGN(const auto line, lines.next());
      if (!line) break;
      if (line->text.starts_with('#')) continue;
      const std::string text = clean_text_keeping_tab(line->text);
      const std::size_t tab = text.find('\t');
      const std::string position = "line " + std::to_string(line->number);
      if (tab == std::string::npos || line->too_long) {
        note(file, {position, "bad_line", "it is not an old label, a tab and a new one"});
        continue;
      }
      const std::string_view old_label = trim(std::string_view(text).substr(0, tab));
      const std::string_view new_label = trim(std::string_view(text).substr(tab + 1));
      EVIDENCE_ASSIGN(const bool added, load_.add_replacement(old_label, new_label));
      if (!added) {
        note(file, {position, "not_a_replacement",
                    quoted_for_message(new_label) + " is no heading, or " +
                        quoted_for_message(old_label) + " still is one"});
        continue;
      }
      ++file.entries;
    }
    EVIDENCE_TRY(load_.add_file(file));
    outcome_.files.push_back(std::move(file));
    return {};
  }

 private:
  // Nothing of a file that ends in an error is kept, whatever its reader says to others.
  static Error refused(Error error, const std::filesystem::path& path) {
    error.message = path.string() + ": " + error.message;
    if (error.slug != "no_vocabulary_file") {
      error.hint = "The vocabulary is as it was. Fetch the file again.";
    }
    return error;
  }

  static std::string clean_text_keeping_tab(std::string_view text) {
    const std::size_t tab = text.find('\t');
    if (tab == std::string_view::npos) return clean_text(text);
    return clean_text(text.substr(0, tab)) + "\t" + clean_text(text.substr(tab + 1));
  }

  Result<void> begin(const std::filesystem::path& path, VocabularyFile& file) {
    unreadable_ = 0;
    file.name = clean_text(path.filename().string());
    EVIDENCE_ASSIGN(file.sha256, sha256_of_file(path));
    file.loaded = format_timestamp(clock_.now());
    return {};
  }

  void note(VocabularyFile& file, EntryProblem problem) {
    ++file.problems;
    if (problem.code != "bad_tree_number" && problem.code != "too_many") ++unreadable_;
    problem.position = file.name + ", " + problem.position;
    if (outcome_.problems.size() < kMaxProblemsKept) {
      outcome_.problems.push_back(std::move(problem));
    }
  }

  Result<void> look(const std::string& name, const ByteSource& source, std::uint64_t records) {
    if (options_.progress) options_.progress(name, source.position(), source.size(), records);
    if (options_.stop != nullptr && options_.stop->stop_requested()) {
      return Error{ErrorCode::kCancelled, "cancelled", "The load was interrupted.",
                   "The vocabulary is as it was."};
    }
    return {};
  }

  VocabularyLoad& load_;
  const VocabularyLoadOptions& options_;
  Clock& clock_;
  VocabularyLoadOutcome& outcome_;
  std::uint64_t unreadable_ = 0;  // records of the file that is read
};

}  // namespace

Result<int> year_of_files(const std::vector<std::filesystem::path>& files) {
  std::optional<int> year;
  for (const std::filesystem::path& file : files) {
    const std::optional<int> one = mesh_year_of_file(file.filename().string());
    if (!one) continue;
    if (year && *year != *one) {
      return Error{ErrorCode::kInvalidArgument, "several_years",
                   "The files are of the years " + std::to_string(*year) + " and " +
                       std::to_string(*one) + ".",
                   "A vocabulary is of one year: load files of the same year, or say --year."};
    }
    year = one;
  }
  if (year) return *year;
  return Error{ErrorCode::kInvalidArgument, "no_year",
               "The names of the files do not say of which year they are.",
               "Say it, for example --year 2026."};
}

Result<VocabularyLoadOutcome> load_vocabulary(const std::filesystem::path& data_dir,
                                              const VocabularyLoadOptions& options, Clock& clock) {
  int year = options.year.value_or(0);
  if (!options.year) {
    if (options.files.empty()) {  // replacements for what is loaded
      EVIDENCE_ASSIGN(const VocabularyStatus loaded, vocabulary_status(data_dir));
      year = loaded.year;
    } else {
      EVIDENCE_ASSIGN(year, year_of_files(options.files));
    }
  }
  EVIDENCE_ASSIGN(const auto load, begin_vocabulary_load(data_dir, year, clock));
  VocabularyLoadOutcome outcome;
  FileLoad files(*load, options, clock, outcome);
  for (const std::filesystem::path& file : options.files) EVIDENCE_TRY(files.run(file));
  if (!options.replaced.empty()) EVIDENCE_TRY(files.run_replacements(options.replaced));
  EVIDENCE_ASSIGN(outcome.status, load->commit());
  return outcome;
}

}  // namespace evidence::app
