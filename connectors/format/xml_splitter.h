// Cuts a stream of XML into its entries (articles, MARC records) by scanning bytes, in constant
// memory: no parser ever sees more than one entry, so that one malformed entry spoils no other.
// Comments and CDATA are respected. Used by the XML formats; one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "connectors/connector.h"

namespace evidence {

enum class XmlTag {
  kEntry,    // this element, with all inside, is an entry
  kRoot,     // envelope of entries; has to be closed at the end of the file
  kForeign,  // an envelope of another format: the file is not what it should be
  kOther,    // passed over
};

struct XmlSplitRules {
  std::string_view noun;       // "article", for positions and messages
  std::string_view expected;   // "PubmedArticleSet": named where the file is something else
  std::string_view error_tag;  // element in which the service reports its own failure; "" = none
  // What an element outside all entries is. `name` without a namespace prefix; `root` is the local
  // name of the open envelope, "" outside.
  XmlTag (*classify)(std::string_view name, std::string_view root);
  std::size_t max_entry_bytes = 16U << 20U;
  // Inside an entry, another start tag of its name means that the entry's own end is missing,
  // unless this says that the tag and what follows it (at most 1 KiB) is part of the entry: a MARC
  // record inside an OAI-PMH record. nullptr: it never is.
  bool (*is_inner)(std::string_view text) = nullptr;
};

// Errors of next(): kBadContent where the file is cut short or is another kind of file, kUpstream
// for an error_tag element, and what the source's read() says.
std::unique_ptr<EntryReader> split_xml(ByteSource& source, const XmlSplitRules& rules);

}  // namespace evidence
