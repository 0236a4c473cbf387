// A connector turns a source into records: fetch() knows the protocol and gives raw pages, parse()
// knows the format and gives records; neither knows the store. Implementations are used by one
// thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.h"
#include "base/result.h"
#include "model/record.h"

namespace evidence {

// A raw entry of a page: the bytes of one article, one line, one MARC record.
struct RawEntry {
  std::string bytes;
  std::string position;  // for problem reports: "article 12 at byte 34567"
};

// What became of one entry: a record (perhaps a tombstone), or the reason why not.
struct EntryProblem {
  std::string position;
  std::string code;
  std::string reason;
};
struct ParsedEntry {
  std::vector<Record> records;         // usually one; a deletion list gives several tombstones
  std::vector<EntryProblem> problems;  // warnings about fields that were dropped, or the failure
  bool skipped = false;                // a well-formed part that is no record (envelope, comment)
  // Numbers of records whose parts ("<number>#1", …) all stand in `records`: parts that were there
  // before and are not among them are withdrawn.
  std::vector<std::string> families = {};
};

// A file format, read as a stream in constant memory: next() gives entry after entry.
class EntryReader {
 public:
  virtual ~EntryReader() = default;
  // nullopt at the end. An Error ends the file (truncated gzip, unreadable XML); entries given
  // before stay good. A damaged entry in the middle is given with `damage` set and reading goes on.
  struct Entry {
    RawEntry raw;
    std::string damage;  // why the bytes cannot be an entry; "" = fine
  };
  virtual Result<std::optional<Entry>> next() = 0;
};

// A format: splits a stream into entries and parses an entry. Stateless, thread-safe.
class Format {
 public:
  virtual ~Format() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;  // "pubmed-xml", as in --format
  // Looks at the first bytes (up to 4 KiB, decompressed) and the file name.
  [[nodiscard]] virtual bool recognises(std::string_view head,
                                        std::string_view file_name) const = 0;
  virtual std::unique_ptr<EntryReader> open(ByteSource& source) const = 0;
  // Fills everything but Record::source. Never throws, whatever the bytes.
  virtual ParsedEntry parse(const RawEntry& entry) const = 0;
  // Text is turned into UTF-8 (base/encoding.h) before open() sees it, and a text entry that is
  // not UTF-8 all the same is read as Windows-1252 before parse() sees it, with a note.
  [[nodiscard]] virtual bool is_text() const { return true; }
};

// All formats, in the order in which `--format auto` asks them.
const std::vector<const Format*>& formats();
const Format* format_by_name(std::string_view name);

struct FetchedPage {
  std::string bytes;  // the raw page, kept for parsing again
  // Sources made of files cut them into pages themselves: `entries` then stands for `bytes`, which
  // are empty, and `raw_file` names the file on disk that is kept for parsing again.
  bool split = false;
  std::vector<EntryReader::Entry> entries;
  std::filesystem::path raw_file;
  std::string media_type;
  std::string url;          // without secrets; or a file's path
  std::string next_cursor;  // where the next fetch goes on; meaningless when `last`
  bool last = false;
  std::optional<std::int64_t> expected_total;    // entries in the whole harvest
  std::optional<std::int64_t> expected_entries;  // on this page, where the protocol says so
  // The source's own clock when it answered, ISO 8601, where the protocol says it (responseDate):
  // the next window begins no later. "" = not said.
  std::string source_time;
  // What the connector wants to find again at its next harvest (ETags, files already read), in its
  // own form; nullopt = as before. Stored with the page.
  std::optional<std::string> notebook;
  // What the protocol itself had to report: a skipped identifier, a file that could not be had.
  std::vector<EntryProblem> problems;
};

// A harvested source over a protocol. The harvester repeats a fetch whose error is kTimeout,
// kUnavailable, kBusy or kBadContent, waiting longer each time; any earlier cursor must still be
// good then. An error with the slug "cursor_expired" makes it start the window again from "".
class Connector {
 public:
  virtual ~Connector() = default;
  // What the last harvest that stored one left in FetchedPage::notebook. Called once, before fetch.
  virtual void restore(const std::string& notebook) { static_cast<void>(notebook); }
  // cursor "" starts. from/to: datestamps ISO 8601 (a day, or a second with "Z"), "" = open.
  virtual Result<FetchedPage> fetch(const std::string& cursor, const std::string& from,
                                    const std::string& to) = 0;
  // Whether a harvest without a window reads everything that the source has now: only then does
  // an entry's absence say anything.
  [[nodiscard]] virtual bool complete_when_full() const { return true; }
  // How long the source asked to wait with its last failure (Retry-After); nullopt: it did not.
  [[nodiscard]] virtual std::optional<std::chrono::seconds> wait_asked_for() const {
    return std::nullopt;
  }
  [[nodiscard]] virtual const Format& format() const = 0;
};

}  // namespace evidence
