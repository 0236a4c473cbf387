#include "connectors/protocol/files_connector.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "base/text.h"

namespace evidence {
namespace {

// Errors that another try, or time, may mend; everything else is the file's own.
bool may_pass(const Error& error) {
  switch (error.code) {
    case ErrorCode::kTimeout:
    case ErrorCode::kUnavailable:
    case ErrorCode::kBusy:
    case ErrorCode::kCancelled:
    case ErrorCode::kStorageFull:
    case ErrorCode::kInternal:
      return true;
    default:
      return false;
  }
}

const ListedFile* find_file(const std::vector<ListedFile>& files, const std::string& name) {
  const auto at = std::find_if(files.begin(), files.end(),
                               [&name](const ListedFile& file) { return file.name == name; });
  return at == files.end() ? nullptr : &*at;
}

}  // namespace

FilesConnector::FilesConnector(const SourceConfig& source, const ConnectorParts& parts)
    : source_(source),
      stop_(parts.stop),
      format_(parts.format),
      pages_(*format_, source.page_size, parts.stop) {}

// A file with a stamp waits until the book has that stamp; one without, until its turn in the list
// has come, or as long as the book does not know it.
const ListedFile* FilesConnector::next_pending(const std::string& after, bool all_had_turn) const {
  bool turn_comes = !all_had_turn && find_file(listing_.files, after) == nullptr;
  for (const ListedFile& file : listing_.files) {
    const auto known = book_.find(file.name);
    const bool pending = known == book_.end() ||
                         (file.stamp.empty() ? turn_comes : known->second.stamp != file.stamp);
    if (pending) return &file;
    turn_comes = turn_comes || (!all_had_turn && file.name == after);
  }
  return nullptr;
}

bool FilesConnector::any_broken() const {
  return std::any_of(listing_.files.begin(), listing_.files.end(), [this](const ListedFile& file) {
    const auto known = book_.find(file.name);
    return known != book_.end() && known->second.broken;
  });
}

Error FilesConnector::broken_files() const {
  std::vector<std::string> names;
  for (const auto& [name, file] : book_) {
    if (!file.broken) continue;
    const auto why = why_.find(name);
    names.push_back(quoted_for_message(name, 60) +
                    (why == why_.end() ? "" : " (" + why->second + ")"));
  }
  const std::size_t count = names.size();
  if (count > 5) names.resize(5);
  return {ErrorCode::kBadContent, "broken_files",
          std::to_string(count) + (count == 1 ? " file" : " files") +
              " could not be read to the end: " + join(names, ", ") + (count > 5 ? " …" : ""),
          "what came before the damage is stored; replace the file and harvest again"};
}

// What is to be read from here on. A cursor may be older than what this object has read meanwhile:
// then the book is taken back to it.
Result<void> FilesConnector::plan(const FileCursor& cursor, bool fresh, FetchedPage& page) {
  EVIDENCE_ASSIGN(listing_, list());
  const FileBook before = book_;
  if (fresh) {
    for (auto at = restored_.begin(); at != restored_.end();) {
      const bool gone = find_file(listing_.files, at->first) == nullptr;
      if (gone) {
        page.problems.push_back(
            {at->first, "file_gone",
             "the file is no longer there; what was read from it stays until a full harvest"});
      }
      at = gone || at->second.broken ? restored_.erase(at) : std::next(at);
    }
    book_ = restored_;
  } else if (book_.empty()) {
    book_ = restored_;
    // What a server could not give may be there now; a file on disk shows by its stamp.
    for (const ListedFile& file : listing_.files) {
      const auto known = book_.find(file.name);
      if (known != book_.end() && known->second.broken && file.stamp.empty()) book_.erase(known);
    }
  } else if (!cursor.at_end) {
    bool behind = false;
    for (const ListedFile& file : listing_.files) {
      behind = behind || file.name == cursor.name;
      if (!behind) continue;
      const auto known = restored_.find(file.name);
      if (known == restored_.end()) {
        book_.erase(file.name);
      } else {
        book_[file.name] = known->second;
      }
    }
  }
  book_changed_ = book_changed_ || book_ != before;
  return {};
}

void FilesConnector::note_broken(const ListedFile& file, BookedFile state, const Error& why,
                                 FetchedPage& page) {
  state.broken = true;
  book_[file.name] = std::move(state);
  book_changed_ = true;
  why_[file.name] = why.message;
  page.problems.push_back({file.name, "file_broken", why.message});
}

// Opens the file to read next and sets the cursor to it. False: there is none left.
Result<bool> FilesConnector::settle_on_file(FileCursor& cursor, FetchedPage& page) {
  const ListedFile* file = cursor.at_end ? nullptr : find_file(listing_.files, cursor.name);
  bool resumed = file != nullptr && !cursor.hash.empty();
  if (file == nullptr) file = next_pending("", cursor.at_end);
  while (file != nullptr) {
    if (!resumed) cursor.entry = 0;
    const auto booked = book_.find(file->name);
    const BookedFile known = booked == book_.end() ? BookedFile{} : booked->second;
    Result<Ready> ready = prepare(*file, booked == book_.end() ? nullptr : &known,
                                  resumed ? cursor.hash : std::string());
    if (!ready.ok()) {
      if (may_pass(ready.error()) || listing_.files.size() == 1) return ready.error();
      note_broken(*file, {file->stamp, "", true, ""}, ready.error(), page);
    } else if (ready->unchanged && !known.broken && !resumed) {
      cursor.skipped = true;
      book_changed_ = book_changed_ || book_[file->name] != ready->state;
      book_[file->name] = ready->state;
    } else {
      if (resumed && ready->state.hash != cursor.hash) {
        page.problems.push_back({file->name, "file_changed",
                                 "the file changed while it was read; it is read from its "
                                 "beginning"});
        cursor.entry = 0;
      }
      const Result<void> opened = pages_.open(file->path, cursor.entry);
      if (opened.ok()) {
        file_ = file->name;
        state_ = ready->state;
        cursor.at_end = false;
        cursor.name = file_;
        cursor.hash = state_.hash;
        return true;
      }
      if (may_pass(opened.error())) return opened.error();
      note_broken(*file, ready->state, opened.error(), page);
    }
    resumed = false;
    file = next_pending(file->name, cursor.at_end);
  }
  return false;
}

Result<FetchedPage> FilesConnector::read_page(const FileCursor& cursor, FetchedPage page) {
  const ListedFile* file = find_file(listing_.files, file_);
  Result<FilePages::Page> read = pages_.next();
  if (!read.ok()) return read.error();
  page.entries = std::move(read->entries);
  page.raw_file = file->path;
  page.url = file->name;
  FileCursor next = cursor;
  next.entry = read->next_entry;
  if (read->broken) {
    note_broken(*file, state_, *read->broken, page);
  } else if (read->ended) {
    book_[file_] = state_;
    book_changed_ = true;
  }
  if (read->broken || read->ended) {
    // Unchanged ones among those left are found when their turn comes.
    const ListedFile* following = next_pending(file_, false);
    next.entry = 0;
    ++next.turn;
    next.hash.clear();
    next.name = following == nullptr ? "" : following->name;
    next.at_end = following == nullptr;
    page.last = following == nullptr && !any_broken();
    complete_ = page.last && !next.skipped && !listing_.partial;
  }
  page.next_cursor = next.text();
  if (book_changed_) page.notebook = book_text(book_);
  book_changed_ = false;
  return page;
}

Result<FetchedPage> FilesConnector::fetch(const std::string& text, const std::string& /*from*/,
                                          const std::string& /*to*/) {
  FetchedPage page;
  page.split = true;
  FileCursor cursor;
  if (!text.empty()) {
    EVIDENCE_ASSIGN(cursor, FileCursor::from(text));
  }
  const ListedFile* file = find_file(listing_.files, cursor.name);
  const bool goes_on = !text.empty() && file != nullptr && file_ == cursor.name &&
                       state_.hash == cursor.hash && pages_.stands_at(file->path, cursor.entry);
  if (!goes_on) {
    EVIDENCE_TRY(plan(cursor, text.empty(), page));
    if (text.empty()) {
      cursor.skipped =
          std::any_of(listing_.files.begin(), listing_.files.end(), [this](const ListedFile& one) {
            const auto known = book_.find(one.name);
            return known != book_.end() && !one.stamp.empty() && known->second.stamp == one.stamp;
          });
    }
    EVIDENCE_ASSIGN(const bool found, settle_on_file(cursor, page));
    if (!found) {
      if (any_broken() && page.problems.empty()) return broken_files();
      // A broken file's note has to be stored before the harvest can end with its error.
      page.last = !any_broken();
      if (!cursor.at_end) ++cursor.turn;
      cursor.at_end = true;
      cursor.name.clear();
      cursor.hash.clear();
      page.next_cursor = cursor.text();
      if (page.next_cursor == text) return broken_files();
      complete_ = page.last && !cursor.skipped && !listing_.partial && !listing_.files.empty();
      if (book_changed_ || !page.last) page.notebook = book_text(book_);
      book_changed_ = false;
      return page;
    }
  }
  return read_page(cursor, std::move(page));
}

}  // namespace evidence
