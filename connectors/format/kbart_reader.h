// Titles out of a KBART list: finds the header behind a preamble and brings the rows of one title
// together, in bounded memory. Used by kbart.cc and holdings_reader.cc; one
// thread at a time.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "connectors/connector.h"
#include "connectors/format/csv_reader.h"
#include "connectors/format/table_columns.h"

namespace evidence {

// Our names of KBART's columns (RP-9, phase I and II, KB+ and what publishers write instead).
TableColumns kbart_columns(const std::map<std::string, std::string>& configured,
                           const std::vector<std::string>& headings);

// A title and at least two of the other columns that only a title list has.
bool is_kbart_header(const TableColumns& columns);

// What makes a title this title, unique in the list and the same in its next edition: its title_id,
// or its identifiers, or a hash of name and address. A journal and its former names under one
// title_id are one title. "" = no row of a title.
std::string kbart_key(const TableColumns& columns, const std::vector<std::string>& cells);

inline constexpr std::size_t kMaxKbartPreamble = 40;

// The header behind a preamble of at most kMaxKbartPreamble rows (KB+ names the package there).
// kBadContent where there is none; else those of `rows`.
struct KbartHeader {
  TableColumns columns;
  std::vector<std::string> headings;
  std::vector<std::vector<std::string>> preamble;
};
Result<KbartHeader> read_kbart_header(CsvReader& rows,
                                      const std::map<std::string, std::string>& configured);

class KbartReader final : public EntryReader {
 public:
  // Rows of one title are brought together where they stand within kWindowBytes of each other; a
  // title that comes back later is damage (it would replace its own earlier coverage). Keys are
  // remembered up to kMaxTitles.
  static constexpr std::size_t kWindowBytes = 16U << 20U;
  static constexpr std::size_t kMaxTitles = 2'000'000;

  KbartReader(ByteSource& source, std::map<std::string, std::string> columns,
              std::size_t window_bytes = kWindowBytes)
      : rows_(source), configured_(std::move(columns)), window_bytes_(window_bytes) {}

  Result<std::optional<Entry>> next() override;

 private:
  struct Title {
    Entry entry;
    std::vector<std::string> lines;  // where its rows stand
    std::size_t rows = 0;
  };

  Result<void> read_header();
  Result<void> fill_window();
  void add_row(CsvRow row);
  void add_damage(const CsvRow& row);

  CsvReader rows_;
  std::map<std::string, std::string> configured_;
  std::size_t window_bytes_;
  std::optional<TableColumns> columns_;
  std::string header_line_;
  std::deque<Title> window_;
  std::unordered_map<std::string, std::size_t> by_key_;  // places in window_ while it fills
  std::size_t bytes_ = 0;
  std::unordered_set<std::size_t> seen_;  // hashes of keys given in earlier windows
  std::optional<Error> failed_;
  bool ended_ = false;
};

}  // namespace evidence
