// Bytes of unknown encoding made UTF-8. Used before any text format reads them. Stateless
// functions; a source is used by one thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/byte_source.h"

namespace evidence {

// The bytes of `source` as UTF-8, streamed in constant memory: recognises a byte-order mark (UTF-8,
// UTF-16, UTF-32; dropped), UTF-16 without one (NUL bytes beside ASCII), and the encoding that an
// XML declaration names (ICU's names; an encoding other than UTF-8 in the declaration is replaced
// by UTF-8, so that no later parser decodes twice). An XML declaration that names a one-byte
// encoding over bytes that are valid UTF-8 beyond ASCII is not believed. Everything else passes
// unchanged. `source` must outlive the result. Errors of read() are those of the source.
std::unique_ptr<ByteSource> utf8_source(ByteSource& source);

// Valid UTF-8 comes back as it is; anything else is read as Windows-1252 (what Latin-1 labels mean
// in practice), byte by byte only where the bytes are not valid UTF-8, and `repaired` becomes true.
std::string utf8_text(std::string_view bytes, bool& repaired);

// From a named encoding (ICU's names: "windows-1252", "UTF-16LE"); kInvalidArgument if unknown.
Result<std::string> decode_text(std::string_view bytes, std::string_view encoding);

}  // namespace evidence
