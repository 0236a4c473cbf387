// Where postcodes lie, as a file of coordinates says: distances are computed from these alone,
// never from how two postcodes begin. Values and pure functions, thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "curation/postcode.h"
#include "curation/table_row.h"

namespace evidence::curation {

// Millionths of a degree, WGS 84: equal on every machine and small in a table.
struct Coordinate {
  std::int32_t lat = 0, lon = 0;
  bool operator==(const Coordinate&) const = default;
  static Coordinate of(double lat_degrees, double lon_degrees);
};

// Along a great circle of a sphere of 6,371.0088 km radius (haversine): within 0.6 % of the
// distance on the ellipsoid.
double distance_km(const Coordinate& a, const Coordinate& b);

// A point that a postcode stands for. `approximate`: it is the mean of the postcodes of the same
// outward code, because the file has no coordinate of this one.
struct Located {
  Coordinate place;
  bool approximate = false;
  bool operator==(const Located&) const = default;
};

struct PostcodePlace {
  std::string postcode;  // Postcode::key()
  Coordinate place;
};

// Columns of a coordinate file, by the headings that such files have: pcd, pcds, postcode …; lat,
// latitude; long, lon, longitude.
struct CoordinateColumns {
  std::size_t postcode = kNoColumn, lat = kNoColumn, lon = kNoColumn;
};

// kInvalidArgument "no_coordinates" naming what is missing. Files with eastings and northings alone
// are refused with a word on how to convert them.
Result<CoordinateColumns> coordinate_columns(const std::vector<std::string>& header);

// nullopt for a row that cannot be taken, with the reason. The place 0°/0° and 99.999999°, by which
// files mark postcodes without a place, give nullopt and no reason.
std::optional<PostcodePlace> read_coordinate_row(const CoordinateColumns& columns,
                                                 const TableRow& row, std::string& reason);

}  // namespace evidence::curation
