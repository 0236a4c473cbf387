// Link lists that a curator makes of any platform's topics, procedures or chapters: CSV or TSV with
// a header line, one link a row. Stateless, thread-safe.
//
// Columns (other headings under [columns]): title (required), url (required unless url_template or
// search_url makes the link), id, synonyms ("; " between), headings ("MeSH:Asthma|D001249; …"),
// reviewed, type, parent_title, parent_isbn, summary, language, grade, license, publisher, authors,
// doi, isbn, access ("free"). A row's own key is its id, else its address, else a hash of its
// title; the second row of one key is rejected.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "connectors/connector.h"
#include "connectors/format/search_inside.h"
#include "connectors/registry.h"

namespace evidence {

struct LinkListOptions {
  std::map<std::string, std::string> columns;  // our name → the file's heading
  std::string url_template;                    // with {id}, which is percent-encoded
  std::string publication_type;                // of rows that give none
  std::optional<SearchInside> search_inside;

  // kInvalidArgument where a column is not ours or the template makes no web address.
  static Result<LinkListOptions> from(const SourceConfig& source);
};

class LinkListFormat final : public Format {
 public:
  LinkListFormat() = default;
  explicit LinkListFormat(LinkListOptions options) : options_(std::move(options)) {}

  [[nodiscard]] std::string_view name() const override { return "link-list"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  // An entry is the header line, then one row; the header alone says which columns are not known.
  ParsedEntry parse(const RawEntry& entry) const override;

 private:
  LinkListOptions options_;
};

Result<std::shared_ptr<const Format>> make_link_list_format(const SourceConfig& source);
std::span<const OptionInfo> link_list_options();

}  // namespace evidence
