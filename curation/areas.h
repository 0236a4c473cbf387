// Areas by which people look for a library: counties of today and of old, NHS regions, integrated
// care boards, and the names that people use for them ("Bucks", "Thames Valley"). Loaded from a
// table; which library lies where, the library's own record says. Immutable after construction,
// thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "curation/table_row.h"

namespace evidence::curation {

struct Area {
  std::string name;                      // "Buckinghamshire"
  std::string kind;                      // one of area_kinds()
  std::vector<std::string> also_called;  // "Bucks"
  std::vector<std::string> consists_of;  // names of other areas, for those that are made of several
  std::string code;                      // an NHS code where the area has one: "Y59"
  std::string source;                    // where this is from
  std::uint64_t line = 0;                // of the file
};

// "ceremonial_county", "historic_county", "region", "icb", "common_name".
bool is_area_kind(std::string_view kind);
std::string_view area_kind_label(std::string_view kind);  // "county", "NHS region" …

class AreaTable {
 public:
  AreaTable() = default;

  // Columns area, kind, also_called, consists_of, code, source. kInvalidArgument "bad_areas" with
  // every finding ("line 7: …"): unknown kind, no name, one name and kind twice, a part that is no
  // other area.
  static Result<AreaTable> read(const std::vector<std::string>& header,
                                const std::vector<TableRow>& rows);

  [[nodiscard]] const std::vector<Area>& areas() const { return areas_; }
  // Those that are called so, by name or another name; places in areas().
  [[nodiscard]] std::vector<std::size_t> named(std::string_view text) const;
  [[nodiscard]] const Area* by_code(std::string_view code) const;
  // The names, folded, under which a library's record may say that it lies in this area: its own,
  // its other names, and those of its parts.
  [[nodiscard]] std::vector<std::string> folded_names(std::size_t area) const;

 private:
  void collect(std::size_t area, std::size_t depth, std::vector<std::string>& names) const;
  std::vector<Area> areas_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_name_;  // folded
};

// How names are compared: folded, "&" as "and", without full stops and a leading "the", spaces
// single.
std::string folded_name(std::string_view name);

}  // namespace evidence::curation
