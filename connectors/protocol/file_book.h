// Which files a source has read already: the notebook of the file protocols, and the cursor that
// says where in a file a harvest stands. Values with a text form; not thread-safe. Text that is not
// theirs is read as nothing known (notebook) or is "cursor_expired" (cursor).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace evidence {

struct BookedFile {
  std::string stamp;  // size and times: equal = surely unchanged
  std::string hash;   // of its bytes
  bool broken = false;
  std::string validator;  // what a server calls this state of it: "ETag\nLast-Modified"
  bool operator==(const BookedFile&) const = default;
};

using FileBook = std::map<std::string, BookedFile>;

std::string book_text(const FileBook& book);
FileBook book_from(std::string_view text);

// "1 s 400 0a1b… name 2": version, flags, entries of the file given so far, its hash, its name, its
// turn, which is left out for the first.
struct FileCursor {
  bool skipped = false;  // a file was left out, so that absence says nothing
  bool at_end = false;   // every file was looked at, but not all could be read
  std::uint64_t entry = 0;
  // Files begun since the harvest began: a file that could not be read may have another turn, and
  // the harvester takes a cursor that it met before for a circle.
  std::uint64_t turn = 0;
  std::string hash;  // "" = the file was not opened yet
  std::string name;

  [[nodiscard]] std::string text() const;
  static Result<FileCursor> from(std::string_view text);
};

}  // namespace evidence
