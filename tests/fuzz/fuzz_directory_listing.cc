// Any bytes as a directory's page, a sum's file, a notebook or a cursor of the file protocols.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "connectors/protocol/file_book.h"
#include "connectors/protocol/pubmed_listing.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evidence;
  const auto require = [](bool good) {
    if (!good) std::abort();
  };
  const std::string text(data, data + size);
  PubmedFiles files;
  add_pubmed_listing(text, "directory", files);
  for (const auto& [file, where] : files) {
    require(pubmed_file_of(pubmed_file_name(file)) == file);
  }
  const std::string md5 = md5_in(text);
  require(md5.empty() || md5.size() == 32);
  const FileBook book = book_from(text);
  require(book_from(book_text(book)) == book);
  if (const auto cursor = FileCursor::from(text); cursor.ok()) {
    const auto again = FileCursor::from(cursor->text());
    require(again.ok() && again->name == cursor->name && again->entry == cursor->entry);
  }
  return 0;
}
