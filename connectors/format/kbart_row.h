// One row of a KBART list, understood column by column: what a title's record (kbart_title.cc) and
// a holding (holdings_reader.cc) have in common. Pure but for what it tells; one thread at a time.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "connectors/format/table_columns.h"
#include "model/identifier.h"

namespace evidence {

class KbartRow {
 public:
  // A problem of the row: a stable code, and the reason for a person.
  using Tell = std::function<void(std::string code, std::string reason)>;
  // Both must outlive it.
  KbartRow(const TableColumns& columns, Tell tell) : columns_(columns), tell_(std::move(tell)) {}

  // Cleans and keeps the cells. False, and told, where their number is not the header's or there is
  // no title: the row is to be left out.
  bool take(const std::vector<std::string>& cells);

  [[nodiscard]] const std::string& cell(std::string_view column) const {
    return columns_.cell(cells_, column);
  }

  [[nodiscard]] std::string key() const;  // kbart_key()

  struct Date {
    PartialDate date;                        // unknown where it is empty, open or cannot be read
    std::string unread;                      // the text that cannot be read; told
    [[nodiscard]] std::string text() const;  // ISO 8601, or what cannot be read
  };
  Date date(std::string_view column, bool last);

  [[nodiscard]] bool is_book() const;
  // "fulltext", "selected articles", "abstracts", or the text as it is.
  [[nodiscard]] std::string depth() const;
  [[nodiscard]] bool free() const;  // access_type F

  // The valid ISSNs and ISBNs of a column; cells may hold several.
  std::vector<Identifier> identifiers(std::string_view column, bool book);

  // The title's addresses, title_url first, then those of KB+'s host platforms; each once.
  std::vector<std::string> links();
  // "" where it is no address that may be followed; told.
  std::string link(const std::string& raw, std::string_view column);

  // What has no place elsewhere, so that nothing is lost: "notes; heading: value; …". `placed` says
  // which of our columns have a place.
  [[nodiscard]] std::string notes(bool (*placed)(std::string_view column)) const;

 private:
  const TableColumns& columns_;
  Tell tell_;
  std::vector<std::string> cells_;
};

}  // namespace evidence
