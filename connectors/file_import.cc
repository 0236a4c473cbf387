#include "connectors/file_import.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <map>
#include <unordered_map>
#include <utility>

#include "base/byte_source.h"
#include "base/text.h"
#include "connectors/connector.h"
#include "connectors/entry_parser.h"
#include "connectors/registry.h"

namespace evidence {
namespace {

constexpr std::size_t kHeadBytes = 4'096;
constexpr std::uint64_t kEntriesBeforeShareCounts = 100;
constexpr std::size_t kMaxUnknownKeys = 1'000;

// A source whose first bytes were already taken to recognise the format: gives them again.
class RewoundSource final : public ByteSource {
 public:
  RewoundSource(std::string head, ByteSource& rest) : head_(std::move(head)), rest_(rest) {}

  Result<std::size_t> read(std::span<char> buffer) override {
    if (given_ == head_.size()) return rest_.read(buffer);
    const std::size_t count = std::min(buffer.size(), head_.size() - given_);
    std::memcpy(buffer.data(), head_.data() + given_, count);
    given_ += count;
    return count;
  }
  [[nodiscard]] std::uint64_t position() const override { return rest_.position(); }
  [[nodiscard]] std::uint64_t size() const override { return rest_.size(); }

 private:
  std::string head_;
  std::size_t given_ = 0;
  ByteSource& rest_;
};

Result<std::string> read_head(ByteSource& source) {
  std::string head(kHeadBytes, '\0');
  std::size_t filled = 0;
  while (filled < head.size()) {
    Result<std::size_t> count = source.read({head.data() + filled, head.size() - filled});
    // What was readable may suffice; the reader will meet the error again where it stands.
    if (!count.ok() && filled == 0) return count.error();
    if (!count.ok() || *count == 0) break;
    filled += *count;
  }
  head.resize(filled);
  return head;
}

// The head as UTF-8, so that formats recognise themselves in UTF-16 too.
std::string readable_head(std::string_view head) {
  const std::unique_ptr<ByteSource> bytes = memory_source(std::string(head));
  const std::unique_ptr<ByteSource> text = utf8_source(*bytes);
  Result<std::string> read = read_all(*text, 4 * kHeadBytes);
  // A character cut at the end of the head is no reason to recognise nothing.
  return read.ok() ? std::move(read).value() : std::string(head);
}

Result<std::shared_ptr<const Format>> choose_format(const ImportOptions& options,
                                                    std::string_view head,
                                                    const std::string& file_name) {
  SourceConfig source = options.source;
  if (!options.format.empty() && options.format != "auto") source.format = options.format;
  if (!source.format.empty() && source.format != "auto") return make_format(source);
  const std::string text = readable_head(head);
  for (const Format* format : formats()) {
    if (!format->recognises(format->is_text() ? std::string_view(text) : head, file_name)) continue;
    source.format = format->name();
    return make_format(source);
  }
  std::vector<std::string> names{"auto"};
  for (const Format* format : formats()) names.emplace_back(format->name());
  return Error{ErrorCode::kInvalidArgument, "unrecognised_format",
               "the format of " + quoted_for_message(file_name) + " is not recognised",
               "Name one with --format: " + join(names, ", ") + "."};
}

// One run over one file.
class Import {
 public:
  Import(const ImportOptions& options, RecordSink& sink, ByteSource& source, FileOutcome& outcome)
      : options_(options), sink_(sink), source_(source), outcome_(outcome) {}

  void run(const Format& format, EntryStream& reader) {
    for (;;) {
      if (options_.stop != nullptr && options_.stop->stop_requested()) {
        return finish(Error{ErrorCode::kCancelled, "interrupted",
                            "interrupted after " + std::to_string(entries_) + " entries",
                            "Import the file again: what is stored already stays unchanged."});
      }
      Result<std::optional<EntryReader::Entry>> entry = reader.next();
      if (!entry.ok()) return finish(entry.error());
      if (!entry->has_value()) return finish(std::nullopt);
      take(format, std::move(**entry));
      if (too_many_problems()) {
        return finish(
            Error{ErrorCode::kBadContent, "too_many_problems",
                  std::to_string(failed_) + " of the first " + std::to_string(entries_) +
                      " entries could not be read",
                  "Is it the right format? The problems are listed by `evidence check`."});
      }
      if (page_is_full()) {
        if (!write(false)) return;
      }
    }
  }

 private:
  void take(const Format& format, EntryReader::Entry entry) {
    page_bytes_ += entry.raw.bytes.size();
    ParsedPage parsed;
    parse_entry(options_.source, format, std::move(entry), parsed);
    entries_ += static_cast<std::uint64_t>(parsed.entries);
    failed_ += static_cast<std::uint64_t>(parsed.failed);
    for (EntryProblem& problem : parsed.problems) {
      // A key that every line has would fill the list of problems: named once with a count.
      if (problem.code == "unknown_key") {
        if (unknown_keys_.size() < kMaxUnknownKeys || unknown_keys_.contains(problem.reason)) {
          ++unknown_keys_[problem.reason];
        }
      } else {
        add_problem(std::move(problem));
      }
    }
    for (Record& record : parsed.records) add_record(std::move(record));
    std::move(parsed.families.begin(), parsed.families.end(), std::back_inserter(page_.families));
  }

  void add_problem(EntryProblem problem) {
    problem.position = outcome_.file + " " + problem.position;
    page_.problems.push_back(std::move(problem));
  }

  void add_record(Record record) {
    // Two editions of a record in one page: the later one in the file stands.
    const auto [at, is_new] =
        index_in_page_.try_emplace(record.source_record_id, page_.records.size());
    if (is_new)
      page_.records.push_back(std::move(record));
    else
      page_.records[at->second] = std::move(record);
  }

  [[nodiscard]] bool page_is_full() const {
    return page_.records.size() >= options_.page_records ||
           page_.problems.size() >= options_.page_records || page_bytes_ >= options_.page_bytes;
  }

  [[nodiscard]] bool too_many_problems() const {
    return entries_ >= kEntriesBeforeShareCounts &&
           static_cast<double>(failed_) >
               options_.max_problem_share * static_cast<double>(entries_);
  }

  // False where the sink failed; the outcome then says why.
  bool write(bool last) {
    page_.last = last;
    page_.bytes = static_cast<std::int64_t>(source_.position() - written_to_);
    written_to_ = source_.position();
    Result<SinkCounts> counts = sink_.write(std::exchange(page_, SinkPage{}));
    index_in_page_.clear();
    page_bytes_ = 0;
    if (!counts.ok()) {
      outcome_.error = counts.error();
      return false;
    }
    SinkCounts& sum = outcome_.counts;
    sum.read += counts->read;
    sum.added += counts->added;
    sum.changed += counts->changed;
    sum.unchanged += counts->unchanged;
    sum.deleted += counts->deleted;
    sum.problems += counts->problems;
    if (options_.progress) options_.progress({source_.position(), source_.size(), sum});
    return true;
  }

  // What was read is written whatever ended the file; only a file read to its end is `last`.
  void finish(std::optional<Error> error) {
    for (const auto& [key, count] : unknown_keys_) {
      page_.problems.push_back({outcome_.file, "unknown_key",
                                "\"" + key + "\" has no meaning here and was left out of " +
                                    with_thousands(count) + (count == 1 ? " entry" : " entries")});
    }
    const bool anything = !page_.records.empty() || !page_.problems.empty();
    if ((anything || !error) && !write(!error)) return;
    outcome_.error = std::move(error);
  }

  const ImportOptions& options_;
  RecordSink& sink_;
  ByteSource& source_;
  FileOutcome& outcome_;
  SinkPage page_;
  std::unordered_map<std::string, std::size_t> index_in_page_;
  std::size_t page_bytes_ = 0;
  std::uint64_t written_to_ = 0;
  std::uint64_t entries_ = 0;
  std::uint64_t failed_ = 0;
  std::map<std::string, std::uint64_t> unknown_keys_;
};

}  // namespace

Result<FileOutcome> import_file(const std::filesystem::path& path, const ImportOptions& options,
                                RecordSink& sink) {
  if (options.source.id.empty()) {
    return Error{ErrorCode::kInvalidArgument, "no_source", "the import names no source",
                 "Say which source the records belong to with --source."};
  }
  FileOutcome outcome;
  outcome.file = clean_text(path.filename().string());
  EVIDENCE_ASSIGN(const std::unique_ptr<ByteSource> file, open_file(path));
  Result<std::string> head = read_head(*file);
  if (!head.ok()) {
    outcome.error = head.error();
    return outcome;
  }
  EVIDENCE_ASSIGN(const std::shared_ptr<const Format> format,
                  choose_format(options, *head, outcome.file));
  outcome.format = format->name();
  RewoundSource source(std::move(head).value(), *file);
  EntryStream stream(*format, source);
  Import(options, sink, source, outcome).run(*format, stream);
  return outcome;
}

}  // namespace evidence
