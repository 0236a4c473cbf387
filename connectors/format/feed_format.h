// Feeds: RSS 0.9x, 1.0 and 2.0, Atom 1.0 (RFC 4287) with tombstones (RFC 6721), OPDS 1.x catalogues
// and OPDS 2 in JSON. One class under four names: "rss" and "atom" read both kinds of feed, "opds"
// catalogues in both forms, "feed" whatever comes. Stateless, thread-safe; see Format.
// source_record_id: in RSS the DOI, else guid, else link; in Atom the entry's id, which never
// changes (RFC 4287) and is what tombstones name, else DOI, else link; in OPDS 2 the identifier.
// A feed without entries is good where it is well-formed; a web page never is.
#pragma once

#include "connectors/connector.h"

namespace evidence {

class FeedFormat final : public Format {
 public:
  enum class Kind { kRss, kAtom, kOpds, kAny };
  explicit FeedFormat(Kind kind) : kind_(kind) {}

  [[nodiscard]] std::string_view name() const override;
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  ParsedEntry parse(const RawEntry& entry) const override;

 private:
  Kind kind_;
};

}  // namespace evidence
