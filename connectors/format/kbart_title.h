// The record of one KBART title out of its rows. Used by kbart.cc alone. Pure.
#pragma once

#include <string>
#include <vector>

#include "connectors/connector.h"
#include "connectors/format/table_columns.h"

namespace evidence {

class KbartTitle {
 public:
  KbartTitle(const TableColumns& columns, ParsedEntry& parsed) : columns_(columns), out_(parsed) {}

  // False where the row is rejected; a problem says why.
  bool add_row(const std::vector<std::string>& cells, const std::string& position);
  [[nodiscard]] bool empty() const { return rows_ == 0; }
  Record take();

 private:
  [[nodiscard]] const std::string& cell(std::string_view column) const;
  void problem(std::string code, std::string reason);
  std::string date_cell(std::string_view column, bool last, PartialDate& date);
  bool begin_record();
  void add_identifiers(bool book);
  void add_links();
  void add_link(const std::string& raw, std::string_view column);
  void add_person(std::string_view column, const char* role);
  [[nodiscard]] bool is_book() const;
  [[nodiscard]] std::string notes() const;

  const TableColumns& columns_;
  ParsedEntry& out_;
  Record record_;
  std::size_t rows_ = 0;
  std::vector<std::string> cells_;  // of the row in hand, cleaned
  std::string position_;
};

}  // namespace evidence
