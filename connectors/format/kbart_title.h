// The record of one KBART title out of its rows. Used by kbart.cc alone. Pure.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "connectors/connector.h"
#include "connectors/format/kbart_row.h"

namespace evidence {

class KbartTitle {
 public:
  KbartTitle(const TableColumns& columns, ParsedEntry& parsed)
      : out_(parsed), row_(columns, [this](std::string code, std::string reason) {
          problem(std::move(code), std::move(reason));
        }) {}
  KbartTitle(const KbartTitle&) = delete;
  KbartTitle& operator=(const KbartTitle&) = delete;

  // False where the row is rejected; a problem says why.
  bool add_row(const std::vector<std::string>& cells, const std::string& position);
  [[nodiscard]] bool empty() const { return rows_ == 0; }
  Record take();

 private:
  [[nodiscard]] const std::string& cell(std::string_view column) const { return row_.cell(column); }
  void problem(std::string code, std::string reason);
  bool begin_record();
  void add_identifiers(bool book);
  void add_link(const std::string& url);
  void add_person(std::string_view column, const char* role);

  ParsedEntry& out_;
  KbartRow row_;
  Record record_;
  std::size_t rows_ = 0;
  std::string position_;
};

}  // namespace evidence
