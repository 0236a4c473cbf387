// A source made of files, read one after the other: what folder and http-file have in common. Used
// through connectors/harvester.h; one harvest at a time.
//
// A file that was read before and is unchanged is skipped; a harvest goes on inside of a file at
// the entry where it stopped, or from the file's beginning where the file has changed since. A file
// that cannot be read to its end is reported, its good entries are kept, the other files are read
// all the same, and the harvest then ends with the error "broken_files": it is not finished,
// nothing is withdrawn, and the next one tries that file again once it has changed (a new harvest:
// in any case).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "connectors/connector.h"
#include "connectors/protocol/file_book.h"
#include "connectors/protocol/file_pages.h"
#include "connectors/registry.h"

namespace evidence {

struct ListedFile {
  std::string name;            // unique in the list
  std::filesystem::path path;  // where it is, or will be once it is fetched
  std::string stamp;           // "" = not known before it is fetched
};

class FilesConnector : public Connector {
 public:
  void restore(const std::string& notebook) override { restored_ = book_from(notebook); }
  Result<FetchedPage> fetch(const std::string& cursor, const std::string& from,
                            const std::string& to) override;
  [[nodiscard]] bool complete_when_full() const override { return complete_; }
  [[nodiscard]] const Format& format() const override { return *format_; }

 protected:
  FilesConnector(const SourceConfig& source, const ConnectorParts& parts);

  struct Listing {
    std::vector<ListedFile> files;  // in the order in which they are read
    bool partial = false;           // some are left out for now
  };
  virtual Result<Listing> list() = 0;

  struct Ready {
    bool unchanged = false;  // it is what `known` says; nothing to read
    BookedFile state;        // what will be noted once it is read
  };
  // Brings the file to its path. `known`: its state when it was last read, nullptr = never;
  // `wanted_hash`: of the state in whose middle the harvest stands, "" = none.
  virtual Result<Ready> prepare(const ListedFile& file, const BookedFile* known,
                                const std::string& wanted_hash) = 0;

  const SourceConfig& source_;
  const StopFlag* stop_;

 private:
  Result<void> plan(const FileCursor& cursor, bool fresh, FetchedPage& page);
  Result<bool> settle_on_file(FileCursor& cursor, FetchedPage& page);
  [[nodiscard]] const ListedFile* next_pending(const std::string& after, bool all_had_turn) const;
  [[nodiscard]] bool any_broken() const;
  Error broken_files() const;
  void note_broken(const ListedFile& file, BookedFile state, const Error& why, FetchedPage& page);
  Result<FetchedPage> read_page(const FileCursor& cursor, FetchedPage page);

  std::shared_ptr<const Format> format_;
  FilePages pages_;
  std::map<std::string, std::string> why_;  // of the files that this object found broken
  FileBook restored_;                       // as of the harvest's beginning or resumption
  FileBook book_;                           // restored_ and what was read since
  bool book_changed_ = false;
  Listing listing_;
  std::string file_;  // in hand: its name
  BookedFile state_;  // and what will be noted of it
  bool complete_ = false;
};

}  // namespace evidence
